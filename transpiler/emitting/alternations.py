"""The shape for engines whose regular expressions are RE2: sibling terms as one alternation.

There an alternation of two hundred terms costs what half a dozen searches of a literal do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlglot import exp

from transpiler.definition import Term
from transpiler.dialects import Dialect
from transpiler.emitting.comments import Notes, comment
from transpiler.emitting.logic import any_of, when
from transpiler.emitting.regex import EXACT, alternative
from transpiler.emitting.term import literal_test, search
from transpiler.planning import (
    GroupLimits,
    TermGroup,
    expected_share,
    expected_share_of,
    group_terms,
    needles_of,
    without_runs,
)

_FEW: Final = 6
"""Up to so many terms are asked one by one, if each is a plain literal: a regular expression costs
what so many searches of a literal do."""

_PAYS_UP_TO: Final = 0.3
"""The share of texts that a guard may be expected to let through and still pay."""

_MANY_TERMS: Final = 50
"""Of more terms than this the order is worth more to RE2 than to a reader: of 3,000, threefold."""

_MANY_GROUPS: Final = 3
"""From so many groups of terms with ``^`` inside on, the stretches between them are asked first."""


@dataclass(frozen=True, slots=True)
class Alternations:
    """Asks ``text`` for siblings by as few regular expressions as the engine bears."""

    text: exp.Expression
    dialect: Dialect
    notes: Notes
    opening: str = EXACT

    def any_of(self, terms: Sequence[Term]) -> list[exp.Expression]:
        """Return tests, one of which holds exactly where one of ``terms`` matches."""
        literal = self._few_literals(terms)
        if literal is not None:
            return literal
        groups = self._groups(terms)
        plain = [self._noted(group) for group in groups if not group.has_runs]
        with_runs = [group for group in groups if group.has_runs]
        if len(with_runs) < _MANY_GROUPS:
            return plain + [self._noted(group) for group in with_runs]
        return [*plain, self._after_rarest(with_runs)]

    def guard(
        self, terms: Sequence[Term], among: Sequence[Term], *, exact: bool
    ) -> exp.Expression | None:
        """Return the alternation of ``terms``; of a term with ``^`` inside, its rarest stretch.

        Where a few literals can stand for them all, return a search of these.
        """
        few = self._few_needles(terms)
        if few is not None:
            return comment(any_of(few), self.notes.guard(terms))
        loose = [replace(term, pattern=without_runs(term.pattern)) for term in terms]
        share = sum(expected_share(term.pattern) for term in loose)
        if exact or len(among) <= _FEW or share > _PAYS_UP_TO or not self._can_search(loose):
            return None
        return comment(any_of(self._any_of_loose(loose)), self.notes.guard(terms))

    def _after_rarest(self, groups: Sequence[TermGroup]) -> exp.Expression:
        """Return ``groups`` of terms with ``^`` inside, behind their rarest stretches."""
        terms = [term for group in groups for term in group.terms]
        loose = [replace(term, pattern=without_runs(term.pattern)) for term in terms]
        guard = comment(any_of(self._any_of_loose(loose)), self.notes.guard(terms))
        return when(guard, any_of([self._noted(group) for group in groups]))

    def _any_of_loose(self, terms: Sequence[Term]) -> list[exp.Expression]:
        return self._few_literals(terms) or [self._one_of(group) for group in self._groups(terms)]

    def _few_literals(self, terms: Sequence[Term]) -> list[exp.Expression] | None:
        """Return a test for each of a few plain terms; None where an expression is better."""
        if len(terms) > _FEW or self.opening != EXACT:
            return None
        tests = [literal_test(term.pattern, self.text.copy(), self.dialect) for term in terms]
        literal = [test for test in tests if test is not None]
        return literal if len(literal) == len(tests) else None

    def _few_needles(self, terms: Sequence[Term]) -> list[exp.Expression] | None:
        """Return searches of literals that cost less than the expression they come before."""
        if self.opening != EXACT or len(terms) > _MANY_TERMS:
            return None
        if self._few_literals(terms) is not None:
            return None
        needles = needles_of([term.pattern for term in terms], rest=_FEW)
        if needles is None or len(needles) > _FEW // 2:
            return None
        if sum(expected_share_of(needle) for needle in needles) > _PAYS_UP_TO:
            return None
        return [self.dialect.contains(self.text.copy(), needle) for needle in needles]

    def _can_search(self, terms: Sequence[Term]) -> bool:
        """Return whether the engine bears each of ``terms`` as a regular expression."""
        most = self.dialect.limits.regex_length
        return all(len(alternative(term.pattern)) <= most for term in terms)

    def _groups(self, terms: Sequence[Term]) -> tuple[TermGroup, ...]:
        """Return the terms in groups; in the order written, or of the alphabet where they are many.

        RE2 shares what neighbours have in common at their front.
        """
        limits = self.dialect.limits
        most = GroupLimits(
            terms=limits.regex_terms, weight=limits.regex_weight, runs=limits.regex_runs
        )
        if len(terms) > _MANY_TERMS:
            terms = sorted(terms, key=lambda term: alternative(term.pattern))
        return group_terms(terms, most)

    def _noted(self, group: TermGroup) -> exp.Expression:
        found = self._one_of(group)
        return found if len(group.terms) == 1 else comment(found, self.notes.group(group.terms))

    def _one_of(self, group: TermGroup) -> exp.Expression:
        patterns = group.patterns
        if len(patterns) == 1 and self.opening == EXACT:
            test = literal_test(patterns[0], self.text.copy(), self.dialect)
            if test is not None:
                return test
        return search(patterns, self.text, self.dialect, self.opening)
