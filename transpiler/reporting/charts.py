"""Charts as SVG pictures, by matplotlib.

Colours are those of Okabe and Ito, which the colour-blind tell apart; marks and lines differ as
well, so that a print in grey says the same. A withheld count is a hatched band over its period with
the word in it, never a point, and no line crosses it.
"""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from transpiler.reporting.published import Trend
from transpiler.reporting.report_wording import (
    BEGINS_WITHIN,
    NO_VISITS,
    STILL_ARRIVING,
    WITHHELD,
    one_line,
)

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MISSING_LIBRARY: Final = (
    "the charts of a report need matplotlib; pip install 'syndrome-sql[report]' adds it"
)
"""What to tell a user whose installation has no library for charts."""

_INK: Final = "#1b1f24"
_BLUE: Final = "#0072B2"
_SETTINGS: Final[Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "syndrome",
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
    "text.color": _INK,
    "text.parse_math": False,
    "axes.edgecolor": _INK,
    "axes.labelcolor": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "hatch.linewidth": 0.6,
}
_WIDTH: Final = 7.2
"""Of a chart, in inches."""
_LABELS: Final = 13
"""The most periods that are named below a chart."""


def has_library() -> bool:
    """Return whether the library for charts is installed."""
    return importlib.util.find_spec("matplotlib") is not None


def trend_chart(trend: Trend) -> str:
    """Return counts above and shares below, period by period."""
    with _drawing():
        figure = _figure(height=4.2)
        counts, shares = figure.subplots(2, 1, sharex=True)
        values = [point.matched_visits for point in trend.points]
        percents = [point.percent for point in trend.points]
        for axes, series in ((counts, values), (shares, percents)):
            _line(axes, trend, series)
            _bands(axes, trend)
            axes.set_ylim(bottom=0, top=_top(series))
        counts.yaxis.get_major_locator().set_params(integer=True)
        counts.set_ylabel("matched visits")
        shares.set_ylabel("% of emergency visits")
        _periods(shares, [trend])
        _key(figure, [counts])
        return _svg(figure)


def version_chart(trends: Mapping[str, Trend]) -> str:
    """Return the shares of several versions, one above the other on the same scale.

    Args:
        trends: name of the version → its trend; all have the same period.
    """
    with _drawing():
        figure = _figure(height=0.9 + 1.5 * len(trends))
        panels = figure.subplots(len(trends), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
        every = list(trends.values())
        top = _top([point.percent for trend in every for point in trend.points])
        for axes, (name, trend) in zip(panels, trends.items(), strict=True):
            _line(axes, trend, [point.percent for point in trend.points])
            _bands(axes, trend)
            axes.set_ylim(bottom=0, top=top)
            axes.set_title(one_line(name), loc="left", fontsize=9)
        figure.supylabel("% of emergency visits", fontsize=9)
        _periods(panels[-1], every)
        _key(figure, panels)
        return _svg(figure)


def _line(axes: Axes, trend: Trend, values: Sequence[float | None]) -> None:
    """Draw a series that is broken wherever a value is withheld or a period is absent."""
    days: list[float] = []
    heights: list[float] = []
    resumes = {end + timedelta(days=1) for _, end in trend.absences()}
    for point, value in zip(trend.points, values, strict=True):
        if point.start in resumes:
            days.append(days[-1])
            heights.append(float("nan"))
        days.append(_middle(point.start, point.end))
        heights.append(float("nan") if value is None else value)
    axes.plot(
        days,
        heights,
        label="shown",
        color=_BLUE,
        marker="o",
        linewidth=1.4,
        markersize=4,
        clip_on=False,
    )
    for label, marker, is_meant in (
        (STILL_ARRIVING, "o", lambda point: not point.is_complete),
        (BEGINS_WITHIN, "s", lambda point: point.is_partial),
    ):
        marked = [
            (_middle(point.start, point.end), value)
            for point, value in zip(trend.points, values, strict=True)
            if value is not None and is_meant(point)
        ]
        if marked:
            axes.plot(
                *zip(*marked, strict=True),
                label=label,
                color=_BLUE,
                linestyle="none",
                marker=marker,
                markerfacecolor="white",
                markersize=6,
                clip_on=False,
                zorder=3,
            )


def _bands(axes: Axes, trend: Trend) -> None:
    """Hatch the stretches without a value, and say in each why there is none."""
    days = (trend.points[-1].end - trend.points[0].start).days + 1
    looks = {WITHHELD: ("//", "#999999"), NO_VISITS: ("..", "#cccccc")}
    stretches = [(WITHHELD, *stretch) for stretch in _withheld_stretches(trend)]
    stretches += [(NO_VISITS, *stretch) for stretch in trend.absences()]
    for reason, start, end in stretches:
        hatch, colour = looks[reason]
        first, last = start.toordinal(), end.toordinal() + 1
        axes.axvspan(
            first,
            last,
            facecolor="none",
            edgecolor=colour,
            hatch=hatch,
            linewidth=0,
            zorder=0,
            label=reason,
        )
        width = (last - first) / days * _WIDTH
        if width > 0.12:
            axes.text(
                (first + last) / 2,
                0.5,
                reason,
                transform=axes.get_xaxis_transform(),
                rotation=0 if width > 0.8 else 90,
                ha="center",
                va="center",
                fontsize=8,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
            )


def _withheld_stretches(trend: Trend) -> list[tuple[date, date]]:
    """Return first and last days of runs of withheld periods."""
    found: list[tuple[date, date]] = []
    for point in trend.withheld():
        if found and found[-1][1] + timedelta(days=1) == point.start:
            found[-1] = (found[-1][0], point.end)
        else:
            found.append((point.start, point.end))
    return found


def _periods(axes: Axes, trends: Sequence[Trend]) -> None:
    """Name the periods below, and leave names out where they would run into each other."""
    points = sorted({(p.start, p.end, p.label) for trend in trends for p in trend.points})
    step = -(-len(points) // _LABELS)
    axes.set_xticks(
        [_middle(start, end) for start, end, _ in points[::step]],
        [one_line(label) for _, _, label in points[::step]],
        rotation=0 if len(points) <= 6 else 45,
        ha="center" if len(points) <= 6 else "right",
    )
    axes.set_xlim(points[0][0].toordinal(), points[-1][1].toordinal() + 1)


def _middle(start: date, end: date) -> float:
    return (start.toordinal() + end.toordinal() + 1) / 2


def _top(values: Sequence[float | None]) -> float:
    """Return the upper end of an axis: above the largest value, and above 0 where all are 0."""
    return 1.1 * max((value for value in values if value), default=1)


def _key(figure: Figure, panels: Iterable[Axes]) -> None:
    """Say above the panels what each mark in them means, once."""
    handles: dict[str, Artist] = {}
    for axes in panels:
        for handle, label in zip(*axes.get_legend_handles_labels(), strict=True):
            handles.setdefault(str(label), handle)
    figure.legend(
        handles=list(handles.values()),
        labels=list(handles),
        loc="outside upper left",
        ncols=4,
        frameon=False,
    )


def _drawing() -> Any:
    from matplotlib import rc_context  # noqa: PLC0415 (an extra, and slow to import)

    return rc_context(_SETTINGS)


def _figure(*, height: float) -> Figure:
    from matplotlib.figure import Figure  # noqa: PLC0415 (an extra, and slow to import)

    return Figure(figsize=(_WIDTH, height), layout="constrained")


def _svg(figure: Figure) -> str:
    written = io.StringIO()
    figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return written.getvalue()
