"""Terms asked one by one, by searches of literals where that is possible.

On PostgreSQL a regular expression costs ten searches of a literal, an alternation costs the more
the longer it is, and of more than 32 expressions in a query each is compiled anew for each row. So
a class is written out as literals; where that takes too many, an expression is asked.

Many literals, and an expression, stand behind one cheap test that few texts pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from transpiler.definition import AnyOne, AnyRun, Literal, Pattern, Term
from transpiler.dialects import Dialect
from transpiler.emitting.comments import Notes, comment
from transpiler.emitting.logic import all_of, any_of
from transpiler.emitting.regex import EXACT
from transpiler.emitting.term import literal_test, search
from transpiler.planning import (
    expected_share,
    expected_share_of,
    rarest_literal,
    variants,
    without_classes,
)

AT_ONCE: Final = 4
"""A term of at most this many literals needs no cheaper test in front."""

_REGEX: Final = 10
"""The cost of a regular expression, in searches of a literal."""

_LIKE: Final = 1.5
"""The cost of LIKE, or of a search of a short literal."""

SHORT: Final = 3
"""For literals of at most this many characters LIKE is quicker than STRPOS: LIKE moves to the next
place of the first character, and STRPOS moves on by the length of the literal."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """Asks ``text`` for each term by itself.

    Attributes:
        text: the folded text.
        dialect: the engine that is asked.
        notes: what comments say of terms.
        variants: literals up to which a term with classes is written out.
        together: terms that one regular expression may ask for.
    """

    text: exp.Expression
    dialect: Dialect
    notes: Notes
    variants: int
    together: int

    def any_of(self, terms: Sequence[Term]) -> list[exp.Expression]:
        """Return tests, one of which holds exactly where one of ``terms`` matches."""
        tests: list[exp.Expression] = []
        others: list[Term] = []
        for term in terms:
            found = self._written_out(term.pattern)
            if not found:
                others.append(term)
                continue
            if len(found) > AT_ONCE:
                found = [self._behind([term.pattern], any_of(found), len(found))]
            if variants(term.pattern, 1) is None:
                comment(found[0], self.notes.term(term))
            tests += found
        chunks = range(0, len(others), self.together)
        return tests + [self._by_regex(others[at : at + self.together]) for at in chunks]

    def searches(self, term: Term) -> int:
        """Return roughly what ``term`` costs without a test in front, in searches of a literal."""
        found = variants(term.pattern, self.variants)
        return 2 if found is None else len(found)

    def first_searches(self, term: Term) -> int:
        """Return roughly what ``term`` costs on a text that holds nothing of it."""
        found = variants(term.pattern, AT_ONCE)
        return 1 if found is None else len(found)

    def like_literal(self, pattern: Pattern) -> exp.Expression:
        """Return ``pattern``, which has no class, as the literal of a LIKE."""
        like = "".join(_like_pieces(pattern))
        return self.dialect.literal(f"% {like} %" if pattern.is_word else like)

    def _written_out(self, pattern: Pattern) -> list[exp.Expression]:
        """Return tests without regular expressions, one of which holds where ``pattern`` does.

        None at all where there are too many, or where one takes a regular expression.
        """
        found = variants(pattern, self.variants) or ()
        tests = [self._without_regex(variant) for variant in found]
        exact = [test for test in tests if test is not None]
        return exact if len(exact) == len(tests) else []

    def _without_regex(self, pattern: Pattern) -> exp.Expression | None:
        test = literal_test(pattern, self.text.copy(), self.dialect)
        if test is not None:
            return test
        if pattern.is_word:
            match pattern.pieces:
                case (Literal(word),):
                    return self.dialect.contains(self._padded(), f" {word} ")
        return self._like(pattern)

    def _behind(
        self, patterns: Iterable[Pattern], asked: exp.Expression, cost: float
    ) -> exp.Expression:
        """Return ``asked``, which takes ``cost`` searches, behind a cheaper test of each pattern.

        An AND is enough: PostgreSQL asks its sides in the order written unless it is a condition of
        WHERE by itself. Where it does not, the SQL is slower and answers the same.
        """
        before = dict.fromkeys(self._before(pattern, cost) for pattern in patterns)
        return all_of([any_of(list(before)), asked])

    def _before(self, pattern: Pattern, cost: float) -> exp.Expression:
        """Return the cheapest test that holds wherever ``pattern`` does."""
        loose = without_classes(pattern)
        like, literal = self._like(loose), rarest_literal(pattern)
        if literal is not None:
            searched = 1 if len(literal) > SHORT else _LIKE
            by_literal = searched + cost * expected_share_of(literal)
            if like is None or by_literal < _LIKE + cost * expected_share(loose):
                return self.dialect.contains(self.text.copy(), literal)
        assert like is not None  # only a literal can hold what is special to LIKE
        return like

    def _like(self, pattern: Pattern) -> exp.Expression | None:
        """Return ``pattern`` as LIKE, or None where it holds a character special to LIKE."""
        if any(is_special(piece.text) for piece in pattern.pieces if isinstance(piece, Literal)):
            return None
        text = self._padded() if pattern.is_word else self.text.copy()
        return exp.Like(this=text, expression=self.like_literal(pattern))

    def _padded(self) -> exp.Expression:
        """Return the text between two blanks, so that its edges bound a word as blanks do."""
        blank = exp.Literal.string(" ")
        before = exp.DPipe(this=blank, expression=self.text.copy())
        return exp.DPipe(this=before, expression=blank.copy())

    def _by_regex(self, terms: Sequence[Term]) -> exp.Expression:
        """Return one regular expression for ``terms``, behind tests, one of which must hold."""
        patterns = list(dict.fromkeys(term.pattern for term in terms))
        found = search(patterns, self.text, self.dialect, EXACT)
        return comment(self._behind(patterns, found, _REGEX), self.notes.group(terms))


def is_special(literal: str) -> bool:
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
