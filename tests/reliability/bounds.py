"""Sizes nobody writes, each in a process of its own: ``python -m tests.reliability.bounds [CASE]``.

Each case ends within its bounds of time and memory, either done or refused with a diagnostic.
Without a case all of them are run and shown as JSON.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import islice, product
from pathlib import Path
from typing import Final

from click.testing import CliRunner

from benchmarks.peak import peak_mebibytes
from tests.dbt.bare import bare_project
from tests.definitions import bare
from transpiler.cli import main as main_command
from transpiler.comparing import Verdict, compare
from transpiler.dbt import compile_project
from transpiler.definition import Definition, DefinitionError
from transpiler.definition.safe_open import MAX_BYTES
from transpiler.dialects import DIALECTS, UnsupportedByDialect, engine_entries, open_engine
from transpiler.emitting import to_sql
from transpiler.importing import ImportOutcome, import_definitions
from transpiler.linting import lint
from transpiler.meaning import evidence, matches
from transpiler.parsing import (
    Mode,
    find_definitions,
    format_query,
    load_definition,
    load_definition_text,
    parse_query,
)
from transpiler.resources import data_path

REPOSITORY: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Case:
    """A size and what is allowed for it.

    Attributes:
        text: what is done, in words.
        run: does it, and returns how it ended.
        outcome: how it must end: ``done``, or the code of the refusal, or ``undecided``.
        seconds: processor time it may take.
        megabytes: memory the whole process may take.
    """

    text: str
    run: Callable[[], str]
    outcome: str
    seconds: int
    megabytes: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What a case took.

    Attributes:
        outcome: how it ended.
        seconds: processor time.
        megabytes: the most memory the process held at once.
    """

    outcome: str
    seconds: float
    megabytes: int


def _long(terms: int) -> str:
    return ",or,".join(f"^term {number}^" for number in range(terms))


def _nested(levels: int) -> str:
    pairs = "".join("(,^a^,or," if level % 2 else "(,^a^,and," for level in range(levels))
    return pairs + "^b^" + ",)" * levels


def _big_file(first: int = 0) -> str:
    text = ",or,".join(f"^{number} {'fever and chills ' * 20}^" for number in range(first, 3_100))
    file = f"name: big\nversion: 1\ntitle: Big\nfields: [ccdd_parsed]\nquery: {text}\n"
    assert len(file) > 1_000_000
    return file


def _one_megabyte() -> str:
    file = _big_file()
    definition = load_definition_text(file, "v1.yml")
    format_query(definition.parts[0].query)
    evidence(definition, {"ccdd_parsed": "FEVER AND CHILLS " * 30})
    lint(definition)
    _emit(definition, {"bigquery"})
    return "done"


def _commands() -> str:
    """Run what shows and compares a definition of 1 MB, and one that lacks its first term."""
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder, "v1.yml"), Path(folder, "v2.yml")
        old.write_text(_big_file(), encoding="utf-8")
        new.write_text(_big_file(1), encoding="utf-8")
        for arguments, code in (
            (["explain", old], 0),
            (["explain", old, "--format", "html"], 0),
            (["explain", old, "--text", "7 " + "FEVER AND CHILLS " * 20], 0),
            (["check", old, "--format", "sarif"], 0),
            (["diff", old, new], 1),
        ):
            ended = CliRunner().invoke(main_command, [str(argument) for argument in arguments])
            assert ended.exit_code == code, (arguments[0], ended.exit_code, ended.stderr[-200:])
    return "done"


def _imports() -> str:
    with tempfile.TemporaryDirectory() as folder:
        published = Path(folder, "published.jsonl")
        rows = (
            {"name": f"Fall {n}", "query": f"^fall^ or ^slip^ and ^{n}^", "field": "CCDDParsed"}
            for n in range(3_000)
        )
        published.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        found = list(import_definitions([published], Path(folder, "definitions")))
        assert [one.outcome for one in found] == [ImportOutcome.REPAIRED] * 3_000
    return "done"


def _alike() -> str:
    """Terms of which no stretch tells one from the others, so that each is held against each."""
    stretches = ("a" * 8, "b" * 8)
    words = islice(product(stretches, repeat=13), 8_000)
    definition = bare(",or,".join(f"^ {''.join(word)}^" for word in words))
    assert {issue.rule for issue in lint(definition)} >= {"SYN010"}
    return "done"


def _terms() -> str:
    definition = bare(_long(100_000))
    format_query(definition.parts[0].query)
    assert matches(definition, "TERM 99999")
    lint(definition)
    _emit(definition, {"bigquery"})
    return "done"


def _terms_in_repair() -> str:
    parse_query(_long(100_000).replace(",or,", " OR\n"), mode=Mode.REPAIR)
    return "done"


def _run_terms() -> str:
    definition = bare(_long(20_000))
    with closing(open_engine("duckdb")) as engine:
        engine.load("visits", [("words", "text")], [["TERM 19999"], ["NONE"]])
        rows = engine.query(f"SELECT {to_sql(definition, 'duckdb', 'words')} FROM visits")
    assert sorted(rows) == [(False,), (True,)]
    return "done"


def _levels() -> str:
    return _refusal(lambda: parse_query(_nested(10_000)))


def _parentheses() -> str:
    parse_query("(," * 10_000 + "^a^,or,^b^" + ",)" * 10_000)
    return "done"


def _deepest() -> str:
    definition = bare(_nested(99))
    sql = {name: to_sql(definition, name, "words") for name in DIALECTS}
    for name in engine_entries():
        with closing(open_engine(name)) as engine:
            engine.load("visits", [("words", "text")], [["A B"], ["C"]])
            rows = engine.query(f"SELECT {sql[engine.dialect]} FROM visits")
            assert sorted(rows) == [(False,), (True,)]
    return "done"


def _classes() -> str:
    definition = bare("^" + "[a-z0-9]" * 1_000 + "^")
    assert matches(definition, "a1" * 600)
    assert not matches(definition, "a-" * 600)
    lint(definition)
    return _refusal(lambda: to_sql(definition, "duckdb", "words"))


def _terms_of_classes() -> str:
    definition = bare(",or,".join(f"^{n}[ab][cd][ef][gh][0-9]^" for n in range(1_000)))
    lint(definition)
    for name in DIALECTS:
        to_sql(definition, name, "words")
    return "done"


def _long_text() -> str:
    definitions = [
        load_definition(path)
        for path in find_definitions([data_path("dbt_project") / "definitions"])
    ]
    text = "SEX TRAFFICKING FEVER COUGH ;T7451XA; " * 27_000
    assert len(text) > 1_000_000
    visit = dict.fromkeys((field for found in definitions for field in found.fields()), text)
    expected = [matches(found, visit) for found in definitions]
    for name in ("duckdb", "postgres"):
        with closing(open_engine(name)) as engine:
            columns = [(field, "text") for field in visit]
            others = [("age_years", "integer"), ("sex", "text"), ("is_emergency", "boolean")]
            rows = [[*visit.values(), None, None, None]]
            engine.load("visits", [*columns, *others], rows)
            asked = ", ".join(f"({to_sql(found, name)})" for found in definitions)
            assert [list(row) for row in engine.query(f"SELECT {asked} FROM visits")] == [expected]
    return "done"


def _many_definitions() -> str:
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        bare_project(project)
        for number in range(5_000):
            path = project / "definitions" / f"fall_{number}" / "v1.yml"
            path.parent.mkdir(parents=True)
            path.write_text(
                f"name: fall_{number}\nversion: 1\ntitle: Fall {number}\n"
                f"fields: [ccdd_parsed]\nquery: ^fall {number}^,andnot,^w{number}^\n",
                encoding="utf-8",
            )
        assert compile_project(project).definitions == 5_000
        assert not compile_project(project).is_stale
    return "done"


def _file_too_large() -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "v1.yml")
        path.write_bytes(b"a" * (MAX_BYTES + 1))
        return _refusal(lambda: load_definition(path))


def _yaml_that_grows() -> str:
    lines = ["name: a", "meta:", "  a0: &a0 [x, x]"]
    lines += [f"  a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    return _refusal(lambda: load_definition_text("\n".join(lines), "v1.yml"))


def _yaml_that_nests() -> str:
    return _refusal(lambda: load_definition_text("a: " + "[" * 100_000, "v1.yml"))


def _hard_to_compare() -> str:
    """Compare definitions that take nothing because eleven pigeons do not fit into ten holes.

    Every proof of that by cases is exponential; one definition wants ``^x^`` besides.
    """
    holes, pigeons = range(10), range(11)
    placed = [
        "(," + ",or,".join(f"^<{pigeon}:{hole}>^" for hole in holes) + ",)" for pigeon in pigeons
    ]
    shared = [
        f"(,^<{one}:{hole}>^,and,^<{other}:{hole}>^,)"
        for hole in holes
        for one in pigeons
        for other in range(one)
    ]
    query = ",and,".join(placed) + ",andnot," + ",andnot,".join(shared)
    verdict = compare(bare(query), bare(f"{query},andnot,^x^")).verdict
    other = compare(bare(f"{query}"), bare("^x^")).verdict
    return "undecided" if Verdict.UNDECIDED in (verdict, other) else "done"


CASES: Final[dict[str, Case]] = {
    "file": Case(
        "a definition file of 1 MB: read, laid out, checked, emitted",
        _one_megabyte,
        "done",
        120,
        1_500,
    ),
    "commands": Case(
        "the same file: explained, as a page too, asked of a text, checked, compared",
        _commands,
        "done",
        120,
        1_500,
    ),
    "imported": Case(
        "3,000 published definitions in a file, each repaired: imported", _imports, "done", 120, 500
    ),
    "alike": Case(
        "8,000 terms of 100 characters that resemble one another: checked",
        _alike,
        "done",
        240,
        500,
    ),
    "terms": Case("100,000 terms: read, laid out, checked, emitted", _terms, "done", 240, 3_000),
    "repair": Case(
        "100,000 terms without commas, in repair mode", _terms_in_repair, "done", 120, 2_000
    ),
    "run": Case("20,000 terms asked of DuckDB", _run_terms, "done", 120, 3_000),
    "levels": Case("10,000 levels", _levels, "ESS006", 30, 500),
    "parentheses": Case("10,000 parentheses that change nothing", _parentheses, "done", 30, 500),
    "deepest": Case(
        "100 levels, the most there may be, on every engine", _deepest, "done", 120, 3_000
    ),
    "classes": Case("a term of 1,000 classes", _classes, "ESS203", 30, 500),
    "alternatives": Case(
        "1,000 terms that stand for 160 words each", _terms_of_classes, "done", 60, 1_000
    ),
    "text": Case(
        "a text of 1 MB: every shipped definition, DuckDB and PostgreSQL",
        _long_text,
        "done",
        240,
        1_500,
    ),
    "project": Case(
        "5,000 definitions in a project: compiled, and again", _many_definitions, "done", 600, 2_000
    ),
    "too large": Case("a definition file of more than 8 MB", _file_too_large, "ESS101", 10, 500),
    "aliases": Case("YAML aliases that stand for 2^60 items", _yaml_that_grows, "ESS104", 10, 500),
    "nesting": Case("YAML of 100,000 lists in one another", _yaml_that_nests, "ESS104", 10, 500),
    "comparing": Case(
        "definitions whose comparison is a pigeonhole problem",
        _hard_to_compare,
        "undecided",
        240,
        1_500,
    ),
}
"""Every case by its name on the command line."""


def _emit(definition: Definition, refusing: set[str]) -> None:
    """Emit for every dialect; those in ``refusing`` cannot read so much."""
    for name in DIALECTS:
        columns = "words" if definition.is_bare else None
        try:
            to_sql(definition, name, columns)
        except UnsupportedByDialect:
            assert name in refusing
        else:
            assert name not in refusing


def _refusal(act: Callable[[], object]) -> str:
    try:
        act()
    except DefinitionError as error:
        return error.diagnostics[0].code
    return "done"


def measure(name: str) -> Measured:
    """Run a case in a process of its own.

    Raises:
        RuntimeError: it ended neither done nor refused.
    """
    case = CASES[name]

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (case.seconds * 2, case.seconds * 2 + 5))

    run = subprocess.run(
        [sys.executable, "-m", "tests.reliability.bounds", name],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        preexec_fn=limit,
        check=False,
    )
    if run.returncode:
        raise RuntimeError(f"{name}: {run.stderr[-2_000:]}")
    return Measured(**json.loads(run.stdout))


def main() -> None:
    """Run the case that the command line names, or all of them."""
    if len(sys.argv) > 1:
        outcome = CASES[sys.argv[1]].run()
        measured = Measured(outcome, round(time.process_time(), 1), peak_mebibytes())
        print(json.dumps(asdict(measured)))
    else:
        print(json.dumps({name: asdict(measure(name)) for name in CASES}, indent=2))


if __name__ == "__main__":
    main()
