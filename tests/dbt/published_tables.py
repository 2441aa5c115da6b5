"""Tables of counts put through the models that decide what is shown of them, on DuckDB."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb
import jinja2
import numpy as np

from tests.dbt.attack import CROSSED, Cell
from transpiler.resources import data_path

MODELS = ("int_trend_lines", "int_trend_crossed", "int_trend_suppression")

_COLUMNS = {
    "definition": "text",
    "version": "integer",
    "period": "text",
    "period_start": "date",
    "setting": "text",
    "cut": "text",
    "stratum": "text",
    "place": "text",
    "age_group": "text",
    "sex": "text",
    "smallest_count": "integer",
    "hold_back_days": "integer",
    "matched_visits": "bigint",
    "visits": "bigint",
}


def render(model: str) -> str:
    """Return the SQL of a model of the marts that needs no macro but those of the project."""
    project = data_path("dbt_project")
    macros = (project / "macros" / "columns.sql").read_text(encoding="utf-8")
    text = (project / "models" / "marts" / f"{model}.sql").read_text(encoding="utf-8")
    surroundings = {"config": lambda **_: "", "ref": lambda name: name}
    return jinja2.Template(macros + text).render(surroundings)


def decide(cells: Sequence[tuple[Any, ...]]) -> list[tuple[int, str, str, bool]]:
    """Return table, cut, stratum and whether it is withheld for each of some cells.

    Args:
        cells: number of the table, cut, stratum, place, age and sex, smallest count, matched visits
            and visits of each cell.
    """
    rows = [
        (str(at), 1, "quarter", "2025-01-01", "emergency", cut, stratum, place, people, sex, *rest)
        for at, cut, stratum, place, people, smallest, matched, visits in cells
        for sex in ["F" if people is not None else None]
        for rest in [(smallest, 14, matched, visits)]
    ]
    with duckdb.connect(config={"threads": 2}) as connection:
        columns = ", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())
        connection.execute(f"create table int_trend_cells ({columns})")
        unnested = ", ".join(["unnest(?)"] * len(_COLUMNS))
        values = [list(column) for column in zip(*rows, strict=True)]
        connection.execute(f"insert into int_trend_cells select {unnested}", values)
        for model in MODELS:
            connection.execute(f"create table {model} as {render(model)}")
        return connection.execute(
            "select cast(definition as integer), cut, stratum, is_suppressed"
            " from int_trend_suppression"
        ).fetchall()


def publish(tables: Iterable[Mapping[str, np.ndarray]], smallest_count: int) -> list[list[Cell]]:
    """Return the cells of tables of places and people, as they are published.

    Args:
        tables: for each table ``matched`` and ``visits``, matrices of a row for each place and a
            column for each age and sex.
        smallest_count: the smallest count above zero that may be shown.
    """
    cells: list[tuple[Any, ...]] = []
    for at, table in enumerate(tables):
        matched, visits = table["matched"], table["visits"]
        places, people = matched.shape
        parts = [("all", None, None)]
        parts += [("place", place, None) for place in range(places)]
        parts += [("age and sex", None, group) for group in range(people)]
        parts += [(CROSSED, place, group) for place in range(places) for group in range(people)]
        for cut, place, group in parts:
            chosen = (
                slice(None) if place is None else place,
                slice(None) if group is None else group,
            )
            if total := int(visits[chosen].sum()):
                names = [None if part is None else f"{part}" for part in (place, group)]
                stratum = ", ".join(name for name in names if name is not None) or "all"
                count = int(matched[chosen].sum())
                cells.append((at, cut, stratum, *names, smallest_count, count, total))
    known = {(at, cut, stratum): rest for at, cut, stratum, *rest in cells}
    found: dict[int, list[Cell]] = defaultdict(list)
    for at, cut, stratum, is_suppressed in decide(cells):
        place, people, _, matched, visits = known[at, cut, stratum]
        found[at].append(Cell(cut, place, people, matched, visits, is_suppressed))
    return [found[at] for at in sorted(found)]


def random_tables(count: int, seed: int) -> list[dict[str, np.ndarray]]:
    """Return tables of up to eight places and eight groups of people, sparse ones and full ones."""
    random = np.random.default_rng(seed)
    tables = []
    for _ in range(count):
        shape = random.integers(1, 9, 2)
        places, people = (random.lognormal(0, 1.5, size) for size in shape)
        share = np.outer(places / places.sum(), people / people.sum())
        visits = random.poisson(share * random.choice([300, 3_000, 30_000]))
        rate = random.choice([0.0005, 0.003, 0.02, 0.1, 0.3]) * random.lognormal(0, 0.7, shape)
        tables.append({"matched": random.binomial(visits, rate.clip(0, 0.9)), "visits": visits})
    return tables
