"""The models of trends, from visits and matches to the published table, on DuckDB without dbt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import duckdb
import jinja2
import yaml

from transpiler.definition import FURTHER_COLUMNS
from transpiler.macros import load_macros
from transpiler.resources import data_path

MODELS = (
    "int_published_policies",
    "int_trend_visits",
    "int_trend_matches",
    "int_trend_strata",
    "int_trend_counts",
    "int_trend_cells",
    "int_trend_near",
    "int_trend_sums",
    "int_trend_divisions",
    "int_trend_code_cells",
    "int_trend_told",
)
"""The models before the ledger, in order."""

LEDGER, TRENDS = "fct_published_trends", "rpt_syndrome_trends"

_FURTHER = ", ".join(f"{column.name} {column.type}" for column in FURTHER_COLUMNS)

TABLES = f"""
create table syndrome_visits (
    visit_id text, facility_id text, visit_date date, arrived_at timestamp, setting text,
    state text, county text, age_years integer, sex text, dd_parsed text, ccdd_parsed text,
    is_emergency boolean, {_FURTHER});
create table fct_syndrome_matches (visit_id text, definition text, version integer);
create table int_recurrence (
    visit_id text, definition text, version integer, cut text, stratum text);
create table dim_syndrome_definitions (
    definition text, version integer, policy text, content_hash text);
create table syndrome_standings (
    definition text, version integer, family text, rank integer, may_have_cuts boolean,
    is_of_first boolean default true, least_age integer, most_age integer, sexes text,
    is_emergency boolean, further text);
create table syndrome_code_groups (definition text, cut text, stratum text, code text);
create table syndrome_policies (
    policy text, period text, geography text, age_bands text, smallest_count integer,
    hold_back_days integer);
"""


class Marts:
    """A database with the tables that the models read, and the models.

    Args:
        variables: vars of the project that are not as shipped.
    """

    def __init__(self, **variables: Any) -> None:
        self.connection = duckdb.connect(config={"threads": 2})
        self.connection.execute(TABLES)
        self.builds = 0
        self.this = LEDGER
        project = data_path("dbt_project")
        text = (data_path("macros") / "dbt_project.yml").read_text(encoding="utf-8")
        vars_of_project = {
            **yaml.safe_load(text.replace("{{", "").replace("}}", ""))["vars"],
            "syndrome_source": "essence",
            **variables,
        }
        self._surroundings = _surroundings(
            vars_of_project, _This(self), lambda: self.builds > 0, self._columns
        )
        self._load_policies(project / "seeds" / "syndrome_policies.csv")

    def _load_policies(self, path: Any) -> None:
        self.connection.execute(f"insert into syndrome_policies from read_csv('{path}')")

    def fill(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Put rows into a table in place of those it has; its last columns may be left out."""
        self.connection.execute(f"delete from {table}")
        columns = [list(column) for column in zip(*rows, strict=True)]
        if columns:
            unnested = ", ".join(["unnest(?)"] * len(columns))
            known = self.connection.execute(f"select * from {table} limit 0").description
            names = ", ".join(name for name, *_ in known[: len(columns)])
            self.connection.execute(f"insert into {table} ({names}) select {unnested}", columns)

    def run(self, models: Iterable[str] = MODELS) -> None:
        """Build models anew from what stands in the tables."""
        for model in models:
            self.connection.execute(f"create or replace table {model} as {self.render(model)}")

    def publish(self) -> list[dict[str, Any]]:
        """Run everything, and return the rows of the published trends."""
        self.run()
        sql = self.render(LEDGER)
        if self.builds:
            self.connection.execute(f"insert into {LEDGER} by name {sql}")
        else:
            self.connection.execute(f"create table {LEDGER} as {sql}")
        self.builds += 1
        self.run([TRENDS])
        return self.query(f"select * from {TRENDS} order by all")

    def query(self, sql: str) -> list[dict[str, Any]]:
        """Return the rows of a query."""
        found = self.connection.execute(sql)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def render(self, model: str) -> str:
        """Return the SQL of a model."""
        (path,) = (data_path("macros") / "models").rglob(f"{model}.sql")
        environment = jinja2.Environment(extensions=["jinja2.ext.do"])
        return environment.from_string(
            path.read_text(encoding="utf-8"), self._surroundings
        ).render()

    def _columns(self, relation: Any) -> list[dict[str, str]]:
        """Return the columns of a table, as dbt's adapter does."""
        found = self.connection.execute(f"select * from {relation} limit 0").description
        return [{"name": name} for name, *_ in found]


def _surroundings(
    variables: Mapping[str, Any],
    this: Any,
    is_incremental: Callable[[], bool],
    columns_of: Callable[[Any], list[dict[str, str]]],
) -> dict[str, Any]:
    """Return what Jinja knows in a model: dbt's own, and the macros of the project."""
    spelled = {"type_string": "text", "type_int": "integer", "type_bigint": "bigint"}
    spelled |= {"type_float": "double", "type_numeric": "numeric(28, 9)"}
    surroundings: dict[str, Any] = {
        "config": lambda **_: "",
        "ref": lambda *names: names[-1],
        "project_name": "syndrome_surveillance",
        "this": this,
        "is_incremental": is_incremental,
        "adapter": SimpleNamespace(get_columns_in_relation=columns_of),
        "invocation_id": "a run",
        "var": lambda name, default=None: variables.get(name, default),
        "target": SimpleNamespace(type="duckdb"),
        "dbt": SimpleNamespace(
            **{name: lambda text=text: text for name, text in spelled.items()},
            listagg=lambda text, between, order: f"string_agg({text}, {between} {order})",
        ),
        "syndrome_sql": SimpleNamespace(
            **vars(load_macros("duckdb")),
            stands_in=lambda _: "",
            is_ledger_current=lambda _: False,
        ),
        "return": _return,
        "execute": True,
    }
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    for path in sorted((data_path("macros") / "project").glob("*.sql")):
        template = environment.from_string(path.read_text(encoding="utf-8"), surroundings)
        for name in dir(template.module):
            macro = getattr(template.module, name)
            if isinstance(macro, jinja2.runtime.Macro):
                surroundings[name] = _calling(macro)
                if name != "stands_in":  # it tells dbt where a model stands
                    setattr(surroundings["syndrome_sql"], name, surroundings[name])
        environment.globals.update(surroundings)
    return surroundings


class _This:
    """The table that a model adds to, as Jinja writes it."""

    def __init__(self, marts: Marts) -> None:
        self._marts = marts

    def __str__(self) -> str:
        return self._marts.this


class _ReturnedError(Exception):
    """What a macro returns, which ends it as it does in dbt."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _return(value: Any) -> None:
    raise _ReturnedError(value)


def _calling(macro: Any) -> Callable[..., Any]:
    def call(*values: Any, **named: Any) -> Any:
        try:
            return str(macro(*values, **named))
        except _ReturnedError as returned:
            return returned.value

    return call
