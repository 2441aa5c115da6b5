"""What the catalogue says of one definition."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from transpiler.codes import CodeIndex
from transpiler.comparing import Difference, difference_between
from transpiler.definition import Definition
from transpiler.explaining import Outline, outline
from transpiler.lineage import LibraryPlace, LockEntry, library_places, place_notes
from transpiler.linting import Issue, lint


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A definition, and all that its page says.

    Attributes:
        key: its key in the library, ``name/v1``.
        definition: the definition.
        standing: where it stands in the library.
        outlines: its own parts in plain words.
        issues: what the linter finds.
        step: how it differs from the one it takes the place of; None where the library has none.
        refers_to: the keys of definitions that it names.
        referred_by: the keys of definitions that name it.
        lock: where it came from; None where the library's lock does not say.
    """

    key: str
    definition: Definition
    standing: LibraryPlace
    outlines: tuple[Outline, ...]
    issues: tuple[Issue, ...]
    step: Difference | None
    refers_to: tuple[str, ...]
    referred_by: tuple[str, ...]
    lock: LockEntry | None

    @property
    def page(self) -> str:
        """The name of its page."""
        return f"{self.definition.identifier}.html"


def catalogue_entries(
    definitions: Sequence[Definition],
    lock: Mapping[str, LockEntry],
    index: CodeIndex | None,
    done: Callable[[], None],
) -> Iterator[CatalogueEntry]:
    """Yield what the catalogue says of each definition, by title.

    Args:
        definitions: the library.
        lock: its lock; empty where it has none.
        index: the ICD-10-CM codes, or None to leave their titles out.
        done: called after each definition.
    """
    held = {definition.key: definition for definition in definitions}
    stand = library_places(list(map(place_notes, definitions)), lock)
    entries = {entry.file.removesuffix(".yml"): entry for entry in lock.values()}
    named = _references(held)
    for key in sorted(held, key=lambda key: (held[key].title.lower(), key)):
        definition, standing = held[key], stand[key]
        before = held.get(standing.supersedes or "")
        yield CatalogueEntry(
            key=key,
            definition=definition,
            standing=standing,
            outlines=outline(definition.as_written or definition, index),
            issues=lint(definition),
            step=None if before is None else difference_between(before, definition),
            refers_to=named[key],
            referred_by=tuple(other for other, found in named.items() if key in found),
            lock=entries.get(key),
        )
        done()


def _references(held: Mapping[str, Definition]) -> dict[str, tuple[str, ...]]:
    """Return the keys of the definitions that each one asks, as a part or by a category's name."""
    return {
        key: tuple(dict.fromkeys(reference.definition.key for reference in definition.references))
        for key, definition in held.items()
    }
