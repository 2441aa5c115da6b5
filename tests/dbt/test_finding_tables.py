"""Where the tables of a built project are looked for, with dbt's record of its run or without."""

import json
from pathlib import Path

import pytest

from transpiler.dbt import find_tables
from transpiler.definition import DefinitionError
from transpiler.resources import data_path

DATABASE = Path("syndrome.duckdb")
MODELS = (
    *("dim_syndrome_definitions", "rpt_syndrome_trends", "rpt_syndrome_ppv"),
    *("fct_published_trends", "int_trend_visits"),
)
OWN_VARS = """\
name: mercy
vars:
  syndrome_prefix: ed_
  syndrome_schemas: {restricted: held, mart: public_health}
"""


def record(project, mart, restricted, *, adapter="duckdb", target="target"):
    """Write what dbt would have of a run in which each relation had a name of its own."""
    nodes = {}
    for model in MODELS:
        is_generated = model.startswith("dim_")
        identifier = f"model.mercy.ed_{model}" if is_generated else f"model.syndrome_sql.{model}"
        schema = mart if model.startswith(("rpt_", "dim_")) else restricted
        nodes[identifier] = {"schema": schema, "alias": f"a_{model}"}
    nodes["model.mercy.rpt_syndrome_trends"] = {"schema": "theirs", "alias": "theirs"}
    values = {
        "metadata": {"adapter_type": adapter, "project_name": "mercy"},
        "nodes": nodes,
    }
    (project / target).mkdir()
    (project / target / "manifest.json").write_text(json.dumps(values), encoding="utf-8")


@pytest.fixture
def mercy(tmp_path):
    (tmp_path / "dbt_project.yml").write_text(OWN_VARS, encoding="utf-8")
    return tmp_path


def test_without_a_project_it_is_that_of_init(tmp_path):
    assert find_tables(tmp_path, DATABASE) == {
        name: (
            "surveillance_mart" if name.startswith(("rpt_", "dim_")) else "surveillance_restricted",
            name,
        )
        for name in MODELS
    }


def test_the_last_run_says_where_they_are(mercy):
    record(mercy, "open", "closed")
    found = find_tables(mercy, DATABASE)
    assert found == find_tables(mercy, DATABASE, "open")
    assert found == {
        name: ("open" if name.startswith(("rpt_", "dim_")) else "closed", f"a_{name}")
        for name in MODELS
    }


def test_the_record_stands_where_dbt_was_told_to_write_it(mercy, monkeypatch):
    record(mercy, "open", "closed", target="elsewhere")
    assert find_tables(mercy, DATABASE)["rpt_syndrome_trends"][0] != "open"
    monkeypatch.setenv("DBT_TARGET_PATH", "elsewhere")
    assert find_tables(mercy, DATABASE)["rpt_syndrome_trends"][0] == "open"


@pytest.mark.parametrize("spoil", ["adapter", "text", "shape"])
def test_without_a_record_of_duckdb_the_vars_say_it(mercy, spoil):
    record(mercy, "open", "closed", adapter="postgres" if spoil == "adapter" else "duckdb")
    if spoil != "adapter":
        text = "{" if spoil == "text" else '{"metadata": [], "nodes": 1}'
        (mercy / "target/manifest.json").write_text(text, encoding="utf-8")
    found = find_tables(mercy, DATABASE, "mercy__public_health")
    assert found["rpt_syndrome_trends"] == ("mercy__public_health", "ed_rpt_syndrome_trends")
    assert found["fct_published_trends"] == ("mercy__held", "ed_fct_published_trends")
    assert find_tables(mercy, DATABASE)["rpt_syndrome_ppv"][0] == "surveillance_public_health"


@pytest.mark.parametrize(
    "schema", ["surveillance_restricted", "closed", "main", "surveillance_mart"]
)
def test_a_schema_that_is_not_of_published_tables_is_refused(mercy, schema):
    for is_recorded in (False, True):
        if is_recorded:
            record(mercy, "open", "closed")
        with pytest.raises(DefinitionError) as caught:
            find_tables(mercy, DATABASE, schema)
        (found,) = caught.value.diagnostics
        assert (found.code, found.path) == ("ESS321", str(DATABASE))
        assert schema in found.message


def test_a_record_in_which_keys_stand_among_them_is_refused(mercy):
    record(mercy, "all", "all")
    with pytest.raises(DefinitionError, match="the schema all is not one of published tables"):
        find_tables(mercy, DATABASE)


def test_it_knows_where_each_model_asks_to_stand(tmp_path):
    found = find_tables(tmp_path, DATABASE)
    for path in (data_path("macros") / "models").rglob("*.sql"):
        if path.stem in found:
            kind = found[path.stem][0].removeprefix("surveillance_")
            assert f"stands_in('{kind}')" in path.read_text(encoding="utf-8")
