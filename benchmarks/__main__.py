"""Measure, and write the figures into a page: ``python -m benchmarks``."""

from __future__ import annotations

import time
from pathlib import Path

import click

from benchmarks.measuring import measure
from benchmarks.plot import draw
from benchmarks.report import report, write
from benchmarks.scales import SCALES

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"


@click.command(context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.option("--scale", "name", type=click.Choice(list(SCALES)), default="report")
@click.option("--threads", type=click.IntRange(min=1), default=2, help="Threads of DuckDB.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=PAGE,
    help="The page; the plot stands beside it.",
)
def main(name: str, threads: int, output: Path) -> None:
    """Race the SQL against other ways on generated visits, and write the figures into a page.

    Nothing is timed whose answers differ.
    """
    start = time.monotonic()

    def say(what: str) -> None:
        click.echo(f"{time.monotonic() - start:5.0f} s  {what}", err=True)

    scale = SCALES[name]
    found = measure(scale, threads, say)
    plot = output.with_suffix(".svg")
    draw(found, scale, plot)
    command = f"python -m benchmarks --scale {name} --threads {threads}"
    minutes = (time.monotonic() - start) / 60
    write(output, report(found, scale, command, threads, minutes, plot.name))
    say(f"written to {output}")


if __name__ == "__main__":
    main()
