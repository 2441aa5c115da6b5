"""Words that a term is found in by accident."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from transpiler.definition import Pattern
from transpiler.linting.common_words import Stem, WordList, clinical_words, everyday_words, stem_of

_SHARE: Final = 0.1
"""The share of accidental words among all occurrences from which a literal is over-broad."""


@dataclass(frozen=True, slots=True)
class AccidentalWords:
    """Words that hold a literal without being a form of it, commonest first.

    Attributes:
        everyday: everyday English.
        clinical: words of ICD-10-CM titles.
    """

    everyday: tuple[str, ...]
    clinical: tuple[str, ...]


@lru_cache(maxsize=16_384)
def accidental_words(pattern: Pattern) -> AccidentalWords | None:
    """Return the words that ``pattern`` is found in by accident, or None where they are too few.

    They are too few where they make up less than a tenth of the occurrences of all words the
    pattern is found in, by either list.
    """
    stem = stem_of(pattern)
    if stem is None or (stem.begins_word and stem.ends_word):
        return None
    is_word = stem.is_word(everyday_words()) or stem.is_word(clinical_words())
    everyday = _accidental(stem, everyday_words(), is_word=is_word)
    clinical = _accidental(stem, clinical_words(), is_word=is_word)
    if not everyday and not clinical:
        return None
    return AccidentalWords(everyday, clinical)


def _accidental(stem: Stem, words: WordList, *, is_word: bool) -> tuple[str, ...]:
    found = list(words.matching(stem.expression))
    family = stem.family if is_word else stem.prefix
    accidents = [word for word in found if not family.match(word)]
    occurrences = sum(words.counts[word] for word in found)
    if sum(words.counts[word] for word in accidents) < _SHARE * occurrences:
        return ()
    return tuple(sorted(accidents, key=lambda word: (-words.counts[word], word)))
