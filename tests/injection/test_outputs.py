"""Hostile texts in every place of a definition, through every command and format, stay texts."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest
import sqlglot
import sqlparse
from click.testing import CliRunner
from sqlparse.tokens import Comment

from tests.injection.hostile import (
    MIGHT_BE_A_PATH,
    SECRET,
    SECRET_VALUE,
    TEXTS,
    definition,
    inner,
    write,
)
from transpiler.cli import main
from transpiler.definition import Definition, DefinitionError, Part
from transpiler.definition.printing import printable
from transpiler.dialects import DIALECTS, get_dialect
from transpiler.emitting import to_select
from transpiler.meaning import matches
from transpiler.parsing import load_definition, parse_query, render_definition, write_definition

each_text = pytest.mark.parametrize("number", range(len(TEXTS)))


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    """A definition file for each hostile text."""
    folder = tmp_path_factory.mktemp("hostile")
    return [write(text, number, folder) for number, text in enumerate(TEXTS)]


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    """Definition files that have hostile names."""
    folder = tmp_path_factory.mktemp("names")
    return [write("a", at, folder, name=text) for at, text in enumerate(MIGHT_BE_A_PATH)]


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv(SECRET, SECRET_VALUE)

    def invoke(*arguments):
        result = CliRunner().invoke(main, list(map(str, arguments)))
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert SECRET_VALUE not in result.output
        shown = result.output.replace("\n", "")
        assert shown.isprintable(), printable(shown)
        return result

    return invoke


@each_text
def test_a_file_is_read_as_written_and_written_as_read(paths, tmp_path, number):
    text, found = TEXTS[number], load_definition(paths[number])
    wanted = definition(text, number)
    assert (found.title, found.description, found.source.url) == (text, text, text)
    assert dict(found.meta) == wanted["meta"]
    assert (found.repairs[0].before, found.ignores[0].reason) == (text, text)
    assert all(matches(found, example) for example in found.examples.matches)
    assert not any(matches(found, example) for example in found.examples.does_not_match)
    write_definition(found, tmp_path / "v1.yml")
    again = load_definition(tmp_path / "v1.yml")
    assert again == load_definition(tmp_path / "v1.yml")
    assert render_definition(again) == render_definition(found)


FORMATS: dict[str, tuple[str, ...]] = {
    "check": ("check", "--select", "SYN001"),
    "check as JSON": ("check", "--format", "json"),
    "check as SARIF": ("check", "--format", "sarif"),
    "check as annotations": ("check", "--format", "github"),
    "explain": ("explain",),
    "explain a text": ("explain", "--text", "A PLANTED"),
    "explain as JSON": ("explain", "--format", "json"),
    "list": ("list",),
    "list as JSON": ("list", "--format", "json"),
    "fmt": ("fmt", "--diff", "--check"),
}


@pytest.mark.parametrize("name", FORMATS)
def test_no_command_shows_more_than_text(paths, run, name):
    command, *options = FORMATS[name]
    for number, path in enumerate(paths):
        result = run(command, path, *options)
        assert result.exit_code in (0, 1), result.output
        if "json" in options or "sarif" in options:
            json.loads(result.stdout)
        if name in ("explain as JSON", "list as JSON"):
            assert _holds(json.loads(result.stdout), TEXTS[number])
        if "github" in options:
            *lines, totals = result.stdout.splitlines()
            assert re.fullmatch(r"0 errors, \d+ warnings?, \d+ notes?", totals)
            for line in lines:
                assert re.match(r"::(error|warning|notice) file=[^:]*,title=[A-Z]+\d+::", line)


def test_hostile_names_of_files_are_text_too(names, run):
    for path in names:
        for command, *options in FORMATS.values():
            assert run(command, path, *options).exit_code in (0, 1)
        path.write_text("name: [\n", encoding="utf-8")
        for command, *options in FORMATS.values():
            result = run(command, path, *options)
            assert result.exit_code == 2
            if "github" in options:
                line, totals = result.stdout.splitlines()
                assert totals == "1 error, 0 warnings, 0 notes"
                assert re.match(r"::error file=[^:]*,line=\d,", line)


def test_hostile_arguments_are_text_too(run):
    for text in TEXTS:
        result = run("explain", "--query", f"^a^,or,^{text}", "--text", text)
        assert result.exit_code in (0, 2)
        assert run("check", f"no such {text}.yml").exit_code == 2
        assert run("sql", "no such.yml", "--dialect", text).exit_code == 2
        assert run("compile", "--project-dir", f"no such {text}").exit_code == 2


class Page(HTMLParser):
    """What a browser would find in a page: its elements with their attributes, and its text."""

    def __init__(self, page):
        super().__init__()
        self.elements: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, tuple(attrs)))

    def handle_data(self, data):
        self.text += data


@each_text
def test_a_page_has_no_element_of_a_text(paths, run, number):
    result = run("explain", paths[number], "--format", "html")
    assert result.exit_code == 0, result.output
    source = result.stdout
    page = Page(source)
    assert SECRET_VALUE not in source
    kinds = {tag for tag, _ in page.elements}
    assert not kinds & {"img", "svg", "iframe", "object", "embed", "base", "link", "form"}
    assert [tag for tag, _ in page.elements if tag == "script"] == ["script"] * 2  # both ours
    for _, attributes in page.elements:
        assert not any(name.startswith("on") for name, _ in attributes)
        assert not any(
            "javascript:" in (value or "") for name, value in attributes if name == "href"
        )
    assert all(sign == "\n" or sign.isprintable() for sign in source)


@pytest.mark.parametrize(
    "yaml",
    [
        "title: !!python/object/apply:os.system [touch planted]",
        "title: !!binary aGk=",
        "title: &a x\ndescription: *a",
        "title: x\n<<: {description: y}",
        "title: x\ntitle: y",
        "title: !custom x",
        "title: {a: &b [*b]}",
        "title: x\n---\ntitle: y",
    ],
)
def test_yaml_that_does_things_is_refused(tmp_path, yaml):
    path = tmp_path / "v1.yml"
    path.write_text(
        f"name: a\nversion: 1\nfields: [ccdd_parsed]\nquery: ^a^\n{yaml}\n", encoding="utf-8"
    )
    with pytest.raises(DefinitionError) as error:
        load_definition(path)
    assert {found.code for found in error.value.diagnostics} <= {f"ESS10{n}" for n in range(2, 6)}
    assert not Path("planted").exists()


@pytest.mark.parametrize("text", [text for text in TEXTS if not text.isprintable()])
def test_a_query_with_characters_without_a_picture_is_refused(text):
    with pytest.raises(DefinitionError) as error:
        parse_query("^a" + text.replace("[", "(") + "b^,or,^c^")
    assert {"ESS014", "ESS015", "ESS012", "ESS013"} & {one.code for one in error.value.diagnostics}
    assert str(error.value).replace("\n", "").isprintable()


def test_the_engines_run_nothing_but_the_question(engines, paths):
    definitions = [load_definition(path) for path in paths]
    asked = [text for found in definitions for text in found.examples.matches]
    for engine in engines:
        engine.load("planted", [("one", "integer")], [[1]])
        texts = [text for text in asked if isinstance(text, str) and engine.can_store(text)]
        columns = [("visit_id", "integer"), ("chief_complaint_original", "text")]
        engine.load("syndrome_visits", columns, enumerate(texts))
        for found in definitions:
            rows = engine.query(to_select(found, engine.dialect))
            wanted = [(number, matches(found, text)) for number, text in enumerate(texts)]
            assert sorted(rows) == wanted, engine.name
        assert engine.query("select one from planted") == [(1,)]


@each_text
def test_dbt_takes_comments_for_what_they_are(paths, number):
    """dbt puts CTEs into SQL, for unit tests and ephemeral models, where sqlparse says.

    Comments quote terms with their quotes, percent signs and backslashes. PostgreSQL's driver gets
    the same SQL in `test_the_engines_run_nothing_but_the_question`, and dbt runs it in
    `tests/dbt/test_interrupted.py`.
    """
    term = inner(TEXTS[number])
    query = parse_query(f"^a[bc]{term}^,or,^{term}[de]^,or,^f[gh]^")
    of_terms = Definition(title=TEXTS[number], parts=(Part(("ccdd",), query),))
    for dialect, asked in product(DIALECTS, (of_terms, load_definition(paths[number]))):
        sql = to_select(asked, dialect)
        (statement,) = sqlparse.parse(sql)
        tokens = list(statement.flatten())
        assert "".join(token.value for token in tokens) == sql
        comments = [token.value for token in tokens if token.ttype in Comment]
        assert all(text.startswith("/*") and text.endswith("*/") for text in comments)
        assert asked is not of_terms or any("^a[bc]" in text for text in comments)
        rest = "".join(token.value for token in tokens if token.ttype not in Comment)
        read = get_dialect(dialect).sqlglot
        assert sqlglot.parse_one(rest, dialect=read) == sqlglot.parse_one(sql, dialect=read)


@each_text
def test_sql_can_be_read(paths, number):
    for dialect in DIALECTS:
        sql = to_select(load_definition(paths[number]), dialect)
        assert all(sign == "\n" or sign.isprintable() for sign in sql)


def _holds(value, text):
    """Return whether a text stands somewhere in a JSON value, as it is."""
    if isinstance(value, dict):
        return any(_holds(item, text) for item in value.values())
    if isinstance(value, list):
        return any(_holds(item, text) for item in value)
    return value == text
