"""The messages about one visit, and the fields of an extract that they leave behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from transpiler.generating.draws import Uniform
from transpiler.generating.facilities import Facility
from transpiler.generating.field_layout import (
    dotted,
    join_ccdd,
    join_codes,
    join_history,
    parse_complaint,
    undotted,
)
from transpiler.generating.timing import diagnosis_second, message_second
from transpiler.generating.vocabulary import vocabulary


class Content(NamedTuple):
    """What becomes known about a visit.

    Attributes:
        complaints: the complaint as first sent, and as revised if it was; empty where none is
            ever sent, and an empty text where an empty one is.
        codes: the diagnoses; empty where none ever arrive.
        is_verbatim: whether codes are sent as given, rather than with full stops or without as the
            facility does.
    """

    complaints: tuple[str, ...]
    codes: tuple[str, ...]
    is_verbatim: bool = False


class Fields(NamedTuple):
    """The complaint and diagnosis fields after the last message, and when messages arrived.

    Times are seconds from midnight of the visit's day.
    """

    first_second: int
    last_second: int
    ccdd_parsed: str | None
    dd_parsed: str | None
    chief_complaint_parsed: str | None
    ccdd: str | None
    chief_complaint_history: str | None
    discharge_diagnosis: str | None
    discharge_diagnosis_history: str | None
    chief_complaint: str | None
    chief_complaint_original: str | None


def deliver(content: Content, facility: Facility, begins: int, uniform: Uniform) -> Fields:
    """Send the messages about a visit and return what they leave.

    The complaint comes first, a revised one later; the diagnosis mostly comes later still, as an
    update of a message that had none, and is now and then completed by one more update.

    Args:
        content: what becomes known.
        facility: who sends, and how.
        begins: second of the day at which the visit begins.
        uniform: the stream to draw from.
    """
    first = last = message_second(begins + int(uniform() * 1800), facility.batch_hour, uniform)
    if len(content.complaints) > 1:
        last = max(last, message_second(begins + 5400, facility.batch_hour, uniform))
    diagnoses: list[str] = []
    if content.codes:
        ready = diagnosis_second(begins, uniform)
        arrived = message_second(ready, facility.batch_hour, uniform)
        if arrived > first:
            diagnoses.append("")
        codes = _as_sent(content, facility)
        if len(codes) > 1 and uniform() < 0.12:
            diagnoses.append(join_codes(codes[:1]))
            arrived += int(uniform() * 5 * 86_400)
        diagnoses.append(join_codes(codes))
        last = max(last, arrived)
    elif uniform() < 0.4:
        diagnoses.append("")
    return _leave(first, last, content.complaints, diagnoses)


def _as_sent(content: Content, facility: Facility) -> list[str]:
    if content.is_verbatim:
        return list(content.codes)
    spell = dotted if facility.dots_codes else undotted
    return [spell(undotted(code)) for code in content.codes]


def _leave(first: int, last: int, complaints: Sequence[str], diagnoses: Sequence[str]) -> Fields:
    complaint = _first_informative(complaints)
    parsed = None if complaint is None else parse_complaint(complaint)
    raw = diagnoses[-1] if diagnoses else None
    dd_parsed = None if raw is None else undotted(raw)
    return Fields(
        first_second=first,
        last_second=last,
        ccdd_parsed=join_ccdd(parsed, dd_parsed),
        dd_parsed=dd_parsed,
        chief_complaint_parsed=parsed,
        ccdd=join_ccdd(parsed, raw),
        chief_complaint_history=join_history(complaints) if complaints else None,
        discharge_diagnosis=raw,
        discharge_diagnosis_history=join_history(diagnoses) if diagnoses else None,
        chief_complaint=complaint,
        chief_complaint_original=complaints[0] if complaints else None,
    )


def _first_informative(complaints: Sequence[str]) -> str | None:
    if not complaints:
        return None
    nothing = vocabulary().uninformative
    for complaint in complaints:
        if complaint and complaint.lower() not in nothing:
            return complaint
    return complaints[0]
