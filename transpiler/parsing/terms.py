"""The inside of a term: text → `Pattern`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, Final

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput, UnexpectedToken

from transpiler.definition import (
    AnyOne,
    AnyRun,
    Literal,
    OneOf,
    Pattern,
    Piece,
    Severity,
    Span,
    fold,
)
from transpiler.parsing.classes import read_class
from transpiler.parsing.findings import Finding
from transpiler.parsing.grammar import in_words, term_grammar

_Read = tuple[list[Piece], list[Finding]]

_STAND_IN: Final = Pattern((AnyRun(),))
"""The pattern of a term that cannot be read, so that the rest of the query still can."""


@lru_cache(maxsize=65_536)
def read_term(text: str) -> tuple[Pattern, tuple[Finding, ...]]:
    """Return what a term means, and what there is to say about it.

    Args:
        text: the term as written, not empty.

    Returns:
        The pattern, and the findings with spans counted from the start of the term. Where one of
        them is an error, the pattern is a stand-in.
    """
    if _OPERATOR_LIKE.fullmatch(text):
        return _STAND_IN, (_unknown_operator(text),)
    try:
        read: Any = _grammar().parse(text)
    except UnexpectedInput as error:
        return _STAND_IN, (_syntax_error(text, error),)
    pattern, findings = read
    return pattern, (*findings, *_doubts(text))


class _Actions(Transformer[Token, Any]):
    """Builds the pattern as the rules are recognised; holds no state of its own."""

    def pattern(self, parts: list[Any]) -> tuple[Pattern, list[Finding]]:
        pieces, findings = _joined(parts)
        return Pattern(tuple(pieces)), findings

    def word(self, parts: list[Any]) -> tuple[Pattern, list[Finding]]:
        pieces, findings = _joined(parts[1:-1])
        return Pattern(tuple(pieces), is_word=True), findings

    def char_class(self, parts: list[Token]) -> tuple[OneOf | None, list[Finding]]:
        return read_class(parts)


@cache
def _grammar() -> Lark:
    return term_grammar(_Actions())


def _joined(parts: list[Any]) -> _Read:
    """Return the pieces that tokens and classes make: literals beside each other become one."""
    pieces: list[Piece] = []
    findings: list[Finding] = []
    literal: list[str] = []
    for part in parts:
        if isinstance(part, Token) and part.type in ("LITERAL", "LITERAL_COMMA"):
            literal.append("," if part.type == "LITERAL_COMMA" else fold(part))
            continue
        if literal:
            pieces.append(Literal("".join(literal)))
            literal = []
        if not isinstance(part, Token):
            one_of, found = part
            findings += found
            pieces.append(one_of or AnyOne())
        else:
            pieces.append(AnyRun() if part.type == "RUN" else AnyOne())
    if literal:
        pieces.append(Literal("".join(literal)))
    return pieces, findings


def _syntax_error(text: str, error: UnexpectedInput) -> Finding:
    """Return what the grammar stumbled over, in the words of a person who writes definitions."""
    at = error.pos_in_stream or 0
    if not isinstance(error, UnexpectedToken) or error.token.type == "$END":
        opened = text.rfind("[")
        if opened >= 0 and "]" not in text[opened:]:
            return Finding(
                "ESS022",
                "this bracket is never closed",
                Span(opened, len(text)),
                expected=("]",),
                hint="close the class with ]; a bracket cannot stand for itself",
            )
        return _bang(text, text.find("!"))
    if error.token.type == "CLASS_CLOSE":
        return Finding(
            "ESS023",
            "the class is empty, so it matches no character",
            Span(at - 1, at + 1),
            expected=("at least one character between the brackets",),
        )
    if text.startswith("!") and text.endswith("!") and len(text) == 2:
        return Finding(
            "ESS028",
            "there is no word between the exclamation marks",
            Span(0, 2),
            expected=in_words(("LITERAL", "CLASS_OPEN", "ANY_CHARACTER")),
        )
    return _bang(text, at if text[at : at + 1] == "!" else text.find("!"))


def _unknown_operator(text: str) -> Finding:
    return Finding(
        "ESS031",
        f"'{text.strip()}' is no operator of this language",
        Span(0, len(text)),
        expected=in_words(("OR", "AND", "ANDNOT")),
        hint="to exclude what follows, write andnot",
    )


def _bang(text: str, at: int) -> Finding:
    """Return the finding for an exclamation mark that is not one of a pair around the term."""
    word = text.strip("!^\\ ")
    return Finding(
        "ESS026",
        "exclamation marks enclose a whole term, !TERM!, without a caret",
        Span(at, at + 1),
        expected=("! at both ends and no ^ between them, or no ! at all",),
        hint=f"write !{word}! for the whole word, or ^{word}^ for the characters anywhere"
        if text.strip("\\ ").strip("^") != word and "!" not in word and "^" not in word
        else "make the word a term of its own, with ! at both ends, or remove the !",
    )


_TWO_CODES = re.compile(r"\^;[^\^;]+;?(\^);[^\^;]+;?\^?")
_BETWEEN = re.compile(
    r"[^^\w]*+(?:(?<![\^\w])(?:or|and|not|andnot|and[ _-]not)[^^\w]++)?", re.IGNORECASE
)
"""What between two carets is no word to look for: signs, and the like of an operator."""
_OPERATOR_LIKE = re.compile(
    r"\s*(?:not|nor|xor|near|(?:or|and)[ _-]+not|not[ _-]+(?:or|and))\s*", re.IGNORECASE
)
_MARKED_WORD = re.compile(r"!([^!]*\S[^!]*)!")
_LABEL_WORD = re.compile(r"[A-Za-z]{2}")
_PATTERN_SIGN = re.compile(r"[\^\[!_]")
_TYPOGRAPHIC_QUOTE = re.compile("[\u2018\u2019\u201b\u02bc\u201c\u201d\u201f]")
_PARENTHESIS = re.compile(r"[()]")


def _doubts(text: str) -> Iterator[Finding]:
    """Yield warnings about a term that is allowed but hardly meant as it stands."""
    outside = _without_classes(text)
    stray = outside.find("]")
    if stray >= 0:
        yield _warning(
            "ESS052",
            "this ] closes nothing and stands for itself",
            Span(stray, stray + 1),
            "put the missing [ before the class, or remove the ]",
        )
    percent = outside.find("%")
    if percent >= 0:
        yield _warning(
            "ESS055",
            "% stands for itself here, a percent sign",
            Span(percent, percent + 1),
            "write ^ for any run of characters; repair mode does at the end of a term",
        )
    quote = _TYPOGRAPHIC_QUOTE.search(text)
    if quote:
        yield _warning(
            "ESS056",
            "a typographic quotation mark, which complaints hardly hold",
            Span(*quote.span()),
            "type a plain one; repair mode does",
        )
    word = _MARKED_WORD.fullmatch(text)
    if word and word[1] != word[1].strip():
        yield _warning(
            "ESS057",
            "the blanks between the marks are part of the word: others must stand around them",
            Span(0, len(text)),
            f"write !{word[1].strip()}!, which is the word between blanks or at the field's edge",
        )
    if not text.startswith(("^", "!")) and text[0].isspace():
        yield _warning(
            "ESS057",
            "the blank before the term is part of it: the field must begin with a blank",
            Span(0, 1),
            "remove the blank, or put ^ before it",
        )
    if not text.endswith(("^", "!")) and text[-1].isspace():
        yield _warning(
            "ESS057",
            "the blank after the term is part of it: the field must end with a blank",
            Span(len(text) - 1, len(text)),
            "remove the blank, or put ^ after it",
        )
    codes = _TWO_CODES.fullmatch(text)
    if codes:
        yield _warning(
            "ESS058",
            "two codes in one term: both must occur, in this order",
            Span(codes.start(1), codes.end(1)),
            "put a comma between them if either is enough",
        )
    joint = _joint(text)
    if joint:
        yield _warning(
            "ESS062",
            "these read like two terms; as one, both must occur, in this order",
            joint,
            "put ,or, or another operator between them, or leave one caret where one term is meant",
        )
    if _is_label(text):
        yield _warning(
            "ESS061",
            "this reads like the label of a field; as a term it matches a field that begins so",
            Span(0, len(text)),
            "a query for another field is a part of its own, with its fields: and query:",
        )
    parenthesis = _PARENTHESIS.search(outside)
    if parenthesis:
        yield _warning(
            "ESS060",
            "a parenthesis inside a term stands for itself",
            Span(*parenthesis.span()),
            "put commas around it if it is meant to group",
        )


def _joint(text: str) -> Span | None:
    """Return what stands where one ``^term^`` could end and the next begin, if it is no word."""
    if not text.startswith("^") or text.count("^") < 3:
        return None
    plain = _CLASS.sub(lambda found: "x" * len(found[0]), text)
    carets = [found.start() for found in re.finditer(r"\^", plain)]
    for closing, opening in zip(carets[1::2], carets[2::2], strict=False):
        is_between_words = plain[closing - 1] != "^" and plain[opening + 1 : opening + 2] not in "^"
        if is_between_words and _BETWEEN.fullmatch(plain, closing + 1, opening):
            return Span(closing, opening + 1)
    return None


def _is_label(text: str) -> bool:
    """Return whether a term is ``words:^``: plain words, a colon, and any run."""
    words, colon, rest = text.rpartition(":")
    is_plain = not _PATTERN_SIGN.search(words) and _LABEL_WORD.search(words) is not None
    return bool(colon) and "^" in rest and not rest.strip("^ ") and is_plain


def _warning(code: str, message: str, span: Span, hint: str) -> Finding:
    return Finding(code, message, span, Severity.WARNING, hint=hint)


_CLASS = re.compile(r"\[[^\]]*+\]")


def _without_classes(text: str) -> str:
    """Return ``text`` with every class blanked out, at the same length."""
    return _CLASS.sub(lambda found: " " * len(found[0]), text) if "[" in text else text
