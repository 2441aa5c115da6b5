"""How much is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """The sizes of a run.

    Attributes:
        visits: how many visits DuckDB is asked of.
        postgres_visits: how many PostgreSQL is asked of.
        definitions: sizes of libraries, ascending.
        raced: how many definitions the library has that is raced against everything.
        terms: sizes of lists of terms, ascending.
        swept: how many visits lists of terms are asked of, short ones of all of them.
        lengths: mean bytes of a text.
        changing: how many visits a library has when one in a hundred of them changes.
        classified: how many visits a library classifies while its memory is watched.
        compiled: how many definitions are compiled, ascending.
        rounds: how often everything is run.
        project: how many definitions the project has that is built whole.
        built: over how many visits it is built.
    """

    visits: int
    postgres_visits: int
    definitions: tuple[int, ...]
    raced: int
    terms: tuple[int, ...]
    swept: int
    lengths: tuple[int, ...]
    changing: tuple[int, ...]
    classified: tuple[int, ...]
    compiled: tuple[int, ...]
    rounds: int
    project: int
    built: tuple[int, ...]

    @property
    def meets_targets(self) -> bool:
        """Whether the sizes are those that the targets are set for, or larger."""
        return self.visits >= 1_000_000 and self.raced >= 120


_TERMS = (10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
_LENGTHS = (50, 87, 400, 2_000)

SCALES = {
    "trial": Scale(
        2_000, 1_000, (1, 4), 4, (10, 20), 1_000, (50, 200), (2_000,), (2_000,), (4,), 1, 4, (300,)
    ),
    "small": Scale(
        100_000,
        20_000,
        (1, 10, 30),
        30,
        _TERMS[:7],
        20_000,
        _LENGTHS,
        (100_000,),
        (100_000,),
        (30,),
        3,
        40,
        (20_000,),
    ),
    "report": Scale(
        1_000_000,
        100_000,
        (1, 5, 10, 30, 60, 120, 150),
        120,
        _TERMS,
        50_000,
        _LENGTHS,
        (1_000_000, 5_000_000),
        (100_000, 1_000_000, 10_000_000),
        (45, 90, 180),
        3,
        160,
        (100_000, 1_000_000),
    ),
    "full": Scale(
        1_000_000,
        300_000,
        (1, 5, 10, 30, 60, 120, 150),
        120,
        _TERMS,
        100_000,
        _LENGTHS,
        (1_000_000, 10_000_000),
        (100_000, 1_000_000, 10_000_000),
        (45, 90, 180),
        5,
        160,
        (100_000, 1_000_000, 10_000_000),
    ),
}
"""``trial`` shows that everything runs, in seconds; the races of ``report`` take a quarter of an
hour."""
