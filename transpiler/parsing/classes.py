"""The inside of brackets: the characters and ranges of a class → `OneOf`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lark import Token

from transpiler.definition import OneOf, Severity, Span, fold
from transpiler.parsing.findings import Finding

_ALPHABETS: Final = (
    "0123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "".join(chr(code) for code in range(0xDF, 0x100) if chr(code).isalpha()),
)
"""Within one of these, folded, a range has the same meaning in every engine."""


def read_class(tokens: Sequence[Token]) -> tuple[OneOf | None, list[Finding]]:
    """Return the class that ``tokens`` (brackets included) make, and what there is to say of it.

    The class is None where one of the findings is an error.
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
            findings += _member_doubts(token, start)
    is_usable = all(finding.severity is not Severity.ERROR for finding in findings)
    return OneOf(frozenset(members)) if is_usable else None, findings


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
        finding = Finding(
            "ESS054",
            f"in {token} the hyphen stands for itself: a range of punctuation has no fixed order",
            span,
            Severity.WARNING,
            hint="put the hyphen last in the class to say so",
        )
        return {first, "-", last}, [finding, *_member_doubts(token, start)]
    return set(), [
        Finding(
            "ESS025",
            f"the range {token} mixes kinds of characters, and engines order those differently",
            span,
            hint="a range is within 0-9 or within a-z; put a literal hyphen last in the class",
        )
    ]


def _member_doubts(token: Token, start: int) -> list[Finding]:
    """Return the warnings about members that are hardly meant as such."""
    findings = []
    if "[" in token:
        at = start + token.index("[")
        findings.append(
            Finding(
                "ESS051",
                "a [ inside brackets is one of the characters; the first ] closes the class",
                Span(at, at + 1),
                Severity.WARNING,
                hint="close the class before opening the next one",
            )
        )
    if "," in token:
        at = start + token.index(",")
        findings.append(
            Finding(
                "ESS053",
                "a comma inside brackets is one of the characters here; ESSENCE may split there",
                Span(at, at + 1),
                Severity.WARNING,
                hint="write the comma as a term of its own with [COMMA]",
            )
        )
    return findings
