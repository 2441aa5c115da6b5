"""The inside of a term: text → `Pattern`."""

from __future__ import annotations

import re
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
    Span,
    fold,
)
from transpiler.parsing.classes import read_class
from transpiler.parsing.findings import Finding
from transpiler.parsing.grammar import in_words, term_grammar

_OPERATOR_LIKE = re.compile(
    r"\s*(?:not|nor|xor|near|(?:or|and)[ _-]+not|not[ _-]+(?:or|and))\s*", re.IGNORECASE
)

_Read = tuple[list[Piece], list[Finding]]

_STAND_IN: Final = Pattern((AnyRun(),))
"""The pattern of a term that cannot be read, so that the rest of the query still can."""


@lru_cache(maxsize=65_536)
def read_term(text: str) -> tuple[Pattern, tuple[Finding, ...]]:
    """Return what a term means, and what is wrong with it.

    Args:
        text: the term as written, not empty.

    Returns:
        The pattern, and the findings with spans counted from the start of the term. Where there is
        one, the pattern is a stand-in.
    """
    if _OPERATOR_LIKE.fullmatch(text):
        return _STAND_IN, (_unknown_operator(text),)
    try:
        read: Any = _grammar().parse(text)
    except UnexpectedInput as error:
        return _STAND_IN, (_syntax_error(text, error),)
    pattern, findings = read
    return pattern, tuple(findings)


class _TermActions(Transformer[Token, Any]):
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
    return term_grammar(_TermActions())


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
