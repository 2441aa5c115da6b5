"""Find the texts of a visit's fields that make a proposition true, or prove that there are none.

Two layers: a SAT solver chooses which patterns match which fields, and `solving` writes a text that
matches just those, or proves that there is none. The proof becomes a clause that the SAT solver
must respect from then on, for every field. The loop ends with texts, or with the proof of none.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from types import TracebackType
from typing import Final, Self

from pysat.solvers import Solver

from transpiler.proving.implication import FILLER, implied_pairs, sample_texts
from transpiler.proving.propositions import Fact, Propositions
from transpiler.proving.solving import Impossible, OutOfBudgetError, PatternTable

MAX_ROUNDS: Final = 2_000
"""How many choices of patterns are tried for one proposition."""

MAX_CONFLICTS: Final = 50_000
"""How many dead ends the SAT solver may run into in one round."""

MAX_UNANSWERED: Final = 20
"""How many searches for a text may end without an answer, for one proposition."""

MAX_LEMMAS: Final = 5_000
"""How many implications between patterns are told to the solver before it asks."""

Texts = dict[str, str | None]
"""Field → text, or None where the field is missing."""


class GivenUpError(RuntimeError):
    """Neither texts nor a proof were found within the limits."""


class WitnessFinder:
    """Everything known about the patterns of some propositions; use it as a context manager.

    Args:
        propositions: the circuit, complete.
    """

    def __init__(self, propositions: Propositions) -> None:
        self._circuit = propositions.circuit
        self._literals = dict(self._circuit.facts)
        self._facts = {literal: fact for fact, literal in self._literals.items()}
        self._fields = list(dict.fromkeys(fact.field for fact in self._literals))
        patterns = dict.fromkeys(
            fact.pattern for fact in self._literals if fact.pattern is not None
        )
        self._table = PatternTable(list(patterns))
        self._index = {pattern: index for index, pattern in enumerate(patterns)}
        # Assumed wherever an unanswered search was put aside, so that a proof shows whether it
        # leans on one.
        self._put_aside = propositions.circuit.unattached()
        self._solver = Solver("minisat22", bootstrap_with=self._circuit.clauses)
        # Let fields be missing and patterns unmatched where nothing speaks against it.
        missing = [literal for literal, fact in self._facts.items() if fact.pattern is None]
        self._solver.set_phases(missing)
        for narrow, wide in islice(implied_pairs(self._table.patterns), MAX_LEMMAS):
            self._learn([narrow], [wide])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._solver.delete()

    @property
    def unnamed(self) -> str:
        """The character that stands in texts found for any that no pattern names."""
        return self._table.characters[-1]

    def find(self, goals: Iterable[int]) -> Texts | None:
        """Return texts that make every literal of ``goals`` true; None is the proof of none.

        Raises:
            GivenUpError: neither was found within the limits.
        """
        goals = list(goals)
        unanswered = 0
        for _ in range(MAX_ROUNDS):
            self._solver.conf_budget(MAX_CONFLICTS)
            is_satisfiable = self._solver.solve_limited(assumptions=[*goals, self._put_aside])
            if is_satisfiable is None:
                raise GivenUpError
            if not is_satisfiable:
                if self._put_aside in (self._solver.get_core() or ()):
                    raise GivenUpError
                return None
            true = {literal for literal in self._solver.get_model() if literal > 0}
            used = self._circuit.justify(goals, true, _cost)
            try:
                texts = self._texts(used)
            except OutOfBudgetError:
                unanswered += 1
                if unanswered > MAX_UNANSWERED:
                    raise GivenUpError from None
                self._solver.add_clause([-self._put_aside, *(-literal for literal in used)])
                continue
            if texts is not None:
                return texts
        raise GivenUpError

    def _texts(self, used: set[int]) -> Texts | None:
        """Return texts on which all literals ``used`` hold; or learn why there are none."""
        texts: Texts = {}
        is_possible = True
        for field in self._fields:
            required: list[int] = []
            forbidden: list[int] = []
            is_present = False
            for literal in sorted(used, key=abs):
                fact = self._facts[abs(literal)]
                if fact.field != field:
                    continue
                if fact.pattern is None:
                    is_present |= literal < 0
                else:
                    (required if literal > 0 else forbidden).append(self._index[fact.pattern])
            # A missing field matches nothing, so it serves wherever it is not ruled out.
            texts[field] = None
            if required or is_present:
                texts[field] = self._text(required, forbidden)
                is_possible &= texts[field] is not None
        return texts if is_possible else None

    def _text(self, required: list[int], forbidden: list[int]) -> str | None:
        """Return a text that matches just so; or learn why there is none."""
        text = self._plain_text(required)
        matching = self._table.matching(text)
        if matching.issuperset(required) and matching.isdisjoint(forbidden):
            return text
        # A pattern that is impossible by itself gives the stronger clause.
        alone = [[index] for index in required] if len(required) > 1 else []
        for attempt in [*alone, required]:
            found = self._table.find_text(attempt, forbidden)
            if isinstance(found, Impossible):
                self._learn(attempt, sorted(found.forbidden))
                return None
            if attempt is required:
                return found
        return None

    def _plain_text(self, required: list[int]) -> str:
        """Return a text as a person would write it; most often it serves."""
        samples = (sample_texts(self._table.patterns[index])[0] for index in required)
        return " ".join(samples).replace(FILLER, self.unnamed)

    def _learn(self, required: list[int], forbidden: list[int]) -> None:
        """Tell the solver, for every field, that ``required`` and no ``forbidden`` is impossible.

        A missing field matches nothing: that is excluded by a required pattern, else by name.
        """
        patterns = self._table.patterns
        for field in self._fields:
            escapes = [Fact(field, patterns[index]) for index in forbidden]
            if not required:
                escapes.append(Fact(field, None))
            needs = [Fact(field, patterns[index]) for index in required]
            if all(fact in self._literals for fact in [*needs, *escapes]):
                self._solver.add_clause(
                    [-self._literals[fact] for fact in needs]
                    + [self._literals[fact] for fact in escapes]
                )


def _cost(literal: int) -> int:
    """Charge for each pattern that must match, so that texts stay short."""
    return 1 if literal > 0 else 0
