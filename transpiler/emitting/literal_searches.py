"""The shape for PostgreSQL, whose regular expressions are slow: searches of literals.

Up to some number of searches each term is asked by itself. Of longer lists only the terms are asked
that stand under a trigram of the text, as words stand in an index: so a list of five thousand terms
costs a few times what one of two hundred does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlglot import exp

from transpiler.definition import Term
from transpiler.dialects import Dialect
from transpiler.emitting.comments import Notes, comment
from transpiler.emitting.logic import any_of, when
from transpiler.emitting.spelled import AT_ONCE, SHORT, Spelled, is_special
from transpiler.planning import (
    TRIGRAM,
    Index,
    IndexEntry,
    expected_share_of,
    index_by_trigram,
    join_alike,
    needles_of,
)

_PAYS_BELOW = 0.8
"""Needles are asked first if that costs at most this share of asking in full."""


@dataclass(frozen=True, slots=True)
class LiteralSearches:
    """Asks ``text`` for terms by searches of literals where that is possible."""

    text: exp.Expression
    dialect: Dialect
    notes: Notes

    def any_of(self, terms: Sequence[Term]) -> list[exp.Expression]:
        """Return tests, one of which holds exactly where one of ``terms`` matches."""
        index = self._index(terms)
        tests = self._spelled().any_of(index.others) if index.others else []
        return [*tests, self._looked_up(index.entries)] if index.entries else tests

    def guard(
        self, terms: Sequence[Term], among: Sequence[Term], *, exact: bool
    ) -> exp.Expression | None:
        """Return a search of a few literals; every text that can match holds one of them."""
        rest = sum(map(self._spelled().searches, terms if exact else among))
        if self.dialect.limits.searches is not None:
            rest = min(rest, self.dialect.limits.searches)
        needles = needles_of([term.pattern for term in terms], rest)
        if needles is None:
            return None
        share = min(1.0, sum(expected_share_of(needle) for needle in needles))
        if len(needles) + share * rest > _PAYS_BELOW * rest:
            return None
        test = any_of(list(self._loose(needles, rest)))
        return comment(test, self.notes.guard(terms))

    def _loose(self, literals: Sequence[str], rest: float) -> Iterator[exp.Expression]:
        """Yield tests, one of which holds wherever one of ``literals`` stands."""
        plain = [literal for literal in literals if not is_special(literal)]
        for pattern in join_alike(plain, rest):
            literal = pattern.contained_literal
            if literal is None or len(literal) <= SHORT:
                like = self._spelled().like_literal(pattern)
                yield exp.Like(this=self.text.copy(), expression=like)
            else:
                yield self.dialect.contains(self.text.copy(), literal)
        for literal in filter(is_special, literals):
            yield self.dialect.contains(self.text.copy(), literal)

    def _spelled(self) -> Spelled:
        limits = self.dialect.limits
        return Spelled(self.text, self.dialect, self.notes, limits.variants, limits.regex_terms)

    def _cost(self, terms: Iterable[Term]) -> int:
        """Return roughly what ``terms`` cost one by one, in searches of a literal."""
        return sum(map(self._spelled().first_searches, terms))

    def _index(self, terms: Sequence[Term]) -> Index:
        """Return the terms to look up by their trigrams: none where that would not pay."""
        most = self.dialect.limits.searches
        if most is None or self._cost(terms) <= most:
            return Index((), tuple(terms))
        index = index_by_trigram(terms)
        pays = self._cost(terms) - self._cost(index.others) > most
        return index if pays else Index((), tuple(terms))

    def _looked_up(self, entries: Sequence[IndexEntry]) -> exp.Expression:
        """Return whether a term matches that stands in ``entries`` under a trigram of the text."""
        terms = list(dict.fromkeys(term for entry in entries for term in entry.terms))

        def ask(trigram: exp.Expression) -> exp.Expression:
            trigrams = exp.Array(
                expressions=[self.dialect.literal(entry.trigram) for entry in entries]
            )
            known = exp.EQ(this=trigram, expression=exp.Any(this=trigrams))
            return when(known, self._under(trigram, entries))

        found = self.dialect.any_trigram(self.text.copy(), TRIGRAM, ask)
        return comment(found, self.notes.group(terms))

    def _under(self, trigram: exp.Expression, entries: Sequence[IndexEntry]) -> exp.Expression:
        """Return whether a term matches that stands under ``trigram``, found by its first letter.

        PostgreSQL asks the branches of a CASE one after another, so a thousand stand in two levels.
        Few texts come to a term, and fewer to its regular expression, which may be compiled anew
        each time; so few literals are written out here, and the SQL stays short.
        """
        spelled = Spelled(self.text, self.dialect, self.notes, variants=AT_ONCE, together=1)
        letters = exp.Case()
        for letter, found in groupby(entries, key=lambda entry: entry.trigram[0]):
            branches = exp.Case(this=trigram.copy())
            for entry in found:
                asked = any_of(spelled.any_of(entry.terms))
                branches = branches.when(self.dialect.literal(entry.trigram), asked, copy=False)
            starts = self.dialect.starts_with(trigram.copy(), letter)
            letters = letters.when(starts, branches.else_(exp.false(), copy=False), copy=False)
        return letters.else_(exp.false(), copy=False)
