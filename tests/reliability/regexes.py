"""How long the engines search hostile texts: ``python -m tests.reliability.regexes``.

Terms that make a backtracking matcher try every way to divide a text, each asked of texts that
nearly match, of growing length. The time must grow as the text does, no faster.
"""

from __future__ import annotations

import json
import time
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import Final

from transpiler.definition import Definition, Part
from transpiler.dialects import Engine, open_engine
from transpiler.emitting import to_sql
from transpiler.meaning import matches
from transpiler.parsing import parse_query

SHORT: Final = 16_000
LONG: Final = 256_000
"""Lengths of the texts, in characters."""

_ROWS: Final = 20
_TIMES: Final = 3

QUERIES: Final = {
    "runs within runs": ("^a^a^a^a^a^a^a^a^b^", "a"),
    "runs between classes": ("^[ab]^[ab]^[ab]^[ab]^[ab]^[ab]^c^", "ab"),
    "any characters between runs": ("^_a^_a^_a^_a^_a^_b^", "a"),
    "forty any characters": ("^a________________________________________b^", "a"),
    "forty classes": ("^" + "[a-c]" * 40 + "d^", "abc"),
    "a word of any characters": ("!a_______________b!", "a "),
    "alternatives that overlap": (
        ",or,".join(f"^{'a' * n}[ab]{'a' * n}^{'ab' * n}x^" for n in range(1, 13)),
        "aab",
    ),
    "anchored at both ends": ("a^a^a^a^a^a^b", "a"),
    "negations of runs": ("^a^,andnot,(,^a^a^a^c^,or,^a_a^a_a^d^,)", "a"),
}
"""Name → a query, and what the texts are repetitions of."""


@dataclass(frozen=True, slots=True)
class Growth:
    """How the time of a search grows.

    Attributes:
        short: milliseconds for a text of `SHORT` characters.
        long: milliseconds for a text of `LONG` characters.
        ratio: how often the one is the other; 16 times the characters would be 16.
    """

    short: float
    long: float
    ratio: float


def measure(engine: Engine, query: str, unit: str) -> Growth:
    """Return how the time that an engine takes for a query grows with the text."""
    definition = Definition(parts=(Part((), parse_query(query)),))
    asked = to_sql(definition, engine.dialect, "words")
    times = []
    for length in (SHORT, LONG):
        count = length // len(unit)
        # made as the query runs, each anew: to read long texts from a table takes longer than to
        # search them, and of equal ones an engine may search one
        sql = (
            f"SELECT count(*), sum(CASE WHEN {asked} THEN 1 ELSE 0 END) FROM "
            f"(SELECT repeat('{unit}', {count} + i % 2) AS words "
            f"FROM generate_series(1, {_ROWS}) AS numbers(i)) AS visits"
        )
        fastest = float("inf")
        for _ in range(_TIMES):
            start = time.perf_counter()
            ((rows, found),) = engine.query(sql)
            fastest = min(fastest, time.perf_counter() - start)
        flags = [matches(definition, unit * (count + row % 2)) for row in range(_ROWS)]
        assert (rows, found) == (_ROWS, sum(flags))
        times.append(fastest / _ROWS * 1_000)
    short, long = times
    return Growth(round(short, 3), round(long, 3), round(long / short, 1))


def measure_all(name: str) -> dict[str, Growth]:
    """Return how an engine takes every query of `QUERIES`."""
    with closing(open_engine(name)) as engine:
        return {title: measure(engine, *query) for title, query in QUERIES.items()}


def main() -> None:
    """Print the growth of each query on DuckDB and PostgreSQL, as JSON."""
    found = {
        engine: {title: asdict(growth) for title, growth in measure_all(engine).items()}
        for engine in ("duckdb", "postgres")
    }
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
