"""The policy that a definition calls for, by its title, its codes and its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from typing import Final

from transpiler.definition import Part, Pattern, Policy, Term, capitals, clauses
from transpiler.sensitivity.subjects import CHILDREN, HEADS, NOT_FOR_CASE_FINDING, WORDS

_STRICTEST_FIRST: Final = (Policy.NO_CASE_FINDING, Policy.SENSITIVE)
_ALNUM: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_SHARE: Final = 0.5
"""More than this share of the codes that a pattern takes must belong to a subject: ``;T`` takes
trafficking's codes too, and is not about trafficking."""

_MOST_SPELLINGS: Final = 64
_TENTH: Final = 10


@dataclass(frozen=True, slots=True)
class Call:
    """A term that calls for a policy.

    Attributes:
        policy: the policy.
        part: the part, from 1.
        term: the term.
        because: the code or word, and what it is.
    """

    policy: Policy
    part: int
    term: Term
    because: str


def calls_of(parts: Iterable[Part]) -> Iterator[Call]:
    """Yield the terms that call for a policy; what a definition excludes says nothing.

    Args:
        parts: the parts of a definition.
    """
    for number, part in enumerate(parts, start=1):
        for clause in clauses(part.query.root):
            if isinstance(clause.node, Term) and clause.is_negation is part.is_negation:
                found = _of_pattern(clause.node.pattern)
                if found is not None:
                    yield Call(found[0], number, clause.node, found[1])


def policy_of_words(text: str) -> Policy:
    """Return the policy that a title or prose calls for: rather too strict."""
    if NOT_FOR_CASE_FINDING.search(text):
        return Policy.NO_CASE_FINDING
    return next(
        (policy for policy in _STRICTEST_FIRST if WORDS[policy].search(text)), Policy.STANDARD
    )


def policy_called_for(policies: Iterable[Policy]) -> Policy:
    """Return the strictest of some policies; ``standard`` where there are none."""
    found = set(policies)
    return next((policy for policy in _STRICTEST_FIRST if policy in found), Policy.STANDARD)


@lru_cache(maxsize=65_536)
def _of_pattern(pattern: Pattern) -> tuple[Policy, str] | None:
    """Return the policy that a term calls for and why; None where it calls for none."""
    segments = [capitals(segment) for segment in pattern.segments]
    words = " ".join(" ".join(spelling) for spelling in _spellings(segments))
    for policy in _STRICTEST_FIRST:
        for segment in segments:
            head = _head(_code(segment), HEADS[policy])
            if head is not None:
                return policy, f"{head}, {HEADS[policy][head]}"
        found = WORDS[policy].search(words)
        if found is not None:
            return policy, f"the word {found[0].strip()}"
    return None


def _spellings(segments: list[tuple[frozenset[str] | None, ...]]) -> Iterator[list[str]]:
    """Yield the texts that a term asks for, a blank for ``_``; of many the first ones."""
    for segment in segments:
        choices = [[" "] if place is None else sorted(place) for place in segment]
        yield ["".join(text).lower() for text in islice(product(*choices), _MOST_SPELLINGS)]


def _code(segment: tuple[frozenset[str] | None, ...]) -> tuple[frozenset[str] | None, ...]:
    """Return the places of the code that a run of fixed pieces may be, undotted."""
    start, end = 0, len(segment)
    while start < end and (place := segment[start]) is not None and not place & _ALNUM:
        start += 1
    while end > start and (place := segment[end - 1]) is not None and not place & _ALNUM:
        end -= 1
    return tuple(place for place in segment[start:end] if place is None or "." not in place)


def _head(body: tuple[frozenset[str] | None, ...], heads: Iterable[str]) -> str | None:
    """Return the head that a code pattern is for, if most of what it takes is below heads."""
    if any(place is not None and not place <= _ALNUM for place in body):
        return None
    likely = [
        head
        for head in heads
        if all(
            place is None or character in place
            for character, place in zip(head, body, strict=False)
        )
    ]
    return likely[0] if likely and _share("", body, likely) > _SHARE else None


def _share(prefix: str, body: tuple[frozenset[str] | None, ...], heads: list[str]) -> float:
    """Return the share of the codes beginning with ``prefix`` and fitting ``body`` below heads."""
    if prefix in heads:
        return 1.0
    below = [head for head in heads if head.startswith(prefix)]
    if not below:
        return 0.0
    following = {head[len(prefix)] for head in below}
    place = body[len(prefix)] if len(prefix) < len(body) else None
    count = CHILDREN.get(prefix, _TENTH) if place is None else len(place)
    return sum(_share(prefix + character, body, below) for character in following) / count
