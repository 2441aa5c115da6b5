"""Contestants timed in turn, so that a busy minute of the machine falls on all of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

Match = tuple[str, int]
"""The name of a definition, and the number of a visit that it takes."""


@dataclass(frozen=True)
class Contestant:
    """One way of doing something.

    Attributes:
        name: how the results call it.
        run: does it once.
        visits: how many visits one run reads; slow ones are given fewer, always the first.
        matches: after a run, which of the first so many visits match; None for a floor, which
            answers no question.
        cpu: seconds of processor time used so far by whoever does the work.
    """

    name: str
    run: Callable[[], object]
    visits: int
    matches: Callable[[int], set[Match]] | None = None
    cpu: Callable[[], float] = time.process_time


@dataclass(frozen=True)
class Expected:
    """What every contestant has to find.

    Attributes:
        matches: the matches among the first visits.
        visits: how many visits these are.
    """

    matches: set[Match]
    visits: int

    def among(self, visits: int) -> set[Match]:
        """Return the matches among the first ``visits``."""
        return {match for match in self.matches if match[1] < visits}


@dataclass(frozen=True)
class Timing:
    """A contestant's rounds.

    Attributes:
        walls: nanoseconds of time for each visit, round by round.
        cpus: nanoseconds of processor time for each visit, of all threads together.
        checked: how many visits its answers were compared on; 0 for a floor.
    """

    walls: tuple[float, ...]
    cpus: tuple[float, ...]
    checked: int

    @property
    def wall(self) -> float:
        """The median of ``walls``."""
        return statistics.median(self.walls)

    @property
    def cpu(self) -> float:
        """The median of ``cpus``."""
        return statistics.median(self.cpus)

    def times(self, other: Timing) -> float:
        """Return how many times the processor time of ``other`` this one took: the median."""
        return statistics.median(a / b for a, b in zip(self.cpus, other.cpus, strict=True))


Results = dict[str, Timing]
"""The timings of a race by the contestants' names."""


class DisagreementError(AssertionError):
    """A contestant found other visits than expected, so its time means nothing."""


def race(contestants: Sequence[Contestant], rounds: int, expected: Expected | None) -> Results:
    """Return the timings of ``contestants``, each run once in every round.

    A round before them is not counted: it fills caches and compiles, and after it the answers are
    compared.

    Args:
        contestants: who runs, in this order.
        rounds: how often.
        expected: what they have to find; None where none of them answers a question.

    Raises:
        DisagreementError: one of them found something else.
    """
    checked = {found.name: _warm_up(found, expected) for found in contestants}
    walls: dict[str, list[float]] = {found.name: [] for found in contestants}
    cpus: dict[str, list[float]] = {found.name: [] for found in contestants}
    for _ in range(rounds):
        for found in contestants:
            wall, cpu = time.perf_counter(), found.cpu()
            found.run()
            walls[found.name].append((time.perf_counter() - wall) / found.visits * 1e9)
            cpus[found.name].append((found.cpu() - cpu) / found.visits * 1e9)
    return {
        name: Timing(tuple(walls[name]), tuple(cpus[name]), visits)
        for name, visits in checked.items()
    }


def cpu_seconds(process: int) -> float:
    """Return the processor time that the first thread of another process has used, on Linux."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9


def _warm_up(contestant: Contestant, expected: Expected | None) -> int:
    """Run once, compare the answers, and return on how many visits."""
    contestant.run()
    if contestant.matches is None:
        return 0
    if expected is None:
        raise ValueError(f"nothing is expected of {contestant.name}")
    visits = min(contestant.visits, expected.visits)
    found = contestant.matches(visits)
    if found != expected.among(visits):
        differing = len(found ^ expected.among(visits))
        raise DisagreementError(f"{contestant.name}: {differing} answers differ on {visits} visits")
    return visits
