"""Whether what was read as a query is one: a refusal, or a doubt that a reader has to settle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from transpiler.definition import Diagnostic, QueryOrigin, Severity, Span, terms, walk
from transpiler.definition.nodes import IsBlank, IsNull
from transpiler.definition.query import Query
from transpiler.importing.decoding.program import GAP
from transpiler.linting.leftovers import leftover_in

_CLASS: Final = re.compile(r"\[[^\]]*\]")
_PERCENT: Final = re.compile(r"(?<!\d)%|%(?![\s^;,.)/-])|\A%")
_TWO_GROUPS: Final = re.compile(r"\)\s*\(")
_TAG: Final = re.compile(r"<[^<>]*>")
_ODD: Final = re.compile(r"[^\w\s'/&+#;-]|;\s*\Z|\A[\W_]*\Z|\A\s*[\W_]+\s")
"""What a term without a caret hardly holds; it must be the whole field."""

_LONGEST_CELL: Final = 32_767
"""How many characters a cell of Excel holds; it cuts the others off."""

_MOST_WORDS: Final = 2
"""Words that a term without a caret may have: it must be the whole field. *k two* is published."""


def doubts_of(query: Query, given: str, origin: QueryOrigin) -> Iterator[Diagnostic]:
    """Yield why ``query`` may be none, or not what was published: errors to refuse it, warnings.

    Args:
        query: the query as it was read in repair mode.
        given: its text before.
        origin: where that stands in what was published.
    """
    found = list(terms(query.root))
    others = any(isinstance(node, IsNull | IsBlank) for node in walk(query.root))
    if not others and not any(_has_sign(term.text) for term in found):
        first = found[0].text if found else query.text
        yield Diagnostic(
            "ESS510",
            Severity.ERROR,
            f"no term of it has a caret, so it is no query: {_shown(first)}",
            path=origin.path,
            hint="write ^word^ for each word, with ,or, between them",
        )
        return
    if not any(character.isalnum() for term in found for character in term.text):
        yield Diagnostic(
            "ESS510",
            Severity.ERROR,
            f"no term of it has a word or a code, so it is no query: {_shown(query.text)}",
            path=origin.path,
            hint="write the words and codes that are looked for",
        )
        return
    for repair in query.repairs:
        if _TWO_GROUPS.search(_TAG.sub("", repair.before)):
            message = "words in parentheses stand behind a group, or an operator is missing there"
            hint = "cut the words off, or put an operator between the groups"
            yield origin.diagnose("ESS518", message, repair.span, hint=hint)
    if len(given) == _LONGEST_CELL:
        message = f"the query has {_LONGEST_CELL:,} characters, at which Excel cuts a cell off"
        hint = "take it from where it was before it came into a spreadsheet"
        yield origin.diagnose("ESS518", message, Span(len(given) - 1, len(given)), hint=hint)
    for term in found:
        at = max(0, given.find(term.text))
        yield from _of_term(term.text, Span(at, at + len(term.text)), origin)


def _of_term(text: str, span: Span, origin: QueryOrigin) -> Iterator[Diagnostic]:
    leftover = leftover_in(text)
    if leftover is not None:
        what, hint = leftover
        yield origin.diagnose("ESS518", f"{_shown(text)} holds {what}", span, hint=hint)
        return
    plain = _CLASS.sub("", text)
    if _PERCENT.search(plain) or ("%" in plain and not plain.endswith("^")):
        message = f"the % in {_shown(text)} may stand for itself or for ^"
        hint = "write [%] for a per cent sign, and ^ for any characters"
        yield origin.diagnose("ESS515", message, span, hint=hint)
    elif not _has_sign(text) and (len(text.split()) > _MOST_WORDS or _ODD.search(plain)):
        message = f"this is no term, for it has no caret: {_shown(text)}"
        hint = "cut them off, or write ^ around them"
        yield origin.diagnose("ESS518", message, span, hint=hint)
    elif _words_outside(plain) or (not _has_sign(text) and text != text.strip()):
        yield origin.diagnose(
            "ESS519",
            f"part of {_shown(text)} stands outside its carets",
            span,
            severity=Severity.WARNING,
            hint="put it between the carets, or cut it off",
        )


def _has_sign(text: str) -> bool:
    return "^" in text or "!" in text


def _words_outside(plain: str) -> bool:
    """Return whether words stand before or behind a pair of carets, or around a single one."""
    before, _, rest = plain.partition("^")
    _, caret, behind = rest.rpartition("^")
    if not caret:
        is_around = bool(before.strip() and rest.strip() and " " in plain)
        return is_around or rest[:2] in (". ", "; ", ": ")
    is_word_before = bool(before.strip()) and (before[-1].isspace() or not before[-1].isalnum())
    return is_word_before or (bool(behind.strip()) and not behind[0].isalnum())


def _shown(text: str) -> str:
    words = " ".join(text.replace(GAP, "…").split())
    return words if len(words) <= 60 else f"{words[:57]}..."
