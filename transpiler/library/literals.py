"""The literals of which a text must hold one for a pattern to match it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

from transpiler.definition import AnyOne, FixedPiece, Literal, OneOf, Pattern
from transpiler.dialects import OPENING
from transpiler.library.tokens import fragments

MAX_VARIANTS: Final = 36
"""How many literals may stand for one pattern: ``[;/ ]e11.[0-9]`` has 30."""

_BITS: Final = 4.0
"""What one character of a literal tells, in bits. Of generated visits it is 4.9 (``python -m
benchmarks.figures``); words of English tell less."""

_LEAST_BITS: Final = 1.5 * _BITS
"""A fragment that tells less is met in so many tokens that it is no help. A literal that has no
better one is not looked up."""


_REMEMBERED: Final = 1 << 15
"""For how many patterns the literals are kept: routes ask for them several times."""


LiteralChoice = tuple[str, ...]
"""Folded literals, each once, one of which a text must hold."""


@dataclass(frozen=True, slots=True)
class Necessary:
    """What a text must hold for a pattern to match it.

    Attributes:
        options: a text that the pattern matches has a literal of every one.
        suffices: whether holding one of the literals is all that is asked; there is one option
            then.
    """

    options: tuple[LiteralChoice, ...]
    suffices: bool


@lru_cache(maxsize=_REMEMBERED)
def necessary_literals(pattern: Pattern) -> Necessary | None:
    """Return the literals for ``pattern``; None where it has none that are of help."""
    runs = {
        run: _spelled(run)
        for segment in pattern.segments
        for run in _runs(segment)
        if min(map(_strength, _spelled(run))) >= _LEAST_BITS
    }
    is_open = pattern.opens_with_run and pattern.closes_with_run and not pattern.is_word
    whole = runs.get(pattern.segments[0]) if is_open and len(pattern.segments) == 1 else None
    if whole is not None:
        return Necessary((whole,), suffices=True)
    return Necessary(tuple(runs.values()), suffices=False) if runs else None


def cost_of(literals: Sequence[str]) -> float:
    """Return about how often one of ``literals`` is met, judged by their lengths alone."""
    return math.fsum(math.exp2(-_strength(literal)) for literal in literals)


def _runs(segment: Sequence[FixedPiece]) -> Iterator[tuple[FixedPiece, ...]]:
    """Yield the neighbouring pieces that can be spelled out within `MAX_VARIANTS`, the most first.

    A run is as long as it can be: it is left out where a longer one holds it.
    """
    end_before = 0
    for start in range(len(segment)):
        end = start
        variants = 1
        while end < len(segment) and not isinstance(segment[end], AnyOne):
            variants *= _choices(segment[end])
            if variants > MAX_VARIANTS:
                break
            end += 1
        if end > max(start, end_before):
            yield tuple(segment[start:end])
            end_before = end


def _choices(piece: FixedPiece) -> int:
    return len(piece.members) if isinstance(piece, OneOf) else 1


def _spelled(run: Sequence[FixedPiece]) -> LiteralChoice:
    """Return the literals that a run stands for, in order."""
    choices = [
        [piece.text] if isinstance(piece, Literal) else sorted(_members(piece)) for piece in run
    ]
    return tuple(map("".join, product(*choices)))


def _members(piece: FixedPiece) -> frozenset[str]:
    return piece.members if isinstance(piece, OneOf) else frozenset()


@lru_cache(maxsize=_REMEMBERED)
def _strength(literal: str) -> float:
    """Return how much the most telling fragment of ``literal`` tells, in bits."""
    return max(
        (
            _BITS * (len(found.text.lstrip(OPENING)) + (found.starts + found.ends) / 2)
            for found in fragments(literal)
        ),
        default=0.0,
    )
