"""A published definition → a definition, with what was inferred and what was repaired."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from transpiler.definition import (
    Definition,
    DefinitionError,
    Diagnostic,
    Part,
    Policy,
    Query,
    QueryOrigin,
    RecordedRepair,
    Severity,
    Source,
    position_of,
)
from transpiler.definition.identity import limit_of, title_of, version_of
from transpiler.importing.doubts import doubts_of
from transpiler.importing.inference import (
    age_of,
    name_of,
)
from transpiler.importing.parts import Reading, ReadPart, read
from transpiler.importing.record import PublishedRecord
from transpiler.parsing import Mode, parse_query
from transpiler.sensitivity import calls_of, policy_called_for, policy_of_words

_UNTITLED: Final = "Query"

META_KEY: Final = "imported"
"""Where a definition file says what its import inferred."""


def assemble(published: PublishedRecord) -> Definition:
    """Return the definition that ``published`` gives; see `assemble_with_doubts`."""
    return assemble_with_doubts(published)[0]


def assemble_with_doubts(published: PublishedRecord) -> tuple[Definition, tuple[Diagnostic, ...]]:
    """Return the definition that ``published`` gives, and warnings where it may be another one.

    Raises:
        DefinitionError: it has no query, names a field that is unknown, or one of its queries
            cannot be read; every finding is listed.
    """
    reading = read(published)
    title = title_of(published.title) or reading.title or _UNTITLED
    findings: list[Diagnostic] = []
    queries: list[Query] = []
    for part in reading.parts:
        try:
            origin = _origin(published, part)
            queries.append(parse_query(part.query.text, mode=Mode.REPAIR, origin=origin))
            findings += doubts_of(queries[-1], part.query.text, origin)
        except DefinitionError as error:
            findings += error.diagnostics
    if any(found.severity is Severity.ERROR for found in findings):
        raise DefinitionError(findings)
    findings += _left_out(published, reading)
    parts = tuple(
        # The file holds the repaired text and says so in its list of repairs.
        Part(part.fields, replace(query, repairs=()))
        for part, query in zip(reading.parts, queries, strict=True)
    )
    inferred: dict[str, Any] = {}
    bases = dict.fromkeys(part.basis for part in reading.parts if part.basis)
    if bases:
        inferred["fields"] = "; ".join(bases)
    version = version_of(published.version) or version_of(title)
    if not version_of(published.version):
        inferred["version"] = "title" if version else "none given"
    # Ages are looked for in the line in front of a query, not in a page that tells its story.
    age = reading.filters.age
    if age is None:
        age = age_of(f"{title}\n{reading.lines}")
        if age is not None:
            inferred["filters"] = "title or prose"
    policy, inferred_from = _policy(f"{title}\n{reading.prose}", parts)
    if policy is not Policy.STANDARD:
        inferred["policy"] = inferred_from
    notes = {"limit_in_title": limit_of(title)} if age is None else {}
    definition = Definition(
        name=name_of(title),
        version=version or 1,
        title=title,
        source=Source(
            organization=published.organization,
            url=published.url,
            published=published.published,
            license=published.license,
            reference=published.reference,
        ),
        policy=policy,
        parts=parts,
        filters=replace(reading.filters, age=age),
        repairs=tuple(
            repair
            for number, (part, query) in enumerate(
                zip(reading.parts, queries, strict=True), start=1
            )
            for repair in _repairs(number, part, query)
        ),
        meta=(
            (
                META_KEY,
                {
                    **({"identifier": published.identifier} if published.identifier else {}),
                    "inferred": inferred,
                    **{key: value for key, value in notes.items() if value},
                    **({"done": list(map(str, reading.steps))} if reading.steps else {}),
                    **({"left_out": dict(reading.left_out)} if reading.left_out else {}),
                },
            ),
        ),
    )
    return definition, tuple(findings)


def _policy(words: str, parts: tuple[Part, ...]) -> tuple[Policy, str]:
    """Return the stricter of what the words and the terms call for, and what it was taken from."""
    by_words = policy_of_words(words)
    calls = list(calls_of(parts))
    policy = policy_called_for([by_words, *(call.policy for call in calls)])
    if policy is by_words:
        return policy, "title or prose"
    call = next(call for call in calls if call.policy is policy)
    return policy, f"{call.term.text}: {call.because}"


def _left_out(published: PublishedRecord, reading: Reading) -> list[Diagnostic]:
    """Return the warnings that the definition may take other visits than an address does."""
    found = []
    if reading.disagrees:
        message = "the address beside the query asks another query"
        hint = "import the one that is meant"
        found.append(
            Diagnostic("ESS519", Severity.WARNING, message, path=published.origin, hint=hint)
        )
    if not reading.left_out:
        return found
    said = ", ".join(f"{name}={value}" for name, value in reading.left_out.items())
    return [
        *found,
        Diagnostic(
            "ESS519",
            Severity.WARNING,
            f"a definition file cannot hold these filters, and they are left out: {said}",
            path=published.origin,
            hint="select the visits before they come here, or accept that more of them match",
        ),
    ]


def _origin(published: PublishedRecord, part: ReadPart) -> QueryOrigin:
    return QueryOrigin(text=part.text, path=published.origin, offsets=tuple(part.query.offsets))


def _repairs(number: int, part: ReadPart, query: Query) -> list[RecordedRepair]:
    found = []
    for repair in query.repairs:
        position = position_of(part.text, part.query.offsets[repair.span.start])
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
