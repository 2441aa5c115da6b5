"""The words that generated visits and definitions share.

The complaints are those of the project's own generated visits; a long tail of made-up words and
codes is added, so that the number of distinct words grows as it does in real text: a few thousand
carry most of it, and tens of thousands are met now and then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from random import Random

from transpiler.generating.vocabulary import vocabulary

SLOTS = 4096
"""How finely the weights of complaints are told apart."""

_SYLLABLES = [first + second for first in "bcdfghjklmnprstvw" for second in "aeiou"]
_ENDINGS = ("", "", "n", "s", "r", "x", "ing", "ed")


@dataclass(frozen=True, slots=True)
class Words:
    """What texts are made of, in small letters.

    Attributes:
        complaints: phrases, each as often as its weight says.
        details: phrases that follow a complaint.
        tail: made-up words, the commonest first; drawn by Zipf's law.
        codes: ICD-10-CM codes and made-up ones, undotted, the commonest first; drawn likewise.
    """

    complaints: tuple[str, ...]
    details: tuple[str, ...]
    tail: tuple[str, ...]
    codes: tuple[str, ...]


@cache
def words() -> Words:
    """Return the words; they are the same on every machine."""
    source = vocabulary()
    random = Random(20_260_101)
    weights = {
        spelling: complaint.weight / rank
        for complaint in source.complaints
        for rank, spelling in enumerate(complaint.spellings, start=1)
    }
    share = SLOTS / sum(weights.values())
    complaints = [
        spelling for spelling, weight in weights.items() for _ in range(round(weight * share) or 1)
    ]
    usual = _undotted(code for complaint in source.complaints for code in complaint.codes)
    rare = [*_undotted(source.codes), *(_code(random) for _ in range(30_000))]
    random.shuffle(rare)
    codes = dict.fromkeys([*usual, *rare])
    tail = dict.fromkeys(_word(random) for _ in range(32_000))
    return Words(tuple(complaints), source.details, tuple(tail), tuple(codes))


def _undotted(codes: Iterable[str]) -> list[str]:
    return [code.replace(".", "").lower() for code in codes]


def _word(random: Random) -> str:
    syllables = random.choices(_SYLLABLES, k=random.choice((2, 3, 3, 4)))
    return "".join(syllables) + random.choice(_ENDINGS)


def _code(random: Random) -> str:
    digits = "".join(random.choices("0123456789", k=random.choice((2, 3, 3, 4, 4, 5))))
    return random.choice("abcdefghijklmnopqrstz") + digits
