"""The strings, names and signs of R and Python source text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from transpiler.importing.excerpt import Excerpt

_TOKEN: Final = re.compile(
    r"""
    (?P<blank>(?:[ \t\r\n\f]|\\\r?\n)+)
  | (?P<comment>\#[^\n]*)
  | (?P<raw_r>[rR](?P<mark>["'])(?P<dashes>-*)(?P<open>[\(\[{]))
  | (?P<string>(?P<prefix>[rRfFbBuU]{0,2})(?P<quote>\"{3}|'{3}|["']))
  | (?P<name>`[^`\n]*`|[A-Za-z_.][\w.]*(?:::[A-Za-z_.][\w.]*)?)
  | (?P<number>\d[\w.]*)
  | (?P<sign><<-|<-|->|:=|%[^%\s]{0,10}%|\|>|[=!<>]=|.)
    """,
    re.VERBOSE,
)
_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}
_ESCAPE: Final = re.compile(
    r"\\(?:u\{?([0-9A-Fa-f]{4})\}?|x([0-9A-Fa-f]{2})|(\r?\n)|(.))", re.DOTALL
)
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}


@dataclass(frozen=True, slots=True)
class SourceToken:
    """A token of source text.

    Attributes:
        kind: ``string``, ``name``, ``number``, ``comment`` or ``sign``.
        text: the token as written; of a string its prefix.
        start: where it begins in the source.
        end: where it ends.
        value: what a string holds; None for everything else.
    """

    kind: str
    text: str
    start: int
    end: int
    value: Excerpt | None = None


class NoSourceError(ValueError):
    """A quotation mark has no partner or doubles another, so that the text is no source text."""


def source_tokens(source: Excerpt) -> Iterator[SourceToken]:
    """Yield the tokens of a source text, blanks left out.

    Raises:
        NoSourceError: a string is not closed, or begins where another ends.
    """
    text, at, kind = source.text, 0, ""
    while at < len(text):
        found = _TOKEN.match(text, at)
        assert found is not None
        if kind == "string" and (found["raw_r"] or found["string"]):
            raise NoSourceError  # as spreadsheets double a mark
        if found["raw_r"]:
            kind = "string"
            end, value = _raw(source, found)
            yield SourceToken("string", "r", at, end, value)
        elif found["string"]:
            kind = "string"
            end, value = _string(source, found)
            yield SourceToken("string", found["prefix"].lower(), at, end, value)
        else:
            end = found.end()
            kind = next(
                name for name in ("blank", "comment", "name", "number", "sign") if found[name]
            )
            if kind != "blank":
                yield SourceToken(kind, found[0], at, end)
        at = end


def _raw(source: Excerpt, found: re.Match[str]) -> tuple[int, Excerpt]:
    """Return the end and the value of R's ``r"(…)"``."""
    closing = _CLOSING[found["open"]] + found["dashes"] + found["mark"]
    end = source.text.find(closing, found.end())
    if end < 0:
        raise NoSourceError
    return end + len(closing), source.cut(found.end(), end)


def _string(source: Excerpt, found: re.Match[str]) -> tuple[int, Excerpt]:
    """Return the end and the value of a string in quotation marks."""
    text, quote, at = source.text, found["quote"], found.end()
    while not text.startswith(quote, at):
        if at >= len(text):
            raise NoSourceError
        at += 2 if text[at] == "\\" else 1
    value = source.cut(found.end(), at)
    if "r" not in found["prefix"].lower():
        value = value.substitute(_ESCAPE, _unescaped)
    return at + len(quote), value


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code:
        return chr(int(code, 16))
    if found[3]:
        return ""
    # A program refuses other escapes or keeps the backslash; what stands there is not guessed.
    return _ESCAPED.get(found[4]) or (found[4] if found[4] in "\\\"'`" else found[0])
