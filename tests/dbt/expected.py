"""What the evaluator says of visits, in the form in which the tables of a build hold it."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from tests.definitions import without_negations
from transpiler.definition import Definition, Node, clauses
from transpiler.generating import GeneratedVisit
from transpiler.meaning import evidence, matches, truth_of

SECRET = "a secret of the tests"
"""The secret of the keys in every build of the tests."""


def visit_key(visit: GeneratedVisit) -> str:
    """Return the key of a visit as `hashed_key` makes it."""
    measured = [f"{len(part)}:{part}" for part in (visit.facility_id, visit.encounter_id)]
    inner = hashlib.sha256("|".join([SECRET, "visit", *measured]).encode()).hexdigest()
    return hashlib.sha256(f"{SECRET}|{inner}".encode()).hexdigest()


def takes_without_negations(definition: Definition, values: dict[str, Any]) -> bool:
    return matches(without_negations(definition), values)


def expected_evidence(
    definitions: Sequence[Definition], visits: Iterable[GeneratedVisit]
) -> Counter[tuple[Any, ...]]:
    """Return rows of the evidence: key, definition, is_match, part, field, clause, is_negation."""
    return Counter(
        (
            *(visit_key(visit), definition.name, found.is_match),
            *(field.part, field.field, match.clause, match.is_negation),
        )
        for visit in visits
        for definition in definitions
        if takes_without_negations(definition, visit._asdict())
        for found in [evidence(definition, visit._asdict())]
        for field in found.fields
        for match in field.matches
    )


def implied_flags(
    definitions: Sequence[Definition], rows: Iterable[tuple[Any, ...]]
) -> dict[tuple[str, str], tuple[bool, bool]]:
    """Return (visit, definition) → the flag beside the evidence, and the flag that it implies."""
    found: dict[Any, Any] = defaultdict(lambda: defaultdict(set))
    flags = {}
    for visit_id, definition, is_match, part, field, clause, _ in rows:
        found[visit_id, definition][part, field].add(clause)
        flags[visit_id, definition] = is_match
    by_name = {definition.name: definition for definition in definitions}
    return {
        key: (is_match, all(_parts(by_name[key[1]], found[key]))) for key, is_match in flags.items()
    }


def _parts(definition: Definition, found: Any) -> list[bool]:
    return [
        any(_evaluate_numbered(part.query.root, found[number, field]) for field in part.fields)
        for number, part in enumerate(definition.parts, start=1)
    ]


def _evaluate_numbered(root: Node, numbers: set[str]) -> bool:
    """Return the truth of a tree whose terms with these clause numbers hold."""
    holding = {id(clause.node) for clause in clauses(root) if clause.number in numbers}
    return truth_of(root, lambda leaf: id(leaf) in holding) is True
