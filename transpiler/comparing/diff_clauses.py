"""The clauses of a definition as lists of terms, and which clause of another one is the same.

A clause's number shifts with everything before it, so a clause is recognised by the terms in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from transpiler.definition import (
    And,
    AndNot,
    Definition,
    IsBlank,
    IsNull,
    Leaf,
    Node,
    Or,
    Pattern,
    Term,
)

LeafKey = Pattern | type[Node]
"""What makes two leaves the same."""


@dataclass(frozen=True, slots=True)
class TermPlace:
    """Where a term stands.

    Attributes:
        part: number of the part, from 1.
        clause: number of the clause it is listed in; ``0`` is the whole query.
        is_negation: whether it speaks against a match there.
    """

    part: int
    clause: str
    is_negation: bool


@dataclass(frozen=True, slots=True, eq=False)
class TermClause:
    """A node that lists leaves, and how it hangs in the tree.

    Attributes:
        place: where it stands.
        above: the operators from the whole query down to it, OR left out: a term alone and a list
            of one are the same.
        operator: ``or`` where it lists several things; empty for one alone.
        leaves: what it lists: what makes each the same as another, and its text.
    """

    place: TermPlace
    above: tuple[str, ...]
    operator: str
    leaves: tuple[tuple[LeafKey, str], ...]

    @property
    def operators(self) -> tuple[str, ...]:
        """The operators from the whole query down to the terms listed."""
        return (*self.above, self.operator) if self.operator else self.above


def term_clauses(definition: Definition) -> Iterator[TermClause]:
    """Yield the clauses of a definition, part by part, parents first."""
    for number, part in enumerate(definition.parts, start=1):
        place = TermPlace(number, "0", is_negation=part.is_negation)
        yield from _below(part.query.root, place, ())


def _below(node: Node, place: TermPlace, above: tuple[str, ...]) -> Iterator[TermClause]:
    """Yield the clauses of a tree, parents first; each side of an ANDNOT is a clause."""
    match node:
        case And(below):
            # What AND joins are single terms or lists, each a clause of its own.
            for index, child in enumerate(below, start=1):
                yield from _clause([child], place, (*above, "and"), "", first=index)
        case Or(below):
            yield from _clause(below, place, above, "or", first=1)
        case AndNot(include, exclude):
            operator = "or" if len(exclude) > 1 else ""
            against = replace(place, is_negation=not place.is_negation)
            yield from _clause([include], place, (*above, "andnot"), "", first=1)
            yield from _clause(exclude, against, (*above, "negation"), operator, first=2)
        case _:
            yield from _clause([node], place, above, "", first=1)


def _clause(
    listed: Sequence[Node],
    place: TermPlace,
    above: tuple[str, ...],
    operator: str,
    *,
    first: int,
) -> Iterator[TermClause]:
    """Yield the clause that lists ``listed``, children counted from ``first``, and those below."""
    leaves = [child for child in listed if isinstance(child, Leaf)]
    clause = TermClause(
        place, above, operator, tuple((leaf_key(leaf), leaf_text(leaf)) for leaf in leaves)
    )
    yield clause
    prefix = "" if place.clause == "0" else f"{place.clause}."
    for index, child in enumerate(listed, start=first):
        if not isinstance(child, Leaf):
            below = replace(place, clause=f"{prefix}{index}")
            yield from _below(child, below, clause.above)


def recognise(before: list[TermClause], after: list[TermClause]) -> dict[TermClause, TermClause]:
    """Return old clause → the new clause that is most probably the same one."""
    holders: defaultdict[LeafKey, list[TermClause]] = defaultdict(list)
    for clause in after:
        for key in dict(clause.leaves):
            holders[key].append(clause)
    shared: Counter[tuple[TermClause, TermClause]] = Counter()
    for clause in before:
        for key in dict(clause.leaves):
            shared.update((clause, holder) for holder in holders[key])
    partner: dict[TermClause, TermClause] = {}
    taken: set[TermClause] = set()

    def alikeness(pair: tuple[TermClause, TermClause]) -> tuple[bool, int, bool, bool]:
        one, other = pair
        return (
            one.place.is_negation == other.place.is_negation,
            shared[pair],
            one.above == other.above,
            one.place == other.place,
        )

    for one, other in sorted(shared, key=alikeness, reverse=True):
        same_side = one.place.is_negation == other.place.is_negation
        if same_side and one not in partner and other not in taken:
            partner[one] = other
            taken.add(other)
    return partner


def leaf_key(leaf: Leaf) -> LeafKey:
    """Return what makes two leaves the same: the pattern, or the kind of test."""
    return leaf.pattern if isinstance(leaf, Term) else type(leaf)


def leaf_text(leaf: Leaf) -> str:
    """Return a leaf as the author writes it."""
    match leaf:
        case Term(text=text):
            return text
        case IsNull():
            return "ISNULL"
        case IsBlank():
            return "ISBLANK"
