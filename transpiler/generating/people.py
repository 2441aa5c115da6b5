"""Invented patients: a number within a facility, and the age and sex that belong to it."""

from __future__ import annotations

from transpiler.generating.vocabulary import AGE_BANDS

_SHARES = (
    (0, 0, 26),
    (1, 4, 62),
    (5, 14, 86),
    (15, 24, 142),
    (25, 34, 152),
    (35, 44, 126),
    (45, 54, 112),
    (55, 64, 112),
    (65, 74, 88),
    (75, 84, 62),
    (85, 99, 32),
)
"""From age, to age, visits per thousand: about the age mix of United States emergency visits."""

_AGES = tuple(
    low + at * (high - low + 1) // share for low, high, share in _SHARES for at in range(share)
)
"""One age for each thousandth of the visits."""

BAND_OF_AGE = tuple(
    band for band, (low, high) in enumerate(AGE_BANDS) for _ in range(low, high + 1)
)
"""The index in `AGE_BANDS` of each age."""

_MASK = (1 << 64) - 1


def person(facility: int, number: int) -> tuple[int, str]:
    """Return age and sex of one patient of a facility, the same on every visit.

    Args:
        facility: number of the facility.
        number: number of the patient within it.

    Returns:
        Age in completed years; ``F``, ``M`` or ``U``.
    """
    # the finaliser of SplitMix64: every bit of the result depends on every bit of the numbers
    x = (facility * 0x9E3779B97F4A7C15 + number * 0xD1B54A32D192ED03) & _MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _MASK
    x ^= x >> 31
    sex = (x >> 32) % 1000
    return _AGES[x % 1000], "F" if sex < 541 else "M" if sex < 996 else "U"
