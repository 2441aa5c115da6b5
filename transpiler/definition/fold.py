"""The one fold table that decides case, for texts and patterns alike.

ASCII ``A``-``Z`` and the Latin-1 letters ``À``-``Þ`` (without ``×``) go to their small forms;
every other character stays as it is. The table is fixed because engines disagree about case
outside ASCII: ``LOWER`` turns the Kelvin sign into ``k`` in one engine and not in another, ``(?i)``
matches ``ſ`` against ``s`` here and not there. Each dialect spells exactly this table.
"""

from __future__ import annotations

from typing import Final

FOLD_FROM: Final = "".join(
    chr(c) for c in [*range(ord("A"), ord("Z") + 1), *range(0xC0, 0xDF)] if c != 0xD7
)
"""The characters that change, in code-point order."""

FOLD_TO: Final = "".join(chr(ord(c) + 0x20) for c in FOLD_FROM)
"""What each character of `FOLD_FROM` becomes, at the same index."""

_TABLE: Final = str.maketrans(FOLD_FROM, FOLD_TO)


def fold(text: str) -> str:
    """Return ``text`` with case folded. The length never changes, so spans stay valid."""
    return text.translate(_TABLE)
