"""A published text → the passages that hold a definition each: out of programs and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from transpiler.definition import DefinitionError, Diagnostic, Severity, position_of
from transpiler.importing.decoding.address import asks, asks_query, is_address, names_one
from transpiler.importing.decoding.import_steps import DecodingStep, Done
from transpiler.importing.decoding.markup import without_markup
from transpiler.importing.decoding.program import GAP, SourceText, source_texts
from transpiler.importing.decoding.source_tokens import (
    NoSourceError,
    SourceToken,
    source_tokens,
)
from transpiler.importing.excerpt import Excerpt, joined

_SIGN: Final = re.compile(r"\^|%(?:25)*5e", re.IGNORECASE)
_PAIR: Final = re.compile(r"(?:\^|%(?:25)*5e).*(?:\^|%(?:25)*5e)", re.IGNORECASE | re.DOTALL)
_QUOTE: Final = re.compile("[\"']")
_LINK: Final = re.compile(r"https?://", re.IGNORECASE)
_LINK_LINE: Final = re.compile(r"[^\^\n]{0,200}?(https?://\S+[^\n]*)", re.IGNORECASE)
_ONE_ELEMENT: Final = re.compile(r"[^,]*")
_GENERIC: Final = re.compile(
    r"(?:base|full|api|my|the)? ?(?:urls?|quer(?:y|ies)|q|x|texts?|api|links?|definitions?"
    r"|formulas?|categor(?:y|ies)|syndromes?|strings?|apistrings?|param(?:eter)?s?"
    r"|address(?:es)?)?[ \d]*",
    re.IGNORECASE,
)
"""Names of variables that say nothing about the definition."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a published text that holds a definition.

    Attributes:
        name: what a program calls it; empty where that says nothing.
        excerpt: the piece.
        steps: what was done to get it.
    """

    name: str
    excerpt: Excerpt
    steps: tuple[DecodingStep, ...] = ()


def passages(
    text: str, path: str, *, is_source: bool = False
) -> Iterator[Passage | DefinitionError]:
    """Yield the passages of a text, and instead of each that is not understood why.

    Args:
        text: a published text.
        path: the file, for refusals.
        is_source: whether it is known to be a program.
    """
    excerpt, steps = without_markup(Excerpt.whole(text))
    texts = _of_program(excerpt, path, is_source=is_source)
    if texts is not None:
        for found in texts:
            if isinstance(found, DefinitionError):
                yield found
            else:
                yield replace(found, steps=(*steps, *found.steps))
        return
    links = list(_LINK.finditer(excerpt.text))
    lines = list(_LINK_LINE.finditer(excerpt.text)) if len(links) > 1 else []
    rest = [line for line in excerpt.text.splitlines() if line.strip()]
    if lines and len(lines) == len(links) == len(rest):
        for line in lines:
            name = excerpt.text[line.start() : line.start(1)].strip(" \t,;:|\"'-")
            yield Passage(name, excerpt.cut(*line.span(1)), tuple(steps))
    elif len(links) == 1 and not _SIGN.search(excerpt.text, 0, links[0].start()):
        address = excerpt.cut(links[0].start(), len(excerpt.text))
        yield Passage("", address if asks(address.text) else excerpt, tuple(steps))
    else:
        yield Passage("", excerpt, tuple(steps))


def _of_program(
    excerpt: Excerpt, path: str, *, is_source: bool
) -> Iterator[Passage | DefinitionError] | None:
    """Return the passages of a program; None where the text is none."""
    if not is_source and not _QUOTE.search(excerpt.text):
        return None
    try:
        tokens = list(source_tokens(excerpt))
    except NoSourceError:
        return None
    strings = [token for token in tokens if token.kind == "string"]
    if not any(token.value and _may_be_definition(token.value.text) for token in strings):
        return iter(()) if is_source else None
    if not is_source and not _all_signs_quoted(excerpt, tokens):
        return None
    others = [token for token in tokens if token.kind not in ("string", "comment")]
    if all(token.text == "," for token in others):
        return _bare_strings(strings, path)
    return _texts(excerpt, tokens, path)


def _all_signs_quoted(excerpt: Excerpt, tokens: Sequence[SourceToken]) -> bool:
    quoted = [token for token in tokens if token.kind in ("string", "comment")]
    outside = excerpt.put((token.start, token.end, " ") for token in quoted)
    return _SIGN.search(outside.text) is None


def _bare_strings(
    strings: Sequence[SourceToken], path: str
) -> Iterator[Passage | DefinitionError] | None:
    """Return what strings with nothing but commas between them are: one text, or its elements."""
    values = [token.value for token in strings if token.value is not None]
    if len(values) == 1:
        return None  # quotation marks around a query, which repair takes away
    if all(
        one.text.rstrip().endswith(",") != other.text.lstrip().startswith(",")
        for one, other in pairwise(values)
    ):
        step = DecodingStep(Done.JOINED, f"{len(values)} strings")
        return iter([Passage("", joined(values), (step,))])
    if all(_ONE_ELEMENT.fullmatch(value.text) for value in values):
        return None  # quotation marks around each element
    message = "strings that neither are one query when joined nor its elements"
    hint = "join them, or import the program that joins them"
    return iter([_refusal(path, "ESS517", message, hint)])


def _texts(
    excerpt: Excerpt, tokens: Sequence[SourceToken], path: str
) -> Iterator[Passage | DefinitionError]:
    """Yield the definitions of a program, and a refusal for each string that is lost."""
    found = [
        text
        for text in source_texts(excerpt, tokens)
        if _may_be_definition(text.excerpt.text.replace(GAP, ""))
    ]
    covered: set[int] = set()
    items = [text for text in found if text.is_item and not is_address(text.excerpt.text)]
    is_terms = len(items) > 1 and all(_ONE_ELEMENT.fullmatch(text.excerpt.text) for text in items)
    for text in found:
        covered.update(text.excerpt.offsets)
        if is_terms and text in items:
            continue
        yield _passage(text)
    if is_terms:
        message = "a list of terms, and nothing says how they are joined"
        hint = "write them as one query with ,or, between them"
        yield _refusal(path, "ESS517", message, hint)
    for token in tokens:
        value = token.value
        if value is None or not _may_be_definition(value.text):
            continue
        if not covered.intersection(value.offsets[: len(value.text)]):
            line = position_of(excerpt.text, token.start).line
            message = f"line {line}: a program changes this query, and no program is run"
            hint = "write the query out, or let the program print it, and import that"
            yield _refusal(path, "ESS517", message, hint)


def _passage(text: SourceText) -> Passage:
    is_word = " " not in text.name.strip()
    name = re.sub("[._]", " ", text.name).strip() if is_word else text.name.strip()
    step = DecodingStep(Done.JOINED, "strings of a program") if text.is_joined else None
    step = step or DecodingStep(Done.DECODED, "a string of a program")
    # A category of ESSENCE has a name of its own.
    says_nothing = _GENERIC.fullmatch(name) or (names_one(text.excerpt.text) and not text.is_item)
    return Passage("" if says_nothing else name, text.excerpt, (step,))


def _may_be_definition(text: str) -> bool:
    return bool(_PAIR.search(text)) or asks_query(text)


def _refusal(path: str, code: str, message: str, hint: str) -> DefinitionError:
    return DefinitionError([Diagnostic(code, Severity.ERROR, message, path=path, hint=hint)])
