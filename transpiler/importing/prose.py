"""Published prose with queries in it → the parts and what is said in front of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from transpiler.importing.labels import LABEL

_QUERY_CHARACTERS: Final = re.compile(r"[\^!]|\bis(?:null|blank)\b", re.IGNORECASE)

_HEADING: Final = re.compile(
    r"^[ \t]*(?:syndrome definition|query|definition)[ \t]*:?[ \t]*\r?\n\s*(?=[^\n]*\^)",
    re.IGNORECASE | re.MULTILINE,
)
"""The heading under which a page gives the query."""

_LEAD: Final = re.compile(
    r"\s*(?:(?:and|then|also|search(?:ing)?|the|in|a|separate|for|with|medical|grouping|system"
    r"|of|field|fields)\b[\s:]*)*",
    re.IGNORECASE,
)
"""What may stand between the end of a query and the name of the next one's field."""

_BLANKS: Final = re.compile(r"\s*")
_QUERY_END: Final = re.compile(r"[\^!)]\s*\Z")
_HEADER_END: Final = re.compile(r"[^\^!\[\];:\n]{0,2000}(?::|\n)[ \t\r\n]*")
_TAIL_CHARACTERS: Final = frozenset("^!,()[]")


@dataclass(frozen=True, slots=True)
class ProsePart:
    """A query and the prose in front of it.

    Attributes:
        prose: what is said in front of the query; empty where nothing is.
        is_page: whether that is a whole page, not a line about this query.
        query: the query, to the letter.
        start: where the query begins in the text.
    """

    prose: str
    is_page: bool
    query: str
    start: int


def read_parts(text: str) -> tuple[ProsePart, ...]:
    """Return the parts of a published text, in their order; none where it has no query."""
    heading = _HEADING.search(text)
    begin = heading.end() if heading else 0
    headers = _headers(text, begin)
    if not headers or _QUERY_CHARACTERS.search(text, begin, headers[0][0]):
        headers.insert(0, (0 if heading is None else begin, begin))
    else:
        headers[0] = (begin, headers[0][1])
    parts = []
    for index, (start, end) in enumerate(headers):
        until = headers[index + 1][0] if index + 1 < len(headers) else len(text)
        query = _without_tail(text[end:until])
        lead = len(query) - len(query.lstrip("\r\n"))
        prose = text[:end] if index == 0 else text[start:end]
        if query.strip():
            is_page = heading is not None and index == 0
            parts.append(ProsePart(prose, is_page, query.strip("\r\n"), end + lead))
    return tuple(part for part in parts if _QUERY_CHARACTERS.search(part.query) or len(parts) == 1)


def _headers(text: str, begin: int) -> list[tuple[int, int]]:
    """Return the pieces of prose that name fields, each up to the query that follows."""
    found: list[tuple[int, int]] = []
    query = _QUERY_CHARACTERS.search(text, begin)
    first_query = query.start() if query else len(text)
    for label in LABEL.finditer(text, begin):
        if found and label.start() < found[-1][1]:
            continue
        start = max(begin, *(text.rfind(mark, begin, label.start()) + 1 for mark in "^!)\n"))
        end = _header_end(text, label.end())
        if end is None:
            continue
        if found and _BLANKS.fullmatch(text, found[-1][1], start):
            found[-1] = (found[-1][0], end)
        elif start <= first_query or (
            _QUERY_END.search(text, max(begin, start - 200), start)
            and _LEAD.fullmatch(text, start, label.start())
        ):
            found.append((start, end))
    return found


def _header_end(text: str, at: int) -> int | None:
    """Return where prose that reaches to ``at`` ends: behind a colon or a line; None if nowhere."""
    end = _HEADER_END.match(text, at)
    return end.end() if end else None


def _without_tail(query: str) -> str:
    """Return ``query`` without the lines of prose that follow it."""
    lines = query.splitlines(keepends=True)
    while lines and not _TAIL_CHARACTERS.intersection(lines[-1]):
        if not any(_TAIL_CHARACTERS.intersection(line) for line in lines[:-1]):
            break
        lines.pop()
    return "".join(lines)
