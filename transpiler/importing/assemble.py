"""A published definition → a definition, with what was inferred and what was repaired."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from transpiler.definition import (
    Definition,
    DefinitionError,
    Diagnostic,
    Filters,
    Part,
    Policy,
    Query,
    QueryOrigin,
    RecordedRepair,
    Severity,
    Source,
    position_of,
)
from transpiler.importing.inference import (
    age_of,
    fields_by_codes,
    limit_of,
    name_of,
    policy_of,
    version_of,
)
from transpiler.importing.labels import field_labelled, fields_named, fields_of_page
from transpiler.importing.prose import Box, read_boxes
from transpiler.importing.published import Published, PublishedBox
from transpiler.parsing import Mode, parse_query

META_KEY: Final = "imported"
"""Where a definition file says what its import inferred."""


@dataclass(frozen=True, slots=True)
class _Box:
    """A query box to be read.

    Attributes:
        fields: names of its fields.
        query: the query as published.
        text: the text that the query stands in.
        start: where it begins there.
        basis: what the fields were inferred from; empty where the source gives them.
    """

    fields: tuple[str, ...]
    query: str
    text: str
    start: int
    basis: str


def assemble(published: Published) -> Definition:
    """Return the definition that ``published`` gives.

    Raises:
        DefinitionError: it has no query, names a field that is unknown, or one of its queries
            cannot be read; every finding is listed.
    """
    read = read_boxes(published.text)
    boxes = _boxes(published, read)
    findings: list[Diagnostic] = []
    queries: list[Query] = []
    for box in boxes:
        try:
            queries.append(parse_query(box.query, mode=Mode.REPAIR, origin=_origin(published, box)))
        except DefinitionError as error:
            findings += error.diagnostics
    if findings:
        raise DefinitionError(findings)
    inferred: dict[str, Any] = {}
    bases = dict.fromkeys(box.basis for box in boxes if box.basis)
    if bases:
        inferred["fields"] = "; ".join(bases)
    version = version_of(published.version) or version_of(published.title)
    if not version_of(published.version):
        inferred["version"] = "title" if version else "none given"
    # Ages are looked for in the line in front of a query, not in a page that tells its story.
    age = age_of("\n".join([published.title, *(box.prose for box in read if not box.is_page)]))
    if age is not None:
        inferred["filters"] = "title or prose"
    policy = policy_of("\n".join([published.title, *(box.prose for box in read)]))
    if policy is not Policy.STANDARD:
        inferred["policy"] = "title or prose"
    notes = {"limit_in_title": limit_of(published.title)} if age is None else {}
    return Definition(
        name=name_of(published.title),
        version=version or 1,
        title=published.title.strip() or name_of(published.title),
        source=Source(
            organization=published.organization,
            url=published.url,
            license=published.license,
            reference=published.reference,
        ),
        policy=policy,
        parts=tuple(
            # The file holds the repaired text and says so in its list of repairs.
            Part(box.fields, replace(query, repairs=()))
            for box, query in zip(boxes, queries, strict=True)
        ),
        filters=Filters(age=age),
        repairs=tuple(
            repair
            for number, (box, query) in enumerate(zip(boxes, queries, strict=True), start=1)
            for repair in _repairs(number, box, query)
        ),
        meta=(
            (
                META_KEY,
                {
                    **({"identifier": published.identifier} if published.identifier else {}),
                    "inferred": inferred,
                    **{key: value for key, value in notes.items() if value},
                },
            ),
        ),
    )


def _boxes(published: Published, read: tuple[Box, ...]) -> list[_Box]:
    """Return the query boxes with the names of their fields.

    Raises:
        DefinitionError: there is no query, or a field is unknown.
    """
    if not published.boxes:
        boxes = [_read_box(published, found) for found in read]
    else:
        boxes = [_given_box(published, box) for box in published.boxes]
        if len(read) == len(boxes):
            boxes = [_whole(published, *pair) for pair in zip(boxes, read, strict=True)]
    if not any(box.query.strip() for box in boxes):
        raise _refusal(published, "ESS510", "there is no query in it")
    return boxes


def _read_box(published: Published, box: Box) -> _Box:
    """Return a box found in prose, its fields inferred from the prose, else from its codes."""
    named = fields_of_page(box.prose) if box.is_page else fields_named(box.prose)
    if named.unknown:
        raise _unknown_fields(published, named.unknown)
    if named.fields:
        return _Box(named.fields, box.query, published.text, box.start, "prose")
    field, basis = fields_by_codes(box.query)
    return _Box((field,), box.query, published.text, box.start, basis)


def _given_box(published: Published, box: PublishedBox) -> _Box:
    """Return a box that the source keeps apart; where it names no fields, by its codes."""
    if not box.fields:
        field, basis = fields_by_codes(box.query)
        return _Box((field,), box.query, box.query, 0, basis)
    names = {label: field_labelled(label) for label in box.fields}
    unknown = tuple(label for label, name in names.items() if name is None)
    if unknown:
        raise _unknown_fields(published, unknown)
    fields = tuple(dict.fromkeys(name for name in names.values() if name))
    return _Box(fields, box.query, box.query, 0, "")


def _whole(published: Published, box: _Box, read: Box) -> _Box:
    """Return ``box`` with the query as it stands in the text, if its own has lost the front."""
    mine, whole = box.query.strip(), read.query.strip()
    if mine and mine in whole and not whole.startswith(mine):
        return replace(box, query=read.query, text=published.text, start=read.start)
    return box


def _unknown_fields(published: Published, labels: tuple[str, ...]) -> DefinitionError:
    return _refusal(
        published,
        "ESS511",
        f"no field is called {', '.join(labels)}",
        "name a field of the table in docs/definition-files.md, and import again",
    )


def _refusal(
    published: Published, code: str, message: str, hint: str | None = None
) -> DefinitionError:
    return DefinitionError(
        [Diagnostic(code, Severity.ERROR, message, path=published.origin, hint=hint)]
    )


def _origin(published: Published, box: _Box) -> QueryOrigin:
    offsets = range(box.start, box.start + len(box.query) + 1)
    return QueryOrigin(text=box.text, path=published.origin, offsets=tuple(offsets))


def _repairs(number: int, box: _Box, query: Query) -> list[RecordedRepair]:
    found = []
    for repair in query.repairs:
        position = position_of(box.text, box.start + repair.span.start)
        found.append(
            RecordedRepair(
                code=repair.code,
                line=position.line,
                column=position.column,
                message=repair.message,
                before=repair.before,
                after=repair.after,
                part=number,
            )
        )
    return found
