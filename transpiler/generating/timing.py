"""When visits happen and when the messages about them arrive."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate
from typing import Final

from transpiler.generating.draws import Uniform, Weighted, stream

_WEEKDAY: Final = (1.09, 1.03, 1.0, 0.99, 0.98, 0.95, 0.96)
"""How busy Monday to Sunday are."""

_NIGHT, _MORNING = (18, 15, 13, 11, 10, 12), (17, 26, 38, 50, 57, 58)
_AFTERNOON, _EVENING = (57, 55, 54, 55, 56, 57), (57, 55, 50, 42, 33, 25)

_HOUR: Final = Weighted.of(enumerate((*_NIGHT, *_MORNING, *_AFTERNOON, *_EVENING)))
"""How many visits of a thousand or so begin in each hour of the day."""

_DIAGNOSIS_DELAY: Final = Weighted.of(
    [((0, 0), 42), ((1, 1), 16), ((2, 7), 22), ((8, 14), 10), ((15, 30), 6), ((31, 60), 4)]
)
"""Days from the visit to its first diagnosis, from and to, and the share of visits."""

DAY_SECONDS: Final = 86_400


def days_of(year: int) -> tuple[date, ...]:
    """Return the days of ``year``."""
    first = date(year, 1, 1)
    return tuple(first + timedelta(day) for day in range((date(year + 1, 1, 1) - first).days))


def is_winter(day: date) -> bool:
    """Return whether respiratory viruses are about."""
    return day.month >= 11 or day.month <= 3


def share_by_day(year: int, seed: int) -> tuple[float, ...]:
    """Return, for each day of ``year``, the share of the year's visits up to its end."""
    uniform = stream(seed, year, "days")
    weights = [
        _WEEKDAY[day.weekday()] * (1.06 if is_winter(day) else 1.0) * (0.94 + 0.12 * uniform())
        for day in days_of(year)
    ]
    total = sum(weights)
    return tuple(found / total for found in accumulate(weights))


def second_of_day(uniform: Uniform) -> int:
    """Return the second of the day at which a visit begins."""
    return int((_HOUR.draw(uniform) + uniform()) * 3600)


def message_second(after: int, batch_hour: int | None, uniform: Uniform) -> int:
    """Return the second at which a message arrives that was ready at second ``after``.

    Both count from midnight of the visit's day. A facility that sends in batches sends at
    ``batch_hour`` the next day; any other within hours, most within one.
    """
    if batch_hour is not None:
        return (after // DAY_SECONDS + 1) * DAY_SECONDS + batch_hour * 3600 + int(uniform() * 1200)
    u = uniform()
    return after + 120 + int(u * u * u * 10 * 3600)


def diagnosis_second(begins: int, uniform: Uniform) -> int:
    """Return the second, from midnight of the visit's day, at which its diagnosis is ready.

    Four in ten are coded on the day itself, nine in ten within two weeks, the last within 60 days.
    """
    low, high = _DIAGNOSIS_DELAY.draw(uniform)
    if high == 0:
        return begins + 1800 + int(uniform() * 4 * 3600)
    day = low + int(uniform() * (high - low + 1))
    return day * DAY_SECONDS + int(uniform() * DAY_SECONDS)
