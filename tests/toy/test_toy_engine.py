"""An engine that is registered, and nothing else, works wherever engines do."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing

import pytest

from tests.golden.files import golden_files
from tests.library.asking import classified, expected, of_field
from tests.toy.sqlite import SQLite, SQLiteEngine
from transpiler.definition import Definition, Part, fold
from transpiler.dialects import UnsupportedByDialect, get_dialect, open_engine, registry
from transpiler.emitting import to_sql
from transpiler.meaning import matches
from transpiler.parsing import parse_query
from transpiler.probing import probe_visits

QUERIES = [
    "(,^fall^,or,^fell^,),andnot,(,^fallopian^,or,^fell asleep^,)",
    "^;W19^,and,(,^É^,or,^cough ^,)",
    "^;T7[46]5^,or,^sex traf^",
    "ISNULL,or,ISBLANK,or,^a",
    "^5\\'^",  # the backslash is written by its number
]
REGEX = "^a[b-z]c[b-z]^"

RUN = """
import sys
from tests.toy.sqlite import SQLite
from transpiler.dialects import registry
registry._REGISTERED["sqlite"] = SQLite()
from transpiler.cli.main import main
main()
"""


@pytest.fixture
def sqlite(monkeypatch):
    monkeypatch.setitem(registry._REGISTERED, "sqlite", SQLite())
    with closing(open_engine("sqlite")) as engine:
        assert isinstance(engine, SQLiteEngine)
        yield engine


def definitions():
    return [
        of_field(parse_query_as_definition(query), f"query_{at}")
        for at, query in enumerate(QUERIES)
    ]


def parse_query_as_definition(query):
    return Definition(parts=(Part((), parse_query(query)),))


def test_it_says_what_the_evaluator_says(sqlite):
    for definition in definitions():
        visits = [
            visit
            for visit in probe_visits(definition)
            if all(value is None or sqlite.can_store(value) for value in visit.values())
        ]
        assert {matches(definition, visit) for visit in visits} == {True, False}
        sqlite.load(
            "visits",
            [("n", "integer"), ("ccdd_parsed", "text")],
            [(at, visit.get("ccdd_parsed")) for at, visit in enumerate(visits)],
        )
        dialect = get_dialect("sqlite")
        small = dialect.fold(dialect.column("ccdd_parsed")).sql(dialect=dialect.sqlglot)
        folded = f"(select n, {small} as ccdd_parsed from visits) as visits"
        flag = to_sql(definition, "sqlite", folded=True)
        rows = sqlite.query(f"select {flag} as is_match from {folded} order by n")
        assert [row[0] for row in rows] == [matches(definition, visit) for visit in visits]


def test_what_it_cannot_say_is_refused(sqlite):
    with pytest.raises(UnsupportedByDialect, match="ESS203"):
        to_sql(parse_query_as_definition(REGEX), "sqlite", "words", folded=True)


@pytest.mark.parametrize("keeps_tokens", [False, True])
def test_it_classifies_by_a_library(sqlite, keeps_tokens):
    library = definitions()
    texts = [
        visit["ccdd_parsed"]
        for definition in library
        for visit in probe_visits(definition)
        if visit.get("ccdd_parsed") and sqlite.can_store(visit["ccdd_parsed"])
    ]
    visits = [{"ccdd_parsed": fold(text)} for text in dict.fromkeys(texts)]
    found = classified(sqlite, library, visits, keeps_tokens=keeps_tokens)
    assert found == expected(library, visits)
    assert len({name for _, name, *_ in found}) == len(library)


def test_golden_files_show_it(sqlite):
    files = golden_files()
    assert any("sqlite" in name for name in files)
    assert any("INSTR" in text for name, text in files.items() if "sqlite" in name)


def run(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "HOME": "/tmp", "NO_COLOR": "1"},
    )


def test_the_command_line_knows_it(pytestconfig, tmp_path):
    file = tmp_path / "v1.yml"
    file.write_text(
        "name: fall\nversion: 1\ntitle: Falls\nfields: [ccdd_parsed]\n"
        f"query: |\n  {QUERIES[0]}\n"
        "examples:\n  matches: ['FELL FROM LADDER | ;W11XXXA;']\n"
    )
    top = pytestconfig.rootpath
    said = run(top, "sql", str(file), "--dialect", "sqlite", "--expression")
    assert "ESS203" in said.stderr, "a column that is not folded cannot be asked"
    verified = run(top, "verify", str(file), "--engine", "sqlite", "--format", "json")
    assert verified.returncode == 0, verified.stderr
    (found,) = json.loads(verified.stdout)["definitions"]
    assert (found["lane"], found["disagreeing"]) == ("sqlite", 0)
    assert found["compared"] > 50
    explained = run(top, "explain", str(file))
    assert explained.returncode == 0, explained.stderr


def test_a_project_compiles_for_it(pytestconfig, tmp_path):
    top = pytestconfig.rootpath
    assert run(top, "init", str(tmp_path / "p")).returncode == 0
    for file in (tmp_path / "p" / "definitions").glob("*/*.yml"):
        file.unlink()
    folder = tmp_path / "p" / "definitions" / "fall"
    folder.mkdir()
    (folder / "v1.yml").write_text(
        f"name: fall\nversion: 1\ntitle: Falls\nfields: [ccdd_parsed]\nquery: |\n  {QUERIES[0]}\n"
    )
    done = run(top, "compile", "--project-dir", str(tmp_path / "p"), "--shape", "library")
    assert done.returncode == 0, done.stdout + done.stderr
    models = (tmp_path / "p" / "models" / "classification").glob("*.sql")
    said = {path.name for path in models if "target.type == 'sqlite'" in path.read_text()}
    assert {"syndrome_fall_v1.sql", "int_library_matches.sql"} <= said
