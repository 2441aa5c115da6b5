"""What kinds of visits there can be, by the definitions and the groups of codes alone.

Everybody can read the definitions. Their terms say which of them can take the same visit, and in
which groups of codes that visit can then be: a visit in the group of T74.6 carries a code that
begins so, and a definition that asks for such a code takes it. A kind that is not listed has no
visits. The list has every kind that cannot be excluded, so that it errs on the safe side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product
from typing import Final

from pysat.solvers import Solver

from transpiler.attacking.told import (
    NONE,
    PHASE_OF_CARE,
    SEVERAL,
    CodeGroup,
    Groups,
)
from transpiler.codes import CodeSystem, code_shape
from transpiler.definition import (
    AnyRun,
    Definition,
    Literal,
    OneOf,
    Pattern,
    Piece,
    Term,
    clauses,
)
from transpiler.proving import implied_pairs
from transpiler.proving.propositions import Fact, Propositions

CODES_FIELD: Final = "ccdd_parsed"
"""The field in which the codes of a visit stand, by which matches are put into groups."""

PHASES: Final = {"a": "initial", "d": "subsequent", "s": "sequela"}
"""Seventh character → stratum of the cut by phase of care, the first of a visit's counts."""
NO_PHASE: Final = "no such code"

MOST_KINDS: Final = 4_000
"""A family with more kinds of visits is attacked pair by pair."""

_MOST_LEMMAS: Final = 5_000
_MOST_SPELLINGS: Final = 64


class TooManyKindsError(Exception):
    """There are more kinds than the attack can handle."""


@dataclass(frozen=True, slots=True)
class VisitKind:
    """A kind of visits.

    Attributes:
        asked: the definitions whose queries hold; their filters then say whether they take the
            visit.
        strata: (definition, cut, stratum) for each of them and each of its cuts by codes.
    """

    asked: frozenset[str]
    strata: frozenset[tuple[str, str, str]]


class Logic:
    """The definitions of a library as one circuit.

    Args:
        definitions: identifier → definition.
        groups: the groups of codes of each.
    """

    def __init__(self, definitions: Mapping[str, Definition], groups: Groups) -> None:
        self._definitions = definitions
        self._groups = {
            identifier: groups.get(definition.name, ())
            for identifier, definition in definitions.items()
        }
        self._propositions = Propositions()
        self._circuit = self._propositions.circuit
        self._phase_facts: dict[tuple[Pattern, str], int] = {}
        self._takes = {
            identifier: self._propositions.takes(definition)
            for identifier, definition in definitions.items()
        }
        self._strata = {identifier: self._strata_of(identifier) for identifier in definitions}
        self._spell_out()
        self._lemmas = list(self._implications())

    def families(self) -> list[tuple[str, ...]]:
        """Return the definitions in groups that say something about one another."""
        names = sorted(self._definitions)
        root = {name: name for name in names}

        def find(name: str) -> str:
            while root[name] != name:
                name = root[name]
            return name

        with self._solver() as solver:
            for one, other in combinations(names, 2):
                if find(one) != find(other) and self._are_tied(solver, one, other):
                    root[find(one)] = find(other)
        families: dict[str, list[str]] = {}
        for name in names:
            families.setdefault(find(name), []).append(name)
        return [tuple(family) for family in families.values()]

    def tied_pairs(self, family: Sequence[str]) -> list[tuple[str, ...]]:
        """Return the pairs of a family that say something about one another."""
        with self._solver() as solver:
            return [pair for pair in combinations(family, 2) if self._are_tied(solver, *pair)]

    def kinds(self, family: Sequence[str], cuts: Iterable[tuple[str, str]]) -> list[VisitKind]:
        """Return every kind of visits that one of a family takes.

        Args:
            family: identifiers of definitions.
            cuts: the (definition, cut) that anything is told of.

        Raises:
            TooManyKindsError: there are more than `MOST_KINDS`.
        """
        wanted = frozenset(cuts)
        literals: dict[tuple[str, str, str] | str, int] = {
            name: self._takes[name] for name in family
        }
        for name in family:
            for cut, strata in self._strata[name].items():
                if (name, cut) in wanted:
                    for stratum, literal in strata.items():
                        literals[name, cut, stratum] = self._circuit.conjunction(
                            [self._takes[name], literal]
                        )
        found = []
        with self._solver() as solver:
            solver.add_clause([self._takes[name] for name in family])
            while solver.solve():
                true = set(solver.get_model())
                holding = {key for key, literal in literals.items() if literal in true}
                found.append(
                    VisitKind(
                        frozenset(key for key in holding if isinstance(key, str)),
                        frozenset(key for key in holding if not isinstance(key, str)),
                    )
                )
                if len(found) > MOST_KINDS:
                    raise TooManyKindsError
                solver.add_clause(
                    [-literal if key in holding else literal for key, literal in literals.items()]
                )
        return found

    def _are_tied(self, solver: Solver, one: str, other: str) -> bool:
        takes, is_taken = self._takes[one], self._takes[other]
        if not all(
            solver.solve(assumptions=[*goals])
            for goals in ((takes, is_taken), (takes, -is_taken), (-takes, is_taken))
        ):
            return True
        return any(
            not solver.solve(assumptions=[asked, literal, answer])
            for name, asked, answers in (
                (one, takes, (is_taken, -is_taken)),
                (other, is_taken, (takes, -takes)),
            )
            for strata in self._strata[name].values()
            for literal in strata.values()
            if solver.solve(assumptions=[asked, literal])
            for answer in answers
        )

    def _solver(self) -> Solver:
        return Solver("minisat22", bootstrap_with=[*self._circuit.clauses, *self._lemmas])

    def _strata_of(self, identifier: str) -> dict[str, dict[str, int]]:
        """Return cut → stratum → the literal that a match of the definition is in it."""
        cuts: dict[str, dict[str, int]] = {}
        by_cut: dict[str, list[CodeGroup]] = {}
        for group in self._groups[identifier]:
            by_cut.setdefault(group.cut, []).append(group)
        conjunction, disjunction = self._circuit.conjunction, self._circuit.disjunction
        for cut, groups in by_cut.items():
            carried = {
                group.stratum: disjunction(self._carries(code) for code in group.codes)
                for group in groups
            }
            strata = {
                stratum: conjunction(
                    [literal, *(-each for name, each in carried.items() if name != stratum)]
                )
                for stratum, literal in carried.items()
            }
            strata[NONE] = conjunction(-literal for literal in carried.values())
            strata[SEVERAL] = disjunction(
                conjunction(pair) for pair in combinations(carried.values(), 2)
            )
            cuts[cut] = strata
        earlier: list[int] = []
        strata = {}
        asked = [
            clause.node.pattern
            for part in self._definitions[identifier].parts
            for clause in clauses(part.query.root)
            if isinstance(clause.node, Term) and clause.is_negation is part.is_negation
            if _may_have_phase(clause.node.pattern)
        ]
        spelled = [spelling for pattern in asked for spelling in _spellings(pattern)]
        for letter, stratum in PHASES.items():
            here = disjunction(self._has_phase(pattern, letter) for pattern in spelled)
            strata[stratum] = conjunction([here, *earlier])
            earlier.append(-here)
        strata[NO_PHASE] = conjunction(earlier)
        cuts[PHASE_OF_CARE] = strata
        return cuts

    def _carries(self, code: str) -> int:
        pattern = Pattern((AnyRun(), Literal(f";{code.lower()}"), AnyRun()))
        return self._propositions.matched(CODES_FIELD, pattern)

    def _has_phase(self, pattern: Pattern, letter: str) -> int:
        """Return the literal of a code of seven characters, the last ``letter``, that matches."""
        key = (pattern, letter)
        if key not in self._phase_facts:
            literal = self._phase_facts[key] = self._circuit.unattached()
            self._circuit.clauses.append(
                [-literal, self._propositions.matched(CODES_FIELD, pattern)]
            )
        return self._phase_facts[key]

    def _spell_out(self) -> None:
        """Say that each pattern with a choice of characters has one of them there."""
        for fact in list(self._circuit.facts):
            if fact.pattern is None or fact.pattern.is_word:
                continue
            spellings = _spellings(fact.pattern)
            if len(spellings) > 1:
                literals = [
                    self._propositions.matched(fact.field, spelling) for spelling in spellings
                ]
                self._circuit.clauses.append([-self._circuit.facts[fact], *literals])

    def _implications(self) -> Iterator[list[int]]:
        """Yield what the patterns say about one another, in every field."""
        patterns = list(
            dict.fromkeys(fact.pattern for fact in self._circuit.facts if fact.pattern is not None)
        )
        fields = list(dict.fromkeys(fact.field for fact in self._circuit.facts))
        facts = self._circuit.facts
        for narrow, wide in islice(implied_pairs(patterns), _MOST_LEMMAS):
            for field in fields:
                one, other = Fact(field, patterns[narrow]), Fact(field, patterns[wide])
                if one in facts and other in facts:
                    yield [-facts[one], facts[other]]
            for letter in PHASES:
                here = self._phase_facts.get((patterns[narrow], letter))
                there = self._phase_facts.get((patterns[wide], letter))
                if here is not None and there is not None:
                    yield [-here, there]


def _spellings(pattern: Pattern) -> list[Pattern]:
    """Return patterns without a choice of characters that together match what ``pattern`` does."""
    choices: list[list[Piece]] = [
        [Literal(member) for member in sorted(piece.members)]
        if isinstance(piece, OneOf)
        else [piece]
        for piece in pattern.pieces
    ]
    spelled = list(islice(product(*choices), _MOST_SPELLINGS + 1))
    if len(spelled) > _MOST_SPELLINGS:
        return [pattern]
    return [Pattern(tuple(_joined(pieces)), pattern.is_word) for pieces in spelled]


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces, literals side by side as one."""
    text = ""
    for piece in pieces:
        if isinstance(piece, Literal):
            text += piece.text
            continue
        if text:
            yield Literal(text)
        text = ""
        yield piece
    if text:
        yield Literal(text)


def _may_have_phase(pattern: Pattern) -> bool:
    """Return whether a code that matches may have a seventh character that tells the phase.

    ICD-10-CM has them in the chapters of injuries and of what causes them, and nowhere under Z.
    """
    shape = code_shape(pattern)
    if shape is None or CodeSystem.ICD_10_CM not in shape.systems or len(shape.body) > 7:
        return False
    first = shape.body[0]
    return first is None or first != frozenset("Z")
