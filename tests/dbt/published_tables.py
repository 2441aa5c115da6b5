"""Tables of counts put through the model that decides what is told of them, on DuckDB."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from tests.dbt.attack import ALL, CROSSED, Cell
from tests.dbt.marts import Marts
from transpiler.attacking.told import TOGETHER, WITH_OTHERS
from transpiler.dbt.publish import table_of_unit
from transpiler.disclosure import may_stand_together

PLACES, PEOPLE = "place", "age and sex"

_STRATA = (
    "period text, geography text, age_bands text, filters text, period_start date, setting text,"
    " cut text, stratum text, place text, age_group text, sex text, visits bigint,"
    " eligible_visits bigint, facilities integer, of_largest_cell bigint"
)
_COUNTS = (
    "definition text, version integer, period_start date, setting text, cut text, stratum text,"
    " place text, age_group text, sex text, matched_visits bigint"
)
_UNIT = ("2025-01-01", "emergency")


def told(cells: Sequence[tuple[Any, ...]], first_cut: str) -> list[tuple[Any, ...]]:
    """Return table, cut, parent, stratum, count, with others, told, of several, beside.

    Args:
        cells: number of the table, cut, stratum, place, age and sex, smallest count, smallest count
            that is told of the cell, matched visits and visits of each cell.
        first_cut: what all tables are divided by first.
    """
    strata, counts, smallest = [], [], {}
    for at, cut, stratum, place, people, smallest_count, smallest_told, matched, visits in cells:
        smallest[at] = smallest_count
        named = (cut, stratum, place, people, "F" if people is not None else None)
        largest = visits - (smallest_told - smallest_count)
        strata.append(("quarter", "", "", at, *_UNIT, *named, visits, visits, 9, largest))
        if matched:
            counts.append((at, 1, *_UNIT, *named, matched))
    marts = Marts()
    for name, columns, rows in (
        ("int_trend_strata", _STRATA, strata),
        ("int_trend_counts", _COUNTS, counts),
        (
            "int_published_policies",
            "definition text, version integer, filters text, smallest_count integer",
            [(at, 1, at, count) for at, count in smallest.items()],
        ),
    ):
        marts.connection.execute(f"create table {name} ({columns})")
        marts.fill(name, rows)
    marts.connection.execute(
        "create or replace table int_published_policies as select *, 'quarter' as period,"
        f" '' as geography, '' as age_bands, '{first_cut}' as first_cut, true as may_have_cuts"
        " from int_published_policies"
    )
    marts.connection.execute(
        "create table int_trend_sums as select definition, version, cast(? as date) as"
        " period_start, ? as setting, true as has_cuts"
        " from int_published_policies",
        _UNIT,
    )
    marts.run(["int_trend_divisions"])
    return marts.connection.execute(
        "select cast(definition as integer), cut, parent, stratum, matched_visits, is_with_others,"
        " is_told, is_of_several, is_beside, is_divided, part_of from int_trend_divisions"
        " order by all"
    ).fetchall()


def publish(
    tables: Iterable[Mapping[str, np.ndarray]],
    smallest_count: int,
    first_cut: str = PLACES,
    *,
    proves: bool = False,
) -> list[list[Cell]]:
    """Return the cells of tables of places and people, as they are published.

    Args:
        tables: for each table ``matched`` and ``visits``, matrices of a row for each place and a
            column for each age and sex.
        smallest_count: the smallest count above zero that may be shown.
        first_cut: what the tables are divided by first.
        proves: whether sums by the other side are told where `syndrome publish` proves that they
            may be.
    """
    cells: list[tuple[Any, ...]] = []
    sums: dict[int, Cell] = {}
    for at, table in enumerate(tables):
        matched, visits = table["matched"], table["visits"]
        count, total = int(matched.sum()), int(visits.sum())
        outside = [total - int(one.max()) for one in (visits.sum(0), visits.sum(1), visits)]
        beside = max(few * (few < smallest_count) for few in outside)
        is_told = total >= smallest_count and (
            count == 0 or (count >= smallest_count + beside and total - count >= smallest_count)
        )
        sums[at] = Cell(ALL, None, None, count, total, not is_told)
        places, people = matched.shape
        parts = [(PLACES, place, None) for place in range(places)]
        parts += [(PEOPLE, None, group) for group in range(people)]
        parts += [(CROSSED, place, group) for place in range(places) for group in range(people)]
        for cut, place, group in parts:
            chosen = (
                slice(None) if place is None else place,
                slice(None) if group is None else group,
            )
            if of_cell := int(visits[chosen].sum()):
                names = [None if part is None else f"{part}" for part in (place, group)]
                stratum = _stratum(*names)
                beside = of_cell - int(visits[chosen].max()) if cut != CROSSED else 0
                counts = (
                    smallest_count,
                    smallest_count + beside * (beside < smallest_count),
                    int(matched[chosen].sum()),
                    of_cell,
                )
                cells.append((at, cut, stratum, *names, *counts))
    rows = told(cells, first_cut)
    proved = _proved(cells, sums, rows, smallest_count) if proves else frozenset()
    rows = [
        row[:8]
        for row in rows
        if (row[0] in proved or not row[8]) and not (proves and row[1] == CROSSED)
    ]
    return _as_told(cells, sums, rows, first_cut)


def _proved(
    cells: Sequence[tuple[Any, ...]],
    sums: Mapping[int, Cell],
    rows: Sequence[tuple[Any, ...]],
    smallest_count: int,
) -> frozenset[int]:
    """Return the tables of which the solver proves that more may be told."""
    names = ("cut", "parent", "stratum", "matched_visits", "is_with_others", "is_told")
    names += ("is_of_several", "is_beside", "is_divided", "part_of")
    parts: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for at, *row in rows:
        if row[0] != CROSSED:
            parts[at].append(dict(zip(names, row, strict=True)))
    of_table: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for at, cut, stratum, place, people, _, _, _, visits in cells:
        sex = None if people is None else "F"
        row = {"cut": cut, "stratum": stratum, "place": place, "age_group": people, "sex": sex}
        of_table[at].append({**row, "visits": visits, "eligible_visits": visits})
    return frozenset(
        at
        for at, found in parts.items()
        if not sums[at].is_suppressed
        and any(part["is_beside"] and part["is_told"] for part in found)
        and _may_stand_together(
            table_of_unit(
                {"matched_visits": sums[at].matched, "smallest_count": smallest_count},
                of_table[at],
                found,
            )
        )
    )


_may_stand_together = cache(may_stand_together)


def _stratum(place: str | None, people: str | None) -> str:
    return ", ".join(part for part in (place, people and f"{people}, F") if part is not None)


def _as_told(
    cells: Sequence[tuple[Any, ...]],
    sums: Mapping[int, Cell],
    rows: Sequence[tuple[Any, ...]],
    first_cut: str,
) -> list[list[Cell]]:
    """Return every cell of each table, told ones with what is counted in them besides."""
    divided = {
        (at, stratum)
        for at, cut, _, stratum, count, is_with_others, is_told, is_of_several in rows
        if cut != CROSSED
        and is_told
        and not is_of_several
        and not sums[at].is_suppressed
        and (not is_with_others or count == 0)
    }
    decided = {
        (at, cut, stratum): (count, is_with_others)
        for at, cut, parent, stratum, count, is_with_others, is_told, is_of_several in rows
        if is_told and not sums[at].is_suppressed and (cut != CROSSED or (at, parent) in divided)
        if not is_of_several
    }
    groups = [
        (at, cut, stratum, count)
        for at, cut, parent, stratum, count, _, _, is_of_several in rows
        if is_of_several
        and not sums[at].is_suppressed
        and (cut != CROSSED or (at, parent) in divided)
    ]
    listed = {(at, cut, stratum) for at, cut, _, stratum, *_, is_of_several in rows}
    known = {(at, cut, stratum): (place, people) for at, cut, stratum, place, people, *_ in cells}
    thin: dict[tuple[int, str, str | None], list[tuple[str | None, str | None]]] = defaultdict(list)

    def line(at: int, cut: str, place: str | None, people: str | None) -> Any:
        if cut != CROSSED:
            return at, cut, None
        return at, cut, place if first_cut == PLACES else people

    for at, cut, stratum, place, people, *_ in cells:
        if (at, cut, stratum) not in listed:
            thin[line(at, cut, place, people)].append((place, people))
    lines_told = {line(at, cut, *known[at, cut, stratum]) for at, cut, stratum in decided}
    found = {at: [cell] for at, cell in sums.items()}
    for at, cut, stratum, place, people, _, _, count, visits in cells:
        total, is_with_others = decided.get((at, cut, stratum), (count, False))
        others = tuple(thin[line(at, cut, place, people)]) if is_with_others else ()
        is_told = (at, cut, stratum) in decided
        is_listed = (at, cut, stratum) in listed and line(at, cut, place, people) in lines_told
        found[at].append(Cell(cut, place, people, total, visits, not is_told, others, is_listed))
    for at, cut, stratum, count in groups:
        first, *rest = stratum.split(TOGETHER)
        who = known[at, cut, first.removesuffix(WITH_OTHERS)]
        others = tuple(known[at, cut, name] for name in rest)
        if first.endswith(WITH_OTHERS):
            others += tuple(thin[line(at, cut, *who)])
        found[at].append(Cell(cut, *who, count, 0, False, others))
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
