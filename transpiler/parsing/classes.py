"""The inside of brackets: the characters and ranges of a class → `OneOf`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lark import Token

from transpiler.definition import OneOf, Span, fold
from transpiler.parsing.findings import Finding

_ALPHABETS: Final = (
    "0123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "".join(chr(code) for code in range(0xDF, 0x100) if chr(code).isalpha()),
)
"""Within one of these, folded, a range has the same meaning in every engine."""


def read_class(tokens: Sequence[Token]) -> tuple[OneOf | None, list[Finding]]:
    """Return the class that ``tokens`` (brackets included) make, and what is wrong with it.

    The class is None where anything is.
    """
    members: set[str] = set()
    findings: list[Finding] = []
    negation = _negation(tokens)
    if negation is not None:
        return None, [negation]
    for token in tokens[1:-1]:
        start = token.start_pos or 0
        if token.type == "RANGE":
            found, finding = _range(token, start)
            members |= found
            findings += finding
        else:
            members.add(fold(token))
    return None if findings else OneOf(frozenset(members)), findings


def _negation(tokens: Sequence[Token]) -> Finding | None:
    """Return a finding where the class holds a caret, or begins with an exclamation mark."""
    for index, token in enumerate(tokens[1:-1]):
        at = token.start_pos or 0
        if "^" in token:
            at += token.index("^")
            return Finding(
                "ESS024",
                "a caret inside brackets: it may mean all other characters, a run, or a caret",
                Span(at, at + 1),
                hint="list the characters that are wanted; where one class cannot, use andnot",
            )
        if index == 0 and token.startswith("!"):
            return Finding(
                "ESS024",
                "a class that begins with ! may mean all other characters, which is not defined",
                Span(at, at + 1),
                hint="list the characters that are wanted, or move the ! further back",
            )
    return None


def _range(token: Token, start: int) -> tuple[set[str], list[Finding]]:
    """Return the members of ``x-y``, its ends included."""
    first, last = fold(token[0]), fold(token[2])
    span = Span(start, start + 3)
    for alphabet in _ALPHABETS:
        if first in alphabet and last in alphabet:
            low, high = alphabet.index(first), alphabet.index(last)
            if low > high:
                return set(), [
                    Finding(
                        "ESS025",
                        f"the range {token} runs backwards",
                        span,
                        hint=f"write {last}-{first}, or list the characters",
                    )
                ]
            return set(alphabet[low : high + 1]), []
    if not first.isalnum() and not last.isalnum():
        return {first, "-", last}, []
    return set(), [
        Finding(
            "ESS025",
            f"the range {token} mixes kinds of characters, and engines order those differently",
            span,
            hint="a range is within 0-9 or within a-z; put a literal hyphen last in the class",
        )
    ]
