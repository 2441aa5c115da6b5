"""``syndrome sync``: a library against a new export."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click

from transpiler.classifying.changed import ChangedCounts, count_changes
from transpiler.cli import completion
from transpiler.cli.json_output import print_record
from transpiler.cli.output import FINDINGS, format_option, print_document, refuse
from transpiler.cli.sync_output import difference_lines, print_sync, sync_as_json
from transpiler.cli.visit_options import columns_option, unreadable_option
from transpiler.definition import DefinitionError
from transpiler.importing import published_in
from transpiler.syncing import ChangeKind, SyncReport, sync
from transpiler.syncing.sync_page import render_sync_page
from transpiler.visit_files import ColumnMapping

_QUIET = (ChangeKind.SAME, ChangeKind.REFUSED)


@click.command("sync")
@click.argument("source", shell_complete=completion.files)
@click.option(
    "--library",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("definitions"),
    show_default=True,
    help="The folder of the library.",
)
@click.option(
    "--exported",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of the export.  [default: the day the file was last written]",
)
@click.option(
    "--visits",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A CSV or Parquet file of visits to count gained and lost ones on.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing.")
@columns_option()
@unreadable_option()
@format_option("text", "json", "html")
def command(
    *,
    source: str,
    library: Path,
    exported: datetime | None,
    visits: Path | None,
    dry_run: bool,
    columns: ColumnMapping,
    unreadable: float,
    output_format: str,
) -> None:
    r"""Bring a library in step with SOURCE, an export of definitions.

    SOURCE is anything that syndrome import reads. What is new or changed is written as a new
    version file; a file that is there is never written, and never deleted. Each change is compared
    with the version before: proved equal, narrower or wider, or shown by a made-up visit. Where
    each file came from stands in syndrome_sync.lock, so that the next export is compared with this
    one. The exit code is 0 where nothing changed, and 1 where something did.

    \b
    Examples:
        syndrome sync categories.json --exported 2026-11-01
        syndrome sync syndef.rds --library definitions --visits visits.parquet --dry-run
    """
    file = Path(source)
    try:
        day = exported.date() if exported else date.fromtimestamp(file.stat().st_mtime)
        report = sync(
            published_in([source]), library, source=file.name, exported=day, dry_run=dry_run
        )
        counts = _counts(report, visits, columns, unreadable) if visits else {}
    except DefinitionError as error:
        refuse(error)
    if output_format == "json":
        print_record(**sync_as_json(report, counts))
    elif output_format == "html":
        print_document(render_sync_page(report, difference_lines(report, counts)), is_whole=True)
    else:
        print_sync(report, counts)
    # What was never in the library and cannot be used is no news; what was there is.
    is_news = any(
        change.kind not in _QUIET or (change.kind is ChangeKind.REFUSED and change.file)
        for change in report.changes
    )
    sys.exit(FINDINGS if is_news or report.findings else 0)


def _counts(
    report: SyncReport, visits: Path, columns: ColumnMapping, unreadable: float
) -> dict[str, ChangedCounts]:
    """Return title → how many visits of a file a change gains and loses."""
    return {
        change.title: count_changes(
            visits, change.difference.old, change.difference.new, columns, unreadable
        )
        for change in report.changes
        if change.difference is not None
    }
