"""The report as one HTML page that needs no network and runs no script.

Titles, strata and terms come from files and tables of others; the template escapes all of them. The
page's content security policy allows its own style and pictures inside the page, nothing else.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import jinja2

from transpiler.definition.printing import printable
from transpiler.reporting import charts, report_wording
from transpiler.reporting.marts import RECENT_PERIODS
from transpiler.reporting.published import EMERGENCY, PublishedDefinition, PublishedProject, Trend
from transpiler.reporting.report_tables import (
    ReportTable,
    strata_table,
    trend_table,
    version_table,
)
from transpiler.templates import page_templates, policy_hash

_FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with what stands below it.

    Attributes:
        heading: the heading.
        text: a paragraph, or an empty text.
        picture: an SVG picture, or None.
        alternative: the picture in words.
        tables: the tables beside it.
    """

    heading: str
    text: str = ""
    picture: str | None = None
    alternative: str = ""
    tables: tuple[ReportTable, ...] = ()


def render_report(published: PublishedProject) -> str:
    """Return the page; the same tables give the same page."""
    style = (_FOLDER / "page.css").read_text(encoding="utf-8")
    page = _template().render(
        published=published,
        overview=_overview(published.definitions),
        definitions=[
            (definition, list(_sections(definition, published)))
            for definition in published.definitions
        ],
        comparisons=[(versions, _comparison(versions)) for versions in published.families()],
        latest=max(
            (
                trend.points[-1].end
                for found in published.definitions
                for trend in found.trends.values()
            ),
            default=None,
        ),
        policy=f"default-src 'none'; style-src {policy_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'",
        style=style,
        withheld=report_wording.WITHHELD,
    )
    return "\n".join(map(printable, page.split("\n")))


def _overview(
    definitions: Sequence[PublishedDefinition],
) -> list[tuple[PublishedDefinition, tuple[str, ...]]]:
    """Return for each definition its latest complete period in a few words."""
    return [(definition, _latest(definition.trends.get(EMERGENCY))) for definition in definitions]


def _latest(trend: Trend | None) -> tuple[str, ...]:
    if trend is None:
        return ("–", "–", report_wording.NO_VISITS, "–")
    complete = [point for point in trend.points if point.is_complete]
    last = complete[-1] if complete else None
    return (
        trend.period,
        last.label if last else "none complete",
        report_wording.both(last) if last else "–",
        f"{len(trend.withheld())} of {len(trend.points)}",
    )


def _sections(definition: PublishedDefinition, published: PublishedProject) -> Iterator[Section]:
    yield _trend_section(definition, published)
    yield from _strata_sections(definition)
    if definition.predictive_value is not None:
        yield Section(
            "Positive predictive value",
            report_wording.predictive_value(definition.predictive_value),
        )


def _trend_section(definition: PublishedDefinition, published: PublishedProject) -> Section:
    trend = definition.trends.get(EMERGENCY)
    if trend is None:
        return Section("Trend", "No period with emergency visits has been published yet.")
    limit = published.limits.get(definition.policy)
    text = report_wording.completeness(definition, trend, limit.hold_back_days if limit else None)
    heading = f"Trend by {trend.period}"
    if len(trend.withheld()) == len(trend.points):
        text += " Every count is withheld, so there is nothing to draw."
        return Section(heading, text, tables=(trend_table(trend),))
    return Section(
        heading,
        text,
        charts.trend_chart(trend),
        report_wording.trend_in_words(trend),
        (trend_table(trend),),
    )


def _strata_sections(definition: PublishedDefinition) -> Iterator[Section]:
    others = {name: trend for name, trend in definition.trends.items() if name != EMERGENCY}
    tables = [
        strata_table(f"Emergency visits by {cut}", cut.capitalize(), strata, RECENT_PERIODS)
        for cut, strata in definition.strata.items()
    ]
    tables.append(strata_table("Visits of other settings", "Setting", others, RECENT_PERIODS))
    found = tuple(table for table in tables if table is not None)
    if found:
        yield Section(
            "Strata",
            f"The latest {RECENT_PERIODS} published periods at most: matched visits, and their "
            "share of all visits of the stratum.",
            tables=found,
        )


def _comparison(versions: Sequence[PublishedDefinition]) -> Section:
    trends = {
        f"version {found.version}": found.trends[EMERGENCY]
        for found in versions
        if EMERGENCY in found.trends
    }
    heading = f"Versions of {versions[0].name}"
    if len({trend.period for trend in trends.values()}) > 1:
        text = "The versions are published by different periods, so they are not set side by side."
        return Section(heading, text)
    if len(trends) < 2:
        return Section(heading, "Fewer than two versions have published periods.")
    has_value = any(
        point.percent is not None for trend in trends.values() for point in trend.points
    )
    return Section(
        heading,
        "The same visits by each version. Publishing versions that differ little can tell more "
        "than each alone: see what is said of it in docs/privacy.md.",
        charts.version_chart(trends) if has_value else None,
        report_wording.versions_in_words(trends),
        (version_table(trends),),
    )


@cache
def _template() -> jinja2.Template:
    environment = page_templates(_FOLDER)
    environment.filters["data_uri"] = _data_uri
    return environment.get_template("page.html.j2")


def _data_uri(picture: str) -> str:
    encoded = base64.b64encode(picture.encode("utf-8")).decode("ascii")
    return f"data:image/svg+xml;base64,{encoded}"
