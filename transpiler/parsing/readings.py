"""Levels that the two readings of precedence read differently, written out both ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from transpiler.definition import MixedLevel
from transpiler.parsing.levels import Item, Joint, Level, walk_levels

_MAX_ITEM: Final = 40
"""How many characters of one item are written out."""

_MAX_ROW: Final = 7
"""How many items in a row are written out; of more, the first and last three."""

_LAYOUT = re.compile(r"(?<=,)\s*\n\s*")

_T = TypeVar("_T")


def mixed_levels(root: Level, text: str) -> tuple[MixedLevel, ...]:
    """Return every mixed level of the query ``text``, with both readings in bounded length."""
    return tuple(
        MixedLevel(
            span=level.items[0].span.to(level.items[-1].span),
            tight=_tight(level, text),
            sequential=_sequential(level, text),
        )
        for level in walk_levels(root)
        if level.is_mixed
    )


def _tight(level: Level, text: str) -> str:
    """Write ``a,or,(,b,andnot,c,)``: parentheses around what AND and ANDNOT tie together."""

    def write(run: Level) -> str:
        written = _row(run.items, run.joints, lambda item: _item(item, text))
        return written if len(run.items) == 1 else f"(,{written},)"

    runs = level.runs()
    return _row(runs, [Joint.OR] * (len(runs) - 1), write)


def _sequential(level: Level, text: str) -> str:
    """Write ``(,a,or,b,),andnot,c``: parentheses around all that precedes a change of operator."""
    changes = [
        index
        for index in range(1, len(level.joints))
        if level.joints[index] is not level.joints[index - 1]
    ]
    starts = [0, *(index + 1 for index in changes)]
    ends = [*starts[1:], len(level.items)]
    stretches = list(zip(starts, ends, strict=True))
    written = "" if len(stretches) <= _MAX_ROW else "…"
    for start, end in stretches[-_MAX_ROW:]:
        if written:
            written = f"(,{written},),{level.joints[start - 1].value},"
        written += _row(
            level.items[start:end],
            level.joints[start : end - 1],
            lambda item: _item(item, text),
        )
    return written


def _row(parts: Sequence[_T], joints: Sequence[Joint], write: Callable[[_T], str]) -> str:
    """Write ``parts`` with the joints between them; the middle of a long row is left out."""
    if len(parts) <= _MAX_ROW:
        between = [f",{joint.value}," for joint in joints]
        return "".join(
            piece
            for part, joint in zip(parts, [*between, ""], strict=True)
            for piece in (write(part), joint)
        )
    first = _row(parts[:3], joints[:2], write)
    last = _row(parts[-3:], joints[-2:], write)
    return f"{first},{joints[2].value},… {len(parts) - 6:,} more …,{joints[-3].value},{last}"


def _item(item: Item, text: str) -> str:
    """Return the item as written, without layout; the end of a long one is left out."""
    start, end = item.span.start, item.span.end
    written = _LAYOUT.sub("", text[start : min(end, start + 4 * _MAX_ITEM)])
    if end - start <= 4 * _MAX_ITEM and len(written) <= _MAX_ITEM:
        return written
    return written[: _MAX_ITEM - 1] + ("…,)" if isinstance(item, Level) else "…")
