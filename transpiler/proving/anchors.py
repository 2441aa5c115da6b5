"""Which of many texts can stand in another one, without looking at each of them.

Every entry is known by pieces that must all occur for it to count. One short stretch of them, the
one that fewest entries share, is its anchor: a text in which the anchor does not stand is none of
the entry's. Entries that are all made of the same stretches have a whole piece for an anchor. The
anchors of a text are looked up as its stretches, so what that costs grows with the text and with
what is found, not with the number of entries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

_WIDTH: Final = 8
"""Characters of an anchor; a shorter piece is its own anchor."""

_SPREAD: Final = 16
"""How many stretches are tried at the beginning, at the end and in between of a long piece."""

_CROWD: Final = 32
"""How many entries may share an anchor; the anchor of more tells too little."""


_FEW: Final = 30_000
"""Characters that all pieces have together, up to which looking at each entry is quicker."""


class Anchors:
    """Entries by their anchors.

    Attributes:
        others: the indexes of the entries without an anchor, which any text may be of.
    """

    def __init__(self, entries: Iterable[Sequence[str]]) -> None:
        """Index ``entries``, each given as the pieces that must occur in a text of it."""
        known = list(entries)
        is_long = sum(map(len, chain.from_iterable(known))) > _FEW
        tried = [
            tuple(dict.fromkeys(chain.from_iterable(map(_stretches, pieces)))) if is_long else ()
            for pieces in known
        ]
        shared = Counter(chain.from_iterable(tried))
        self._at: dict[str, list[int]] = {}
        for index, stretches in enumerate(tried):
            if stretches:
                rarest = min(stretches, key=lambda found: (shared[found], -len(found)))
                self._at.setdefault(rarest, []).append(index)
        crowded = [anchor for anchor, indexes in self._at.items() if len(indexes) > _CROWD]
        self.others = sorted(
            chain(
                (index for index, stretches in enumerate(tried) if not stretches),
                self._put_whole(known, chain.from_iterable(map(self._at.pop, crowded))),
            )
        )
        self._widths = sorted({len(anchor) for anchor in self._at})

    def _put_whole(self, known: list[Sequence[str]], crowded: Iterable[int]) -> Iterator[int]:
        """Put entries whose stretches all are shared at their longest piece; yield those left."""
        whole: dict[str, list[int]] = {}
        for index in crowded:
            whole.setdefault(max(known[index], key=len), []).append(index)
        widths = Counter(map(len, whole))
        for piece, indexes in whole.items():
            # each width is looked up at every place of a text, so it must be that of many
            if len(indexes) <= _CROWD < widths[len(piece)]:
                self._at.setdefault(piece, []).extend(indexes)
            else:
                yield from indexes

    def near(self, text: str) -> list[int]:
        """Return the indexes of the entries whose anchor stands in ``text``, in order."""
        stretches = {
            text[at : at + width] for width in self._widths for at in range(len(text) - width + 1)
        }
        return sorted(chain.from_iterable(self._at.get(found, ()) for found in stretches))


def _stretches(piece: str) -> Iterator[str]:
    """Yield some stretches of a piece; patterns of one kind differ at an end, or here and there."""
    if len(piece) <= _WIDTH:
        yield from filter(None, [piece])
        return
    last = len(piece) - _WIDTH
    step = max(1, last // _SPREAD)
    for places in (range(_SPREAD), range(0, last, step), range(last - _SPREAD, last + 1)):
        yield from (piece[at : at + _WIDTH] for at in places if 0 <= at <= last)
