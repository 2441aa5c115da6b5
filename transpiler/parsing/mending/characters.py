"""Characters that are damaged, invisible or easily mistaken for others."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from transpiler.definition import Span
from transpiler.parsing.faults import Fault

_LINE_BREAKS: Final = "\x85\u2028\u2029"
_BLANKS: Final = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_INVISIBLE: Final = (
    "\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff"
)
_DASHES: Final = "\u2010-\u2015\u2212"
_WIDE: Final = "\uff01-\uff5e\u02c6"
_CONTROLS: Final = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffd"

_DAMAGED_LETTERS = re.compile(
    "(?:[\xc2\xc3][\x80-\xbf])+|\xe2\u20ac[\u201a-\u2122\x9d\xa6\u02dc\u0153]"
)
"""UTF-8 read as a one-byte encoding: ``Ã±`` for ``ñ``, ``â€™`` for an apostrophe."""

_ODD = re.compile(
    f"(?P<line>[{_LINE_BREAKS}])|(?P<blank>[{_BLANKS}])|(?P<invisible>[{_INVISIBLE}]+)"
    f"|(?P<dash>[{_DASHES}])|(?P<control>[{_CONTROLS}])|(?P<wide>[{_WIDE}])|(?P<bracket>[\\[\\]])"
)
_QUOTES = re.compile("[\u2018\u2019\u201b\u02bc\u201c\u201d\u201f]")


def find_damage(text: str) -> list[Fault]:
    """Find wrongly decoded letters, control characters, and blanks that are none."""
    if text.isascii() and text.isprintable():
        return []
    faults = []
    for found in _DAMAGED_LETTERS.finditer(text):
        letters = _decoded(found[0])
        if letters is not None:
            message = "letters damaged by a wrong encoding"
            faults.append(
                Fault("ESS017", message, Span(*found.span()), letters, f"read as {letters}")
            )
    is_in_class = False
    for found in _ODD.finditer(text):
        span = Span(*found.span())
        if found["bracket"]:
            is_in_class = found["bracket"] == "["
        elif found["line"]:
            message = "a line separator that is not a line break"
            faults.append(Fault("ESS015", message, span, "\n", "line break put in its place"))
        elif found["blank"]:
            message = "a blank of another width, which only looks like a blank"
            faults.append(Fault("ESS015", message, span, " ", "blank put in its place"))
        elif found["invisible"]:
            faults.append(Fault("ESS015", "an invisible character", span, "", "removed"))
        elif found["wide"]:
            plain = "^" if found[0] == "\u02c6" else unicodedata.normalize("NFKC", found[0])
            message = f"a character that looks like {plain} and is another"
            faults.append(Fault("ESS015", message, span, plain, "plain one put in its place"))
        elif is_in_class and _is_range(text, span):
            message = "a damaged hyphen in a range"
            faults.append(Fault("ESS014", message, span, "-", "hyphen put in its place"))
        elif found["control"]:
            message = f"a control character, U+{ord(found[0]):04X}"
            hint = "look at the source of the definition, and type what stood there"
            faults.append(Fault("ESS014", message, span, hint=hint))
    return faults


def find_quotes(text: str) -> list[Fault]:
    """Find typographic quotation marks, which nobody types into a complaint."""
    return [
        Fault(
            "ESS056",
            "a typographic quotation mark",
            Span(*found.span()),
            '"' if found[0] in "\u201c\u201d\u201f" else "'",
            "plain one put in its place",
        )
        for found in _QUOTES.finditer(text)
    ]


def _decoded(damaged: str) -> str | None:
    """Return what ``damaged`` was before UTF-8 was read as a one-byte encoding."""
    for encoding in ("latin-1", "cp1252"):
        try:
            return damaged.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return None


def _is_range(text: str, span: Span) -> bool:
    """Return whether the character stands where the hyphen of a range like ``a-z`` does."""
    neighbours = text[max(0, span.start - 1) : span.start] + text[span.end : span.end + 1]
    return len(neighbours) == 2 and neighbours.isalnum()
