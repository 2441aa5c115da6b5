"""When a definition takes a visit, as a circuit over facts about the visit's fields.

A fact is that a field is missing, or that its text matches a pattern. Missing values follow the
evaluator's three-valued logic: of every node two literals are made, that it is true and that it is
false, and unknown is neither.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from transpiler.definition import (
    AllOf,
    And,
    AndNot,
    AnyOf,
    Combination,
    Definition,
    Filters,
    Holds,
    IsBlank,
    IsNull,
    Node,
    NoneOf,
    Or,
    Passes,
    Pattern,
    Term,
)
from transpiler.proving.circuit import Circuit

BLANK = Pattern(())
"""The pattern of the empty text, which is what ``ISBLANK`` asks for."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A field's text matches ``pattern``; or, where that is None, the field is missing."""

    field: str
    pattern: Pattern | None


class Propositions:
    """The circuit of one or more definitions.

    Attributes:
        circuit: the circuit; a field that matches a pattern is not missing in it.
    """

    def __init__(self) -> None:
        self.circuit: Circuit[Fact] = Circuit()

    def takes(self, definition: Definition, passes: Callable[[Filters], bool] | None = None) -> int:
        """Return the literal that says that the parts of ``definition`` hold; not its own filters.

        Args:
            definition: the definition.
            passes: whether the visit passes the filters of a definition that it asks; None to take
                that for a fact of its own.
        """
        return self._follows(definition.combination, definition, passes)

    def _follows(
        self,
        combined: Combination,
        definition: Definition,
        passes: Callable[[Filters], bool] | None,
    ) -> int:
        circuit = self.circuit
        match combined:
            case Holds(number):
                part = definition.parts[number]
                return circuit.disjunction(
                    self._true(part.query.root, field) for field in part.fields or ("",)
                )
            case Passes(filters):
                if passes is None:
                    return circuit.fact(Fact(repr(filters), None))
                return circuit.conjunction([]) if passes(filters) else circuit.disjunction([])
        below = [self._follows(found, definition, passes) for found in combined.below]
        match combined:
            case AllOf():
                return circuit.conjunction(below)
            case AnyOf():
                return circuit.disjunction(below)
            case NoneOf():
                return -circuit.disjunction(below)

    def missing(self, field: str) -> int:
        """Return the literal that says that ``field`` is missing."""
        return self.circuit.fact(Fact(field, None))

    def matched(self, field: str, pattern: Pattern) -> int:
        """Return the literal that says that the text of ``field`` matches ``pattern``."""
        fact = Fact(field, pattern)
        is_new = fact not in self.circuit.facts
        literal = self.circuit.fact(fact)
        if is_new:
            self.circuit.clauses.append([-literal, -self.missing(field)])
        return literal

    def _true(self, node: Node, field: str) -> int:
        circuit = self.circuit
        match node:
            case And(children):
                return circuit.conjunction(self._true(child, field) for child in children)
            case Or(children):
                return circuit.disjunction(self._true(child, field) for child in children)
            case AndNot(include, exclude):
                excluded = (self._false(child, field) for child in exclude)
                return circuit.conjunction([self._true(include, field), *excluded])
            case IsNull():
                return self.missing(field)
            case IsBlank():
                return self.matched(field, BLANK)
            case Term(pattern=pattern):
                return self.matched(field, pattern)

    def _false(self, node: Node, field: str) -> int:
        circuit = self.circuit
        match node:
            case And(children):
                return circuit.disjunction(self._false(child, field) for child in children)
            case Or(children):
                return circuit.conjunction(self._false(child, field) for child in children)
            case AndNot(include, exclude):
                excluded = (self._true(child, field) for child in exclude)
                return circuit.disjunction([self._false(include, field), *excluded])
            case IsNull():
                return -self.missing(field)
            case IsBlank() | Term():
                return circuit.conjunction([-self._true(node, field), -self.missing(field)])
