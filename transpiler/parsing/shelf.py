"""The definition files among which those are looked up that a definition asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Final

from transpiler.definition import AnyRun, Literal, Term, fold
from transpiler.definition.document import Heading, read_heading

_LIBRARY: Final = "definitions"
"""The folder in which a project keeps its definitions."""

_LEAST_LETTERS: Final = 3
"""How many letters a part of a name has: fewer stand in too many names to mean one."""

_ENDINGS: Final = (".yml", ".yaml")


class Shelf:
    """A library as files. It is read when a definition asks another, and not before.

    Attributes:
        folders: files and folders; a folder stands for all files below it.
    """

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        self.folders = tuple(dict.fromkeys(folders))

    def beside(self, path: Path) -> Shelf:
        """Return the shelf with the library that the file at ``path`` stands in.

        That is the folder ``definitions`` that it stands below, else the files beside it. A shelf
        that has this library stays the same, so that its files are looked through once for all.
        """
        above = path.absolute().parents
        library = next((at for at in above if at.name == _LIBRARY), None)
        own = [library] if library is not None else definition_files(above[0], "*")
        held = {folder.absolute() for folder in self.folders}
        return self if held.issuperset(own) else Shelf((*self.folders, *own))

    def find(self, key: str) -> list[Heading]:
        """Return the files of a definition: one, unless the library has none or is at odds.

        Args:
            key: the definition, as a file names it: ``name/v1``.
        """
        return self._by_key.get(key, [])

    def called(self, term: Term, own: str, *, partly: bool) -> list[list[Heading]]:
        """Return the definitions that a term asked of the names of categories is about.

        A term names a category with its whole name, whatever stands at its ends. Without ``;`` it
        takes longer names too, as it would in ESSENCE.

        Args:
            term: the term.
            own: the definition that asks, as ``name/v1``; a part of a name is not about itself.
            partly: whether it may hold no more than a part of a name.

        Returns:
            A list for each name that it takes, of the definitions that are called so.
        """
        match term.pattern.pieces:
            case (AnyRun(), Literal(text), AnyRun()):
                name = text.strip(";")
                named = self._by_title.get(name) or self._with_version.get(name, [])
                if named or (partly and sum(map(str.isalpha, text)) >= _LEAST_LETTERS):
                    others = [
                        each
                        for title, each in self._by_title.items()
                        if text in f";{title};"
                        and each is not named
                        and (named or own not in [heading.key for heading in each])
                    ]
                    return [named, *others] if named else others
        return []

    @property
    def keys(self) -> list[str]:
        """The definitions there are, as a file names them: ``name/v1``."""
        return [heading.key for heading in self._headings]

    @cached_property
    def _headings(self) -> tuple[Heading, ...]:
        paths: dict[Path, None] = {}
        for folder in self.folders:
            paths |= dict.fromkeys(definition_files(folder) if folder.is_dir() else [folder])
        distinct: dict[Path, Path] = {}
        for path in paths:
            distinct.setdefault(path.resolve(), path)
        return tuple(
            heading for path in distinct.values() if (heading := read_heading(path)) is not None
        )

    @cached_property
    def _by_key(self) -> dict[str, list[Heading]]:
        found: defaultdict[str, list[Heading]] = defaultdict(list)
        for heading in self._headings:
            found[heading.key].append(heading)
        return dict(found)

    @cached_property
    def _by_title(self) -> dict[str, list[Heading]]:
        """Folded title → the definitions that have it."""
        found: defaultdict[str, list[Heading]] = defaultdict(list)
        for heading in self._headings:
            found[fold(" ".join(heading.title.split()))].append(heading)
        return dict(found)

    @cached_property
    def _with_version(self) -> dict[str, list[Heading]]:
        """Folded title and version, where the title has none → the definitions called so."""
        return {
            f"{title} v{heading.version}": [heading]
            for title, headings in self._by_title.items()
            for heading in headings
        }


NO_SHELF: Final = Shelf()
"""No library but that in which a file stands."""


def definition_files(folder: Path, pattern: str = "**/*") -> list[Path]:
    """Return the definition files of a folder, sorted: all below it, or those of a pattern."""
    return sorted(found for ending in _ENDINGS for found in folder.glob(f"{pattern}{ending}"))
