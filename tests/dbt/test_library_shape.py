"""A project compiled in both shapes: the same matches, row for row."""

from __future__ import annotations

import json
import shutil
from collections import Counter

import pytest

from tests.dbt.conftest import HOSTILE, TARGETS, write_seed
from tests.dbt.small import define, define_asking, small_project, visit
from tests.library.asking import expected
from transpiler.dbt import DbtError, Shape, compile_project
from transpiler.dbt import library as library_module
from transpiler.dbt.shape import LEAST_DEFINITIONS, LEAST_TERMS, choose_shape
from transpiler.dialects import DIALECTS
from transpiler.parsing import find_definitions, load_definition
from transpiler.resources import data_path

MATCHES = "select visit_id, definition, version from {}_restricted.fct_syndrome_matches"
VETOED = """
select visit_id, definition, version, content_hash
from {}_restricted.int_syndrome_vetoed
where visit_id is not null or updated_at is not null
"""
EVIDENCE = """
select
    visit_id, definition, version, is_match, part, field, clause, term, is_negation, is_code,
    content_hash
from {}_review.fct_syndrome_evidence
"""
TABLES = (MATCHES, VETOED, EVIDENCE)

SHIPPED = ("cdc_suspected_sex_trafficking", "fever_and_cough")

MORE = {
    "two_fields": "(,^fever^,and,^cough^,),andnot,(,^den[iy]^,or,^no fever^,)",
    "words_and_edges": "!fall!,or,^ a ^,or,^;w1[0-9]^,or,^pain |^",
    "missing": "ISNULL,or,^xyz^",
    "everything": "^",
    "contradiction": "ISNULL,and,^fever^",
}
"""Definitions that go every way there is: by literals, by none, by every visit and by no visit."""

ASKING = {
    "asks_as_parts": (
        {"fields": ["ccdd_parsed"], "query": "^pain^,or,^fever^"},
        {"definition": "two_fields/v1", "negated": True},
    ),
    "asks_by_name": (
        {
            "fields": ["ccdd_category"],
            "query": "^;two fields;^,or,^;words and edges v1;^,andnot,^;asks as parts;^",
        },
        {"fields": ["ccdd_parsed", "chief_complaint_history"], "query": "^,andnot,^cough^"},
    ),
}
"""Definitions that ask others."""

FIELDS = {
    "two_fields": {
        "fields": ["ccdd_parsed", "chief_complaint_history"],
        "filters": {"age": {"min": 5}, "sex": ["F"]},
    },
    "missing": {"fields": ["triage_notes"]},
}


def build(target, project, schema):
    kinds = ("--resource-type", "seed", "--resource-type", "model")
    wanted = ("+fct_syndrome_matches", "+fct_syndrome_evidence")
    target.dbt(project, "build", "--select", *wanted, *kinds, schema=schema)


def tables(target, schema):
    """Return the rows of each of `TABLES`."""
    return [Counter(target.query(table.format(schema))) for table in TABLES]


def compile_anew(project):
    """Compile what has been compiled before, which a change of the compiler's own bounds needs."""
    shutil.rmtree(project / "target" / "syndrome", ignore_errors=True)
    compile_project(project, shape=Shape.LIBRARY)


@pytest.fixture(scope="module")
def library(tmp_path_factory, visits):
    """A project of few definitions that are not alike, over generated visits."""
    project = small_project(tmp_path_factory.mktemp("library") / "project")
    for name in SHIPPED:
        folder = data_path("dbt_project") / "definitions" / name
        shutil.copytree(folder, project / "definitions" / name)
    query = HOSTILE["query"]
    define(project, {key: text for key, text in HOSTILE.items() if key != "query"}, query)
    for name, query in MORE.items():
        title = name.replace("_", " ")
        known = {"name": name, "version": 1, "title": title, "fields": ["ccdd_parsed"]}
        define(project, {**known, **FIELDS.get(name, {})}, query)
    for name, parts in ASKING.items():
        define_asking(project, name, *parts)
    write_seed(project, visits)
    return project


@pytest.mark.parametrize("name", TARGETS)
def test_both_shapes_find_the_same(open_target, library, name):
    target = open_target(name)
    found = {}
    for shape in Shape:
        assert compile_project(library, shape=shape).shape is shape
        build(target, library, shape.value)
        found[shape] = tables(target, shape.value)
    matched, vetoed, evidence = (
        {row[1] for row in rows if row[0] is not None} for rows in found[Shape.SIMPLE]
    )
    assert matched >= {*SHIPPED, *MORE, *ASKING} - {"contradiction"}
    assert vetoed >= {"cdc_suspected_sex_trafficking", *ASKING}
    assert evidence >= {*SHIPPED, *ASKING, "two_fields"}
    assert found[Shape.LIBRARY] == found[Shape.SIMPLE]


@pytest.mark.parametrize("name", ["duckdb", "postgres"])
def test_a_divided_library_finds_the_same(open_target, library, name, monkeypatch):
    target = open_target(name)
    found = {}
    for most_terms in (library_module._MOST_TERMS, 20):
        monkeypatch.setattr(library_module, "_MOST_TERMS", most_terms)
        compile_anew(library)
        schema = f"divided_{most_terms}"
        build(target, library, schema)
        found[most_terms] = tables(target, schema)
    models = {path.stem for path in (library / "models" / "classification").glob("*.sql")}
    assert {"int_library_matches", "int_library_matches_2", "int_library_matches_3"} <= models
    assert not {"int_library_texts_2", "int_library_tokens_2"} & models
    whole, divided = found.values()
    assert divided == whole
    assert whole


def test_no_statement_is_longer_than_an_engine_reads(library, monkeypatch):
    """A library of many definitions is divided; one definition alone is refused if it is longer."""
    monkeypatch.setattr(library_module, "_FILLED", 0.009)
    compile_anew(library)
    most = 0.009 * DIALECTS["bigquery"].limits.query_length
    models = (library / "models" / "classification").glob("int_library_matches*.sql")
    sizes = []
    for model in models:
        _, _, sql = model.read_text("utf-8").partition("target.type == 'bigquery'")
        sizes.append(len(sql.partition("{%- else %}")[0].encode()))
    assert len(sizes) > 1
    assert max(sizes) <= most


def test_every_column_is_described(open_target, library):
    target = open_target("duckdb")
    compile_project(library, shape=Shape.LIBRARY)
    build(target, library, "library")
    columns = target.query(
        "select table_name, column_name from information_schema.columns"
        " where table_schema = 'library_restricted' and table_name like 'int_library%'"
    )
    manifest = json.loads((library / "target" / "duckdb" / "manifest.json").read_text("utf-8"))
    described = {
        (node["name"], column["name"])
        for node in manifest["nodes"].values()
        if node["name"].startswith("int_library") and node["description"]
        for column in node["columns"].values()
        if column["description"]
    }
    assert len(described) > 30
    assert set(columns) == described


def test_the_models_are_built_together(open_target, library):
    compile_project(library, shape=Shape.LIBRARY)
    target = open_target("duckdb")
    with pytest.raises(DbtError, match="int_library_matches"):
        target.dbt(library, "run", "--select", "int_library_matches")
    results = json.loads((library / "target" / "duckdb" / "run_results.json").read_text("utf-8"))
    (message,) = [found["message"] for found in results["results"] if found["status"] == "error"]
    assert "ESS605: int_library_matches is built together with int_library_texts" in message


def test_many_changed_definitions_are_asked_anew_at_once(tmp_path, open_target):
    target = open_target("duckdb")
    project = small_project(tmp_path / "many")

    def define_as(query, numbers):
        for number in numbers:
            known = {"name": f"d{number}", "version": 1, "fields": ["ccdd_parsed"]}
            define(project, {**known, "title": f"Number {number}"}, query)

    def run(*visits):
        write_seed(project, visits)
        compile_project(project, shape=Shape.LIBRARY)
        build(target, project, "many")
        found = {
            model: Counter(
                target.query(
                    f"select facility_id, definition from many_restricted.{model} as found"
                    " inner join many_restricted.syndrome_visits as visits"
                    " on found.visit_id = visits.visit_id"
                )
            )
            for model in ("fct_syndrome_matches", "int_syndrome_vetoed")
        }
        wanted = expected(
            list(map(load_definition, find_definitions([project / "definitions"]))),
            [one._asdict() for one in visits],
        )
        for model, is_match in (("fct_syndrome_matches", True), ("int_syndrome_vetoed", False)):
            assert found[model] == Counter(
                (visits[at].facility_id, name) for at, name, _, told in wanted if told is is_match
            )

    marks = (
        "select visit_id, updated_at from many_restricted.int_syndrome_classification"
        " where definition = 'd0' and visit_id is not null"
    )
    known = [
        visit("one", "FEVER |", arrived=0),
        visit("two", "COUGH |", arrived=1),
        visit("three", "DENIES FEVER |", arrived=1),
    ]
    define_as("^fever^,andnot,^denies^", range(12))
    parts = [{"fields": ["ccdd_parsed"], "query": "^e^"}, {"definition": "d1/v1", "negated": True}]
    define_asking(project, "asking", *parts)
    by_name = {"fields": ["syndrome"], "query": "^;asking;^,or,^;Number 2;^"}
    define_asking(project, "asking_by_name", by_name)
    run(*known)
    before = target.query(marks)
    define_as("^cough^,andnot,^denies^", range(1, 12))
    known.append(visit("four", "FEVER AND COUGH |", arrived=30))
    run(*known, visit("five", "DENIES COUGH |", arrived=30))
    assert len(before) == 1
    assert set(before) < set(target.query(marks))
    define_as("^denies^,andnot,^fever^", [1])
    run(*known, visit("five", "DENIES COUGH |", arrived=30), visit("six", "DENIES |", arrived=40))


def test_the_shape_is_that_of_the_last_compile(library):
    models = library / "models" / "classification"
    compile_project(library, shape=Shape.LIBRARY)
    again = compile_project(library, shape=Shape.LIBRARY)
    assert (again.shape, again.is_stale) == (Shape.LIBRARY, False)
    assert (models / "int_library_matches.sql").is_file()
    kept = json.loads((library / "target" / "syndrome" / "compiled.json").read_text("utf-8"))
    assert kept["shape"] == "library"
    other = compile_project(library)
    assert (other.shape, other.is_stale) == (Shape.SIMPLE, True)
    assert not list(models.glob("*int_library*"))


def test_a_large_library_is_asked_at_once():
    assert choose_shape(None, LEAST_DEFINITIONS, LEAST_TERMS) is Shape.LIBRARY
    assert choose_shape(None, LEAST_DEFINITIONS - 1, LEAST_TERMS) is Shape.SIMPLE
    assert choose_shape(None, LEAST_DEFINITIONS, LEAST_TERMS - 1) is Shape.SIMPLE
    assert choose_shape(Shape.LIBRARY, 1, 1) is Shape.LIBRARY
    assert choose_shape(Shape.LIBRARY, 0, 0) is Shape.SIMPLE
