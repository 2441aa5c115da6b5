"""Building a project so that it publishes what a solver proves may stand beside the rest.

Sums by the other side stand beside the tree of cuts (docs/privacy.md) where that is proved. Read
are the numbers of visits of each cell and the counts that would be told, through dbt's connection;
no visit, and no count that is withheld.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from transpiler.dbt.run import ask_dbt, ask_model, run_dbt
from transpiler.disclosure import Group, Line, MarginTable, may_stand_together
from transpiler.workers import start_workers

_FEW: Final = 100
"""So many tables are proved before another process would have started."""
_LEDGER: Final = "fct_published_trends"
_CROSSED: Final = "place, age and sex"
_UNIT: Final = ("definition", "version", "period_start", "setting")

_CANDIDATES: Final = """
select distinct definition, version, period_start, setting
from {{ ref('syndrome_sql', 'int_trend_told') }}
where needs_proof and is_told
"""
_SUMS: Final = """
select sums.definition, sums.version, sums.period_start, sums.setting, sums.smallest_count,
    sums.matched_visits
from {{ ref('syndrome_sql', 'int_trend_sums') }} as sums
inner join (%s) as candidates using (definition, version, period_start, setting)
"""
_CELLS: Final = """
select candidates.definition, candidates.version, strata.period_start, strata.setting, strata.cut,
    strata.stratum, strata.place, strata.age_group, strata.sex, strata.visits,
    strata.eligible_visits
from (%s) as candidates
inner join {{ ref('syndrome_sql', 'int_published_policies') }} as policies
    on candidates.definition = policies.definition and candidates.version = policies.version
inner join {{ ref('syndrome_sql', 'int_trend_strata') }} as strata
    on policies.period = strata.period
    and policies.geography = strata.geography
    and policies.age_bands = strata.age_bands
    and policies.filters = strata.filters
    and candidates.period_start = strata.period_start
    and candidates.setting = strata.setting
where strata.cut <> 'all'
"""
_PARTS: Final = """
select parts.definition, parts.version, parts.period_start, parts.setting, parts.cut,
    parts.part_of, parts.stratum, parts.is_told, parts.is_divided, parts.is_of_several,
    case when parts.is_told then parts.matched_visits end as matched_visits
from {{ ref('syndrome_sql', 'int_trend_divisions') }} as parts
inner join (%s) as candidates using (definition, version, period_start, setting)
where parts.cut <> 'place, age and sex'
"""
_EARLIER: Final = """
{%- set ledger = ref('syndrome_sql', 'fct_published_trends') %}
{%- set known = adapter.get_relation(ledger.database, ledger.schema, ledger.identifier) %}
{%- if known %}
select definition, version, period, period_start, period_end, setting, cut, stratum, place,
    age_group, sex, matched_visits, visits, counted_on, is_of_generated_visits
from {{ known }}
{%- else %}
select 1 as is_of_generated_visits from {{ ref('syndrome_sql', 'int_trend_sums') }} where 1 = 0
{%- endif %}
"""
_REVIEWS: Final = """
select definition, version, reviewed_from
from {{ ref('syndrome_sql', 'rpt_syndrome_ppv') }}
where reviewed_from is not null
"""
_VISITS: Final = """
with grids as (
    select period, max(geography) as geography, min(age_bands) as age_bands
    from {{ ref('syndrome_sql', 'int_trend_visits') }}
    group by period
)
select visits.period, visits.period_start, visits.setting, visits.place, visits.age_group,
    visits.sex, count(distinct visits.visit_id) as visits
from {{ ref('syndrome_sql', 'int_trend_visits') }} as visits
inner join grids
    on visits.period = grids.period
    and visits.geography = grids.geography
    and visits.age_bands = grids.age_bands
group by visits.period, visits.period_start, visits.setting, visits.place, visits.age_group,
    visits.sex
"""

LedgerRow = Mapping[str, Any]
UnitKey = tuple[str, int, str, str]


@dataclass(frozen=True, slots=True)
class Trial:
    """What would be published, beside what was before; nothing of it is written yet.

    Attributes:
        earlier: rows of the ledger.
        new: rows that would be added to it.
        visits: the number of all visits of each period, setting, place, age band and sex.
        reviews: rows of published predictive values. Those that are to come tell no number of
            matches that the sums do not.
    """

    earlier: Sequence[LedgerRow]
    new: Sequence[LedgerRow]
    visits: Sequence[LedgerRow]
    reviews: Sequence[LedgerRow] = ()


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What was looked at and found.

    Attributes:
        looked_at: periods and settings of definitions in which more could be told.
        proved: those of them in which it may be, and is.
        fell_back: in how many more it was proved, but did not stand the attack, so that the models
            alone decided.
    """

    looked_at: int
    proved: int
    fell_back: int = 0


class UnsafeError(RuntimeError):
    """What would be published did not stand the attack; nothing was written."""


def publish(
    project_dir: Path | str,
    broken_by: Callable[[Trial], Collection[tuple[str, str]]],
    *,
    target: str = "duckdb",
    variables: Mapping[str, Any] | None = None,
    profiles_dir: Path | str | None = None,
    processes: int = 1,
    on_progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> PublishReport:
    """Build a project; where more may be told than the models tell by themselves, tell it.

    Nothing is added to the ledger, and no published table is made anew, before all that would have
    been told by then is attacked. Where that finds something, the models alone decide, and what
    they would tell is attacked in its turn.

    Args:
        project_dir: the dbt project.
        broken_by: the attack: the periods, by their first day, and settings in which anything
            withheld would follow that was not given away before.
        target: a target of its profile.
        variables: vars that override those of ``dbt_project.yml``.
        profiles_dir: where ``profiles.yml`` is, by default the project itself.
        processes: how many processes may prove; more than one only in a program whose main module
            can be imported.
        on_progress: called with how many units are looked at, and how many there are.

    Raises:
        DbtError: dbt could not start, or a model or test failed.
        UnsafeError: what the models alone would tell did not stand the attack.
        ImportError: there is no solver.
    """
    common = _options(project_dir, profiles_dir, target)
    given = dict(variables or {})
    plain = [*common, "--vars", json.dumps(given)]
    solved = [*common, "--vars", json.dumps({**given, "syndrome_proved": True})]
    with chdir(project_dir):
        run_dbt(["deps", *plain])
        run_dbt(["build", *plain, "--exclude", f"{_LEDGER}+"])
        tables = candidate_tables(lambda sql: ask_dbt(sql, plain))
        proved: list[UnitKey] = []
        with start_workers(processes if len(tables) > _FEW else 1) as workers:
            found = workers.map(may_stand_together, tables.values(), chunksize=8)
            for done, (unit, is_proved) in enumerate(zip(tables, found, strict=True), start=1):
                if is_proved:
                    proved.append(unit)
                on_progress(done, len(tables))
        units: Sequence[UnitKey] = proved
        while True:
            kept = json.dumps({"units": units})
            run_dbt(["run-operation", "keep_proved_units", "--args", kept, *plain])
            broken = _broken(broken_by, solved)
            if not broken:
                run_dbt(["build", *solved, "--select", f"{_LEDGER}+"])
                return PublishReport(len(tables), len(units), len(proved) - len(units))
            if not units:
                raise UnsafeError(
                    "what would be published does not stand the attack; nothing was written"
                )
            units = taken_back(proved, units, broken)


def taken_back(
    proved: Sequence[UnitKey], told: Sequence[UnitKey], broken: Collection[tuple[str, str]]
) -> Sequence[UnitKey]:
    """Return in which units more is told after an attack that found something.

    Those of other periods and settings stay. If that was tried, or takes nothing back, there are
    none: what broke is of days that several periods have in common.

    Args:
        proved: what was proved.
        told: what was attacked.
        broken: first days of periods, and settings, in which the attack found something.
    """
    left = [unit for unit in told if unit[2:] not in broken]
    return left if told is proved and len(left) < len(told) else []


def read_told(
    project_dir: Path | str,
    *,
    target: str = "duckdb",
    profiles_dir: Path | str | None = None,
) -> Trial:
    """Return what a built project has told so far, read through dbt's connection.

    Args:
        project_dir: the dbt project.
        target: a target of its profile.
        profiles_dir: where ``profiles.yml`` is, by default the project itself.

    Raises:
        DbtError: dbt could not start, or nothing was built.
    """
    options = _options(project_dir, profiles_dir, target)
    with chdir(project_dir):
        told = ask_dbt(_EARLIER, options)
        latest = max(told, key=lambda row: str(row["counted_on"]), default=None)
        earlier = _of_kind(told, latest) if latest else []
        return Trial(earlier, (), ask_dbt(_VISITS, options), ask_dbt(_REVIEWS, options))


def _options(project_dir: Path | str, profiles_dir: Path | str | None, target: str) -> list[str]:
    """Return the options of every command of dbt."""
    profiles = str(Path(profiles_dir or project_dir).absolute())
    quiet = ["--log-level", "none", "--log-level-file", "info"]
    return ["--profiles-dir", profiles, "--target", target, *quiet]


def _of_kind(told: Iterable[LedgerRow], new: LedgerRow) -> list[LedgerRow]:
    """Return what was told of such visits: that of generated ones tells nothing of others."""
    return [row for row in told if row["is_of_generated_visits"] == new["is_of_generated_visits"]]


def _broken(
    broken_by: Callable[[Trial], Collection[tuple[str, str]]], options: Sequence[str]
) -> Collection[tuple[str, str]]:
    new = ask_model(_LEDGER, options)
    if not new:
        return ()
    earlier = _of_kind(ask_dbt(_EARLIER, options), new[0])
    return broken_by(Trial(earlier, new, ask_dbt(_VISITS, options)))


def candidate_tables(ask: Callable[[str], Sequence[LedgerRow]]) -> dict[UnitKey, MarginTable]:
    """Return what would be told of each unit in which more could be.

    Args:
        ask: returns the rows of a query, written in dbt's SQL.
    """
    sums, cells, parts = (_by_unit(ask(query % _CANDIDATES)) for query in (_SUMS, _CELLS, _PARTS))
    return {
        unit: table_of_unit(row, cells[unit], parts[unit]) for unit, (row,) in sorted(sums.items())
    }


def _by_unit(rows: Iterable[LedgerRow]) -> dict[UnitKey, list[LedgerRow]]:
    found: dict[UnitKey, list[LedgerRow]] = defaultdict(list)
    for row in rows:
        definition, version, start, setting = (row[name] for name in _UNIT)
        found[definition, int(version), str(start)[:10], setting].append(row)
    return found


def table_of_unit(
    total: LedgerRow, cells: Sequence[LedgerRow], parts: Sequence[LedgerRow]
) -> MarginTable:
    """Return what would be told of one period and setting of a definition.

    Args:
        total: its sum, ``matched_visits``, and ``smallest_count``.
        cells: the numbers of visits of each row of `int_trend_strata`.
        parts: the rows of `int_trend_divisions` by each side; a count that would not be told is not
            looked at.
    """
    smallest = [row for row in cells if row["cut"] == _CROSSED]
    members = {
        (row["cut"], row["stratum"]): tuple(
            at
            for at, one in enumerate(smallest)
            if all(row[side] in (None, one[side]) for side in ("place", "age_group", "sex"))
        )
        for row in cells
    }
    lines = []
    for cut in sorted({row["cut"] for row in parts}):
        found = [row for row in parts if row["cut"] == cut]
        if found[0]["is_divided"]:
            in_order = _in_order([row for row in cells if row["cut"] == cut], found)
            lines.append(_line(int(total["matched_visits"]), found, in_order, members))
    return MarginTable(
        visits=tuple(int(row["eligible_visits"]) for row in smallest),
        lines=tuple(lines),
        counts=tuple(dict.fromkeys(members.values())),
        smallest_count=int(total["smallest_count"]),
    )


def _in_order(cells: Iterable[LedgerRow], parts: Sequence[LedgerRow]) -> list[LedgerRow]:
    """Return the cells of a line in their order, those that are too thin to be a part first."""
    listed = {row["stratum"] for row in parts}

    def place(row: LedgerRow) -> tuple[bool, int, str]:
        return row["stratum"] in listed, int(row["visits"]), row["stratum"]

    return sorted(cells, key=place)


def _line(
    of_all: int,
    parts: Sequence[LedgerRow],
    in_order: Sequence[LedgerRow],
    members: Mapping[tuple[str, str], tuple[int, ...]],
) -> Line:
    known = {row["stratum"]: row for row in parts if not row["is_of_several"]}
    sums = {row["part_of"]: int(row["matched_visits"]) for row in parts if row["is_of_several"]}
    is_any_told = any(row["is_told"] for row in parts)
    alone, together = [], defaultdict[object, list[tuple[int, ...]]](list)
    thin: tuple[int, ...] = ()
    for row in in_order:
        own = members[row["cut"], row["stratum"]]
        part = known.get(row["stratum"])
        if part is None:
            thin += own
            continue
        own, thin = thin + own, ()
        if part["is_told"]:
            alone.append(Group((own,), int(part["matched_visits"])))
        else:  # of a line of which nothing is told all may be one group
            together[part["part_of"] if is_any_told else None].append(own)
    left = of_all - sum(group.count for group in alone) - sum(sums.values())
    groups = [Group(tuple(own), sums.get(number, left)) for number, own in together.items()]
    return Line((*alone, *groups))
