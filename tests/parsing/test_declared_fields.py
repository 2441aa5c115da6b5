"""The fields that a project declares, and what is wrong with them."""

import pytest
import yaml

from transpiler.definition import DefinitionError, Layout
from transpiler.parsing import load_definition
from transpiler.parsing.declared_fields import declared_fields

DEFINITION = """\
name: causes
version: 1
title: Causes
fields: [%s, ccdd]
query: ^overdose^
examples: {matches: [{death_causes: an overdose}]}
"""


@pytest.fixture
def project(tmp_path):
    """Return what writes a project of those fields, and gives the path of its definition."""

    def written(fields, name="death_causes", within=None):
        variables = {"syndrome_fields": fields}
        own = {"name": "x", "vars": {within: variables} if within else variables}
        (tmp_path / "dbt_project.yml").write_text(yaml.safe_dump(own), encoding="utf-8")
        path = tmp_path / "definitions" / "causes" / "v1.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(DEFINITION % name, encoding="utf-8")
        return path

    return written


@pytest.mark.parametrize("within", [None, "syndrome_sql"])
def test_a_declared_field_is_known_by_its_layout(project, within):
    said = {"column": "COD_LITERAL", "layout": "list", "description": "As certified."}
    path = project({"death_causes": said, "notes": None}, within=within)
    found = declared_fields(path)
    assert [(one.essence_name, one.layout) for one in found.values()] == [
        ("COD_LITERAL", Layout.LIST),
        ("notes", Layout.RAW),
    ]
    (part,) = load_definition(path).parts
    assert part.declared == (found["death_causes"],)
    assert part.field("ccdd").essence_name == "CCDD"
    project({"death_causes": None})  # it is read anew when it changes
    assert load_definition(path).parts[0].declared[0].layout is Layout.RAW


def test_what_nobody_declared_is_refused_with_the_nearest(project):
    path = project({"death_causes": None}, name="deth_causes")
    with pytest.raises(
        DefinitionError, match=r"ESS106: unknown field 'deth_causes'\. Did you mean"
    ):
        load_definition(path)


@pytest.mark.parametrize(
    "fields",
    [
        ["death_causes"],
        {"Death": None},
        {"x y; drop": None},
        {"ccdd": None},
        {"sex": None},
        {"visit_id": None},
        {"death_causes": "COD"},
        {"death_causes": {"column": 5}},
        {"death_causes": {"colum": "COD"}},
        {"death_causes": {"layout": "parse"}},
    ],
    ids=str,
)
def test_a_field_that_is_declared_wrongly_is_refused(project, fields):
    with pytest.raises(DefinitionError, match="ESS111"):
        load_definition(project(fields))
