"""The figures as tables of Markdown, put into a page between two marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.changes import CHANGED
from benchmarks.duckdb_races import HYPERSCAN, INGEST, LIBRARY, LIBRARY_KEPT, NAIVE
from benchmarks.growth import Cost, most_per_step
from benchmarks.machine import machine, versions
from benchmarks.measuring import Figures
from benchmarks.postgres_races import Locale
from benchmarks.scales import Scale
from benchmarks.targets import Target, targets
from benchmarks.timing import Results

BEGIN = "<!-- figures: written by python -m benchmarks -->"
END = "<!-- end of the figures -->"

_TITLE = "# Performance\n"


def write(page: Path, figures: str, begin: str = BEGIN, end: str = END) -> None:
    """Put ``figures`` into ``page`` instead of those before; make the page if it is not there.

    Args:
        page: the page.
        figures: what is put between two marks.
        begin: the first mark.
        end: the other.
    """
    text = page.read_text(encoding="utf-8") if page.exists() else f"{_TITLE}\n{begin}\n{end}\n"
    before, found, rest = text.partition(begin)
    after = rest.partition(end)[2]
    if not found or end not in rest:
        raise ValueError(f"{page} has no place for the figures, which stand between two marks")
    page.write_text(f"{before}{begin}\n{figures}{end}{after}", encoding="utf-8")


def report(
    found: Figures, scale: Scale, command: str, threads: int, minutes: float, plot: str
) -> str:
    """Return all tables.

    Args:
        found: what was measured.
        scale: how much.
        command: how to measure it again.
        threads: how many DuckDB had.
        minutes: how long it took.
        plot: the file of the plot, from the page.
    """
    lines = [
        "",
        f"Measured by `{command}` in {minutes:.0f} minutes.",
        "",
        f"- Machine: {machine()}; DuckDB with {threads} threads, PostgreSQL with one process.",
        f"- Versions: {versions(found.postgres_version)}.",
        f"- {scale.visits:,} visits on DuckDB and {scale.postgres_visits:,} on PostgreSQL;"
        f" medians of {scale.rounds} rounds, in each of which everything runs in turn.",
        "",
        "## Targets",
        "",
        *target_table(targets(found)),
        "",
        *([] if scale.meets_targets else [_SMALLER, ""]),
        f"![Cost of a visit by the number of definitions and of terms]({plot})",
        "",
        "## One definition on DuckDB: CDC Suspected Sex Trafficking v1",
        "",
        *_race(found.one),
        "",
        f"## {scale.raced} definitions on DuckDB",
        "",
        *_race(found.library, HYPERSCAN),
        "",
        "### More definitions",
        "",
        *_by_size(found.definitions, "definitions"),
        "",
        f"### Longer texts, {scale.raced} definitions",
        "",
        *_by_size(found.lengths, "bytes a text"),
        "",
        f"### {CHANGED[0].upper()}{CHANGED[1:]}",
        "",
        *_changed(found.changed),
        "",
        "### Memory",
        "",
        *table(
            ("visits", "matches", "seconds", "most memory, MiB"),
            [
                (f"{run.visits:,}", f"{run.matches:,}", f"{run.seconds:.0f}", f"{run.mebibytes:,}")
                for run in found.footprints
            ],
        ),
        "",
        "## Compiling, for DuckDB, PostgreSQL and BigQuery",
        "",
        *table(
            ("definitions", "seconds, all", "nothing changed", "one changed"),
            [
                (
                    f"{run.definitions:,}",
                    f"{run.first:.1f}",
                    f"{run.again:.1f}",
                    f"{run.changed:.1f}",
                )
                for run in found.compilings
            ],
        ),
        "",
        "## One definition on PostgreSQL",
    ]
    for locale, results in found.postgres_one.items():
        lines += ["", f"### C.UTF-8 of {_PROVIDERS[locale]}", "", *_race(results)]
    lines += ["", "### One search, ns of processor time a visit", ""]
    lines += _searches(found.postgres_searches)
    lines += ["", f"## {scale.raced} definitions on PostgreSQL", "", *_race(found.postgres_library)]
    for engine, kinds in found.terms.items():
        lines += ["", f"## Longer lists of terms, {engine}", "", *_sweep(kinds)]
    return "\n".join(lines) + "\n\n"


_SMALLER = (
    "The targets are for a million visits and 120 definitions. This run was smaller, and what it"
    " takes to plan a query and to look up the terms weighs more in it."
)

_PROVIDERS: Mapping[Locale, str] = {"libc": "the C library", "builtin": "PostgreSQL itself"}


def target_table(found: Iterable[Target]) -> Iterator[str]:
    """Yield the lines of a table of targets and what was measured."""
    rows = [
        (
            target.name,
            f"{'at least' if target.at_least else 'at most'} {number(target.bound)}{target.unit}",
            f"{number(target.value)}{target.unit}",
            "yes" if target.is_met else "**no**",
        )
        for target in found
    ]
    return table(("", "target", "measured", "met"), rows)


def _race(results: Results, floor: str | None = None) -> Iterator[str]:
    """Return a table of a race, the slowest first, against `NAIVE` and against ``floor``."""
    heads = ["", "ns a visit", "ns of processor time"]
    heads += ["× faster than `ILIKE`"] if NAIVE in results else []
    heads += [f"of *{floor.removeprefix('floor: ')}*"] if floor else []
    rows = []
    for name, timing in sorted(results.items(), key=lambda item: -item[1].cpu):
        row = [name, number(timing.wall), number(timing.cpu)]
        row += [number(results[NAIVE].times(timing))] if NAIVE in results else []
        row += [f"{number(timing.times(results[floor]))}×"] if floor else []
        rows.append((*row, f"{timing.checked:,}" if timing.checked else "–"))
    return table((*heads, "visits compared"), rows)


def _searches(found: Mapping[Locale, Results]) -> Iterator[str]:
    """Return a table of single searches, a column for each locale."""
    rows = [
        (name, *(number(results[name].cpu) for results in found.values()))
        for name in next(iter(found.values()))
    ]
    return table(("", *(f"C.UTF-8 of {_PROVIDERS[locale]}" for locale in found)), rows)


def _by_size(found: dict[int, Results], head: str) -> Iterator[str]:
    """Return a table of library runs, each against the first."""
    names = (LIBRARY, INGEST, LIBRARY_KEPT)
    least = found[min(found)]
    rows = [
        (
            f"{size:,}",
            *(
                f"{number(results[name].cpu)} ({results[name].cpu / least[name].cpu:.1f}×)"
                for name in names
            ),
        )
        for size, results in found.items()
    ]
    return table((head, *names), rows)


def _changed(found: dict[int, Results]) -> Iterator[str]:
    """Return a table of full runs and runs of what has changed, by the number of all visits."""
    rows = [
        (
            f"{visits:,}",
            number(results[LIBRARY].cpu),
            number(results[CHANGED].cpu),
            f"{100 * results[CHANGED].times(results[LIBRARY]):.1f} %",
            f"{results[CHANGED].checked:,}",
        )
        for visits, results in found.items()
    ]
    return table(("visits", LIBRARY, CHANGED, "of a full run", "visits compared"), rows)


def _sweep(kinds: dict[str, list[Cost]]) -> Iterator[str]:
    """Return a table of lists of terms: the cost of a visit, and how far a term's cost jumps."""
    sizes = [cost.terms for cost in next(iter(kinds.values()))]
    rows = [
        (
            kind,
            *(number(cost.per_visit) for cost in costs),
            f"{most_per_step(costs):.1f}×",
            f"{costs[-1].planning:,.0f}",
        )
        for kind, costs in kinds.items()
    ]
    largest = f"planning {sizes[-1]:,}, ms"
    return table(("terms", *(f"{size:,}" for size in sizes), "largest step a term", largest), rows)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table of Markdown, figures to the right."""
    yield f"| {' | '.join(heads)} |"
    yield f"| --- |{' ---: |' * (len(heads) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def number(value: float) -> str:
    """Return a figure with two digits, or all before the point."""
    return f"{value:,.0f}" if value >= 20 else f"{value:.2g}"
