"""``syndrome check``: parse and lint definitions."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click
from click.shell_completion import CompletionItem

from transpiler import __version__
from transpiler.cli import completion
from transpiler.cli.check_output import print_text
from transpiler.cli.checking import check_paths
from transpiler.cli.json_output import print_json, print_record
from transpiler.cli.library_option import library_option
from transpiler.cli.output import (
    FINDINGS,
    UNUSABLE,
    format_option,
    print_document,
    refuse,
    stderr,
)
from transpiler.codes import MISSING_LIBRARY, load_index
from transpiler.definition import DefinitionError, Severity
from transpiler.definition.nearest import did_you_mean
from transpiler.linting import RULES, RULES_BY_CODE, Rule
from transpiler.linting.formats import as_annotations, as_records, as_sarif, has_findings


def _complete_rules(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    return [
        CompletionItem(rule.code, help=rule.title)
        for rule in RULES
        if rule.code.startswith(incomplete.upper())
    ]


@click.command("check")
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", shell_complete=completion.files
)
@click.option("--query", "are_queries", is_flag=True, help="PATH is a query, not a file.")
@click.option(
    "--select",
    multiple=True,
    metavar="RULE",
    shell_complete=_complete_rules,
    help="Run this rule only; may be given several times.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULE",
    shell_complete=_complete_rules,
    help="Leave this rule out; may be given several times.",
)
@click.option(
    "--release",
    type=click.IntRange(1990, 2100),
    metavar="YEAR",
    help="Look at codes alone, and only against the ICD-10-CM release of this fiscal year.",
)
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.WARNING.value,
    show_default=True,
    help="The mildest finding that makes the exit code 1.",
)
@library_option()
@format_option("text", "json", "sarif", "github")
def command(
    *,
    paths: tuple[str, ...],
    are_queries: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    release: int | None,
    fail_on: str,
    output_format: str,
) -> None:
    r"""Check definitions: whether they can be read, and what they really do.

    PATH is a definition file or a folder of them; - is standard input. The rules are described in
    docs/lint/; a definition names those that do not apply to it under lint.ignore, with a reason.

    Exit codes: 0 nothing found but notes, 1 warnings or errors (see --fail-on), 2 a definition that
    cannot be read.

    \b
    Examples:
        syndrome check definitions/
        syndrome check definitions/ --release 2027
        syndrome check my_definition.yml --ignore SYN015 --format sarif > findings.sarif
        syndrome check --query '^sex traf^,andnot,^car^'
    """
    rules = _chosen(select, ignore)
    if release is not None:
        _need_release(release)
        rules = tuple(rule for rule in rules if rule.needs_codes)
    if any(rule.needs_codes for rule in rules) and load_index() is None:
        stderr().line(f"note: {MISSING_LIBRARY}", "cyan")
    try:
        checked = check_paths(paths, rules, are_queries=are_queries)
    except DefinitionError as error:
        refuse(error)
    match output_format:
        case "json":
            print_record(**as_records(checked))
        case "sarif":
            print_json(as_sarif(checked, __version__))
        case "github":
            for line in as_annotations(checked):
                print_document(line)
        case _:
            print_text(checked)
    if not all(one.is_readable for one in checked):
        sys.exit(UNUSABLE)
    sys.exit(FINDINGS if has_findings(checked, Severity(fail_on)) else 0)


def _need_release(year: int) -> None:
    """End with exit code 2 where the codes at hand are of another fiscal year."""
    index = load_index()
    if index is None:
        refuse(MISSING_LIBRARY)
    if index.fiscal_year != year:
        refuse(
            f"the ICD-10-CM codes at hand are those of {index.release}, fiscal year "
            f"{index.fiscal_year or 'unknown'}, and not of {year}; "
            "pip install --upgrade simple-icd-10-cm, where it carries them"
        )
    compared = f", compared with {index.earlier_release}" if index.earlier_release else ""
    stderr().line(f"ICD-10-CM of {index.release}{compared}", "cyan")


def _chosen(select: Iterable[str], ignore: Iterable[str]) -> tuple[Rule, ...]:
    """Return the rules to run; unknown codes are wrong usage."""
    wanted, unwanted = ({code.upper() for code in codes} for codes in (select, ignore))
    unknown = sorted((wanted | unwanted) - set(RULES_BY_CODE))
    if unknown:
        known = ", ".join(RULES_BY_CODE)
        near = did_you_mean(unknown[0], RULES_BY_CODE)
        refuse(f"no such rule: {', '.join(unknown)}; the rules are {known}.{near}")
    return tuple(
        rule for rule in RULES if (not wanted or rule.code in wanted) and rule.code not in unwanted
    )
