"""How the parts of a definition combine, where it asks other definitions.

A definition asks another for its flag, which is never unknown: a visit has the flag or not. So a
combination is two-valued, whatever is missing in the fields of its parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from transpiler.definition.filters import Filters


@dataclass(frozen=True, slots=True)
class Holds:
    """The part of this number, from 0, holds."""

    part: int


@dataclass(frozen=True, slots=True)
class Passes:
    """The visit passes the filters of a definition that is asked."""

    filters: Filters


@dataclass(frozen=True, slots=True)
class AllOf:
    """Each of those below holds; of none at all, that is true."""

    below: tuple[Combination, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of those below holds; of none at all, that is false."""

    below: tuple[Combination, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """None of those below, one or more, holds."""

    below: tuple[Combination, ...]


Combination = Holds | Passes | AllOf | AnyOf | NoneOf


def follow(
    combined: Combination, holds: Callable[[int], bool], passes: Callable[[Filters], bool]
) -> bool:
    """Return whether ``combined`` holds.

    Args:
        combined: what is asked.
        holds: number of a part, from 0 → whether it holds.
        passes: filters → whether the visit passes them.
    """
    match combined:
        case Holds(part):
            return holds(part)
        case Passes(filters):
            return passes(filters)
        case AllOf(below):
            return all(follow(found, holds, passes) for found in below)
        case AnyOf(below):
            return any(follow(found, holds, passes) for found in below)
        case NoneOf(below):
            return not any(follow(found, holds, passes) for found in below)


def all_of(below: tuple[Combination, ...]) -> Combination:
    """Return that all of ``below`` hold, as flat as it can be said."""
    return _joined(AllOf, below, deciding=NEVER)


def any_of(below: tuple[Combination, ...]) -> Combination:
    """Return that one of ``below`` holds, as flat as it can be said."""
    return _joined(AnyOf, below, deciding=ALWAYS)


def _joined(
    kind: type[AllOf] | type[AnyOf], below: tuple[Combination, ...], deciding: Combination
) -> Combination:
    """Return ``below`` joined; ``deciding`` is what decides it, whatever stands beside it."""
    flat: list[Combination] = []
    for combined in below:
        if isinstance(combined, AllOf | AnyOf) and type(combined) is kind:
            flat += combined.below
        else:
            flat.append(combined)
    kept = tuple(dict.fromkeys(flat))
    if deciding in kept:
        return deciding
    return kept[0] if len(kept) == 1 else kind(kept)


def none_of(below: tuple[Combination, ...]) -> Combination:
    """Return that none of ``below`` holds."""
    match any_of(below):
        case AnyOf(()):
            return ALWAYS
        case AllOf(()):
            return NEVER
        case AnyOf(kept):
            return NoneOf(kept)
        case combined:
            return NoneOf((combined,))


ALWAYS = AllOf(())
NEVER = AnyOf(())


def walk_combination(combined: Combination) -> Iterator[Combination]:
    """Yield ``combined`` and every combination below it."""
    yield combined
    if isinstance(combined, AllOf | AnyOf | NoneOf):
        for below in combined.below:
            yield from walk_combination(below)


def including(combined: Combination) -> Combination:
    """Return ``combined`` without what it excludes."""
    match combined:
        case NoneOf():
            return ALWAYS
        case AllOf(below):
            return all_of(tuple(map(including, below)))
        case AnyOf(below):
            return any_of(tuple(map(including, below)))
    return combined


def supporting(
    combined: Combination, choose: Callable[[Sequence[Combination]], Combination]
) -> tuple[int, ...]:
    """Return parts that make ``combined`` hold where they do and nothing else speaks against it.

    Args:
        combined: what is to hold.
        choose: picks one of several, any of which suffices.
    """
    match combined:
        case Holds(part):
            return (part,)
        case AllOf(below):
            return tuple(part for found in below for part in supporting(found, choose))
        case AnyOf(below) if below:
            return supporting(choose(below), choose)
    return ()


def in_words(combined: Combination, filters_in_words: Callable[[Filters], str]) -> str:
    """Return when ``combined`` holds, in words; parts are named by their numbers, from 1."""
    match combined:
        case Holds(part):
            return f"part {part + 1} holds"
        case Passes(filters):
            return f"the visit passes ({filters_in_words(filters)})"
        case AllOf(()):
            return "always"
        case AnyOf(()):
            return "never"
    below = []
    for found in combined.below:
        said = in_words(found, filters_in_words)
        below.append(f"({said})" if isinstance(found, AllOf | AnyOf) else said)
    if isinstance(combined, AllOf):
        return " and ".join(below)
    listed = " or ".join(below)
    return listed if isinstance(combined, AnyOf) else f"not ({listed})"
