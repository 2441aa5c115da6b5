"""What surrounds a query that was copied: an editor's wrapper, markup, quotes, an address."""

from __future__ import annotations

import html
import re
from typing import Final

from transpiler.definition import Span
from transpiler.parsing.faults import Fault

_STRING: Final = r'"(?:[^"\\]|\\.)*+"'
_INSERT: Final = rf'"insert"\s*+:\s*+(?P<text>{_STRING})'
_ATTRIBUTES: Final = r'"attributes"\s*+:\s*+\{[^{}]*+\}'
_OPERATION: Final = (
    rf"\{{\s*+(?:{_ATTRIBUTES}\s*+,\s*+)?+{_INSERT}\s*+(?:,\s*+{_ATTRIBUTES}\s*+)?+\}}"
)
_ONE_OPERATION = re.compile(_OPERATION)
_WRAPPER = re.compile(
    r'\s*+\{\s*+"ops"\s*+:\s*+\[\s*+(?P<operations>OP(?:\s*+,\s*+OP)*+)\s*+\]\s*+\}\s*+'.replace(
        "OP", _OPERATION.replace("?P<text>", "?:")
    )
)
_ESCAPE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})')
_ESCAPED: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}

_ENTITY = re.compile(
    r"&(?:amp;)*(?:lt|gt|amp|quot|apos|nbsp|rsquo|lsquo|rdquo|ldquo|ndash|#[0-9]{1,7}|#x[0-9a-f]{1,6});",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"</?(?:p|br|div|span|b|i|u|em|strong|ul|ol|li|font|a)(?:\s[^<>]{0,200})?/?>", re.IGNORECASE
)

_URL = re.compile(r"(?<!\S)https?://\S++")
_URL_LABEL = re.compile(r"[A-Za-z][A-Za-z ]{0,40}\bURL\b[^:\r\n]{0,60}:\s*+\Z", re.IGNORECASE)


_QUOTES: Final = ('""', "''", "``", "\u201c\u201d", "\u2018\u2019")
_DOUBLE: Final = '"\u201c\u201d'
_BESIDE_A_COMMA = re.compile(r"""["'`]\s*+,|,\s*+["'`]""")
"""A mark that quotes one element of a list; an apostrophe hardly stands there."""


def find_wrapper(text: str) -> list[Fault]:
    """Find the wrapper of a web editor, ``{"ops":[{"insert":"…"}]}``."""
    if not text.lstrip().startswith("{"):
        return []
    wrapper = _WRAPPER.fullmatch(text)
    if wrapper is None:
        return []
    faults = []
    done = 0
    for operation in _ONE_OPERATION.finditer(text, *wrapper.span("operations")):
        start, end = operation.start("text") + 1, operation.end("text") - 1
        faults.append(_wrapper(Span(done, start), ""))
        faults += [
            _wrapper(Span(*found.span()), _unescaped(found[0]))
            for found in _ESCAPE.finditer(text, start, end)
        ]
        done = end
    return [*faults, _wrapper(Span(done, len(text)), "")]


def _wrapper(span: Span, after: str) -> Fault:
    return Fault("ESS018", "the wrapper of a web editor", span, after, "unwrapped")


def _unescaped(escape: str) -> str:
    if escape[1] == "u":
        return chr(int(escape[2:], 16))
    return _ESCAPED.get(escape[1], escape[1])


def find_entities(text: str) -> list[Fault]:
    """Find HTML entities."""
    faults = []
    for found in _ENTITY.finditer(text):
        entity = re.sub("(?:amp;)+(?!$)", "", found[0], flags=re.IGNORECASE)
        after = html.unescape(entity.lower())
        message = "an HTML entity"
        faults.append(Fault("ESS016", message, Span(*found.span()), after, "decoded"))
    return faults


def find_tags(text: str) -> list[Fault]:
    """Find HTML tags, also those whose brackets were entities."""
    return [
        Fault("ESS016", "an HTML tag", Span(*found.span()), "", "removed")
        for found in _TAG.finditer(text)
    ]


def find_outer_quotes(text: str) -> list[Fault]:
    """Find quotation marks around the whole query."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip()) - 1
    if end <= start or text[start] + text[end] not in _QUOTES:
        return []
    inside = text[start + 1 : end]
    is_bare = inside[:1] in tuple("^!([") and inside[-1:] in tuple("^!)]")
    is_list = any(mark in inside for mark in _DOUBLE) or _BESIDE_A_COMMA.search(inside)
    if not is_bare or is_list:
        return []
    message = "quotation marks around the query"
    return [Fault("ESS029", message, Span(at, at + 1), "", "removed") for at in (start, end)]


def find_url(text: str) -> list[Fault]:
    """Find the address of an API call after the query."""
    found = _URL.search(text)
    if found is None:
        return []
    message = "the address of an API call is no part of the query"
    if text[found.end() :].strip():
        hint = "keep it in the description, and remove it here"
        return [Fault("ESS019", message, Span(*found.span()), hint=hint)]
    before = max(0, found.start() - 120)
    label = _URL_LABEL.search(text[before : found.start()])
    start = before + label.start() if label else found.start()
    start = len(text[:start].rstrip())
    done = "cut; keep it in the description"
    return [Fault("ESS019", message, Span(start, len(text)), "", done)]
