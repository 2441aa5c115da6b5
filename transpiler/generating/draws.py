"""Random draws that give the same answers on every machine and every Python.

Python promises that `random.Random.random` gives the same numbers for the same seed from one
version to the next, and promises it of no other method; so everything here is built on that one.
"""

from __future__ import annotations

import hashlib
from bisect import bisect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")

Uniform = Callable[[], float]
"""Returns the next number of a stream, 0 ≤ u < 1."""


def stream(*names: object) -> Uniform:
    """Return the stream of uniform numbers that belongs to ``names``, and to no others."""
    digest = hashlib.sha256("\x1f".join(str(name) for name in names).encode()).digest()
    return Random(int.from_bytes(digest[:16], "big")).random


def pick(options: Sequence[T], uniform: Uniform) -> T:
    """Return one of ``options``, each as likely as the others."""
    return options[int(uniform() * len(options))]


def pick_early(options: Sequence[T], uniform: Uniform) -> T:
    """Return one of ``options``, the first ones likelier than the last."""
    u = uniform()
    return options[int(u * u * len(options))]


@dataclass(frozen=True, slots=True)
class Weighted(Generic[T]):
    """Options with a weight each, ready to draw from."""

    options: tuple[T, ...]
    cumulative: tuple[float, ...]

    @classmethod
    def of(cls, weights: Iterable[tuple[T, float]]) -> Weighted[T]:
        """Return the options of ``weights``; those of weight 0 are left out."""
        kept = [(option, weight) for option, weight in weights if weight > 0]
        return cls(
            tuple(option for option, _ in kept), tuple(accumulate(weight for _, weight in kept))
        )

    def draw(self, uniform: Uniform) -> T:
        """Return one option, as often as its weight says."""
        return self.options[bisect(self.cumulative, uniform() * self.cumulative[-1])]
