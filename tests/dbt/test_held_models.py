"""What protects a definition travels with its model into projects of another style."""

from __future__ import annotations

import shutil

import pytest
import yaml

from tests.dbt.conftest import TARGETS
from transpiler.dbt import DbtError, compile_project
from transpiler.dbt.policy import SEED
from transpiler.dbt.run import run_dbt
from transpiler.resources import data_path

VISITS = """\
{{{{ config(materialized='table') }}}}
select {key} as visit_id, 'fall |' as ccdd_parsed, current_timestamp as updated_at
"""
HASHED = "'" + "0123456789abcdef" * 4 + "'"

SCHEMAS = """\
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ target.schema if IS_ORDINARY else target.schema ~ '__' ~ custom_schema_name }}
{%- endmacro %}
"""

DEFINITION = {
    "name": "fall",
    "version": 1,
    "title": "Fall",
    "policy": "no_case_finding",
    "fields": ["ccdd_parsed"],
    "query": "^fall^,andnot,^car^",
}


@pytest.fixture(params=TARGETS)
def warehouse(request, open_target):
    """Where the project is built, a target of each kind."""
    if request.param == "bigquery" and not request.config.getoption("--long"):
        pytest.skip("the endpoint of BigQuery is asked in long runs")
    return open_target(request.param)


@pytest.fixture
def project(tmp_path):
    """A project of somebody's own style: other folders and names, other names of schemas."""
    project = tmp_path / "mercy"
    files = {
        "dbt_project.yml": {
            "name": "mercy_analytics",
            "profile": "syndrome_surveillance",
            "model-paths": ["transform"],
            "seed-paths": ["data", "transform"],
            "macro-paths": ["jinja"],
            "models": {"syndrome_sql": {"+enabled": False}},  # its macros alone
        },
        "packages.yml": {"packages": [{"local": "vendored"}]},
        "transform/groups.yml": {
            "groups": [{"name": "syndrome_surveillance", "owner": {"name": "Ann"}}]
        },
        "definitions/fall/v1.yml": DEFINITION,
    }
    for name, values in files.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(yaml.safe_dump(values), encoding="utf-8")
    (project / "data").mkdir()
    shutil.copy(data_path("dbt_project") / SEED, project / "data")
    shutil.copytree(data_path("macros"), project / "vendored")
    (project / "jinja").mkdir()
    matches = "{{ config(materialized='view', group='syndrome_surveillance', access='private') }}\n"
    matches += "select visit_id, definition, version from {{ ref('int_syndrome_classification') }}"
    (project / "transform" / "fct_syndrome_matches.sql").write_text(matches, encoding="utf-8")
    hashed(project)
    schemas(project, "custom_schema_name is none")
    compile_project(project)
    run_dbt(["deps", "--project-dir", str(project), "--profiles-dir", str(project), "--quiet"])
    return project


def hashed(project, key=HASHED):
    path = project / "transform" / "syndrome_visits.sql"
    path.write_text(VISITS.format(key=key), encoding="utf-8")


def schemas(project, is_ordinary):
    path = project / "jinja" / "schemas.sql"
    path.write_text(SCHEMAS.replace("IS_ORDINARY", is_ordinary), encoding="utf-8")


def build(project, warehouse, schema):
    warehouse.dbt(project, "run", "--select", "+syndrome_fall_v1", schema=schema)


def stands_in(warehouse, schema):
    try:
        warehouse.query(f"select count(*) from {schema}.syndrome_fall_v1")
    except Exception:  # each engine has an error of its own
        return False
    return True


def test_hashed_keys_stand_in_the_restricted_schema_of_another_project(project, warehouse):
    build(project, warehouse, "ann")
    assert stands_in(warehouse, "ann__restricted")
    assert not stands_in(warehouse, "ann")


@pytest.mark.parametrize(
    "key", ["'1001'", "1001", "'2025.01.01.20444_P1'", f"upper({HASHED})", "repeat('g', 64)"]
)
def test_keys_that_are_not_hashed_are_never_a_view(project, warehouse, key):
    hashed(project, key)
    with pytest.raises(DbtError, match=r"ESS313: the keys of .* are not hashed"):
        build(project, warehouse, "open_keys")
    assert not stands_in(warehouse, "open_keys__restricted")


def test_the_ordinary_schema_never_has_the_view(project, warehouse):
    schemas(project, "true")
    with pytest.raises(DbtError, match="ESS313: syndrome_fall_v1 would stand in the ordinary"):
        build(project, warehouse, "ordinary")
    assert not stands_in(warehouse, "ordinary")


def test_a_standard_definition_is_not_held_to_hashed_keys(project):
    path = project / "definitions" / "fall" / "v1.yml"
    path.write_text(yaml.safe_dump({**DEFINITION, "policy": "standard"}), encoding="utf-8")
    compile_project(project)
    text = (project / "transform/classification/syndrome_fall_v1.sql").read_text(encoding="utf-8")
    assert "refuse_exposure" not in text
    assert "schema=syndrome_sql.schema_of('restricted')" in text
