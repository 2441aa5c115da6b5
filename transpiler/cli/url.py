"""``syndrome url``: a definition as an address of ESSENCE."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

import click

from transpiler.addressing import HOST, AddressKind, address_of
from transpiler.cli import completion
from transpiler.cli.given import read_given
from transpiler.cli.json_output import print_record
from transpiler.cli.library_option import library_option
from transpiler.cli.output import format_option, print_document, refuse, stderr
from transpiler.definition import DefinitionError

_DAYS = 90
_DAY = click.DateTime(["%Y-%m-%d"])


_HOST: Final = re.compile(r"https?://[A-Za-z0-9._~:/@-]+")
"""What may stand before ``/api``: it is printed as it is."""


@click.command("url")
@click.argument("path", metavar="PATH", shell_complete=completion.files)
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in AddressKind]),
    default=AddressKind.TIME_SERIES.value,
    show_default=True,
    help="What ESSENCE shows.",
)
@click.option("--start", type=_DAY, help=f"The first day.  [default: {_DAYS} days before the last]")
@click.option("--end", type=_DAY, help="The last day.  [default: yesterday]")
@click.option("--host", default=HOST, show_default=True, help="The address up to /api.")
@library_option()
@format_option("text", "json")
def command(
    *,
    path: str,
    kind: str,
    start: datetime | None,
    end: datetime | None,
    host: str,
    output_format: str,
) -> None:
    r"""Print the address at which ESSENCE asks what the definition at PATH asks.

    Open it where you are signed in to ESSENCE. Facilities and regions are those of the whole
    country; add geography or site as you need. What the address cannot hold is told, and where it
    would ask something else there is none. syndrome import reads the address back.

    \b
    Example:
        syndrome url definitions/fall/v1.yml --kind details --start 2026-01-01 --end 2026-01-31
    """
    if _HOST.fullmatch(host) is None:
        refuse("--host is no address: it begins with https:// and has no blanks")
    last = end.date() if end else date.today() - timedelta(days=1)
    first = start.date() if start else last - timedelta(days=_DAYS)
    if first > last:
        refuse("the first day is after the last")
    try:
        found = address_of(read_given(path).definition, AddressKind(kind), first, last, host=host)
    except DefinitionError as error:
        refuse(error)
    if output_format == "json":
        print_record(url=found.address, lost=found.lost, unverified=found.unverified)
        return
    print_document(found.address)
    for lost in found.lost:
        stderr().line(f"not in the address: {lost}")
    if found.unverified:
        names = ", ".join(found.unverified)
        stderr().line(f"no public address shows how these are spelled, so try them: {names}")
