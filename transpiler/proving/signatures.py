"""Which of many texts can stand in another one, without looking at each of them.

Every entry is known by literals that must all occur for it to count. One short stretch of them, the
one that fewest entries share, is its signature: an entry cannot stand in a text that lacks its
signature. Where entries are all made of the same stretches, a whole literal is the signature. The
stretches of a text are looked up among the signatures, so the cost grows with the text and with
what is found, not with the number of entries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

_WIDTH: Final = 8
"""Characters of a signature; a shorter literal is its own signature."""

_SPREAD: Final = 16
"""How many stretches are tried at the beginning, at the end and in between of a long literal."""

_CROWD: Final = 32
"""How many entries may share a signature; the signature of more tells too little."""


_FEW: Final = 30_000
"""Characters that all literals have together, up to which looking at each entry is quicker."""


class Signatures:
    """Entries by their signatures.

    Attributes:
        others: the indexes of the entries without a signature, which any text may be of.
    """

    def __init__(self, entries: Iterable[Sequence[str]]) -> None:
        """Index ``entries``, each given as the literals that must occur in a text of it."""
        known = list(entries)
        is_long = sum(map(len, chain.from_iterable(known))) > _FEW
        tried = [
            tuple(dict.fromkeys(chain.from_iterable(map(_stretches, literals)))) if is_long else ()
            for literals in known
        ]
        shared = Counter(chain.from_iterable(tried))
        self._at: dict[str, list[int]] = {}
        for index, stretches in enumerate(tried):
            if stretches:
                rarest = min(stretches, key=lambda found: (shared[found], -len(found)))
                self._at.setdefault(rarest, []).append(index)
        crowded = [signature for signature, indexes in self._at.items() if len(indexes) > _CROWD]
        self.others = sorted(
            chain(
                (index for index, stretches in enumerate(tried) if not stretches),
                self._put_whole(known, chain.from_iterable(map(self._at.pop, crowded))),
            )
        )
        self._widths = sorted({len(signature) for signature in self._at})

    def _put_whole(self, known: list[Sequence[str]], crowded: Iterable[int]) -> Iterator[int]:
        """Put entries whose stretches all are shared at their longest literal; yield those left."""
        whole: dict[str, list[int]] = {}
        for index in crowded:
            whole.setdefault(max(known[index], key=len), []).append(index)
        widths = Counter(map(len, whole))
        for literal, indexes in whole.items():
            # each width is looked up at every place of a text, so it must be that of many
            if len(indexes) <= _CROWD < widths[len(literal)]:
                self._at.setdefault(literal, []).extend(indexes)
            else:
                yield from indexes

    def near(self, text: str) -> list[int]:
        """Return the indexes of the entries whose signature stands in ``text``, in order."""
        stretches = {
            text[at : at + width] for width in self._widths for at in range(len(text) - width + 1)
        }
        return sorted(chain.from_iterable(self._at.get(found, ()) for found in stretches))


def _stretches(literal: str) -> Iterator[str]:
    """Yield some stretches of a literal; patterns of one kind differ at an end or inside."""
    if len(literal) <= _WIDTH:
        yield from filter(None, [literal])
        return
    last = len(literal) - _WIDTH
    step = max(1, last // _SPREAD)
    for places in (range(_SPREAD), range(0, last, step), range(last - _SPREAD, last + 1)):
        yield from (literal[at : at + _WIDTH] for at in places if 0 <= at <= last)
