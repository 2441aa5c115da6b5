"""What a comparison found."""

from __future__ import annotations

from dataclasses import dataclass

from transpiler.definition import Visit


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One visit on which an engine and the evaluator differ.

    Attributes:
        expected: the evaluator's answer.
        answered: the engine's.
        terms: the terms on which the two differ when asked alone, as written; empty where each
            agrees and the difference is in how they are combined.
        visit: what the visit holds; None where it came from a file. Then nothing here says which
            visit of the file it is: it may be a person's.
    """

    expected: bool
    answered: bool
    terms: tuple[str, ...]
    visit: Visit | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How one definition fared on one engine.

    Attributes:
        definition: its identifier.
        lane: the engine, or the dialect read back, by name.
        compared: how many visits were asked about.
        disagreeing: on how many of them the answers differ.
        left_out: how many visits the engine could not store.
        first: the first few disagreements.
        problem: why it could not be asked, or None.
    """

    definition: str
    lane: str
    compared: int = 0
    disagreeing: int = 0
    left_out: int = 0
    first: tuple[Disagreement, ...] = ()
    problem: str | None = None

    @property
    def is_fine(self) -> bool:
        """Whether it was asked, and every answer was the evaluator's."""
        return self.problem is None and self.disagreeing == 0

    def plus(self, other: Agreement) -> Agreement:
        """Return this and what ``other`` found on further visits."""
        return Agreement(
            self.definition,
            self.lane,
            self.compared + other.compared,
            self.disagreeing + other.disagreeing,
            self.left_out + other.left_out,
            (self.first + other.first)[:MOST_SHOWN],
            self.problem or other.problem,
        )


MOST_SHOWN = 5
"""How many disagreements of a definition on an engine are told."""
