"""Words and marks that stand before and behind a query: labels, notes, a full stop."""

from __future__ import annotations

import re
from typing import Final

from transpiler.importing.decoding.import_steps import DecodingStep, Done
from transpiler.importing.decoding.markup import without_edges
from transpiler.importing.excerpt import Excerpt

_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")
"""A line; signs that Python also takes for its end may be part of a term."""

_SIGN: Final = re.compile(r"[\^!]|\b(?:isnull|isblank)\b", re.IGNORECASE)
_ONLY_STRUCTURE: Final = re.compile(r"(?:[\s(),]|\b(?:or|and|andnot)\b)*", re.IGNORECASE)
_OPERATOR: Final = re.compile(r",\s*(?:or|and|andnot)\b|\b(?:or|and|andnot)\s*,", re.IGNORECASE)
_GOES_ON: Final = re.compile(r"(?:[,(]|\b(?:or|and|andnot))\s*\Z", re.IGNORECASE)
_LABEL: Final = re.compile(r"[^\^!\[\](),;:\n]{1,200}:(?:\s+(?=[\^!(\[])|(?=\(\s*,?\s*[\^!(\[]))")
"""Words and a colon in front of a query. ``LABEL:^`` without a blank is a term."""

_FULL_STOP: Final = re.compile(r"(?<=[\^!)])[\s.;]*[.;]\s*\Z")
_REMARK: Final = re.compile(r"(?<=[\^!)])\s+\([^\^!()\[\],]*\)\s*\Z")
_SENTENCE: Final = re.compile(r"(?<=[\^!)])[.;]\s+[A-Z][^\^!\[\]]{0,2000}\Z")


def tidied(excerpt: Excerpt) -> tuple[Excerpt, list[DecodingStep]]:
    """Return a query without what stands around it, and what was cut.

    Only whole lines, labels and sentences go that hold no sign of a query and no operator; what
    might be part of the query stays, and is for the reader of queries to refuse.
    """
    steps: list[DecodingStep] = []
    lines = _LINE.findall(excerpt.text)
    first, last = _query_lines(lines)
    behind = "".join(lines[last:])
    if behind.strip():
        steps.append(DecodingStep(Done.CUT, f"words behind the query: {_shown(behind)}"))
    start = sum(map(len, lines[:first]))
    excerpt = excerpt.cut(start, len(excerpt.text) - len(behind)).stripped("\r\n")
    label = _LABEL.match(excerpt.text)
    if label is not None:
        excerpt = excerpt.cut(label.end(), len(excerpt.text))
    excerpt, marks = without_edges(excerpt)
    steps += marks
    while (found := _behind(excerpt.text)) is not None:
        at, what = found
        excerpt = excerpt.cut(0, at)
        steps.append(DecodingStep(Done.CUT, what))
    return excerpt, steps


def _behind(text: str) -> tuple[int, str] | None:
    """Return where something begins on the last line that stands behind the query, and what."""
    for expression, what in (
        (_SENTENCE, "words behind the query"),
        (_REMARK, "words behind the query"),
        (_FULL_STOP, "a full stop"),
    ):
        found = expression.search(text)
        if found is not None and not _OPERATOR.search(found[0]):
            return found.start(), what
    return None


def _query_lines(lines: list[str]) -> tuple[int, int]:
    """Return the first line of a query and the one behind its last."""
    signs = [number for number, line in enumerate(lines) if _SIGN.search(line)]
    if not signs:
        return 0, len(lines)
    first, last = signs[0], signs[-1] + 1
    while first > 0 and _may_be_query(lines[first - 1]):
        first -= 1
    while last < len(lines) and (
        _may_be_query(lines[last]) or _GOES_ON.search("".join(lines[:last]))
    ):
        last += 1
    return first, last


def _may_be_query(line: str) -> bool:
    """Return whether a line without a caret may be part of a query."""
    text = line.strip()
    if not text:
        return False
    return bool(_ONLY_STRUCTURE.fullmatch(text) or _OPERATOR.search(text) or text[-1] in ",(")


def _shown(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:57]}..."
