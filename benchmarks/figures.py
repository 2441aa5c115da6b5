"""The figures that planning and libraries rest on, measured: ``python -m benchmarks.figures``.

They decide what is asked first, and so only how long an answer takes. The docstring of each figure
names this module.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from statistics import correlation
from tempfile import TemporaryDirectory
from unittest import mock

import click
import duckdb

from benchmarks.definitions import make_definitions
from benchmarks.store import FOLDED, connect, fill, make, texts
from transpiler.definition import Definition, Literal, terms
from transpiler.library import classification_steps, constants, make_library, rendering
from transpiler.planning import rarity


def letters(asked: list[str]) -> Iterator[str]:
    """Yield how often characters occur, beside what `rarity` takes for it, and what follows."""
    found = Counter("".join(asked))
    total = found.total()
    for character, assumed in rarity.PER_THOUSAND.items():
        measured = 1000 * found[character] / total
        yield f"{character!r}: {measured:6.1f} a thousand, taken as {assumed}"
    shares = [count / total for count in found.values()]
    bits = -sum(share * math.log2(share) for share in shares)
    yield f"a character tells {bits:.1f} bits; a text has {total / len(asked):.0f} characters"


def shares(asked: list[str]) -> Iterator[str]:
    """Yield how well the expected share of a literal agrees with the share that holds it."""
    literals = {
        piece.text
        for definition in make_definitions(30)
        for part in definition.parts
        for term in terms(part.query.root)
        for piece in term.pattern.pieces
        if isinstance(piece, Literal) and len(piece.text) > 2
    }
    pairs = []
    for literal in literals:
        holding = sum(literal in text for text in asked)
        if holding:
            pairs.append((rarity.expected_share_of(literal), holding / len(asked)))
    expected, real = zip(*((math.log(one), math.log(two)) for one, two in pairs), strict=True)
    yield f"{len(pairs)} literals: logarithms of expected and real share, r = " + (
        f"{correlation(expected, real):.2f}"
    )


def heads(connection: duckdb.DuckDBPyConnection, count: int) -> Iterator[str]:
    """Yield how long the tables of ``count`` definitions take with heads of other lengths."""
    definitions = make_definitions(count)
    for head, at_start in ((3, 3), (3, 6), (4, 4), (4, 6), (4, 8), (5, 6)):
        with mock.patch.multiple(rendering, _HEAD=head, _HEAD_AT_START=at_start):
            seconds = _classified(connection, definitions)
        yield f"{count} definitions, heads of {head}, {at_start} at the start: {seconds:.2f} s"


def few_fragments(connection: duckdb.DuckDBPyConnection, count: int) -> Iterator[str]:
    """Yield whether asking every fragment beats looking fragments up, for a list of ``count``."""
    definitions = make_definitions(1, terms=(count, count))
    for most, how in ((0, "looked up"), (1 << 30, "asked of each token")):
        with mock.patch.object(constants, "_FEW_FRAGMENTS", most):
            yield f"{count} terms, fragments {how}: {_classified(connection, definitions):.2f} s"


def _classified(connection: duckdb.DuckDBPyConnection, definitions: Sequence[Definition]) -> float:
    """Return the seconds that all tables of a library take, the quicker of two runs."""
    steps = classification_steps(make_library(definitions), "duckdb", visits=FOLDED, folded=True)
    found = []
    for _ in range(2):
        start = time.perf_counter()
        make(connection, steps, kept=False)
        found.append(time.perf_counter() - start)
    return min(found)


@click.command(context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.option("--visits", type=click.IntRange(min=1_000), default=200_000)
@click.option("--threads", type=click.IntRange(min=1), default=2, help="Threads of DuckDB.")
def main(visits: int, threads: int) -> None:
    """Print the figures that planning and the library rest on, on generated visits."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "visits.duckdb"
        fill(path, visits)
        with connect(path, threads) as connection:
            some = [text for text in texts(connection, min(visits, 20_000)) if text]
            for line in chain(
                letters(some),
                shares(some),
                heads(connection, 40),
                *(few_fragments(connection, count) for count in (50, 100, 200, 300, 500, 1_000)),
            ):
                click.echo(line)


if __name__ == "__main__":
    main()
