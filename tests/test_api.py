"""The public Python API, used as its documentation says."""

import doctest
import json
import os
from pathlib import Path

import duckdb
import pytest

import transpiler
import transpiler.api

REPOSITORY = Path(__file__).parents[1]
SST = REPOSITORY / "dbt_project/definitions/cdc_suspected_sex_trafficking/v1.yml"
CORPUS = Path(os.environ.get("SYNDROME_CORPUS", REPOSITORY.parent / "shared" / "corpus"))


def test_everything_exported_is_there():
    for name in transpiler.__all__:
        assert getattr(transpiler, name) is not None
    with pytest.raises(AttributeError):
        transpiler.absent  # noqa: B018


def test_the_examples_in_the_docstrings_hold():
    result = doctest.testmod(transpiler.api)
    assert result.attempted
    assert not result.failed


def test_precedence_decides_a_mixed_level():
    query = SST.read_text(encoding="utf-8").split("query: |\n  ")[1].split("\n")[0]
    text = "SUSPECTED TRAFFICKING | ;T7421XA;Z0441;"
    assert transpiler.parse(query).matches(text)
    assert not transpiler.parse(query, precedence="sequential").matches(text)


def test_a_loaded_definition_is_asked_and_rendered():
    definition = transpiler.load(SST)
    assert isinstance(definition, transpiler.Definition)
    assert definition.matches("SEX TRAFFICKING VICTIM | ;T7451XA;")
    assert definition.matches({"chief_complaint_history": "{1};sex trafficking;"})
    assert not definition.matches(None)
    assert definition.render() in SST.read_text(encoding="utf-8")
    vetoed = definition.evidence("REFERRED FROM URGENT CARE | ;T7451XA;")
    assert [match.term.text for veto in vetoed.vetoes for match in veto.matches] == ["^Car^"]


def test_repair_lists_what_it_changed():
    with pytest.raises(transpiler.DefinitionError):
        transpiler.parse("^a^ or ^b^")
    repaired = transpiler.parse("^a^ or ^b^", mode="repair")
    assert repaired.matches("b")
    (query,) = (part.query for part in repaired.parts)
    assert query.repairs
    assert transpiler.parse(repaired.render()).matches("b")


def test_a_bare_query_becomes_sql_of_one_column():
    definition = transpiler.parse("^fall^,andnot,^fallopian^")
    sql = transpiler.to_sql(definition, "duckdb", "complaint")
    rows = ["FALL", "fallopian fall", None, "", "fell"]
    with duckdb.connect() as connection:
        connection.execute("create table visits (complaint varchar)")
        connection.executemany("insert into visits values (?)", [[row] for row in rows])
        answers = connection.execute(f"select {sql} from visits").fetchall()
    assert [answer for (answer,) in answers] == [definition.matches(row) for row in rows]


def test_a_definition_becomes_sql_of_its_fields():
    definition = transpiler.load(SST)
    columns = {"chief_complaint_history": "history"}
    sql = transpiler.to_sql(definition, "duckdb", columns)
    visit = {"ccdd_parsed": "CARE | ;T7451XA;", "chief_complaint_history": "{1};sex trafficking;"}
    with duckdb.connect() as connection:
        connection.execute("create table visits (ccdd_parsed varchar, history varchar)")
        connection.execute("insert into visits values (?, ?)", list(visit.values()))
        assert connection.execute(f"select {sql} from visits").fetchone() == (True,)
    assert definition.matches(visit)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the published definitions are not here")
@pytest.mark.parametrize("precedence", ["tight", "sequential"])
def test_published_row_tests_hold(precedence):
    lines = (CORPUS / "conformance.jsonl").read_text(encoding="utf-8").splitlines()
    assert lines
    for case in map(json.loads, lines):
        expected = case["matches"]
        if precedence == "sequential" and case["matches_if_left_to_right"] is not None:
            expected = case["matches_if_left_to_right"]
        definition = transpiler.parse(case["query"], precedence=precedence)
        found = [label for label, text in case["rows"].items() if definition.matches(text)]
        assert found == expected, case["why"]
