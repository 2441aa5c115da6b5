"""Elements that run into each other, and white space and commas that are part of none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lark import Token

from transpiler.definition import Span
from transpiler.parsing.faults import Fault
from transpiler.parsing.grammar import in_words, span_of
from transpiler.parsing.mending.edges import (
    BLANK,
    KEYWORD,
    OPERATOR,
    peel_back,
    peel_front,
    skip_blanks,
    skip_blanks_back,
)
from transpiler.parsing.mending.instructions import prose_in

_SUSPECT = re.compile(
    rf"\A{BLANK}|{BLANK}\Z|[\r\n\t]|\A[()]|[()]\Z|\A{OPERATOR}(?:[\^!()\[]|{BLANK}|\Z)"
    rf"|[\^!)]{BLANK}*+{OPERATOR}{BLANK}*+(?:[\^!(]|\Z)|\A{KEYWORD}{BLANK}|{BLANK}{KEYWORD}\Z",
    re.IGNORECASE,
)
"""A term that may be more than one element. Any other is passed over at once."""

_JOINT = re.compile(
    rf"(?<=[\^!])(?:{BLANK}*+(?:{OPERATOR}|[()]))++{BLANK}*+(?=[\^!])", re.IGNORECASE
)
_JOINT_TOKEN = re.compile(rf"{OPERATOR}|[()]", re.IGNORECASE)
_KEYWORD = re.compile(rf"{KEYWORD}{BLANK}*+", re.IGNORECASE)
_WHITE_SPACE = re.compile(r"(?<![ \t])[ \t]*+[\r\n][ \t\r\n]*+|\t++")

_AN_ELEMENT: Final = in_words(("TERM", "OPEN", "CLOSE", "OR", "AND", "ANDNOT"))


def find_glue(tokens: Sequence[Token]) -> list[Fault]:
    """Find terms that are more than one element, and white space that is part of none."""
    return [
        fault
        for token in tokens
        if token.type == "TERM" and _SUSPECT.search(token) and prose_in(token) is None
        for fault in _faults(str(token), token.start_pos or 0)
    ]


def find_empty_elements(tokens: Sequence[Token]) -> list[Fault]:
    """Find commas with nothing before them, and commas at the end; those in a row are one fault."""
    superfluous: list[Span] = []
    commas: list[Span] = []
    is_start = True
    for token in tokens:
        if token.type == "COMMA":
            commas.append(span_of(token))
        elif token.type != "LAYOUT":
            superfluous += commas if is_start else commas[1:]
            commas = []
            is_start = False
    superfluous += commas
    message = "a comma with no element beside it"
    return [
        Fault("ESS012", message, span, "", "dropped", expected=_AN_ELEMENT)
        for span in _joined(superfluous)
    ]


def find_layout(tokens: Sequence[Token]) -> list[Fault]:
    """Find line breaks after commas, which nobody typed into the query's one line on purpose."""
    message = "a line break beside an element"
    return [
        Fault("ESS011", message, span_of(token), "", "removed")
        for token in tokens[1:-1]
        if token.type == "LAYOUT"
    ]


def _joined(spans: list[Span]) -> Iterator[Span]:
    """Yield ``spans``, which are in order, with those that touch joined."""
    start: int | None = None
    end = 0
    for span in spans:
        if start is not None and span.start > end:
            yield Span(start, end)
            start = None
        start = span.start if start is None else start
        end = span.end
    if start is not None:
        yield Span(start, end)


def _faults(term: str, at: int) -> Iterator[Fault]:
    """Yield the faults of one term, which begins at offset ``at`` of the query."""
    front, begin = peel_front(term)
    back, end = peel_back(term, begin)
    if begin >= end:
        yield from _only_joints(term, [*front, *back], at)
        return
    if front:
        yield _glued(front, Span(at, at + begin), ",".join(map(_spelled, front)) + ",")
    else:
        begin = _significant_start(term)
        if begin:
            yield _blank(Span(at, at + begin))
    if back:
        yield _glued(back, Span(at + end, at + len(term)), "," + ",".join(map(_spelled, back)))
    else:
        end = _significant_end(term)
        if end < len(term):
            yield _blank(Span(at + end, at + len(term)))
    yield from _inside(term, begin, end, at)


def _spelled(operator: str) -> str:
    """Return an operator as the language spells it: ``AND NOT`` is ``ANDNOT``."""
    return re.sub(r"[ \t\r\n_-]+", "", operator)


def _only_joints(term: str, found: list[str], at: int) -> Iterator[Fault]:
    """Yield the fault of a term that is nothing but operators and parentheses."""
    after = ",".join(map(_spelled, found))
    span = Span(at, at + len(term))
    if len(found) > 1:
        yield _glued(found, span, after)
    elif after != found[0]:
        message = "an operator spelled in two words"
        yield Fault("ESS009", message, span, after, f"written {after}", expected=(after,))
    else:
        start = skip_blanks(term, 0)
        for edge in (Span(at, at + start), Span(at + start + len(after), at + len(term))):
            if edge.start < edge.end:
                yield _blank(edge)


def _glued(found: list[str], span: Span, after: str) -> Fault:
    if all(token in "()" for token in found):
        message = "a parenthesis without the comma that separates it"
        return Fault("ESS010", message, span, after, "comma put in", expected=("a comma",))
    message = "an operator without the comma that separates it"
    return Fault("ESS007", message, span, after, "comma put in", expected=("a comma",))


def _blank(span: Span) -> Fault:
    message = "white space beside an element"
    return Fault("ESS011", message, span, "", "removed", expected=("no white space here",))


def _significant_start(term: str) -> int:
    """Return where the term begins: blanks count, unless ``^``, ``!`` or a new line follows."""
    start = skip_blanks(term, 0)
    is_blank = start == len(term)
    if is_blank or term.startswith(("^", "!", "\\!"), start) or _KEYWORD.fullmatch(term, start):
        return start
    return (max(term.rfind("\n", 0, start), term.rfind("\r", 0, start)) >= 0 and start) or 0


def _significant_end(term: str) -> int:
    """Return where the term ends: blanks count, unless ``^``, ``!`` or a new line precedes."""
    end = skip_blanks_back(term, len(term))
    if term.endswith(("^", "!"), 0, end) or any(c in term[end:] for c in "\r\n"):
        return end
    if _KEYWORD.fullmatch(term, skip_blanks(term, 0)):
        return end
    return len(term)


def _inside(term: str, begin: int, end: int, at: int) -> Iterator[Fault]:
    """Yield the faults between the first and last character of a term."""
    joints = list(_JOINT.finditer(term, begin, end))
    for index, found in enumerate(joints, start=1):
        tokens = _JOINT_TOKEN.findall(found[0])
        rest = term[found.end() : joints[index].start() if index < len(joints) else end]
        is_between = _says_something(term[begin : found.start()]) and _says_something(rest)
        if is_between and any(token not in "()" for token in tokens):
            yield from _white_space(term, begin, found.start(), at)
            begin = found.end()
            after = f",{','.join(map(_spelled, tokens))},"
            message = "an operator between terms without commas"
            span = Span(at + found.start(), at + found.end())
            yield Fault("ESS008", message, span, after, "commas put in", expected=("a comma",))
    yield from _white_space(term, begin, end, at)


def _says_something(piece: str) -> bool:
    """Return whether a piece is more than signs: ``^or^`` and ``!or!`` are terms, not operators."""
    return bool(piece.strip("^! \t"))


def _white_space(term: str, begin: int, end: int, at: int) -> Iterator[Fault]:
    """Yield the line breaks and tabs of a term between two of its offsets."""
    signs, done = 0, 0
    for found in _WHITE_SPACE.finditer(term, begin, end):
        span = Span(at + found.start(), at + found.end())
        if "\n" not in found[0] and "\r" not in found[0]:
            yield Fault("ESS015", "a tab inside a term", span, " ", "a blank put in its place")
            continue
        signs += sum(term.count(sign, done, found.start()) for sign in "^!")
        done = found.end()
        beside = [term[found.start() - 1] in "^!", term[found.end()] in "^!"]
        if signs % 2 or not any(beside):  # between an opening sign and its closing one
            after = " " if " " in found[0] or "\t" in found[0] else ""
            yield Fault("ESS013", "a line break inside a term", span, after, "line break removed")
        elif all(beside):
            message = "a line break between two terms, and no comma"
            yield Fault("ESS013", message, span, ",", "comma put in")
        else:
            message = "a line break between a term and other text"
            hint = "put a comma there if two terms are meant, or remove the line break or the text"
            yield Fault("ESS013", message, span, hint=hint)
