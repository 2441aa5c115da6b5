"""Sibling terms of an OR gathered into groups, each asked by one regular expression.

An alternation costs an engine with RE2 about the same for one term as for two hundred, until its
automaton no longer fits the memory RE2 gives it; past that it falls back to a method a hundred
times slower. The groups stay well below that. Three kinds of terms swell the automaton in three
ways and are kept apart where they do not all fit into one group:

- terms with ``^`` inside: the automaton must remember which of them have begun, in every
  combination, so they are always apart and few to a group;
- codes, which open with a semicolon or a class of separators: cheap, for most of a text is passed
  over in search of the opening;
- words: all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from transpiler.definition import AnyOne, AnyRun, Literal, OneOf, Pattern, Term


@dataclass(frozen=True, slots=True)
class TermGroup:
    """Terms of one OR that are asked together.

    Attributes:
        terms: one or more, in the order written.
    """

    terms: tuple[Term, ...]

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """What the terms mean, each pattern once."""
        return tuple(dict.fromkeys(term.pattern for term in self.terms))

    @property
    def has_runs(self) -> bool:
        """Whether ``^`` stands inside its terms."""
        return any(_inner_runs(term.pattern) for term in self.terms)


@dataclass(frozen=True, slots=True)
class GroupLimits:
    """How much one regular expression may hold.

    Attributes:
        terms: how many terms.
        weight: the size of the automaton, about one for each byte of text.
        runs: how many ``^`` inside terms.
    """

    terms: int
    weight: int
    runs: int


def group_terms(terms: Sequence[Term], limits: GroupLimits) -> tuple[TermGroup, ...]:
    """Return ``terms`` in groups that keep to ``limits``; a term too large stands alone."""
    with_runs = [term for term in terms if _inner_runs(term.pattern)]
    plain = [term for term in terms if not _inner_runs(term.pattern)]
    whole = list(_chunks(plain, limits))
    if len(whole) > 1:
        codes = [term for term in plain if _is_code(term.pattern)]
        words = [term for term in plain if not _is_code(term.pattern)]
        whole = [*_chunks(codes, limits), *_chunks(words, limits)]
    return tuple(TermGroup(tuple(chunk)) for chunk in [*whole, *_chunks(with_runs, limits)])


def _chunks(terms: Iterable[Term], limits: GroupLimits) -> Iterator[list[Term]]:
    chunk: list[Term] = []
    weight = runs = 0
    for term in terms:
        added, begun = _weight(term.pattern), _inner_runs(term.pattern)
        full = (
            len(chunk) >= limits.terms
            or weight + added > limits.weight
            or runs + begun > limits.runs
        )
        if chunk and full:
            yield chunk
            chunk, weight, runs = [], 0, 0
        chunk.append(term)
        weight, runs = weight + added, runs + begun
    if chunk:
        yield chunk


def _inner_runs(pattern: Pattern) -> int:
    return max(0, len(pattern.segments) - 1)


def _weight(pattern: Pattern) -> int:
    """Return about how many states of the automaton the pattern takes, as measured on DuckDB."""
    weight = 0
    for piece in pattern.pieces:
        match piece:
            case Literal(text):
                weight += len(text.encode(errors="surrogatepass"))
            case OneOf():
                weight += 2
            case AnyOne():
                weight += 8
            case AnyRun():
                weight += 1
    return weight


def _is_code(pattern: Pattern) -> bool:
    match pattern.pieces:
        case (AnyRun(), Literal(text), *_):
            return text.startswith(";")
        case (AnyRun(), OneOf(members), *_):
            return ";" in members
    return False
