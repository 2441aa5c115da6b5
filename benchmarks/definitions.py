"""Generated definitions in the manner of the published ones.

The shares of words, codes, classes, phrases, conditions and negations are those counted in 169
published definitions (docs/performance.md); what they look for are the words of generated visits.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random

from benchmarks.words import words
from transpiler.definition import Definition, Part
from transpiler.parsing import parse_query

FIELD = "ccdd_parsed"
"""The field that generated definitions ask of."""

_VOWELS = {"a": "[ae]", "e": "[ei]", "i": "[iy]", "o": "[ou]", "u": "[uo]"}
_CLINICAL = (
    "accident", "allerg", "alcohol", "ambul", "anxi", "arm", "assault", "bite", "bleed", "burn",
    "car", "chest", "chronic", "clinic", "cough", "denies", "dizz", "drug", "exam", "exposure",
    "fall", "family", "fever", "follow up", "hand", "head", "history", "home", "hx of", "injury",
    "leg", "med", "mother", "nausea", "neg for", "no relief", "pain", "police", "pregnan", "rash",
    "refill", "screen", "sent", "sick", "sob", "states", "swell", "test", "vehicle", "vomit",
    "want", "weak", "work", "worse", "wound",
)  # fmt: skip
"""Stems that many visits hold: conditions and negations are made of them."""


def make_definitions(
    count: int, *, terms: tuple[int, int] = (30, 300), seed: int = 0
) -> list[Definition]:
    """Return ``count`` definitions of one field each.

    Args:
        count: how many.
        terms: the fewest and the most terms of one; sizes are log-uniform between.
        seed: other seeds give other definitions.
    """
    return [_definition(number, terms, Random(f"{seed} {number}")) for number in range(count)]


def _definition(number: int, terms: tuple[int, int], random: Random) -> Definition:
    size = round(math.exp(random.uniform(math.log(terms[0]), math.log(terms[1]))))
    text = _query(size, random)
    query = parse_query(text)
    return Definition(name=f"generated_{number}", parts=(Part((FIELD,), query),))


def of_field(definition: Definition, field: str = FIELD) -> Definition:
    """Return ``definition`` asked of one field alone."""
    parts = tuple(Part((field,), part.query) for part in definition.parts)
    return replace(definition, parts=parts)


def make_list(kind: str, terms: int) -> Definition:
    """Return a definition that is a list of about ``terms`` different terms of one `KINDS`."""
    random = Random(f"{kind} {terms}")
    listed = list(dict.fromkeys(KINDS[kind](random) for _ in range(terms)))
    query = parse_query(",or,".join(listed))
    return Definition(name=f"{kind}_{terms}", parts=(Part((FIELD,), query),))


def _query(size: int, random: Random) -> str:
    """Return a query of about ``size`` terms."""
    negations = random.choice((0, 0.1, 0.2, 0.3, 0.5)) if size > 5 else 0
    condition = random.choice((0, 0, 0.1, 0.25)) if size > 20 else 0
    first = _first_rank(random)
    listed = [
        _term(random, first) for _ in range(max(1, round(size * (1 - negations - condition))))
    ]
    while condition and random.random() < 0.6:
        several = [_common(random) for _ in range(random.randint(1, 6))]
        needed = [_term(random, 200) for _ in range(max(1, round(size * condition / 2)))]
        listed.append(f"(,{_any_of(several)},and,{_any_of(needed)},)")
    if not negations:
        return ",or,".join(listed)
    vetoes = [
        _common(random) if random.random() < 0.3 else _term(random, 200)
        for _ in range(max(1, round(size * negations)))
    ]
    at = random.randint(0, len(listed) // 2) if random.random() < 0.6 else 0
    vetoed = f"(,{_any_of(listed[at:])},andnot,{_any_of(vetoes)},)"
    return ",or,".join([*listed[:at], vetoed])


def _first_rank(random: Random) -> float:
    """Return the rank of the commonest word a definition lists: it decides how much it hits."""
    low, high = (200, 4_000) if random.random() < 0.15 else (4_000, 40_000)
    return math.exp(random.uniform(math.log(low), math.log(high)))


def _any_of(terms: list[str]) -> str:
    return f"(,{',or,'.join(terms)},)"


def _term(random: Random, first: float) -> str:
    """Return a term; words and codes of lower rank than ``first`` are left out."""
    kind = random.random()
    if kind < 0.28:
        return f"^{_stem(_word(random, first), random)}^"
    if kind < 0.36:
        return f"^{_misspelt(_word(random, first))}^"
    if kind < 0.52:
        return f"^{_phrase(random, first)}^"
    if kind < 0.63:
        return f"^;{_code(random, first)}^"
    if kind < 0.68:
        return f"^;{random.randrange(10**6, 10**9)};^"
    if kind < 0.93:
        return f"^[;/ ]{_coded(random, first)}^"
    if kind < 0.96:
        edge = _word(random, first)
        return f"^ {edge}^" if random.random() < 0.5 else f"^{edge} ^"
    if kind < 0.975:
        return f"!{_word(random, first)}!"
    if kind < 0.988:
        return f"^{_word(random, first)}_{random.choice(('19', 'by', 'like', 'ray', 'wheel'))}^"
    return f"^{_word(random, first)}^{random.choice(_CLINICAL)}^"


def _common(random: Random) -> str:
    return f"^{random.choice(_CLINICAL)}^"


def _drawn(options: Sequence[str], length: int, first: float, random: Random) -> str:
    """Return one of ``options`` that is at least ``length`` long and comes after ``first``."""
    last = len(options) - 1
    while True:
        rank = math.exp(random.uniform(math.log(min(first, last / 2)), math.log(last)))
        if len(options[int(rank)]) >= length:
            return options[int(rank)]


def _word(random: Random, first: float) -> str:
    return _drawn(words().tail, 6, first, random)


def _stem(word: str, random: Random) -> str:
    return word if random.random() < 0.6 or len(word) < 7 else word[:-2]


def _misspelt(word: str) -> str:
    """Return a word with a class for its second vowel, and a double letter for the first."""
    at = [place for place, letter in enumerate(word) if letter in _VOWELS][1]
    return word[:at] + _VOWELS[word[at]] + word[at + 1 :]


def _phrase(random: Random, first: float) -> str:
    if random.random() < 0.5:
        return f"{_word(random, first)} {_word(random, first)}"
    found = words()
    phrases = [text for text in dict.fromkeys(found.complaints) if " " in text and "," not in text]
    if random.random() < 0.5:
        return f"{_word(random, 5)} {_word(random, first)}"
    return f"{random.choice(phrases[len(phrases) // 2 :])} {random.choice(found.details)}"


def _code(random: Random, first: float) -> str:
    return _drawn(words().codes, 4, first, random)[: random.choice((4, 5, 6))]


def _coded(random: Random, first: float) -> str:
    """Return a code with a class for a digit, dotted or not."""
    code = _code(random, first)
    low = random.randint(0, 6)
    digits = f"[{low}-{random.randint(low + 1, 9)}]"
    if random.random() < 0.5:
        return f"{code[:3]}.{digits}{code[4:]}"
    return f"{code[:4]}{digits}" if len(code) > 3 else code


_USUAL = 1_000
"""The rank of the commonest word of a list whose terms are all of one kind."""

KINDS: Mapping[str, Callable[[Random], str]] = {
    "words": lambda random: f"^{_word(random, _USUAL)}^",
    "words with a class": lambda random: f"^{_misspelt(_word(random, _USUAL))}^",
    "words with ^ between": lambda random: f"^{_word(random, _USUAL)}^{_word(random, 50)}^",
    "codes with classes": lambda random: f"^[;/ ]{_coded(random, _USUAL)}^",
    "all kinds": lambda random: _term(random, _USUAL),
}
"""Kinds of terms, each of which loads an engine in a way of its own."""
