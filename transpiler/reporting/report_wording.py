"""Numbers, periods and charts in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from transpiler.reporting.published import Point, PredictiveValue, PublishedDefinition, Trend

WITHHELD: Final = "withheld"
"""What stands where a count is withheld."""
NO_VISITS: Final = "no visits"
"""What stands where a period has no visit at all."""
STILL_ARRIVING: Final = "codes still arriving"
"""What is said of a period whose diagnoses are not all there."""
BEGINS_WITHIN: Final = "visits begin within it"
"""What is said of a first period that is not covered as a whole."""


def count(value: int | None) -> str:
    """Return a count, or the word for one that is withheld."""
    return WITHHELD if value is None else f"{value:,}"


def percent(value: float | None) -> str:
    """Return a percentage, or the word for one that is withheld."""
    return WITHHELD if value is None else f"{value:.3f}%"


def both(point: Point | None) -> str:
    """Return the count and the share of a period, for one cell of a table."""
    if point is None:
        return NO_VISITS
    if point.matched_visits is None:
        return WITHHELD
    partial = f", {BEGINS_WITHIN}" if point.is_partial else ""
    return f"{count(point.matched_visits)} ({percent(point.percent)}){partial}"


def trend_in_words(trend: Trend) -> str:
    """Return what the chart of a trend shows, for those who do not see it."""
    first, last = trend.points[0], trend.points[-1]
    shown = [point for point in trend.points if point.matched_visits is not None]
    said = [
        f"Emergency visits that match, by {trend.period}, {first.label} to {last.label}, as counts "
        f"and as percentages of all emergency visits. {_withheld(trend)}"
    ]
    if shown:
        least = min(shown, key=lambda point: point.matched_visits or 0)
        most = max(shown, key=lambda point: point.matched_visits or 0)
        said.append(
            f"The smallest count shown is {both(least)} in {least.label}, the largest {both(most)} "
            f"in {most.label}."
        )
    said.append("The table below has every value.")
    return one_line(" ".join(said))


def versions_in_words(trends: Mapping[str, Trend]) -> str:
    """Return what the chart of several versions shows."""
    said = [f"{name}: {_withheld(trend)}" for name, trend in trends.items()]
    return one_line(
        "Percentage of emergency visits that each version takes, by period. "
        f"{' '.join(said)} The table below has every value."
    )


def predictive_value(value: PredictiveValue) -> str:
    """Return a predictive value as it is published, in a sentence."""
    if value.low is None or value.high is None or value.reviewed_from is None:
        return f"{WITHHELD.capitalize()}: too few matches have been labelled true or false."
    return (
        f"Between {100 * value.low:.0f}% and {100 * value.high:.0f}% of the matches that reviewers "
        f"labelled true or false are true; {value.reviewed_from:,} to {value.reviewed_to:,} were "
        "labelled."
    )


def completeness(definition: PublishedDefinition, trend: Trend, hold_back_days: int | None) -> str:
    """Return which periods are published, which are still too low, and which are held back."""
    last = trend.points[-1]
    said = [f"Published until {last.end.isoformat()} ({last.label})."]
    said += [
        f"The visits begin within {point.label}: it holds a part of them only."
        for point in trend.points
        if point.is_partial
    ]
    arriving = [point.label for point in trend.points if not point.is_complete]
    if arriving:
        which = f"for {', '.join(arriving)}" if len(arriving) < 5 else f"from {arriving[0]} on"
        said.append(f"Codes are still arriving {which}: the counts may change, mostly upwards.")
    else:
        said.append("All periods are at least two weeks old, by when most codes have arrived.")
    if hold_back_days:
        said.append(
            f"The policy {definition.policy} holds a period back for at least {hold_back_days} "
            "days after its end."
        )
    return " ".join(said)


def one_line(text: str) -> str:
    """Return a text with characters that cannot be drawn replaced, as SVG allows none of them."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def _withheld(trend: Trend) -> str:
    withheld = len(trend.withheld())
    if not withheld:
        return f"None of {len(trend.points)} counts is withheld."
    return f"{withheld} of {len(trend.points)} counts are withheld and left as gaps."
