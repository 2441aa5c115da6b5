"""Hostile names wherever a command takes one: every command, every argument and option."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from transpiler.cli import main
from transpiler.cli.main import COMMANDS
from transpiler.definition.printing import one_line, printable

NAMES = (
    "::error file=a,line=1::planted",
    "::warning::planted.yml",
    "no\n::error::planted.csv",
    "\r::error::planted.parquet",
    "  ::add-mask::planted",
    "##[add-mask]planted",
    "##vso[task.setvariable variable=a]planted.tsv",
    "\x1b[31m\x1b]0;planted\x07.duckdb",
    "\u202eplanted\u2066.csv",
    "line\u2028planted\x85\x0b\x0c",
    "[red]planted[/red] :skull: [link=https://example.org]x[/link]",
)

DEFINITION = """\
name: fall
version: 1
title: Falls
description: Falls.
fields: [ccdd_parsed]
query: |
  ^fell^
examples:
  matches: ["FELL |"]
"""

FORMULA = re.compile(r"##\w*\[")


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command in an empty folder, and hold what it prints to be lines of text."""
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments):
        result = CliRunner().invoke(main, list(arguments), input="")
        assert result.exception is None or isinstance(result.exception, SystemExit), (
            arguments,
            result.exception,
        )
        for stream in (result.stdout, result.stderr):
            for line in stream.split("\n"):
                assert line.isprintable() or line.replace("\t", "").isprintable(), printable(line)
                told = line.lstrip()
                assert not told.startswith("planted"), arguments
                assert not FORMULA.search(line), line
                ours = re.match(r"::(error|warning|notice) file=[^:]*,title=[A-Z]+\d+::", told)
                assert not told.startswith("::") or ours, line
        return result

    return invoke


def command_of(name):
    command = main.get_command(click.Context(main), name)  # type: ignore[attr-defined]
    assert isinstance(command, click.Command)
    return command


def takes_text(parameter):
    is_flag = isinstance(parameter, click.Option) and (parameter.is_flag or parameter.is_eager)
    return not is_flag


def usual(name):
    """Return for each thing that must be given what is usually given there."""
    return {
        parameter.name or "": {
            "visits": ["visits.csv"],
            "output": ["made.csv"],
            "folder": ["made"],
            "text": ["FELL"],
            "sources": ["published.txt"],
        }.get(parameter.name or "", ["fall.yml"])
        for parameter in command_of(name).params
        if parameter.required
    }


def lines_of(name, text):
    """Yield command lines of ``name``, each with ``text`` in another place."""
    command = command_of(name)
    for parameter in command.params:
        if not takes_text(parameter):
            continue
        given = usual(name) | {parameter.name or "": [text]}
        if parameter.name == "field":
            given["text"] = ["FELL"]
        options: list[str] = []
        arguments: list[str] = []
        for one in command.params:
            for value in given.get(one.name or "", []):
                if isinstance(one, click.Option):
                    options.append(f"{one.opts[0]}={value}")
                else:
                    arguments.append(value)
        yield [name, *options, "--", *arguments]
        if any(one.name == "output_format" for one in command.params):
            yield [name, *options, "--format=json", "--", *arguments]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_hostile_argument_is_text(run, name):
    Path("fall.yml").write_text(DEFINITION, encoding="utf-8")
    Path("published.txt").write_text("^fell^,or,^fall^", encoding="utf-8")
    Path("visits.csv").write_text("visit_id,ccdd_parsed\n1,FELL |\n", encoding="utf-8")
    for text in NAMES:
        if name == "demo":
            run(name, "--visits", text)
            Path("taken").mkdir(exist_ok=True)
            Path("taken", text.replace("/", "-")).mkdir(exist_ok=True)
            Path("taken", text.replace("/", "-"), "file").touch()
            run(name, "--visits=10", f"--directory=taken/{text.replace('/', '-')}")
            continue
        for line in lines_of(name, text):
            run(*line)
        run(name, f"--{text}")
        run(name, text, text, text)
    for text in NAMES:
        run(text)
        run(f"--{text}")


def test_files_of_hostile_names_are_read_and_written(run):
    for at, text in enumerate(NAMES):
        name = text.replace("/", "-")
        good, broken = f"{name}.yml", f"{name}.yaml"
        Path(good).write_text(DEFINITION.replace("fall", f"fall_{at}"), encoding="utf-8")
        Path(broken).write_text(f"name: '{name.strip()}'\nfields: [\n", encoding="utf-8")
        for path in (good, broken):
            for command in (
                ("check",),
                ("check", "--format=github"),
                ("check", "--format=sarif"),
                ("explain",),
                ("sql",),
                ("list",),
                ("fmt", "--check", "--diff"),
                ("fmt",),
                ("diff", good),
                ("verify", "--duckdb-only"),
            ):
                run(*command, "--", path)
        assert run("visits", "--visits=50", "--", f"{name}.csv").exit_code == 0
        assert run("visits", "--visits=50", "--", f"no such/{name}.csv").exit_code == 2
        run("classify", f"--visits={name}.csv", f"--output={name}.flags.csv", "--", good)
        run("explain", f"--visits={name}.csv", "--", good)
        run("diff", f"--visits={name}.csv", "--", good, good)
        run("verify", "--duckdb-only", f"--visits={name}.csv", "--", good)
        Path(name).mkdir()
        Path(name, "empty").touch()
        run("init", "--", name)
        run("compile", f"--project-dir={name}")
        run("report", f"--project-dir={name}")
        run("import", f"--output={name}", "--", good)
        Path(f"{name}.txt").write_text("^fell^,or,^fall^", encoding="utf-8")
        assert run("import", f"--output={name}", "--", f"{name}.txt").exit_code == 0
        Path(f"{name}.damaged.csv").write_bytes(b"visit_id,ccdd_parsed\n1,\xff\n")
        assert run("classify", f"--visits={name}.damaged.csv", "--", good).exit_code == 2


def test_a_project_of_a_hostile_name_is_made_and_compiled(run):
    for text in ("::error::planted", "\x1b[31mno\n::error::planted"):
        assert run("init", "--", text).exit_code == 0
        for options in ((), ("--check",), ("--format=json",)):
            assert run("compile", f"--project-dir={text}", *options).exit_code == 0
        Path(text, "definitions", "a", "::error::planted.yml").parent.mkdir()
        Path(text, "definitions", "a", "::error::planted.yml").write_text("name: [\n")
        assert run("compile", f"--project-dir={text}").exit_code == 2


def test_titles_and_queries_are_no_commands(run):
    for text in NAMES:
        shown = one_line(text).replace("\ua789", ":").replace("\u266f", "#").replace("'", "")
        hostile = DEFINITION.replace("title: Falls", f"title: '{shown}'").replace(
            "description: Falls.", f"description: |\n  {shown.strip()}\n  x"
        )
        Path("fall.yml").write_text(hostile, encoding="utf-8")
        for command in (("check",), ("explain",), ("list",), ("fmt", "--diff")):
            run(*command, "fall.yml")
        run("diff", "fall.yml", "fall.yml")
        run("explain", "fall.yml", "--text", text)
        run("explain", "--query", "^planted^", "--text", text)


CLI = Path(__file__).resolve().parents[2] / "transpiler" / "cli"


@pytest.mark.parametrize("path", sorted(CLI.glob("*.py")), ids=lambda path: path.name)
def test_commands_print_through_two_modules(path):
    """Only they write to a stream, make a console, or a table of another kind."""
    if path.name in ("output.py", "json_output.py"):
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.module not in ("rich.console", "rich.table") or {
                name.name for name in node.names
            } == {"JustifyMethod"}, node.module
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in {"echo", "secho", "print", "write"}, node.lineno
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print", node.lineno
