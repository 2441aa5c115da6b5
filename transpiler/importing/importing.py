"""Published definitions → definition files, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, count
from pathlib import Path

from transpiler.definition import Definition, DefinitionError, Diagnostic, Severity
from transpiler.importing.assemble import META_KEY, assemble_with_doubts
from transpiler.importing.decoding.address import asks
from transpiler.importing.formats import published_files, read_published
from transpiler.importing.inference import name_of
from transpiler.importing.record import PublishedRecord
from transpiler.parsing import render_definition
from transpiler.writing import replace_file


class ImportOutcome(StrEnum):
    """What became of a published definition."""

    CLEAN = "clean"
    """Written as published."""
    REPAIRED = "repaired"
    """Written with changes to the published text, which the file lists."""
    DOUBTFUL = "doubtful"
    """Written, and it may not be what was published; the diagnostics say why."""
    REFUSED = "refused"
    """Not written; the diagnostics say why."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one published definition.

    Attributes:
        origin: the file, and the line or record in it.
        title: the name people use; empty where it could not be read.
        outcome: what became of it.
        definition: the definition written; None where refused.
        path: the file written; None where refused.
        diagnostics: why it was refused, or is doubtful.
    """

    origin: str
    title: str
    outcome: ImportOutcome
    definition: Definition | None = None
    path: Path | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


def import_definitions(
    sources: Sequence[Path | str], output: Path, *, title: str = "", overwrite: bool = False
) -> Iterator[Imported]:
    """Write a definition file for each published definition, and yield what became of it.

    A definition that cannot be used is refused and does not stop the others.

    Args:
        sources: files and folders of published definitions; addresses of ESSENCE, as text.
        output: the folder for ``<name>/v<version>.yml``.
        title: the title of a definition that is given as an address.
        overwrite: whether a file that stands there with other contents is written over.

    Raises:
        DefinitionError: a source cannot be read at all.
        OSError: a file cannot be written.
    """
    taken: set[str] = set()
    for published in published_in(sources, title=title):
        if isinstance(published, DefinitionError):
            origin = published.diagnostics[0].path or ""
            yield Imported(origin, "", ImportOutcome.REFUSED, diagnostics=published.diagnostics)
        else:
            yield _import(published, output, taken, overwrite=overwrite)


def published_in(
    sources: Sequence[Path | str], *, title: str = ""
) -> Iterator[PublishedRecord | DefinitionError]:
    """Yield what sources publish, and instead of what cannot be read why.

    Args:
        sources: files, folders and addresses.
        title: the title of a definition that is given as an address.

    Raises:
        DefinitionError: a source cannot be read at all.
    """
    for source in sources:
        if isinstance(source, str) and asks(source):
            yield PublishedRecord(origin="the address", title=title, text=source)
            continue
        for file in published_files(Path(source)):
            yield from read_published(file)


def _import(
    published: PublishedRecord, output: Path, taken: set[str], *, overwrite: bool
) -> Imported:
    try:
        definition, doubts = assemble_with_doubts(published)
        definition = _renamed(definition, published, taken)
        path = output / definition.name / f"v{definition.version}.yml"
        _write(definition, path, overwrite=overwrite)
    except DefinitionError as error:
        return Imported(
            published.origin, published.title, ImportOutcome.REFUSED, diagnostics=error.diagnostics
        )
    taken.add(definition.identifier)
    is_changed = definition.repairs or dict(definition.meta)[META_KEY].get("done")
    outcome = ImportOutcome.REPAIRED if is_changed else ImportOutcome.CLEAN
    if doubts:
        outcome = ImportOutcome.DOUBTFUL
    return Imported(published.origin, published.title, outcome, definition, path, doubts)


def _renamed(definition: Definition, published: PublishedRecord, taken: set[str]) -> Definition:
    """Return the definition under a name that no other of this import has.

    Sources that publish one version twice tell the two apart in their keys, behind two hyphens.
    """
    if definition.identifier not in taken:
        return definition
    _, _, suffix = published.identifier.partition("--")
    stem = name_of(f"{published.title} {suffix}") if suffix else definition.name
    names = chain([stem], (f"{definition.name}_{number}" for number in count(2)))
    renamed = (replace(definition, name=name) for name in names)
    return next(found for found in renamed if found.identifier not in taken)


def _write(definition: Definition, path: Path, *, overwrite: bool) -> None:
    """Write the file, unless another one stands there.

    Raises:
        DefinitionError: another one does, and may not be written over.
    """
    text = render_definition(definition)
    if path.exists() and not overwrite and path.read_text(encoding="utf-8") != text:
        message = "another definition file stands there already"
        hint = "import into another folder, or overwrite it with --overwrite"
        raise DefinitionError(
            [Diagnostic("ESS514", Severity.ERROR, message, path=str(path), hint=hint)]
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, text)
