"""The project's own models between visits and marts, compiled by dbt once and run on DuckDB.

A build by dbt takes ten seconds and more. Here dbt writes the SQL of every model between the visits
with their matches and the published tables, once as for a first build and once as for a later one;
a build is then these statements in order, on a database in memory. Nothing of it is written anew
for the tests, so that whatever the project publishes is what is attacked.
"""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import chdir
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from tests.dbt.small import small_project
from transpiler.attacking import Groups, Present, Told, read_groups
from transpiler.attacking.public_tables import published_of
from transpiler.dbt import compile_project, find_seed_of
from transpiler.dbt.run import run_dbt
from transpiler.definition import FURTHER_COLUMNS, Definition
from transpiler.disclosure import MARTS
from transpiler.meaning import matches
from transpiler.parsing import load_definition, write_definition

SCHEMA = "surveillance"

VISITS = "syndrome_visits"
MATCHES = "fct_syndrome_matches"
GIVEN = (VISITS, MATCHES, "int_reviewed_visits", "int_negation_removals", "fct_syndrome_evidence")
"""The tables that a test gives; what is made of them is made by the project."""

POLICIES = "syndrome_policies"
CODE_GROUPS = "syndrome_code_groups"

_REVIEWED = "visit_id text, definition text, version integer, jurisdiction text, verdict text"
_REMOVALS = (
    "visit_id text, definition text, version integer, part integer, clause text,"
    " is_alone boolean, has_code boolean"
)


@dataclass(frozen=True, slots=True)
class Visit:
    """Visits as the classification sees them, ``many`` that are alike.

    The place is a state or ``STATE_County``. The patient is one of a visit's own where it is None.
    """

    number: str
    day: date
    arrived: date
    codes: str
    place: str = "AZ"
    age: int | None = 30
    sex: str | None = "F"
    setting: str = "emergency"
    facility: str = "f1"
    patient: str | None = None
    many: int = 1


@dataclass(frozen=True, slots=True)
class _Step:
    """A table of a build."""

    name: str
    relation: str
    first: str
    later: str
    grows: bool
    kinds: Mapping[str, str]


class Marts:
    """The compiled models of one library of definitions.

    Args:
        folder: where to make the dbt project.
        definitions: the library.
        policies: the rows of the policies that differ from those shipped, policy → column → value.
        groups: definition → cut → stratum → codes, instead of the groups shipped.
    """

    def __init__(
        self,
        folder: Path,
        definitions: Sequence[Definition],
        policies: Mapping[str, Mapping[str, Any]] | None = None,
        groups: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]] | None = None,
        mutate: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        self.project = small_project(folder)
        for found in definitions:
            path = self.project / "definitions" / found.name / f"v{found.version}.yml"
            path.parent.mkdir(exist_ok=True)
            write_definition(found, path)
        self.definitions = {
            found.identifier: found
            for found in map(load_definition, (self.project / "definitions").rglob("*.yml"))
        }
        self.policies = _changed_policies(self.project, policies or {})
        if groups is not None:
            _write_groups(self.project, groups)
        for model, (old, new) in (mutate or {}).items():
            (path,) = (self.project / "syndrome_sql").rglob(f"{model}.sql")
            text = path.read_text(encoding="utf-8")
            if old not in text:  # no AssertionError, which a mutation is to cause
                raise LookupError(f"{model} has no {old!r} to change")
            path.write_text(text.replace(old, new), encoding="utf-8")
        compile_project(self.project)
        self.steps = self._compiled()

    @cached_property
    def groups(self) -> Groups:
        """The groups of codes, as the attacker reads them."""
        return read_groups(find_seed_of(self.project, "syndrome_code_groups"))

    @property
    def smallest_counts(self) -> dict[str, int]:
        """Identifier of a definition → the smallest count that its policy shows."""
        return {
            name: int(self.policies[found.policy.value]["smallest_count"])
            for name, found in self.definitions.items()
        }

    def seed_path(self, name: str) -> Path:
        """Return the file of a seed of the project."""
        folders = (self.project / "seeds", self.project / "models")
        (path,) = [path for folder in folders for path in folder.rglob(f"{name}.csv")]
        return path

    def _compiled(self) -> list[_Step]:
        database = self.project / "syndrome.duckdb"
        first = self._manifest(database)
        needed = self._needed(first)
        later = first
        grows = [name for name in needed if _grows(first[name])]
        if grows:
            with duckdb.connect(str(database)) as connection:
                world = World(self, connection=connection)
                world.run(_steps(needed, first, first))
            later = self._manifest(database)
        return _steps(needed, first, later)

    def _manifest(self, database: Path) -> dict[str, dict[str, Any]]:
        options = ["--profiles-dir", ".", "--log-level", "none", "--log-level-file", "none"]
        profile = {
            "syndrome_surveillance": {
                "target": "duckdb",
                "outputs": {
                    "duckdb": {
                        "type": "duckdb",
                        "path": str(database),
                        "schema": SCHEMA,
                        "threads": 1,
                    }
                },
            }
        }
        (self.project / "profiles.yml").write_text(json.dumps(profile), encoding="utf-8")
        variables = json.dumps({"syndrome_source": "essence"})
        with chdir(self.project):
            run_dbt(["compile", *options, "--vars", variables])
        text = (self.project / "target" / "manifest.json").read_text(encoding="utf-8")
        return {
            node["name"]: node
            for node in json.loads(text)["nodes"].values()
            if node["resource_type"] in ("model", "seed")
        }

    def _needed(self, nodes: Mapping[str, Mapping[str, Any]]) -> list[str]:
        """Return what the published tables are made of, up from what is given, in order."""
        found: list[str] = []

        def visit(name: str) -> None:
            if name in found or name in GIVEN:
                return
            for parent in nodes[name]["depends_on"].get("nodes", ()):
                if parent.split(".")[0] in ("model", "seed"):
                    visit(parent.split(".")[2])
            found.append(name)

        for name, node in sorted(nodes.items()):
            if node["resource_type"] == "model" and node["schema"] == f"{SCHEMA}_mart":
                visit(name)
        return found


def _grows(node: Mapping[str, Any]) -> bool:
    return bool(node["config"].get("materialized") == "incremental")


def _steps(
    needed: Iterable[str],
    first: Mapping[str, Mapping[str, Any]],
    later: Mapping[str, Mapping[str, Any]],
) -> list[_Step]:
    return [
        _Step(
            name,
            first[name]["relation_name"],
            first[name].get("compiled_code") or "",
            later[name].get("compiled_code") or "",
            _grows(first[name]),
            first[name]["config"].get("column_types") or {},
        )
        for name in needed
    ]


def _changed_policies(
    project: Path, changes: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, str]]:
    path = project / "seeds" / f"{POLICIES}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row |= {key: str(value) for key, value in changes.get(row["policy"], {}).items()}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return {row["policy"]: row for row in rows}


def _write_groups(
    project: Path, groups: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]
) -> None:
    path = project / "seeds" / f"{CODE_GROUPS}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("definition", "cut", "stratum", "code"))
        for definition, cuts in groups.items():
            for cut, strata in cuts.items():
                for stratum, codes in strata.items():
                    writer.writerows((definition, cut, stratum, code) for code in codes)


class World:
    """A database that is built again and again, and everything that readers were ever told.

    Args:
        marts: the library it begins with; `build` takes another.
        connection: a database of the name ``syndrome``; one in memory where it is None.
    """

    def __init__(self, marts: Marts, connection: duckdb.DuckDBPyConnection | None = None) -> None:
        self.marts = marts
        if connection is None:
            connection = duckdb.connect(config={"threads": 1})
            connection.execute("attach ':memory:' as syndrome")
            connection.execute("use syndrome")
        self.connection = connection
        self.builds = 0
        self.states: dict[date, list[Visit]] = {}
        self._policies: Mapping[str, Mapping[str, Any]] = {}
        self.told: dict[Told, None] = {}
        self.truth: dict[tuple[str, date, str], list[Visit]] = {}
        for suffix in ("restricted", "mart", "review"):
            connection.execute(f"create schema if not exists {SCHEMA}_{suffix}")
        self._give([], [])

    def build(
        self,
        visits: Sequence[Visit],
        *,
        marts: Marts | None = None,
        until: date | None = None,
        policies: Mapping[str, Mapping[str, Any]] | None = None,
        reviewed: Iterable[tuple[str, str, str]] = (),
        removed: Iterable[tuple[str, str, str]] = (),
    ) -> list[Told]:
        """Build everything anew, and take in what is published; return that.

        Args:
            visits: all visits there are at this moment.
            marts: another library, from now on.
            until: only what had arrived by then.
            policies: changes of the seed of policies, made after it was compiled.
            reviewed: (number of a visit, identifier of a definition, verdict).
            removed: (number of a visit, identifier of a definition, clause), for visits that a
                negation alone removed.
        """
        self.marts = marts or self.marts
        seen = [visit for visit in visits if until is None or visit.arrived <= until]
        taken = self._taken(seen)
        self._give(seen, taken, reviewed, removed)
        self._policies = policies or {}
        self.run(self.marts.steps)
        self.builds += 1
        smallest = {
            name: int(self._policies.get(found.policy.value, {}).get("smallest_count", at_first))
            for name, at_first in self.marts.smallest_counts.items()
            for found in [self.marts.definitions[name]]
        }
        tables = {name: (f"{SCHEMA}_mart", name) for name in MARTS}
        found = published_of(self.connection, tables, smallest, with_earlier=False)
        now = list(found.rows)
        self.told |= dict.fromkeys(now)
        if seen:
            self.states[max(visit.arrived for visit in seen)] = seen
        self.overall = found.overall
        self._count(seen, taken)
        return now

    def run(self, steps: Iterable[_Step]) -> None:
        """Make the tables of a build."""
        for step in steps:
            if not step.first:
                self._load_seed(step)
            elif step.grows and self.builds:
                self.connection.execute(f"insert into {step.relation} by name {step.later}")
            else:
                self.connection.execute(f"create or replace table {step.relation} as {step.first}")

    def _load_seed(self, step: _Step) -> None:
        """Make the table of a seed, with the types that dbt would give it."""
        read = f"read_csv('{self.marts.seed_path(step.name)}', header = true)"
        columns = self.connection.execute(f"describe select * from {read}").fetchall()
        kinds = {"BIGINT": "INTEGER"}
        chosen = ", ".join(
            f"cast({name} as {step.kinds.get(name) or kinds.get(kind, kind)}) as {name}"
            for name, kind, *_ in columns
        )
        self.connection.execute(
            f"create or replace table {step.relation} as select {chosen} from {read}"
        )
        if step.name == POLICIES:
            for policy, changes in self._policies.items():
                for column, value in changes.items():
                    self.connection.execute(
                        f"update {step.relation} set {column} = ? where policy = ?",
                        [value, policy],
                    )

    def table(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of a published table."""
        found = self.connection.execute(f"select * from {SCHEMA}_mart.{name}")
        columns = [column[0] for column in found.description]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]

    def _give(
        self,
        visits: Sequence[Visit],
        taken: Sequence[tuple[str, str, int, int]],
        reviewed: Iterable[tuple[str, str, str]] = (),
        removed: Iterable[tuple[str, str, str]] = (),
    ) -> None:
        execute = self.connection.execute
        restricted = f"{SCHEMA}_restricted"
        execute(
            f"create or replace table {restricted}.{VISITS} (visit_id text, patient_id text,"
            " facility_id text, state text, county text, visit_date date, arrived_at timestamp,"
            " updated_at timestamp, age_years integer, sex text, is_emergency boolean,"
            " setting text, ccdd_parsed text, dd_parsed text, discharge_diagnosis text)"
        )
        self._insert(
            f"{restricted}.{VISITS}",
            [
                (
                    visit.number,
                    visit.patient,
                    visit.facility,
                    visit.place.split("_")[0],
                    visit.place if "_" in visit.place else None,
                    visit.day,
                    datetime.combine(visit.arrived, datetime.min.time()),
                    datetime.combine(visit.arrived, datetime.min.time()),
                    visit.age,
                    visit.sex,
                    visit.setting == "emergency",
                    visit.setting,
                    visit.codes.lower(),
                    visit.codes.lower() if ";" in visit.codes else None,
                    visit.codes.lower() if ";" in visit.codes else None,
                    visit.many,
                )
                for visit in visits
            ],
            "number || '.' || nr, coalesce(patient, number || '.' || nr), * exclude (number,"
            " patient, many, nr)",
            "number, patient, facility, state, county, day, arrived, updated, age, sex, emergency,"
            " setting, text, codes, diagnosis, many",
        )
        for column in FURTHER_COLUMNS:
            execute(f"alter table {restricted}.{VISITS} add column {column.name} {column.type}")
        execute(
            f"create or replace table {restricted}.{MATCHES}"
            " (visit_id text, definition text, version integer)"
        )
        self._insert(
            f"{restricted}.{MATCHES}",
            [(number, name, version, many) for number, name, version, many in taken],
            "number || '.' || nr, name, version",
            "number, name, version, many",
        )
        execute(f"create or replace table {SCHEMA}_review.int_reviewed_visits ({_REVIEWED})")
        split = {name: (found.name, found.version) for name, found in self._definitions.items()}
        self._insert(
            f"{SCHEMA}_review.int_reviewed_visits",
            [
                (f"{number}.1", *split[name], "somewhere", verdict)
                for number, name, verdict in reviewed
            ],
        )
        execute(f"create or replace table {restricted}.int_negation_removals ({_REMOVALS})")
        self._insert(
            f"{restricted}.int_negation_removals",
            [
                (f"{number}.1", *split[name], 1, clause, True, False)
                for number, name, clause in removed
            ],
        )

    @property
    def _definitions(self) -> Mapping[str, Definition]:
        return self.marts.definitions

    def _insert(
        self, table: str, rows: Sequence[tuple[Any, ...]], chosen: str = "", columns: str = ""
    ) -> None:
        """Insert rows; with ``columns``, what is ``chosen`` of each, ``many`` times."""
        if not rows:
            return
        unnested = ", ".join(["unnest(?)"] * len(rows[0]))
        values = [list(column) for column in zip(*rows, strict=True)]
        source = f"select {unnested}"
        if columns:
            source = (
                f"with given ({columns}) as ({source}), numbered as (select *,"
                f" unnest(range(1, many + 1)) as nr from given) select {chosen} from numbered"
            )
        self.connection.execute(f"insert into {table} {source}", values)

    def _taken(self, visits: Iterable[Visit]) -> list[tuple[str, str, int, int]]:
        """Return the matches, by the evaluator; it is asked once of visits that look alike."""
        known: dict[tuple[Any, ...], list[tuple[str, int]]] = {}
        taken = []
        for visit in visits:
            look = (visit.codes, visit.age, visit.sex, visit.setting)
            if look not in known:
                values = {
                    "ccdd_parsed": visit.codes,
                    "age_years": visit.age,
                    "sex": visit.sex,
                    "is_emergency": visit.setting == "emergency",
                }
                known[look] = [
                    (found.name, found.version)
                    for found in self._definitions.values()
                    if matches(found, values)
                ]
            taken += [(visit.number, *match, visit.many) for match in known[look]]
        return taken

    def _count(self, visits: Sequence[Visit], taken: Iterable[tuple[str, str, int, int]]) -> None:
        """Keep who was taken in this state of the data, for checks of what is claimed."""
        by_number = {visit.number: visit for visit in visits}
        if not by_number:
            return
        counted_on = max(visit.arrived for visit in visits)
        for key in [key for key in self.truth if key[1] == counted_on]:
            del self.truth[key]
        for number, name, version, _ in taken:
            visit = by_number[number]
            key = (f"{name}_v{version}", counted_on, visit.setting)
            self.truth.setdefault(key, []).append(visit)

    def present(self, rows: Iterable[Told]) -> list[Present]:
        """Return all visits of the periods and states of rows, which everybody knows."""
        rows = list(rows)
        bands = {row.age_group for row in rows} - {None, "unknown", "0-17", "18+"}
        like = next(iter(bands), "0-17")
        by_county = any("_" in (row.place or "") for row in rows)
        periods: dict[tuple[date, str], set[tuple[date, date]]] = defaultdict(set)
        for row in rows:
            periods[row.counted_on, row.setting].add((row.start, row.end))
        found: list[Present] = []
        for counted_on, visits in self.states.items():
            many: dict[tuple[Any, ...], int] = Counter()
            for visit in visits:
                for start, end in periods[counted_on, visit.setting]:
                    if start <= visit.day <= end:
                        place = visit.place if by_county else visit.place.split("_")[0]
                        who = (place, age_group(visit.age, like or ""), visit.sex or "U")
                        many[start, end, visit.setting, *who] += visit.many
            found += [Present(*cell, number, counted_on) for cell, number in many.items()]
        return found

    def true_count(self, row: Told) -> int | None:
        """Return how many visits a cell by place, age and sex has; None for other cuts."""
        if row.cut not in ("all", "place", "age and sex", "place, age and sex"):
            return None
        if row.stratum.endswith(" and few others") or row.is_of_several:
            return None
        return sum(
            visit.many
            for visit in self.truth.get((row.definition, row.counted_on, row.setting), ())
            if row.start <= visit.day <= row.end
            and row.place in (None, visit.place, visit.place.split("_")[0])
            and row.age_group in (None, age_group(visit.age, row.age_group or ""))
            and row.sex in (None, visit.sex or "U")
        )


def age_group(age: int | None, like: str) -> str:
    """Return the band of an age, of those that ``like`` is one of."""
    if age is None:
        return "unknown"
    if like in ("0-17", "18+"):
        return "0-17" if age < 18 else "18+"
    for least, most in ((0, 4), (5, 11), (12, 17), (18, 24), (25, 44), (45, 64)):
        if age <= most:
            return f"{least}-{most}"
    return "65+"
