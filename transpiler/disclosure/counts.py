"""Unknown counts of matched visits, and what has been said about them.

Everything published is a `Statement`: bounds on a sum of unknown counts, at one state of the data.
The number of all visits is public anyway, and bounds the counts from above.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from transpiler.disclosure.cuts import Cut


def room(smallest_count: int) -> int:
    """Return how many other values must remain possible for a withheld count.

    Args:
        smallest_count: the smallest count above zero that the policy shows, in visits.
    """
    return (smallest_count - 1) // 2


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """The matches of one definition in one period and setting. A visit is in one unit a definition.

    Attributes:
        definition: name of the definition.
        version: its version.
        period: week, month or quarter.
        start: first day of the period.
        end: last day of the period.
        setting: emergency, inpatient, ambulatory or unknown.
    """

    definition: str
    version: int
    period: str
    start: date
    end: date
    setting: str


@dataclass(frozen=True, slots=True)
class Count:
    """An unknown number: visits of a unit that match and are in one stratum of a cut.

    Attributes:
        unit: whose matches.
        cut: how they are divided.
        stratum: which part, as text.
        parts: the sides of the cut that bind the count → its value on each; a side that is absent
            is summed over. Counts whose parts contain one another are sums of one another.
        visits: all visits of the stratum, matching or not: the most the count can be. In cuts by
            codes, all visits of the unit, since nobody counts the others by code.
        counted_on: the latest arrival that was counted; counts of different days are different
            unknowns, which late visits, corrections and deletions tell apart.
    """

    unit: Unit
    cut: Cut
    stratum: str
    parts: tuple[tuple[str, str], ...]
    visits: int
    counted_on: date

    def holds(self, other: Count) -> bool:
        """Return whether ``other`` is a part of this count, by the sides that bind both."""
        return (
            self.unit == other.unit
            and self.counted_on == other.counted_on
            and set(self.parts) <= set(other.parts)
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """What a published row says of a count.

    Attributes:
        mart: the published table.
        count: what it is about.
        least: the least that it can be.
        most: the most that it can be; equal to ``least`` if the number is shown. A withheld row
            says nothing.
        smallest_count: the smallest count above zero that the policy shows.
    """

    mart: str
    count: Count
    least: int
    most: int
    smallest_count: int

    @property
    def is_exact(self) -> bool:
        """Whether the number is shown."""
        return self.least == self.most


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that was ever published, taken together.

    Attributes:
        told: statements with a number.
        withheld: counts whose rows have no number; each must keep its room.
    """

    told: tuple[Statement, ...]
    withheld: tuple[Statement, ...]

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> Knowledge:
        """Return what the statements of several builds say together."""
        every = list(dict.fromkeys(statements))
        return cls(
            tuple(one for one in every if one.is_exact),
            tuple(one for one in every if not one.is_exact),
        )

    def units(self) -> Iterator[Unit]:
        """Yield every unit of which something was published, in order."""
        yield from sorted({one.count.unit for one in (*self.told, *self.withheld)})
