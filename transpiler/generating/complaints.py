"""Chief complaints as triage types them: short, misspelt, repeated, abbreviated."""

from __future__ import annotations

from functools import cache

from transpiler.generating.draws import Uniform, Weighted, pick, pick_early
from transpiler.generating.vocabulary import AGE_BANDS, Complaint, vocabulary

_SEXES = ("F", "M", "U")

_IN_SEASON, _OUT_OF_SEASON = 1.7, 0.5

TYPO_SHARE = 0.04
"""The share of complaints with a typing error."""


@cache
def _tables() -> dict[tuple[int, str, bool], Weighted[Complaint]]:
    """Return what people come with, by age band, sex and whether it is winter."""
    return {
        (band, sex, winter): Weighted.of(
            (complaint, _weight(complaint, band, sex, winter))
            for complaint in vocabulary().complaints
        )
        for band in range(len(AGE_BANDS))
        for sex in _SEXES
        for winter in (False, True)
    }


def _weight(complaint: Complaint, band: int, sex: str, winter: bool) -> float:
    if complaint.sex not in (None, sex):
        return 0.0
    weight = complaint.weight * complaint.ages[band]
    if complaint.season is not None:
        weight *= _IN_SEASON if (complaint.season == "winter") == winter else _OUT_OF_SEASON
    return weight


def draw_complaint(band: int, sex: str, winter: bool, uniform: Uniform) -> Complaint:
    """Return what a patient of this age band and sex comes with at this time of the year."""
    return _tables()[band, sex, winter].draw(uniform)


def write_complaint(complaint: Complaint, company: Complaint, uniform: Uniform) -> str:
    """Return a complaint as typed, now and then with ``company`` beside it."""
    text = pick_early(complaint.spellings, uniform)
    words = vocabulary()
    u = uniform()
    if u < 0.22:
        text += pick_early(words.separators, uniform) + pick_early(company.spellings, uniform)
        text += " " + pick(words.details, uniform)
    elif u < 0.40:
        text += " " + pick(words.details, uniform)
    elif u < 0.52:
        text += f" {pick(words.details, uniform)}, {pick(words.details, uniform)}"
    elif u < 0.58:
        text = f"{pick(words.openings, uniform)} {text}"
    elif u < 0.61:
        text = f"{text}{pick_early(words.separators, uniform)}{text}"  # typed twice
    elif u < 0.625:
        text = pick(words.uninformative, uniform)
    return mistype(text, uniform) if uniform() < TYPO_SHARE else text


def mistype(text: str, uniform: Uniform) -> str:
    """Return ``text`` with one typing error: letters swapped, one lost, doubled or replaced."""
    if len(text) < 2:
        return text
    at = int(uniform() * (len(text) - 1))
    u = uniform()
    if u < 0.35:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if u < 0.65:
        return text[:at] + text[at + 1 :]
    if u < 0.85:
        return text[:at] + text[at] + text[at:]
    return text[:at] + pick("aeiorstnl", uniform) + text[at + 1 :]


def spell(text: str, habit: str) -> str:
    """Return ``text`` in the case a facility sends: ``upper``, ``as typed`` or ``capitalised``."""
    if habit == "upper":
        return text.upper()
    return text[:1].upper() + text[1:] if habit == "capitalised" else text
