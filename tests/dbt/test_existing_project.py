"""A project of another style gets to a tested flag by docs/existing-project.md."""

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from transpiler.cli import main
from transpiler.dbt.run import run_dbt

PAGE = (Path(__file__).parents[2] / "docs/existing-project.md").read_text(encoding="utf-8")

PROJECT = """\
name: mercy_analytics   # our own
version: 3.1.0
profile: syndrome_surveillance
model-paths: ["transform"]
seed-paths: ["data"]
macro-paths:
    - jinja
vars:
    fiscal_start: 7
models:
    mercy_analytics:
        +materialized: table
flags:
  send_anonymous_usage_stats: false
"""
SCHEMAS = """\
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ target.schema if custom_schema_name is none else 'mercy__' ~ custom_schema_name | trim }}
{%- endmacro %}
"""
VISITS = """\
with numbers as (
    select ten.n * 60 + one.n as n
    from (select * from {{ ref('digits') }}) as ten
    cross join (select * from {{ ref('digits') }}) as one
)
select
    cast(n as {{ dbt.type_string() }}) as encounter_id,
    cast('2025-01-06' as date) as arrival_day,
    case when mod(n, 5) = 0 then 'Fever and cough' else 'Fell off ladder' end as complaint,
    case when mod(n, 5) = 0 then 'R50.9; R05.9' else 'W11.XXXA' end as icd
from numbers
"""
FLAGS = (
    "select definition, version, count(*) from mercy__restricted.fct_syndrome_matches group by 1, 2"
)


def invoke(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def mercy(tmp_path):
    project = tmp_path / "mercy"
    for name, text in {
        "dbt_project.yml": PROJECT,
        "jinja/schemas.sql": SCHEMAS,
        "transform/ed_visits.sql": VISITS,
        "data/digits.csv": "n\n" + "".join(f"{n}\n" for n in range(60)),
        ".gitignore": "secrets.env",
    }.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text, encoding="utf-8")
    return project


def follow_the_page(project, target, *options):
    """Do what the page says, with its own mapping of columns, and return what matches."""
    assert invoke("init", "--into", project, "--yes", *options).exit_code == 0
    path = project / "dbt_project.yml"
    text = path.read_text(encoding="utf-8")
    (mapping,) = re.findall(r"(  syndrome_source_model: .*?\n)```", PAGE, re.DOTALL)
    mapping = re.sub("(?m)^  ", "    ", mapping)
    text = re.sub("(?m)^    syndrome_columns: .*\n", lambda _: mapping, text)
    path.write_text(text, encoding="utf-8")
    profiles = target.write_profile(project, "ann")
    where = ["--project-dir", str(project), "--profiles-dir", str(profiles), "--quiet"]
    run_dbt(["deps", *where])
    compiled = invoke("compile", "--project-dir", project, "--output", "transform/syndromes")
    assert compiled.exit_code == 0, compiled.stderr
    target.dbt(project, "build", schema="ann")
    return target.query(FLAGS)


@pytest.mark.parametrize(
    ("name", "layers"),
    [
        ("duckdb", "classification"),
        ("duckdb", "evidence"),
        pytest.param("duckdb", "trends", marks=pytest.mark.slow),
        ("duckdb", "validation"),
        pytest.param("postgres", "validation", marks=pytest.mark.slow),
    ],
)
def test_it_gets_to_a_tested_flag(mercy, open_target, monkeypatch, name, layers):
    monkeypatch.setenv("SYNDROME_VISIT_KEY_SECRET", "b7d1f0c35e9a8264cc10")
    found = follow_the_page(mercy, open_target(name), "--layers", layers)
    assert found == [("fever_and_cough", 1, 720)]


def test_it_is_shown_first_and_done_once(mercy):
    before = files_of(mercy)
    shown = invoke("init", "--into", mercy, "--dry-run")
    assert shown.exit_code == 0
    assert "write  dbt_project.yml" in shown.stdout
    assert files_of(mercy) == before
    refused = CliRunner().invoke(main, ["init", "--into", str(mercy)], input="n\n")
    assert refused.exit_code == 0
    assert files_of(mercy) == before
    assert invoke("init", "--into", mercy, "--yes").exit_code == 0
    after = files_of(mercy)
    own = yaml.safe_load(before["dbt_project.yml"])
    found = yaml.safe_load(after["dbt_project.yml"])
    assert b"name: mercy_analytics   # our own\n" in after["dbt_project.yml"]
    assert found["models"] == own["models"]
    assert found["vars"]["fiscal_start"] == 7
    kept = before.keys() - {"dbt_project.yml", ".gitignore"}
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert after[".gitignore"].startswith(b"secrets.env\n")
    again = invoke("init", "--into", mercy, "--yes")
    assert "has all that syndromes need" in again.stdout
    assert files_of(mercy) == after


def test_a_package_of_a_repository_is_one_entry_and_no_copy(mercy):
    (mercy / "packages.yml").write_text(
        "packages:\n- package: dbt-labs/codegen\n  version: 0.13.1\n"
    )
    git = ("--git", "https://example.org/syndrome.git", "--revision", "v0.2.0")
    assert invoke("init", "--into", mercy, "--yes", *git).exit_code == 0
    assert not (mercy / "syndrome_sql").exists()
    assert yaml.safe_load((mercy / "packages.yml").read_text())["packages"] == [
        {
            "git": "https://example.org/syndrome.git",
            "subdirectory": "macros",
            "revision": "v0.2.0",
        },
        {"package": "dbt-labs/codegen", "version": "0.13.1"},
    ]
    assert "has all" in invoke("init", "--into", mercy, "--yes", *git).stdout


@pytest.mark.parametrize(
    "written", ["vars: {fiscal_start: 7}\n", "vars: &all\n    a: 1\nb: *all\n"]
)
def test_a_file_that_nothing_can_be_added_to_is_left_alone(mercy, written):
    path = mercy / "dbt_project.yml"
    path.write_text(re.sub("vars:\n    fiscal_start: 7\n", lambda _: written, PROJECT))
    before = files_of(mercy)
    done = invoke("init", "--into", mercy, "--yes")
    assert done.exit_code == 2
    assert "ESS306" in done.stderr
    assert files_of(mercy) == before


def test_a_layer_of_no_name_is_refused(mercy):
    done = invoke("init", "--into", mercy, "--layers", "evidense")
    assert done.exit_code == 2
    assert "evidence" in done.stderr
