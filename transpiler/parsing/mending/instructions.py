"""Words about the query, in front of it or inside it: labels of fields, instructions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lark import Token

from transpiler.definition import Span
from transpiler.parsing.faults import Fault

_FIELD_WORD = re.compile(
    r"\b(?:terms?|fields?|free ?text|(?:chief )?complaints?|discharge|diagnos[ie]s|categor(?:y|ies)"
    r"|parsed|history|ccdd|cc|dd|quer(?:y|ies)|sub ?syndrome|triage notes?|inclusions?|exclusions?"
    r"|combo|criteria|search|admit reason|clinical impression)\b",
    re.IGNORECASE,
)
"""What a label says that a term at the same place would hardly say."""

_PATTERN_START: Final = r"\s*+(?:[\^!]|\(\s*+[,(\^!]|\(\Z|(?:isnull|isblank)\b)"
_SIGN_OR_COLON = re.compile(rf"[\^!]|:(?={_PATTERN_START})", re.IGNORECASE)
_INSTRUCTION = re.compile(
    r"\b(?:search|also apply|apply to|in a separate|add the following|negation criteria)\b",
    re.IGNORECASE,
)
_PATTERN_CHARACTER = re.compile(r"[\^_\[!]")

_MAX_WORDS: Final = 120
"""How many characters before its colon a label may have."""

_MAX_HEAD: Final = 1_000
"""How far into a text the labels in front of the query may reach."""

_HEAD_END = re.compile(r"[\^\[!]|\(\s*+[,(\^!]")
_CERTAIN = re.compile(r"\A\s*+search\b|\bterms\s*+:\s*+\Z", re.IGNORECASE)
_SEPARATED = re.compile(r"[;.|/]?\s")
"""How words begin that stand behind a term, and not between two of its carets."""
_STARTS_PATTERN = re.compile(_PATTERN_START, re.IGNORECASE)
_LINE = re.compile(r"\s*+[^\r\n]*+\r?\n")
_OPERATOR_ELEMENT = re.compile(r",\s*+(?:or|and|andnot)\s*+,", re.IGNORECASE)


def find_label(text: str) -> list[Fault]:
    """Find a label in front of the query that says in words which field it is for."""
    first = _HEAD_END.search(text, 0, _MAX_HEAD)
    head = text[: first.start() if first else _MAX_HEAD]
    end = head.rfind(":") + 1
    if not end:
        line = _LINE.match(head)
        end = line.end() if line else 0
    label = head[:end]
    if not _FIELD_WORD.search(label) or _OPERATOR_ELEMENT.search(label):
        return []
    if text[end : end + 2] in ("^", "^,") and label.endswith(":"):
        return []  # `LABEL:^` is a term that means what it says
    if not _STARTS_PATTERN.match(text, end) and not _CERTAIN.search(label):
        return []
    end += len(text[end : end + _MAX_HEAD]) - len(text[end : end + _MAX_HEAD].lstrip())
    message = "a label in front of the query"
    done = "cut; the fields are said in the definition file"
    return [Fault("ESS020", message, Span(0, end), "", done)] if end < len(text) else []


def find_prose(tokens: Sequence[Token]) -> list[Fault]:
    """Find terms that are a label, and what it labels, or an instruction to the reader."""
    faults = []
    for token in tokens:
        if token.type == "TERM":
            span = prose_in(token)
            if span is not None:
                start = token.start_pos or 0
                faults.append(_words(Span(start + span.start, start + span.end)))
    return faults


def prose_in(term: str) -> Span | None:
    """Return what in a term reads like words about the query, if anything does."""
    return _label(term) or _instruction(term)


def _words(span: Span) -> Fault:
    return Fault(
        "ESS021",
        "this reads like words about the query, not like a term",
        span,
        hint="a query for another field is a part of its own, with its own fields: and query:; "
        "if the words only explain, remove them",
    )


def _label(term: str) -> Span | None:
    """Return a label outside carets with a pattern after it: two queries in one.

    ``LABEL:^`` alone is a term that means what it says, and ``^LABEL: ^pain^`` looks for it.
    """
    if ":" not in term:
        return None
    signs, start = 0, 0
    for found in _SIGN_OR_COLON.finditer(term):
        if found[0] != ":":
            signs += 1
            start = found.end()
            continue
        words = term[max(start, found.start() - _MAX_WORDS) : found.start()]
        is_outside = signs == 0 or (signs % 2 == 0 and bool(_SEPARATED.match(words)))
        is_term = signs == 0 and term[found.end() :] == "^"
        if is_outside and not is_term and _FIELD_WORD.search(words):
            return Span(found.start() - len(words.lstrip()), found.end())
    return None


def _instruction(term: str) -> Span | None:
    if "\n" in term or not _PATTERN_CHARACTER.search(term):
        found = _INSTRUCTION.search(term)
        return None if found is None else Span(*found.span())
    return None
