"""The ends of a term: operators and parentheses that have lost their comma there."""

from __future__ import annotations

import re
from typing import Final

BLANK: Final = r"[ \t\r\n]"
"""One character of white space, as an expression."""

_AND_NOT: Final = r"and(?:[ \t\r\n]+|[_-])?not"
OPERATOR: Final = rf"(?:{_AND_NOT}|and|or)"
"""An operator in any of its spellings, as an expression."""

KEYWORD: Final = r"(?:isnull|isblank)"
"""``ISNULL`` or ``ISBLANK``, as an expression."""

_SEPARATORS: Final = r"\[[^]A-Za-z0-9]++\]"
"""A class such as ``[;/ ]``, with which a term for a code begins."""

_FRONT = re.compile(
    rf"({OPERATOR})(?={BLANK}*+(?:[\^!]|{_SEPARATORS}|[()]{BLANK}*+(?:[\^!()]|\Z)|\Z))"
    rf"|({KEYWORD})(?={BLANK}++{OPERATOR}{BLANK}*+(?:[\^!(]|\Z))",
    re.IGNORECASE,
)
_OPERATORS = re.compile(rf"{BLANK}*+{OPERATOR}(?:{BLANK}++{OPERATOR})++{BLANK}*+", re.IGNORECASE)
_ONE_OPERATOR = re.compile(OPERATOR, re.IGNORECASE)
_BACK = re.compile(rf"(?<=[\^!()]){BLANK}*+({OPERATOR})(?:{BLANK}++({KEYWORD}))?\Z", re.IGNORECASE)


def peel_front(term: str) -> tuple[list[str], int]:
    """Return the elements glued to the front of a term, and where the term begins."""
    if _OPERATORS.fullmatch(term):
        return _ONE_OPERATOR.findall(term), len(term)
    found: list[str] = []
    at = skip_blanks(term, 0)
    while at < len(term):
        if term[at] in "()" and _groups_in_front(term, at):
            found.append(term[at])
            at = skip_blanks(term, at + 1)
            continue
        element = _FRONT.match(term, at)
        if element is None:
            break
        found.append(element[0])
        at = skip_blanks(term, element.end())
    return found, at if found else 0


def peel_back(term: str, begin: int) -> tuple[list[str], int]:
    """Return the elements glued to the end of a term, and where the term ends."""
    found: list[str] = []
    end = skip_blanks_back(term, len(term))
    while end > begin:
        if term[end - 1] in "()" and _groups_behind(term, end - 1, begin):
            found.append(term[end - 1])
            end = skip_blanks_back(term, end - 1)
            continue
        elements = _BACK.search(term, max(begin, end - 40), end)
        if elements is None:
            break
        found += [element for element in elements.group(2, 1) if element]
        end = elements.start()
    return found[::-1], end if found else len(term)


def _groups_in_front(term: str, at: int) -> bool:
    """Return whether the parenthesis in front of a term groups, or is a character of the term.

    ``(l) leg pain^`` begins with a parenthesised remark; ``(^asthma^`` has lost a comma.
    """
    behind = skip_blanks(term, at + 1)
    if term[at] == ")" or behind == len(term) or term[behind] in "^!()":
        return True
    partner = _partner(term[at:])
    return partner is None or at + partner == skip_blanks_back(term, len(term)) - 1


def _groups_behind(term: str, at: int, begin: int) -> bool:
    """Return whether the parenthesis behind a term groups, or is a character of the term.

    ``pain (l)`` ends with a parenthesised remark; ``^reactive)`` has lost a comma.
    """
    before = skip_blanks_back(term, at)
    if term[at] == "(" or before <= begin or term[before - 1] in "^!()":
        return True
    return _partner(term[begin : at + 1][::-1].translate(_MIRROR)) is None


_MIRROR: Final = str.maketrans("()", ")(")


def _partner(text: str) -> int | None:
    """Return where the parenthesis that opens ``text`` is closed, or None."""
    depth = 0
    for found in re.finditer(r"[()]", text):
        depth += 1 if found[0] == "(" else -1
        if depth == 0:
            return found.start()
    return None


def skip_blanks(term: str, at: int) -> int:
    """Return the offset of the first character from ``at`` on that is no white space."""
    while at < len(term) and term[at] in " \t\r\n":
        at += 1
    return at


def skip_blanks_back(term: str, end: int) -> int:
    """Return the offset after the last character before ``end`` that is no white space."""
    while end > 0 and term[end - 1] in " \t\r\n":
        end -= 1
    return end
