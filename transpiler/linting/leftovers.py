"""What is left in a term from the place it was copied from: an address, a program, Markdown."""

from __future__ import annotations

import re
from typing import Final

_CLASS: Final = re.compile(r"\[[^\]]*\]")

_ENCODED: Final = re.compile(r"%[0-9A-Fa-f]{2}")

_BETWEEN_STRINGS: Final = re.compile(r"[\"'],\s*[\"']")

_ANYWHERE: Final = (
    (re.compile(r"https?://", re.IGNORECASE), "an address", "keep the text of the query only"),
    (
        re.compile(r"&[A-Za-z]\w*=|\b[A-Za-z]\w*=(?=\^)"),
        "a parameter of an address",
        "keep what stands between its = and the next &",
    ),
    (re.compile(r"<-|:="), "an assignment of a program", "keep the text in the quotation marks"),
    (re.compile(r"</?[A-Za-z][^<>]*>"), "an HTML tag", "remove it"),
    (re.compile(r"\\"), "a backslash", "remove it; every sign but ^ _ [ ] ! stands for itself"),
    (re.compile(r"`"), "a mark of Markdown", "remove it"),
    (re.compile('""'), "a doubled quotation mark", "remove what is too much"),
    (re.compile(r"\.{3}"), "three full stops, as where words were cut off", "write the words out"),
    (
        re.compile(r"[A-Za-z][\u0370-\u03bb\u03bd-\u04ff]|[\u0370-\u03bb\u03bd-\u04ff][A-Za-z]"),
        "a Greek or Cyrillic letter in a Latin word",
        "type the word again; the letter only looks like a Latin one",
    ),
    (re.compile(r"\{[A-Za-z_.]\w*\}|\ue001"), "a gap that a program fills", "write the text out"),
)
"""What hardly stands in a complaint, wherever it is in a term."""

_SENTENCE_END: Final = re.compile(r"[\s.;]*[.;][\s.;]*")

_OUTSIDE: Final = (
    (re.compile(r"[\"'\u201c\u201d]"), "a quotation mark", "remove it"),
    (re.compile(r"="), "an equals sign", "keep the text of the query only"),
    (re.compile(r"\|"), "the bar of a table", "remove it"),
    (re.compile(r"\*\*|__|~~"), "a mark of Markdown", "remove it"),
)
"""What hardly stands before the first caret of a term or behind its last."""


def leftover_in(term: str) -> tuple[str, str] | None:
    """Return what in ``term`` was hardly meant, in words, and what to do; None where nothing is.

    Args:
        term: a term as written. Members of classes are left alone, encoded and quoted ones aside.
    """
    if _ENCODED.search(term):
        return "a percent-encoded character", "decode it: %5E is ^"
    if _BETWEEN_STRINGS.search(term):
        return "the end of one string and the beginning of another", "join the strings"
    plain = _CLASS.sub("", term)
    for sign, what, hint in _ANYWHERE:
        if sign.search(plain):
            return what, hint
    before, caret, rest = plain.partition("^")
    if not caret:
        return None
    behind = rest.rpartition("^")[2] if "^" in rest else ""
    for sign, what, hint in _OUTSIDE:
        if sign.search(before) or sign.search(behind):
            return what, hint
    if _SENTENCE_END.fullmatch(behind):
        return "the full stop of a sentence", "remove it"
    return None
