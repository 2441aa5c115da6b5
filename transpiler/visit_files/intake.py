"""What came in with a file of visits, in counts: how a loss is seen that no single row shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Intake:
    """A file of visits in numbers; `rpt_intake` says the same of a built project.

    Attributes:
        rows: how many rows it has.
        visits: how many visits they are.
        first_day: the earliest day of a visit; None where no column holds one.
        last_day: the latest.
        last_arrival: the latest time of arrival, or None.
        without_complaint: visits without a complaint in any field.
        without_codes: visits without a code in any field.
        missing: field that is read, or the day → rows that stand for their visits (one of most,
            several where rows arrived together) whose value is empty or a word for nothing, such
            as NA.
        unreadable: column whose values are read → rows in which they cannot be.
        absent: what would be used and has no column.
        unread: column named as a complaint or codes are and not read → rows in which it says
            something.
        words: pieces beside codes that are none.
        forms: the most frequent forms of values that have such, as `X99.9 words`.
        controls: rows with characters that no text has: NUL, other controls, replaced ones.
        quotes: rows with a double quote within a text that is not in quotes.
        breaks: line breaks within texts.
        is_unended: whether no line break stands behind the last line.
    """

    rows: int
    visits: int
    first_day: dt.date | None
    last_day: dt.date | None
    last_arrival: dt.datetime | None
    without_complaint: int
    without_codes: int
    missing: Mapping[str, int]
    unreadable: Mapping[str, int]
    absent: tuple[str, ...]
    unread: Mapping[str, int]
    words: int
    forms: tuple[str, ...]
    controls: int
    quotes: int
    breaks: int
    is_unended: bool

    def lines(self) -> tuple[str, ...]:
        """Return three lines for people, as a build says them."""
        days = f", of {self.first_day} to {self.last_day}" if self.first_day else ""
        arrival = f", the last arrived at {self.last_arrival}" if self.last_arrival else ""
        missing = _listed(self.missing)
        return (
            f"Intake: {self.rows:,} rows are {self.visits:,} visits{days}{arrival}",
            f"Intake: {self.without_complaint:,} visits without a complaint, "
            f"{self.without_codes:,} without codes; empty or NA: {missing}",
            f"Intake: could not be read: {_listed(self.unreadable)}; "
            f"not in the file: {', '.join(self.absent) or 'nothing'}",
        )

    def record(self) -> dict[str, Any]:
        """Return it JSON-ready."""
        return {
            "rows": self.rows,
            "visits": self.visits,
            "first_day": self.first_day and self.first_day.isoformat(),
            "last_day": self.last_day and self.last_day.isoformat(),
            "last_arrival": self.last_arrival and self.last_arrival.isoformat(sep=" "),
            "without_complaint": self.without_complaint,
            "without_codes": self.without_codes,
            "missing": dict(self.missing),
            "unreadable": dict(self.unreadable),
            "absent": list(self.absent),
            "unread_columns": dict(self.unread),
            "words_beside_codes": self.words,
            "forms_beside_codes": list(self.forms),
            "rows_with_control_characters": self.controls,
            "rows_with_quotes_within": self.quotes,
            "line_breaks_within": self.breaks,
            "is_last_line_ended": not self.is_unended,
        }


def _listed(counts: Mapping[str, int]) -> str:
    found = [f"{name} {count:,}" for name, count in counts.items() if count]
    return ", ".join(found) or "nothing"
