"""pandas and polars: how definitions are run in Python."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pandas as pd
import polars as pl

from benchmarks import r_language
from benchmarks.naive import by_lists
from benchmarks.timing import Contestant, Match
from transpiler.definition import Definition

PANDAS = "pandas, one `str.contains` a list"
POLARS = "polars, one `str.contains` a list"
R = "R, one `grepl` a list"

_FEW = 20_000
"""How many visits pandas and R are given: they take tens of microseconds for each."""


@contextmanager
def contestants(definition: Definition, texts: Sequence[str | None]) -> Iterator[list[Contestant]]:
    """Yield pandas, polars and, where it is installed, R, each asking ``definition``."""
    few = list(texts[:_FEW])
    frame, series = pd.Series(few, dtype=object), pl.Series("txt", texts)

    def by_pandas() -> list[bool]:
        return ask_pandas(definition, frame)

    def by_polars() -> list[bool]:
        return ask_polars(definition, series)

    def numbered(mask: Sequence[bool], visits: int) -> set[Match]:
        return {(definition.name, at) for at, found in enumerate(mask[:visits]) if found}

    in_python = [
        Contestant(PANDAS, by_pandas, len(few), lambda n: numbered(by_pandas(), n)),
        Contestant(POLARS, by_polars, len(texts), lambda n: numbered(by_polars(), n)),
    ]
    if not r_language.is_installed():
        yield in_python
        return
    code = by_lists(definition, r_language.search).code
    with r_language.process(few) as opened:

        def by_r(visits: int) -> set[Match]:
            return {(definition.name, at) for at in opened.places(code) if at < visits}

        in_r = Contestant(R, lambda: opened.count(code), len(few), by_r, opened.cpu_seconds)
        yield [*in_python, in_r]


def ask_pandas(definition: Definition, texts: pd.Series) -> list[bool]:
    """Return which ``texts`` match."""
    mask = by_lists(
        definition, lambda regex: texts.str.contains(f"(?s:{regex})", na=False, regex=True)
    )
    return list(mask)


def ask_polars(definition: Definition, texts: pl.Series) -> list[bool]:
    """Return which ``texts`` match."""
    mask = by_lists(
        definition, lambda regex: pl.col("txt").str.contains(f"(?s:{regex})").fill_null(False)
    )
    return texts.to_frame().select(mask.alias("is_match"))["is_match"].to_list()
