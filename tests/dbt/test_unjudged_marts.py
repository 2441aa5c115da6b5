"""A published table that the model of what readers know does not describe is refused."""

from __future__ import annotations

import pytest
import yaml

from tests.dbt.small import define, small_project
from transpiler.dbt import DbtError, build, compile_project
from transpiler.definition import DefinitionError

MORE = "select definition, count(*) as more from {{ ref('rpt_syndrome_trends') }} group by 1"


@pytest.fixture
def project(tmp_path):
    made = small_project(tmp_path / "project")
    titled = {"name": "fall", "version": 1, "title": "Fall", "fields": ["ccdd_parsed"]}
    define(made, titled, "^fall^")
    return made


def describe(project, model):
    path = project / "models" / "_more.yml"
    path.write_text(yaml.safe_dump({"version": 2, "models": [model]}), encoding="utf-8")
    return path


PUBLISHED = {"meta": {"sensitivity": "N"}}


@pytest.mark.parametrize("placed", [{"config": PUBLISHED}, PUBLISHED])
def test_compile_refuses_a_published_model_that_is_new(project, placed):
    path = describe(project, {"name": "rpt_more", **placed})
    with pytest.raises(DefinitionError) as error:
        compile_project(project)
    ((found),) = error.value.diagnostics
    assert (found.code, found.path) == ("ESS314", str(path))
    assert "rpt_more" in found.message
    path.unlink()
    compile_project(project)


def test_compile_refuses_a_column_that_is_new(project):
    model = {"name": "rpt_syndrome_ppv", "columns": [{"name": "reviewed_visits"}]}
    describe(project, {**model, "config": PUBLISHED})
    with pytest.raises(DefinitionError, match=r"rpt_syndrome_ppv\.reviewed_visits"):
        compile_project(project)


def test_no_other_model_is_built_in_the_schema_of_published_tables(project):
    compile_project(project)
    path = project / "models" / "rpt_more.sql"
    path.write_text("{{ config(schema='mart') }}" + MORE, encoding="utf-8")
    with pytest.raises(DbtError, match="ESS613"):
        build(project, select=["rpt_more"])
    # where readers are not, it is the user's own
    path.write_text(MORE, encoding="utf-8")
    with pytest.raises(DbtError, match="rpt_more"):  # its parent was not built
        build(project, select=["rpt_more"])
