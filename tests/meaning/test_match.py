"""Patterns against texts: the span that a reader would underline."""

import itertools
import re

import pytest

from transpiler.definition import AnyOne, AnyRun, Literal, OneOf, Pattern, Span
from transpiler.meaning import find_match

RUN, ONE = AnyRun(), AnyOne()
AU = OneOf(frozenset("au"))


@pytest.mark.parametrize(
    ("pieces", "text", "span"),
    [
        ((RUN, Literal("fall"), RUN), "A FALL", Span(2, 6)),
        ((RUN, Literal("fall"), RUN), "fell", None),
        ((Literal("fall"),), "FALL", Span(0, 4)),
        ((Literal("fall"),), "fall ", None),
        ((Literal("fall"), RUN), "fall down", Span(0, 4)),
        ((RUN, Literal("fall")), "fall fall", Span(5, 9)),
        ((RUN, Literal("a"), RUN, Literal("b"), RUN), "xaxbxb", Span(1, 4)),
        ((RUN, Literal("ab"), RUN, Literal("ba"), RUN), "aba", None),
        ((RUN, Literal("ass"), AU, Literal("lt"), RUN), "SEXUAL ASSULT", Span(7, 13)),
        ((RUN, Literal("a"), ONE, Literal("b"), RUN), "a\nb", Span(0, 3)),
        ((Literal("a"), RUN, Literal("a")), "a", None),
        ((Literal("a"), RUN, Literal("a")), "aa", Span(0, 2)),
        ((RUN,), "", Span(0, 0)),
        ((), "", Span(0, 0)),
        ((), "x", None),
        ((ONE,), "", None),
    ],
)
def test_a_pattern_takes_the_leftmost_characters(pieces, text, span):
    assert find_match(Pattern(pieces), text) == span


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("tick", Span(0, 4)),
        ("tick bite", Span(0, 4)),
        ("a TICK", Span(2, 6)),
        ("sticky tick", Span(7, 11)),
        ("ticket", None),
        ("tick;bite", None),
        ("", None),
    ],
)
def test_a_word_is_bounded_by_blanks_or_edges(text, span):
    assert find_match(Pattern((Literal("tick"),), is_word=True), text) == span


def expression(pattern):
    """The same pattern as one anchored expression: another way to say what it means."""
    parts = {AnyRun: lambda _: ".*", AnyOne: lambda _: "."}
    body = "".join(
        re.escape(piece.text)
        if isinstance(piece, Literal)
        else f"[{''.join(sorted(piece.members))}]"
        if isinstance(piece, OneOf)
        else parts[type(piece)](piece)
        for piece in pattern.pieces
    )
    return re.compile(f"(^|.* ){body}( .*|$)" if pattern.is_word else body, re.DOTALL)


def test_every_short_pattern_agrees_with_an_anchored_expression_on_every_short_text():
    pieces = [Literal("a"), Literal("ab"), ONE, AU, RUN]
    texts = ["".join(found) for size in range(5) for found in itertools.product("ab ", repeat=size)]
    compared = matched = 0
    for size in range(4):
        for chosen in itertools.product(pieces, repeat=size):
            for is_word in (False, True):
                if is_word and (RUN in chosen or not chosen):
                    continue
                pattern = Pattern(chosen, is_word)
                expected = expression(pattern)
                for text in texts:
                    answer = find_match(pattern, text) is not None
                    assert answer == bool(expected.fullmatch(text)), (pattern, text)
                    compared += 1
                    matched += answer
    assert 0 < matched < compared
