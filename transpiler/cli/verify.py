"""``syndrome verify``: the same visits through the evaluator and every engine available."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from transpiler.cli.json_output import diagnostic_as_json, print_record
from transpiler.cli.library_option import library_option
from transpiler.cli.loading import load_files
from transpiler.cli.output import (
    FINDINGS,
    Rows,
    describe,
    format_option,
    print_diagnostics,
    progress,
    refuse,
    stderr,
    stdout,
)
from transpiler.cli.visit_options import columns_option, print_intake, unreadable_option
from transpiler.cli.wrong_examples import wrong_examples
from transpiler.definition import Definition, DefinitionError, Diagnostic, Severity
from transpiler.dialects import (
    Availability,
    EngineError,
    available_engines,
    engine_entries,
    open_engine,
)
from transpiler.verifying import (
    Agreement,
    Lane,
    engine_lanes,
    read_back_lanes,
    verify_generated,
    verify_visits,
)
from transpiler.visit_files import ColumnMapping, VisitFile, open_visit_file, reading


@click.command("verify")
@click.argument("paths", type=click.Path(exists=True, path_type=Path), nargs=-1, required=True)
@click.option(
    "--visits",
    "visits",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A CSV or Parquet file of visits. [default: visits generated for each definition]",
)
@columns_option()
@unreadable_option()
@click.option(
    "--engine",
    "names",
    type=click.Choice(list(engine_entries())),
    multiple=True,
    help="Which engine to ask; more than one may be named. [default: every one that is installed]",
)
@click.option(
    "--postgres-url",
    envvar="SYNDROME_POSTGRES_URL",
    help="Ask this PostgreSQL server, in temporary tables, instead of one started for the run. "
    "Better given in the environment, as SYNDROME_POSTGRES_URL.",
)
@click.option(
    "--duckdb-only",
    is_flag=True,
    help="Ask DuckDB alone, and put the SQL of every dialect to it, read back by sqlglot.",
)
@click.option(
    "--seed", type=int, default=0, show_default=True, help="Another seed, other generated visits."
)
@library_option()
@format_option("text", "json")
def command(
    *,
    paths: tuple[Path, ...],
    visits: Path | None,
    columns: ColumnMapping,
    unreadable: float,
    names: tuple[str, ...],
    postgres_url: str | None,
    duckdb_only: bool,
    seed: int,
    output_format: str,
) -> None:
    r"""Check that every engine flags the same visits as the definitions at PATHS mean.

    PATHS are definition files or folders of them. The visits go through the evaluator, which is the
    meaning of a definition, and through DuckDB, PostgreSQL and GoogleSQL (BigQuery), where they are
    installed: pip install 'syndrome-sql[verify]'. Text of a visit is shown only if it was
    generated. The exit code is 1 where any engine disagrees on any visit, or an example is not as
    its file says.

    \b
    Examples:
        syndrome verify definitions/
        syndrome verify definitions/fall/v1.yml --visits visits.parquet --engine duckdb
        syndrome verify definitions/ --duckdb-only
    """
    if duckdb_only and names:
        refuse("--duckdb-only and --engine say two different things")
    try:
        loaded = load_files(paths)
        definitions = [one.definition for one in loaded]
        wrong = [found for one in loaded for found in wrong_examples(one)]
        chosen, unused = ([], ()) if duckdb_only else _choose(names)
        with ExitStack() as stack:
            lanes = _open(stack, chosen, postgres_url)
            engines = {lane.engine.name: lane.engine.version for lane in lanes}
            opened = None
            if visits is not None:
                opened = open_visit_file(
                    visits, definitions, columns, folded=False, unreadable=unreadable
                )
            found = _verify(definitions, lanes, opened, seed)
    except DefinitionError as error:
        refuse(error)
    except EngineError as error:
        refuse(DefinitionError([Diagnostic("ESS501", Severity.ERROR, str(error))]))
    except OSError as error:
        refuse(describe(error, visits))
    if output_format == "json":
        print_record(
            engines=engines,
            not_used={engine.name: engine.reason for engine in unused},
            visits="generated" if visits is None else str(visits),
            definitions=[_as_json(agreement) for agreement in found],
            wrong_examples=[diagnostic_as_json(one) for one in wrong],
        )
    else:
        for engine in unused:
            stderr().line(f"not asked: {engine.name}, {engine.reason}")
        stdout().table(_as_table(found, engines))
        for agreement in found:
            _print_findings(agreement)
    print_diagnostics(wrong)
    is_fine = not wrong and all(agreement.is_fine for agreement in found)
    sys.exit(0 if is_fine else FINDINGS)


def _choose(names: Sequence[str]) -> tuple[list[str], tuple[Availability, ...]]:
    """Return the engines to open, and those that are not installed and were not asked for."""
    if names:
        return list(dict.fromkeys(names)), ()
    found = available_engines()
    return [one.name for one in found if one], tuple(one for one in found if not one)


def _open(stack: ExitStack, names: Sequence[str], postgres_url: str | None) -> tuple[Lane, ...]:
    """Open the engines until ``stack`` closes; none named, DuckDB reads every dialect back."""
    if not names:
        return read_back_lanes(stack.enter_context(closing(open_engine("duckdb"))))
    urls = {"postgres": postgres_url}
    return engine_lanes(
        [stack.enter_context(closing(open_engine(name, urls.get(name)))) for name in names]
    )


def _verify(
    definitions: list[Definition],
    lanes: tuple[Lane, ...],
    opened: AbstractContextManager[VisitFile] | None,
    seed: int,
) -> list[Agreement]:
    with progress() as bar:
        if opened is None:
            task = bar.add_task("definitions", total=len(definitions))
            return verify_generated(
                definitions, lanes, seed=seed, on_progress=lambda done: bar.advance(task, done)
            )
        with opened as file, reading(file.path):
            print_intake(file.intake, file.warnings)
            task = bar.add_task("visits", total=file.count)
            return verify_visits(
                definitions,
                lanes,
                file.batches(),
                on_progress=lambda done: bar.advance(task, done),
            )


def _as_table(found: list[Agreement], engines: dict[str, str]) -> Rows:
    lanes = list(dict.fromkeys(agreement.lane for agreement in found))
    table = Rows()
    table.add_column("visits compared", no_wrap=True)
    for lane in lanes:
        version = engines.get(lane)
        table.add_column(f"{lane}\n{version}" if version else lane, justify="right")
    rows: dict[str, dict[str, Text]] = {}
    for agreement in found:
        rows.setdefault(agreement.definition, {})[agreement.lane] = _cell(agreement)
    for definition, cells in rows.items():
        table.add_row(definition, *(cells[lane] for lane in lanes))
    return table


def _cell(agreement: Agreement) -> Text:
    if agreement.problem is not None:
        return Text("not asked", "red")
    if agreement.disagreeing:
        return Text(f"{agreement.disagreeing:,} of {agreement.compared:,} differ", "red")
    return Text(f"{agreement.compared:,} agree")


def _print_findings(agreement: Agreement) -> None:
    console = stdout()
    where = f"{agreement.definition} on {agreement.lane}"
    if agreement.problem is not None:
        reason = agreement.problem.partition("\n")[0]
        console.line(f"{where}: {reason}")
    for found in agreement.first:
        terms = ", ".join(found.terms) or "(each term agrees alone)"
        answer = f"engine {found.answered}, evaluator {found.expected}"
        console.line(f"{where}: {answer}; terms: {terms}")
        if found.visit is not None:
            console.line(f"  {dict(found.visit)!r}")
    if agreement.left_out:
        told = f"{where}: {agreement.left_out:,} visits left out, their text cannot be stored there"
        stderr().line(told)


def _as_json(agreement: Agreement) -> dict[str, Any]:
    return asdict(agreement) | {"agrees": agreement.is_fine}
