"""A query's tree as a test of one field, cheap questions first.

A query is a conjunction: what must be there, and the negations. Its most telling part, the lead, is
asked first, and all else only of the texts that pass, inside a CASE: engines are free to reorder an
AND, and do so to its harm. Where the lead is a list of terms it is asked as it stands. Otherwise
the terms that are necessary for it guard the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from sqlglot import exp

from transpiler.definition import And, AndNot, IsBlank, Node, Or, Term, terms
from transpiler.dialects import Dialect
from transpiler.emitting.alternations import Alternations
from transpiler.emitting.comments import Notes
from transpiler.emitting.literal_searches import LiteralSearches
from transpiler.emitting.logic import all_of, any_of, decided, none_of, when
from transpiler.emitting.regex import BLIND
from transpiler.emitting.term_shape import TermShape
from transpiler.planning import find_lead


def ask(root: Node, text: exp.Expression, dialect: Dialect, notes: Notes) -> exp.Expression:
    """Return whether ``root`` takes a field that is there.

    Args:
        root: a tree without `IsNull` (`transpiler.planning.split_by_presence`).
        text: the folded text. Where it is missing the answer is FALSE or NULL.
        dialect: the engine that will be asked.
        notes: what comments say of terms.
    """
    asking = _asking(text, dialect, notes)
    ordered = asking.in_order(root)
    lead = find_lead(_conjunction(root)[0])
    if lead is None:
        return ordered
    guard = asking.shape.guard(lead.necessary, list(terms(root)), exact=lead.is_list)
    if guard is None:
        return ordered
    rest = _given(guard, ordered)
    if rest is None:
        return ordered
    return when(guard, rest if lead.is_list else decided(rest))


def ask_unfolded(
    root: Node, stored: exp.Expression, dialect: Dialect, notes: Notes
) -> exp.Expression:
    """Return whether ``root`` takes a field that is there, of a text that is not folded yet.

    Args:
        root: a tree without `IsNull`.
        stored: the text as stored. Where it is missing the answer is FALSE or NULL.
        dialect: the engine that will be asked.
        notes: what comments say of terms.
    """
    guard = blind_guard(root, stored, dialect, notes)
    if guard is None:
        return dialect.with_folded(stored.copy(), lambda text: ask(root, text, dialect, notes))
    rest = dialect.with_folded(
        stored.copy(), lambda text: decided(_asking(text, dialect, notes).in_order(root))
    )
    return when(guard, rest)


def blind_guard(
    root: Node, stored: exp.Expression, dialect: Dialect, notes: Notes
) -> exp.Expression | None:
    """Return a test of an unfolded text that holds wherever ``root`` takes it.

    Returns:
        None where there is none, or asking it would not pay.
    """
    if not dialect.merges_terms:
        return None
    lead = find_lead(_conjunction(root)[0])
    if lead is None:
        return None
    blind = Alternations(stored, dialect, notes, BLIND)
    return blind.guard(lead.necessary, list(terms(root)), exact=False)


def _asking(text: exp.Expression, dialect: Dialect, notes: Notes) -> _Asking:
    shape = Alternations if dialect.merges_terms else LiteralSearches
    return _Asking(text, dialect, shape(text, dialect, notes))


def _given(guard: exp.Expression, test: exp.Expression) -> exp.Expression | None:
    """Return what is left of ``test`` to ask where ``guard`` holds; None where nothing is left."""
    if test == guard:
        return None
    match test:
        case exp.And():
            first, *others = cast("Iterator[exp.Expression]", test.flatten(unnest=False))
            if first == guard:
                rest = all_of(others)
                rest.add_comments(test.comments)
                return rest
    return test


@dataclass(frozen=True, slots=True)
class _Asking:
    """One folded text of one dialect, and how it is asked for terms."""

    text: exp.Expression
    dialect: Dialect
    shape: TermShape

    def in_order(self, root: Node) -> exp.Expression:
        """Return ``root``, its lead in front and all else behind it where the lead is a list."""
        required, excluded = _conjunction(root)
        lead = find_lead(required)
        if lead is None or not lead.is_list:
            return self.whole(root)
        listed = any_of(self.siblings([lead.node]))
        rest = [self.whole(part) for part in required if part is not lead.node]
        rest += [none_of(self.siblings(excluded, negated=True))] if excluded else []
        return when(listed, all_of(rest)) if rest else listed

    def whole(self, node: Node, *, negated: bool = False) -> exp.Expression:
        """Return ``node`` as it is written.

        Args:
            node: a tree.
            negated: whether it stands in a negation. There an ANDNOT becomes a CASE: DuckDB takes
                minutes to plan a hundred negations inside one another, and with CASE no time.
        """
        match node:
            case And(children):
                return all_of([self.whole(child, negated=negated) for child in children])
            case AndNot(include, exclude):
                included = self.whole(include, negated=negated)
                excluded = none_of(self.siblings(exclude, negated=True))
                return when(included, excluded) if negated else all_of([included, excluded])
            case IsBlank():
                return self.dialect.equals(self.text.copy(), "")
        return any_of(self.siblings([node], negated=negated))

    def siblings(self, nodes: Iterable[Node], *, negated: bool = False) -> list[exp.Expression]:
        """Return tests, one of which holds where one of ``nodes`` does, terms asked together."""
        flat = [
            child
            for node in nodes
            for child in (node.children if isinstance(node, Or) else (node,))
        ]
        listed = [node for node in flat if isinstance(node, Term)]
        tests = self.shape.any_of(listed) if listed else []
        others = (node for node in flat if not isinstance(node, Term))
        return tests + [self.whole(node, negated=negated) for node in others]


def _conjunction(root: Node) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """Return what must hold for ``root``, and what must not."""
    match root:
        case AndNot(include, exclude):
            required, excluded = _conjunction(include)
            return required, (*excluded, *exclude)
        case And(children):
            return children, ()
    return (root,), ()
