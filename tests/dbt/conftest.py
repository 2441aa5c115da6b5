"""The project built on each target, once per session, over the same visits and definitions."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.dbt.expected import SECRET
from tests.dbt.targets import BigQueryTarget, DuckDBTarget, PostgresTarget, Target
from transpiler.dbt import compile_project, create_project
from transpiler.dbt.run import run_dbt
from transpiler.generating import COLUMNS, generate_visits, rows_of_visit, stream
from transpiler.lineage import LockEntry, write_lock
from transpiler.meaning import matches
from transpiler.parsing import find_definitions, load_definition
from transpiler.resources import data_path

TARGETS = ("duckdb", "postgres", "bigquery")

HOSTILE = {
    "name": "hostile_texts",
    "version": 1,
    "title": "{{ env_var('PLANTED') }} {% endraw %}'; drop table surveillance.planted; --",
    "description": '*/ "quoted" `ticked` ${x} {# hidden #}\n{% raw %}\n- !!python/object:x\n\\ end',
    "source": {"organization": "O'Brien \\ {{ 7 * 7 }}", "url": "https://example.org/?a='b'"},
    "fields": ["chief_complaint_original"],
    "query": (
        "^{{ 7 * 7 }}^,or,^{% endraw %}^,or,^it's^,or,^a\\b^,or,^*/^,or,^-- x^,or,^;drop^,or,"
        '^"q"^,or,^{# c #}^,or,^${x}^,or,^%s^'
    ),
    "examples": {
        "matches": [
            "IT'S {{ 7 * 7 }}",
            "{% endraw %}",
            "a\\b",
            "first line\nthen */\r\nand more",
            '"Q" and `tick`',
            "100 %S",
        ],
        "does_not_match": ["49", "it is", "ab", None, "", "plain"],
    },
    "meta": {"validated_by": "O'Brien \\ {{ 7 * 7 }}", "supersedes": "{{ 7 }}'/v99999999999999"},
}
"""A definition whose every text would like to be something else than text."""


_EXPORT = ("0", "0", "export", "2026-01-01")
LOCKED = [
    LockEntry("Hostile", "hostile_texts/v1.yml", *_EXPORT, retired="2026-02-01"),
    LockEntry("V2", "cdc_sexual_violence/v2.yml", *_EXPORT, supersedes="hostile_texts/v1.yml"),
]
"""What the lock of the library says."""


VETOED = (
    "REFERRED FROM URGENT CARE | ;T7451XA;",
    "SEX TRAFFICKING SCARED MANIC |",
    "SEX TRAFFICKING SCAR | ;Z0481;",
)
"""Texts that CDC Suspected Sex Trafficking v1 would take but for `^Car^` and others."""


@dataclass(frozen=True)
class Build:
    """The project after ``dbt build``."""

    target: Target
    project: Path


@pytest.fixture(scope="session", autouse=True)
def _secret():
    """Give every build a secret: a seed of other visits than the shipped ones needs one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SYNDROME_VISIT_KEY_SECRET", SECRET)
        yield


@pytest.fixture(scope="session")
def definitions():
    folder = data_path("dbt_project") / "definitions"
    return [load_definition(path) for path in find_definitions([folder])]


@pytest.fixture(scope="session")
def rows(definitions):
    """The rows of visits that some definition takes, of some that none does, and of some vetoed."""
    kept, others = [], []
    often = definitions * 20  # the more definitions, the more is planted
    for visit in generate_visits(1_500, seed=3, definitions=often):
        values = visit._asdict()
        if any(matches(definition, values) for definition in definitions):
            kept.append(visit)
        elif len(others) < 150:
            others.append(visit)
    vetoed = [
        others[at]._replace(encounter_id=f"vetoed {at}", ccdd_parsed=text, ccdd=text)
        for at, text in enumerate(VETOED)
    ]
    uniform = stream("the tests", 27)
    return [rows_of_visit(visit, uniform) for visit in kept + others + vetoed]


@pytest.fixture(scope="session")
def visits(rows):
    """The same visits as their last rows leave them; the class of care is that of any row."""
    return [row[-1]._replace(is_emergency=max(found.is_emergency for found in row)) for row in rows]


def write_seed(project, visits):
    with (project / "seeds" / "generated_visits.csv").open("w", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in COLUMNS])
        writer.writerows(visits)


@pytest.fixture(scope="session")
def open_target(tmp_path_factory):
    """Start each target when it is first asked for."""
    opened: dict[str, Target] = {}

    def open_named(name):
        if name not in opened:
            match name:
                case "duckdb":
                    opened[name] = DuckDBTarget(tmp_path_factory.mktemp("duckdb"))
                case "postgres":
                    opened[name] = PostgresTarget()
                case "bigquery":
                    opened[name] = BigQueryTarget()
        return opened[name]

    yield open_named
    for target in opened.values():
        target.close()


@pytest.fixture(scope="session")
def project(tmp_path_factory, rows):
    """A project of its own with the hostile definition added, compiled."""
    project = create_project(tmp_path_factory.mktemp("dbt") / "project")
    folder = project / "definitions" / "hostile_texts"
    folder.mkdir()
    (folder / "v1.yml").write_text(yaml.safe_dump(HOSTILE, sort_keys=False), encoding="utf-8")
    write_lock(project / "definitions", {entry.title: entry for entry in LOCKED})
    write_seed(project, [row for of_visit in rows for row in of_visit])
    compile_project(project)
    run_dbt(["deps", "--project-dir", str(project), "--profiles-dir", str(project), "--quiet"])
    return project


@pytest.fixture(scope="session")
def build(open_target, project):
    """Build the project on a target, once."""
    builds: dict[str, Build] = {}

    def build_on(name):
        if name not in builds:
            target = open_target(name)
            target.query("create schema if not exists surveillance")
            target.query("create table if not exists surveillance.planted as select 1 as one")
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("PLANTED", "the planted secret")
                target.dbt(project, "build")
            builds[name] = Build(target, project)
        return builds[name]

    return build_on
