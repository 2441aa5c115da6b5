"""A project of another style gets to a tested flag by docs/existing-project.md."""

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from transpiler.cli import main
from transpiler.dbt import DbtError
from transpiler.dbt.project import GROUP, NEEDED_MODELS
from transpiler.dbt.run import run_dbt
from transpiler.disclosure import MARTS
from transpiler.resources import data_path

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
    cast(
        {{ dbt.dateadd('day', 'mod(n, 120)', "cast('2025-01-06' as date)") }} as date
    ) as arrival_day,
    case when mod(n, 5) = 0 then 'Fever and cough' else 'Fell off ladder' end as complaint,
    case when mod(n, 5) = 0 then 'R50.9; R05.9' else 'W11.XXXA' end as icd
from numbers
"""
FLAGS = "select definition, version, count(*) from {} group by 1, 2"
FLAGS_HERE = FLAGS.format("mercy__restricted.fct_syndrome_matches")
FLAGS_ELSEWHERE = FLAGS.format("mercy__held.ed_fct_syndrome_matches")


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


def follow_the_page(project, target, *options, flags=FLAGS_HERE):
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
    return target.query(flags)


@pytest.mark.parametrize(
    ("name", "layers"),
    [
        ("duckdb", "classification"),
        ("duckdb", "evidence"),
        pytest.param("duckdb", "trends", marks=pytest.mark.slow),
        pytest.param("duckdb", "evidence,trends", marks=pytest.mark.slow),
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
    added = yaml.safe_load(done.stderr.partition("or add yourself: ")[2])
    assert added["vars"]["syndrome_source"] == "plain"
    assert added["seed-paths"] == ["data", "transform"]
    assert "fiscal_start" not in added["vars"]
    assert files_of(mercy) == before


def test_a_layer_of_no_name_is_refused(mercy):
    done = invoke("init", "--into", mercy, "--layers", "evidense")
    assert done.exit_code == 2
    assert "evidence" in done.stderr


def macros_of_the_package():
    """The names of its macros, but for those that a project may have its own of: dbt's dispatch."""
    for path in data_path("macros").rglob("*.sql"):
        for name in re.findall(r"\{%-? *(?:macro|test) (\w+)", path.read_text(encoding="utf-8")):
            if "__" not in name:
                yield name


def take_names(project, models=()):
    """Give a project models, macros and groups of its own that have the package's names."""
    groups = [{"name": name, "owner": {"name": "Ann"}} for name in ("surveillance", GROUP)]
    theirs = (
        "{{% macro {0}() %}}{{{{ exceptions.raise_compiler_error('theirs') }}}}{{% endmacro %}}"
    )
    files = {
        "transform/own/groups.yml": yaml.safe_dump({"groups": groups}),
        "jinja/theirs.sql": "\n".join(map(theirs.format, macros_of_the_package())),
        **{f"transform/own/{name}.sql": "select 1 as theirs" for name in models},
    }
    (project / "transform/own").mkdir()
    for name, text in files.items():
        (project / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", ["duckdb", pytest.param("postgres", marks=pytest.mark.slow)])
def test_whatever_names_they_have_ours_are_read_and_theirs_stay(
    mercy, open_target, monkeypatch, name
):
    monkeypatch.setenv("SYNDROME_VISIT_KEY_SECRET", "b7d1f0c35e9a8264cc10")
    taken = {path.stem for path in (data_path("macros") / "models").rglob("*.sql")}
    taken -= {*NEEDED_MODELS}
    take_names(mercy, taken)
    path = mercy / "dbt_project.yml"
    schemas = "vars:\n    syndrome_schemas: {restricted: held, mart: public_health}\n"
    path.write_text(PROJECT.replace("vars:\n", schemas), encoding="utf-8")
    target = open_target(name)
    tables = (
        "select table_schema, table_name from information_schema.tables"
        " where table_schema like 'mercy%' and table_name not like 'visit_key_%'"
    )
    # the other tests build in the same database
    before = set(target.query(tables))
    found = follow_the_page(mercy, target, "--prefix", "ed_", flags=FLAGS_ELSEWHERE)
    assert found == [("fever_and_cough", 1, 720)]
    stands = set(target.query(tables)) - before
    assert [table for _, table in stands if not table.startswith("ed_")] == []
    assert {schema for schema, _ in stands} == {
        "mercy__held",
        "mercy__review",
        "mercy__public_health",
    }
    published = {table for schema, table in stands if schema == "mercy__public_health"}
    assert published == {f"ed_{mart}" for mart in MARTS}
    ((one,),) = target.query("select theirs from ann.rpt_validation")
    assert one == 1
    if name == "duckdb":
        monkeypatch.setenv("DBT_TARGET_PATH", "target/duckdb")  # where the tests have it written
        read_what_is_published(mercy, target)


def read_what_is_published(project, target):
    """Report on and attack a project in which no table has the name of its model."""
    target.query("checkpoint")
    copied = project / "copied.duckdb"  # dbt keeps its own open
    copied.write_bytes(Path(target.output("ann")["path"]).read_bytes())
    where = ("--project-dir", project, "--database", copied)
    reported = invoke("report", *where, "--output", project / "report.html")
    assert reported.exit_code == 0, reported.output
    page = (project / "report.html").read_text(encoding="utf-8")
    assert "mercy__public_health" in page
    assert "ed_rpt_syndrome_trends" in page
    attacked = invoke("attack", *where)
    assert attacked.exit_code == 0, attacked.output
    assert not attacked.stdout.startswith("0 published cells")
    assert "there is no table" not in attacked.output


def test_a_test_of_ours_never_runs_on_a_model_of_theirs(mercy, open_target, monkeypatch):
    monkeypatch.setenv("SYNDROME_VISIT_KEY_SECRET", "b7d1f0c35e9a8264cc10")
    target = open_target("duckdb")
    follow_the_page(mercy, target)
    take_names(mercy, ["int_recurrence"])
    # where dbt remembers the last parse it stops by itself, with an error of its own
    with pytest.raises(DbtError, match="ESS614: the model int_recurrence of mercy_analytics"):
        target.dbt(mercy, "build", "--no-partial-parse", schema="ann")


@pytest.mark.parametrize(
    ("file", "options", "name"),
    [
        ("transform/own/syndrome_visits.sql", (), "syndrome_visits"),
        ("data/reviewer_labels.csv", (), "reviewer_labels"),
        ("data/syndrome_terms.csv", (), "syndrome_terms"),
        ("transform/dim_syndrome_definitions.sql", (), "dim_syndrome_definitions"),
        ("snapshots/ed_int_syndrome_vetoed.sql", ("--prefix", "ed_"), "ed_int_syndrome_vetoed"),
    ],
)
def test_a_name_that_is_needed_and_taken_is_refused(mercy, file, options, name):
    (mercy / file).parent.mkdir(exist_ok=True)
    (mercy / file).write_text("select 1 as one", encoding="utf-8")
    before = files_of(mercy)
    done = invoke("init", "--into", mercy, "--yes", *options)
    assert done.exit_code == 2
    assert "ESS306" in done.stderr
    assert file in done.stderr
    assert f"needs the name {name} itself" in done.stderr
    assert files_of(mercy) == before


def test_a_name_is_taken_only_where_its_layer_is_chosen_and_its_prefix_is_the_same(mercy):
    (mercy / "data/reviewer_labels.csv").write_text("a\n1\n", encoding="utf-8")
    (mercy / "transform/dim_syndrome_definitions.sql").write_text("select 1", encoding="utf-8")
    options = ("--layers", "evidence", "--prefix", "ed_")
    assert invoke("init", "--into", mercy, "--yes", *options).exit_code == 0
    assert (
        yaml.safe_load((mercy / "dbt_project.yml").read_text())["vars"]["syndrome_prefix"] == "ed_"
    )
    other = invoke("init", "--into", mercy, "--yes", "--layers", "evidence", "--prefix", "er_")
    assert "its prefix is ed_ already" in other.stderr


@pytest.mark.parametrize("prefix", ["Ed_", "1_", "a b", "'; drop", "x" * 21])
def test_a_prefix_that_no_name_can_have_is_refused(mercy, prefix):
    done = invoke("init", "--into", mercy, "--yes", "--prefix", prefix)
    assert done.exit_code == 2
    assert "ESS307" in done.stderr


def test_every_model_of_the_package_says_where_it_stands():
    for path in (data_path("macros") / "models").rglob("*.sql"):
        text = path.read_text(encoding="utf-8")
        assert len(re.findall(r"syndrome_sql\.stands_in\('(restricted|review|mart)'\)", text)) == 1
        is_published = "stands_in('mart')" in text
        assert is_published == (path.stem in MARTS), path.name
