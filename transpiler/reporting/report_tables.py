"""The tables of the report, as texts in rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from transpiler.reporting.published import Point, Trend
from transpiler.reporting.report_wording import (
    BEGINS_WITHIN,
    NO_VISITS,
    STILL_ARRIVING,
    both,
    count,
    percent,
)


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table whose first column names its rows.

    Attributes:
        caption: what it shows.
        header: the names of the columns.
        rows: the texts of each row, as many as the header has.
        note: what is to be known besides, or an empty text.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def trend_table(trend: Trend) -> ReportTable:
    """Return every period of a trend, those without visits too."""
    rows = {point.start: _period(point) for point in trend.points}
    for start, end in trend.absences():
        rows[start] = ("–", f"{start} to {end}", NO_VISITS, "0", "–", "")
    return ReportTable(
        f"Emergency visits by {trend.period}",
        ("Period", "Days", "Matched visits", "All emergency visits", "Share", "Remark"),
        tuple(rows[start] for start in sorted(rows)),
    )


def _period(point: Point) -> tuple[str, ...]:
    remarks = {BEGINS_WITHIN: point.is_partial, STILL_ARRIVING: not point.is_complete}
    shown = (count(point.matched_visits), count(point.visits), percent(point.percent))
    remark = ", ".join(said for said, holds in remarks.items() if holds)
    return (point.label, f"{point.start} to {point.end}", *shown, remark)


def strata_table(
    caption: str, heading: str, strata: Mapping[str, Trend], most: int
) -> ReportTable | None:
    """Return strata by period, the latest periods only; None where there is no stratum.

    Strata without a match in all these periods are counted, not listed.

    Args:
        caption: what the table shows.
        heading: name of the first column.
        strata: stratum → its trend.
        most: how many periods are shown.
    """
    starts = sorted({(p.start, p.label) for trend in strata.values() for p in trend.points})[-most:]
    rows, empty = [], 0
    for stratum, trend in strata.items():
        points = {point.start: point for point in trend.points}
        cells = [points.get(start) for start, _ in starts]
        if all(cell is None or cell.matched_visits == 0 for cell in cells):
            empty += 1
        else:
            rows.append((stratum, *(both(cell) for cell in cells)))
    if not strata:
        return None
    note = f"Not listed: {empty} without a match in these periods." if empty else ""
    return ReportTable(caption, (heading, *(label for _, label in starts)), tuple(rows), note)


def version_table(trends: Mapping[str, Trend]) -> ReportTable:
    """Return the periods of several versions side by side, without their differences."""
    periods = sorted({(p.start, p.label) for trend in trends.values() for p in trend.points})
    points = [{point.start: point for point in trend.points} for trend in trends.values()]
    rows = tuple(
        (label, *(both(of_version.get(start)) for of_version in points)) for start, label in periods
    )
    note = (
        "Differences between versions are not worked out here: a small one would be a count that "
        "is withheld elsewhere."
    )
    return ReportTable("Emergency visits by version", ("Period", *trends), rows, note)
