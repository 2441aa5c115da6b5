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
from transpiler.emitting.comments import comment, group_note, guard_note
from transpiler.emitting.logic import any_of
from transpiler.emitting.regex import EXACT, alternative
from transpiler.emitting.shape import PAYS_UP_TO
from transpiler.emitting.term import literal_test, search
from transpiler.rewriting import GroupLimits, expected_share, group_terms, without_runs

_FEW: Final = 6
"""Up to so many terms are asked one by one, if each is a plain literal."""


@dataclass(frozen=True, slots=True)
class Alternations:
    """Asks ``text`` for siblings by as few regular expressions as the engine bears."""

    text: exp.Expression
    dialect: Dialect
    opening: str = EXACT

    def any_of(self, terms: Sequence[Term]) -> list[exp.Expression]:
        """Return tests of which one holds exactly where one of ``terms`` matches."""
        literal = self._few_literals(terms)
        if literal is not None:
            return literal
        return [self._noted(found) for found in self._groups(terms)]

    def guard(self, terms: Sequence[Term], of: int, *, exact: bool) -> exp.Expression | None:
        """Return the alternation of ``terms``; of a term with ``^`` inside, its rarest piece."""
        loose = [replace(term, pattern=without_runs(term.pattern)) for term in terms]
        share = sum(expected_share(term.pattern) for term in loose)
        if exact or of <= _FEW or share > PAYS_UP_TO or not self._can_search(loose):
            return None
        tests = self._few_literals(loose) or [self._one_of(found) for found in self._groups(loose)]
        return comment(any_of(tests), guard_note(terms))

    def _few_literals(self, terms: Sequence[Term]) -> list[exp.Expression] | None:
        """Return a test for each of a few plain terms; None where an expression is better."""
        if len(terms) > _FEW or self.opening != EXACT:
            return None
        tests = [literal_test(term.pattern, self.text.copy(), self.dialect) for term in terms]
        literal = [test for test in tests if test is not None]
        return literal if len(literal) == len(tests) else None

    def _can_search(self, terms: Sequence[Term]) -> bool:
        """Return whether the engine bears each of ``terms`` as a regular expression."""
        most = self.dialect.limits.regex_length
        return all(len(alternative(term.pattern)) <= most for term in terms)

    def _groups(self, terms: Sequence[Term]) -> list[tuple[Term, ...]]:
        limits = self.dialect.limits
        most = GroupLimits(
            terms=limits.regex_terms, weight=limits.regex_weight, runs=limits.regex_runs
        )
        return [group.terms for group in group_terms(terms, most)]

    def _noted(self, terms: Sequence[Term]) -> exp.Expression:
        found = self._one_of(terms)
        return found if len(terms) == 1 else comment(found, group_note(terms))

    def _one_of(self, terms: Sequence[Term]) -> exp.Expression:
        patterns = list(dict.fromkeys(term.pattern for term in terms))
        if len(patterns) == 1 and self.opening == EXACT:
            test = literal_test(patterns[0], self.text.copy(), self.dialect)
            if test is not None:
                return test
        alternatives = [alternative(pattern) for pattern in patterns]
        return search(alternatives, self.text, self.dialect, self.opening)
