"""Truth as a circuit of AND gates over yes-or-no facts, in the form a SAT solver reads.

A literal is a non-zero integer, as in the DIMACS format: ``-x`` is the negation of ``x``. Equal
gates are made once, so that what two definitions share is one literal.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence, Set
from typing import Generic, TypeVar

FactT = TypeVar("FactT", bound=Hashable)


class Circuit(Generic[FactT]):
    """Gates over facts, and the clauses that say what each gate means.

    Attributes:
        facts: what each input says; its literal is the fact's place in the dictionary's values.
        clauses: what must hold between literals; only ever added to.
    """

    def __init__(self) -> None:
        self.facts: dict[FactT, int] = {}
        self.clauses: list[list[int]] = []
        self._gates: dict[frozenset[int], int] = {}
        self._inputs: dict[int, tuple[int, ...]] = {}
        self._count = 0
        self._true = self._new()
        self.clauses.append([self._true])

    def fact(self, fact: FactT) -> int:
        """Return the literal that says ``fact``."""
        if fact not in self.facts:
            self.facts[fact] = self._new()
        return self.facts[fact]

    def conjunction(self, literals: Iterable[int]) -> int:
        """Return a literal that is true when all of ``literals`` are."""
        inputs = frozenset(literals) - {self._true}
        if -self._true in inputs or any(-literal in inputs for literal in inputs):
            return -self._true
        if len(inputs) < 2:
            return next(iter(inputs), self._true)
        if inputs not in self._gates:
            gate = self._gates[inputs] = self._new()
            self._inputs[gate] = tuple(sorted(inputs, key=abs))
            self.clauses += [[-gate, literal] for literal in self._inputs[gate]]
            self.clauses.append([gate, *(-literal for literal in self._inputs[gate])])
        return self._gates[inputs]

    def disjunction(self, literals: Iterable[int]) -> int:
        """Return a literal that is true when one of ``literals`` is."""
        return -self.conjunction(-literal for literal in literals)

    def unattached(self) -> int:
        """Return a new literal that says nothing."""
        return self._new()

    def justify(self, goals: Iterable[int], true: Set[int], cost: Callable[[int], int]) -> set[int]:
        """Return literals of facts that suffice for ``goals``, a cheap choice of them.

        Args:
            goals: literals, all of which hold.
            true: the positive literals that hold; of all others the negation does.
            cost: what using the literal of a fact costs.
        """
        priced: dict[int, int] = {}

        def price(literal: int) -> int:
            if literal not in priced:
                inputs = self._inputs.get(abs(literal))
                if inputs is None:
                    priced[literal] = 0 if abs(literal) == self._true else cost(literal)
                elif literal > 0:
                    priced[literal] = sum(map(price, inputs))
                else:
                    priced[literal] = price(self._cheapest(inputs, true, price))
            return priced[literal]

        used: set[int] = set()
        done: set[int] = set()
        waiting = list(goals)
        while waiting:
            literal = waiting.pop()
            if literal in done:
                continue
            done.add(literal)
            inputs = self._inputs.get(abs(literal))
            if inputs is None:
                if abs(literal) != self._true:
                    used.add(literal)
            elif literal > 0:
                waiting += inputs
            else:
                waiting.append(self._cheapest(inputs, true, price))
        return used

    def _cheapest(self, inputs: Sequence[int], true: Set[int], price: Callable[[int], int]) -> int:
        """Return the cheapest literal that makes a gate over ``inputs`` false."""
        return min(
            (-literal for literal in inputs if (abs(literal) in true) != (literal > 0)), key=price
        )

    def _new(self) -> int:
        self._count += 1
        return self._count
