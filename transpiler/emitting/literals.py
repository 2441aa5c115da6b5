"""The shape for PostgreSQL, whose regular expressions are slow: searches of literals.

There a regular expression costs ten searches of a literal, an alternation costs the more the longer
it is, and of more than 32 expressions in a query each is compiled anew for each row. So a class is
written out as literals; where that takes too many, LIKE with ``_`` for the class is asked before
the expression.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from transpiler.definition import AnyOne, AnyRun, Literal, Pattern, Term
from transpiler.dialects import Dialect
from transpiler.emitting.comments import comment, group_note, guard_note, term_note
from transpiler.emitting.logic import all_of, any_of
from transpiler.emitting.regex import EXACT
from transpiler.emitting.term import literal_test, search
from transpiler.rewriting import join_alike, needles_of, variants, without_classes

_PAYS_BELOW = 0.8
"""The part of the full cost up to which asking for needles first, and then in full, pays."""

_SHORT: Final = 3
"""Characters of a literal up to which LIKE finds that it is not there sooner than STRPOS does: it
passes from one place of the first character to the next, STRPOS on by the length of the literal."""


@dataclass(frozen=True, slots=True)
class Literals:
    """Asks ``text`` for each term by literals as far as it goes."""

    text: exp.Expression
    dialect: Dialect

    def any_of(self, terms: Sequence[Term]) -> list[exp.Expression]:
        """Return tests of which one holds exactly where one of ``terms`` matches."""
        tests: list[exp.Expression] = []
        others: list[Term] = []
        for term in terms:
            found = self._written_out(term.pattern)
            if found is None:
                others.append(term)
            else:
                if len(found) > 1:
                    comment(found[0], term_note(term))
                tests += found
        return tests + [self._by_regex(chunk) for chunk in self._chunks(others)]

    def guard(
        self, terms: Sequence[Term], among: Sequence[Term], *, exact: bool
    ) -> exp.Expression | None:
        """Return the search of a few literals, of which one is in every text that matters."""
        rest = sum(map(self._searches, terms if exact else among))
        needles = needles_of([term.pattern for term in terms], rest)
        if needles is None:
            return None
        share = min(1.0, sum(needle.share for needle in needles))
        if len(needles) + share * rest > _PAYS_BELOW * rest:
            return None
        test = any_of(list(self._loose([needle.text for needle in needles], rest)))
        return comment(test, guard_note(terms))

    def _loose(self, literals: Sequence[str], rest: float) -> Iterator[exp.Expression]:
        """Yield tests of which one holds wherever one of ``literals`` stands."""
        plain = [literal for literal in literals if not _is_special(literal)]
        for pattern in join_alike(plain, rest):
            literal = pattern.contained_literal
            if literal is None or len(literal) <= _SHORT:
                yield exp.Like(this=self.text.copy(), expression=self._like_literal(pattern))
            else:
                yield self.dialect.contains(self.text.copy(), literal)
        for literal in filter(_is_special, literals):
            yield self.dialect.contains(self.text.copy(), literal)

    def _searches(self, term: Term) -> int:
        """Return about what ``term`` costs, in searches of a literal."""
        found = variants(term.pattern, self.dialect.limits.variants)
        return 2 if found is None else len(found)

    def _written_out(self, pattern: Pattern) -> list[exp.Expression] | None:
        """Return tests without regular expressions, one of which holds where ``pattern`` does."""
        found = variants(pattern, self.dialect.limits.variants)
        tests = [self._without_regex(variant) for variant in found or ()]
        exact = [test for test in tests if test is not None]
        return exact if exact and len(exact) == len(tests) else None

    def _without_regex(self, pattern: Pattern) -> exp.Expression | None:
        test = literal_test(pattern, self.text.copy(), self.dialect)
        if test is not None:
            return test
        if pattern.is_word:
            match pattern.pieces:
                case (Literal(word),):
                    return self.dialect.contains(self._padded(), f" {word} ")
        return self._like(pattern)

    def _like(self, pattern: Pattern) -> exp.Expression | None:
        """Return ``pattern`` as LIKE, or None where it holds a character special to LIKE."""
        if any(_is_special(piece.text) for piece in pattern.pieces if isinstance(piece, Literal)):
            return None
        text = self._padded() if pattern.is_word else self.text.copy()
        return exp.Like(this=text, expression=self._like_literal(pattern))

    def _like_literal(self, pattern: Pattern) -> exp.Expression:
        like = "".join(_like_pieces(pattern))
        return self.dialect.literal(f"% {like} %" if pattern.is_word else like)

    def _padded(self) -> exp.Expression:
        """Return the text between two blanks, so that its edges bound a word as blanks do."""
        blank = exp.Literal.string(" ")
        before = exp.DPipe(this=blank, expression=self.text.copy())
        return exp.DPipe(this=before, expression=blank.copy())

    def _chunks(self, terms: Sequence[Term]) -> Iterator[Sequence[Term]]:
        """Yield the terms in as many as one expression may hold, those without a LIKE apart."""
        size = self.dialect.limits.regex_terms
        like: list[Term] = []
        unlike: list[Term] = []
        for term in terms:
            (unlike if self._loosely(term) is None else like).append(term)
        for group in (like, unlike):
            for at in range(0, len(group), size):
                yield group[at : at + size]

    def _loosely(self, term: Term) -> exp.Expression | None:
        return self._like(without_classes(term.pattern))

    def _by_regex(self, terms: Sequence[Term]) -> exp.Expression:
        """Return one regular expression for ``terms``, behind LIKE where all of them have one."""
        patterns = list(dict.fromkeys(term.pattern for term in terms))
        found = search(patterns, self.text, self.dialect, EXACT)
        before = [test for term in terms if (test := self._loosely(term)) is not None]
        if before:
            found = all_of([any_of(before), found])
        return comment(found, group_note(terms))


def _is_special(literal: str) -> bool:
    """Return whether a character of ``literal`` means something else to LIKE."""
    return any(special in literal for special in "%_\\")


def _like_pieces(pattern: Pattern) -> Iterator[str]:
    for piece in pattern.pieces:
        match piece:
            case Literal(text):
                yield text
            case AnyOne():
                yield "_"
            case AnyRun():
                yield "%"
