"""Definition files ↔ definitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transpiler.definition import (
    BY_NAME,
    FILTER_COLUMNS,
    FILTER_NAMES,
    AgeRange,
    Definition,
    DefinitionError,
    Diagnostic,
    Examples,
    Field,
    FilterColumn,
    FilterKind,
    Filters,
    LintIgnore,
    Part,
    Policy,
    Precedence,
    Prose,
    Query,
    QueryOrigin,
    RecordedRepair,
    Severity,
    Source,
)
from transpiler.definition.document import Document, parse_document
from transpiler.definition.nearest import did_you_mean
from transpiler.parsing.declared_fields import declared_fields
from transpiler.parsing.dumping import LiteralBlock, dump_yaml
from transpiler.parsing.parse import parse_query
from transpiler.parsing.references import link_asked
from transpiler.parsing.shelf import NO_SHELF, Shelf, definition_files
from transpiler.writing import replace_file


@dataclass(frozen=True, slots=True)
class Loaded:
    """A definition and all that reading its file told.

    Attributes:
        definition: the definition.
        document: its file.
        shelf: where the definitions are looked up that it asks.
    """

    definition: Definition
    document: Document
    shelf: Shelf

    @property
    def origins(self) -> tuple[QueryOrigin, ...]:
        """Where the query of each part of the file stands, in their order."""
        return tuple(map(self.document.origin, range(len(self.document.queries))))

    def read_as(self, precedence: Precedence) -> Definition:
        """Return the definition as it would be with another ``precedence``.

        Raises:
            DefinitionError: it cannot be used so.
        """
        return _read(self.document, self.shelf, (), precedence)


def load(path: Path | str, shelf: Shelf = NO_SHELF) -> Loaded:
    """Read a definition file with the definitions that it asks, and keep its places.

    Args:
        path: the file.
        shelf: where definitions are looked up, besides the library that the file stands in.

    Raises:
        DefinitionError: the file or one of its queries cannot be used; every finding is listed.
    """
    library = shelf.beside(Path(path))
    return _loaded(library.document(Path(path)), library)


def load_text(text: str, path: str, shelf: Shelf = NO_SHELF) -> Loaded:
    """Read the text of a definition file as `load` does; ``path`` names it in diagnostics."""
    return _loaded(parse_document(text, path), shelf)


def load_definition(path: Path | str, shelf: Shelf = NO_SHELF) -> Definition:
    """Read a definition file with the definitions that it asks; see `load`.

    Raises:
        DefinitionError: the file or one of its queries cannot be used; every finding is listed.
    """
    return load(path, shelf).definition


def load_definition_text(text: str, path: str) -> Definition:
    """Read the text of a definition file; ``path`` names it in diagnostics."""
    return load_text(text, path).definition


def find_definitions(paths: Iterable[Path | str]) -> list[Path]:
    """Return the definition files at ``paths``, sorted; a folder stands for all files below it.

    Raises:
        DefinitionError: a path does not exist, or a folder holds no definition file.
    """
    found: list[Path] = []
    findings = []
    for path in map(Path, paths):
        below = definition_files(path) if path.is_dir() else [path]
        if not below or not (below != [path] or path.exists() or path.is_symlink()):
            message = "no definition file here" if path.is_dir() else "no such file"
            findings.append(Diagnostic("ESS101", Severity.ERROR, message, path=str(path)))
        found += below
    if findings:
        raise DefinitionError(findings)
    return sorted(dict.fromkeys(found))


def _loaded(document: Document, shelf: Shelf) -> Loaded:
    return Loaded(_read_asked(document, shelf, ()), document, shelf)


def _read(
    document: Document, shelf: Shelf, way: tuple[str, ...], precedence: Precedence
) -> Definition:
    """Return the definition of a file.

    Args:
        document: the file.
        shelf: where the definitions are looked up that it asks.
        way: the definitions that lead to this one, each asking the next.
        precedence: how its mixed levels are read.

    Raises:
        DefinitionError: it cannot be used, or a definition that it asks.
    """
    values = document.values
    findings: list[Diagnostic] = []
    queries: list[Query] = []
    for index, scalar in enumerate(document.queries):
        try:
            origin = document.origin(index)
            queries.append(parse_query(scalar.text, precedence=precedence, origin=origin))
        except DefinitionError as error:
            findings += error.diagnostics
    parts = values.get("parts") or [values]
    declared = _declared(document, findings)
    findings += _check_names(document, parts, (*BY_NAME, *declared))
    findings += _check_ranges(document)
    if findings:
        raise DefinitionError(findings)
    filters = values.get("filters", {})
    examples = values.get("examples", {})
    prose = values.get("prose", {})
    definition = Definition(
        name=values["name"],
        version=values["version"],
        title=values["title"],
        description=values.get("description", ""),
        source=Source(**{key: said for key, said in values.get("source", {}).items() if said}),
        policy=Policy(values.get("policy", Policy.STANDARD)),
        precedence=precedence,
        parts=tuple(
            Part(
                tuple(part["fields"]),
                query,
                declared=tuple(declared[name] for name in part["fields"] if name in declared),
            )
            for part, query in zip(filter(_is_query, parts), queries, strict=True)
        ),
        filters=Filters(
            **{
                column.filter: _filter(column, filters[column.filter])
                for column in FILTER_COLUMNS
                if column.filter in filters
            }
        ),
        examples=Examples(
            matches=tuple(examples.get("matches", ())),
            does_not_match=tuple(examples.get("does_not_match", ())),
        ),
        ignores=tuple(LintIgnore(**ignore) for ignore in values.get("lint", {}).get("ignore", ())),
        prose=Prose(
            codes=tuple(prose.get("codes", ())),
            terms=tuple(prose.get("terms", ())),
            exclusions=tuple(prose.get("exclusions", ())),
            exclusions_apply_to=prose.get("exclusions_apply_to"),
        ),
        repairs=tuple(RecordedRepair(**repair) for repair in values.get("repairs", ())),
        meta=tuple(values.get("meta", {}).items()),
    )
    return link_asked(definition, document, shelf, way, _read_asked)


def _filter(column: FilterColumn, given: Any) -> Any:
    match column.kind:
        case FilterKind.RANGE:
            return AgeRange(*column.bands[given["band"]]) if "band" in given else AgeRange(**given)
        case FilterKind.CHOICE:
            known = {value: value for value in column.values}
            return tuple(known.get(word, word) for word in given)
        case FilterKind.FLAG:
            return given


def _read_asked(document: Document, shelf: Shelf, way: tuple[str, ...]) -> Definition:
    return _read(document, shelf, way, _precedence(document))


def _precedence(document: Document) -> Precedence:
    return Precedence(document.values.get("precedence", Precedence.TIGHT))


def _is_query(part: Mapping[str, Any]) -> bool:
    return "query" in part


def _declared(document: Document, findings: list[Diagnostic]) -> Mapping[str, Field]:
    """Return the fields that the project of the file declares, or say why it cannot be told."""
    try:
        return declared_fields(Path(document.path))
    except DefinitionError as error:
        findings += error.diagnostics
        return {}


def _check_names(
    document: Document, parts: list[dict[str, Any]], known: Sequence[str]
) -> list[Diagnostic]:
    """Return a diagnostic for every field name that is not one, in parts and examples."""
    in_examples = (*known, *FILTER_NAMES)
    findings = []
    for number, part in enumerate(parts):
        if not _is_query(part):
            continue
        prefix = ("parts", number) if "parts" in document.values else ()
        findings += [
            document.diagnose(
                "ESS106",
                f"unknown field {name!r}{_meant(name, known)}",
                (*prefix, "fields", index),
                hint=f"fields are: {', '.join(known)}; others are declared in syndrome_fields",
            )
            for index, name in enumerate(part["fields"])
            if name not in known
        ]
    for kind, examples in document.values.get("examples", {}).items():
        for index, example in enumerate(examples):
            if isinstance(example, Mapping):
                findings += [
                    document.diagnose(
                        "ESS106",
                        f"unknown field {name!r} in an example{_meant(str(name), in_examples)}",
                        ("examples", kind, index, name),
                        hint=f"examples name fields, or {', '.join(FILTER_NAMES)}",
                    )
                    for name in example
                    if name not in in_examples
                ]
    return findings


def _meant(name: str, known: Iterable[str]) -> str:
    return f".{did_you_mean(name, known)}".removesuffix(".")


def _check_ranges(document: Document) -> list[Diagnostic]:
    """Return a diagnostic for every range of a filter that no value lies in."""
    given = document.values.get("filters", {})
    findings = []
    for column in FILTER_COLUMNS:
        ends = given.get(column.filter, {}) if column.kind is FilterKind.RANGE else {}
        if "band" in ends and len(ends) > 1:
            message = f"the {column.label} is a band, and min or max besides"
            hint = "write the band alone, or min and max"
            place = ("filters", column.filter)
            findings.append(document.diagnose("ESS107", message, place, hint=hint))
        if ends.get("min", 0) > ends.get("max", column.most):
            message = f"the {column.label} range is empty: min is above max"
            findings.append(document.diagnose("ESS107", message, ("filters", column.filter)))
    return findings


def write_definition(definition: Definition, path: Path | str) -> None:
    """Write ``definition`` to a file from which `load_definition` reads the same definition."""
    replace_file(path, render_definition(definition))


def render_definition(definition: Definition) -> str:
    """Return the text of the definition's file."""
    return dump_yaml(_as_values(definition.as_written or definition))


def _as_values(definition: Definition) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": definition.name,
        "version": definition.version,
        "title": definition.title,
    }
    if definition.description:
        values["description"] = definition.description
    source = {key: value for key, value in _fields(definition.source) if value}
    if source:
        values["source"] = source
    if definition.policy is not Policy.STANDARD:
        values["policy"] = definition.policy.value
    if definition.precedence is not Precedence.TIGHT:
        values["precedence"] = definition.precedence.value
    parts: list[dict[str, Any]] = [
        {"fields": list(part.fields), "query": LiteralBlock(part.query.text)}
        for part in definition.parts
    ]
    asked: list[dict[str, Any]] = [
        {"definition": reference.definition.key}
        | ({"negated": True} if reference.is_negation else {})
        for reference in definition.references
        if reference.called is None
    ]
    values |= parts[0] if len(parts) == 1 and not asked else {"parts": [*parts, *asked]}
    filters = definition.filters
    if filters:
        values["filters"] = {column.filter: _written(wanted) for column, wanted in filters.asked()}
    if definition.examples:
        values["examples"] = {
            kind: [dict(found) if isinstance(found, Mapping) else found for found in examples]
            for kind, examples in _fields(definition.examples)
            if examples
        }
    if definition.ignores:
        values["lint"] = {
            "ignore": [
                {key: value for key, value in _fields(ignore) if value is not None}
                for ignore in definition.ignores
            ]
        }
    if definition.prose:
        values["prose"] = {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in _fields(definition.prose)
            if value
        }
    if definition.repairs:
        values["repairs"] = [dict(_fields(repair)) for repair in definition.repairs]
    if definition.meta:
        values["meta"] = dict(definition.meta)
    return values


def _written(wanted: Any) -> Any:
    match wanted:
        case AgeRange():
            return {key: value for key, value in _fields(wanted) if value is not None}
        case tuple():
            return list(map(str, wanted))
    return wanted


def _fields(value: Any) -> list[tuple[str, Any]]:
    return [(name, getattr(value, name)) for name in value.__slots__]
