"""Which definitions of a library say something about one another, by their files alone.

A *reason* is a short text that is enough for a match. The module asks each definition about the
reasons of all others. If all reasons of one definition are reasons of another, it is nearly within
the other and follows its policy: the two are of one *family*. A definition with a reason that no
other has is independent of them, because a visit can have any selection of such reasons. Whatever
is shown about the matches of such definitions, place by place, the matches of each may still be
anything that they could be alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final

from transpiler.definition import (
    AllOf,
    And,
    AndNot,
    AnyOf,
    Combination,
    Definition,
    Filters,
    Holds,
    IsBlank,
    IsNull,
    Literal,
    Node,
    OneOf,
    Or,
    Passes,
    Pattern,
    Term,
    fold,
    including,
    terms,
)
from transpiler.meaning.match import find_match

MOST_REASONS: Final = 400
"""So many reasons of a definition are looked at; with more it stands in the family of each
definition that takes these."""

_OLDEST: Final = 999
"""An age that nobody is older than."""

_FRONT: Final = 3
"""So many characters of a literal are looked up before it is compared."""

_EDGES: Final = " ;/"
"""What stands around words and codes, and is not part of them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a definition stands among those of its library.

    Attributes:
        definition: its name.
        version: its version.
        family: a name for those that are nearly within it, or it within them.
        rank: its place in the library, from 1; of near definitions, the one with the lowest rank is
            published first.
        may_have_cuts: whether its cuts may be published beside those of all others that may have
            some.
        is_of_first: whether it looks at the same ages, sexes and settings as the first of its
            family; the sums of the others would say something of parts of the first's.
        least_age: the least age it looks at, in completed years; None where it asks for no age.
        most_age: the greatest age, likewise.
        sexes: the sexes it looks at, as letters; empty where it asks for none.
        is_emergency: whether it looks at emergency visits or at the others; None at both.
        further: what else it filters by, each wanted value of a column as ``|column=value``,
            folded, with a bar at the end; empty where it asks for nothing else.
    """

    definition: str
    version: int
    family: str
    rank: int
    may_have_cuts: bool
    is_of_first: bool
    least_age: int | None
    most_age: int | None
    sexes: str
    is_emergency: bool | None
    further: str


def standings(definitions: Sequence[Definition]) -> tuple[Standing, ...]:
    """Return the standing of each definition of a library, by rank."""
    given = [(one, list(islice(_reasons(one), MOST_REASONS))) for one in definitions]
    given.sort(
        key=lambda found: (
            -len(found[1]),
            bool(found[0].filters),
            found[0].name,
            -found[0].version,
        )
    )
    in_order = [one for one, _ in given]
    readers = _Readers(in_order)
    taken = [[readers.of(reason) for reason in reasons] for _, reasons in given]
    families = _families(in_order, taken)
    with_cuts = _with_cuts(in_order, families, taken)
    return tuple(
        Standing(
            one.name,
            one.version,
            min(in_order[at].name for at in families[number]),
            number + 1,
            number in with_cuts,
            one.filters == in_order[min(families[number])].filters,
            *_looks_at(one.filters),
        )
        for number, one in enumerate(in_order)
    )


def _looks_at(filters: Filters) -> tuple[int | None, int | None, str, bool | None, str]:
    """Return the values of `Standing` from ``least_age`` on."""
    least, most = None, None
    if filters.age is not None:
        least = filters.age.min or 0
        most = _OLDEST if filters.age.max is None else filters.age.max
    further = [
        f"|{column.name}={value}"
        for column, wanted in filters.further.asked()
        for value in (
            sorted({fold(word) for word in wanted})
            if isinstance(wanted, tuple)
            else [str(wanted).lower()]
        )
    ]
    rest = "".join([*further, "|"]) if further else ""
    return least, most, "".join(sorted(filters.sex)), filters.emergency_visit, rest


def _families(
    definitions: Sequence[Definition], taken: Sequence[Sequence[frozenset[int]]]
) -> list[frozenset[int]]:
    """Return for each definition the numbers of its family."""
    family = [{number} for number in range(len(definitions))]

    def join(one: int, other: int) -> None:
        if family[one] is not family[other]:
            family[one] |= family[other]
            for member in family[other]:
                family[member] = family[one]

    names: dict[str, int] = {}
    for number, one in enumerate(definitions):
        join(names.setdefault(one.name, number), number)
        everybody = frozenset(range(len(definitions)))
        for other in everybody.intersection(*taken[number]):
            join(number, other)
    return [frozenset(found) for found in family]


def _with_cuts(
    definitions: Sequence[Definition],
    families: Sequence[frozenset[int]],
    taken: Sequence[Sequence[frozenset[int]]],
) -> frozenset[int]:
    """Return the definitions that each have a reason that none of the others has.

    A family whose members look at different ages, sexes or settings, or ask a definition that does,
    has none: the sum of one would be part of a cut of another.
    """
    chosen: dict[int, list[frozenset[int]]] = {}
    for number, one in enumerate(definitions):
        if any(definitions[other].all_filters != (one.filters,) for other in families[number]):
            continue
        own = [found for found in taken[number] if not found & chosen.keys()]
        left = {
            other: [found for found in theirs if number not in found]
            for other, theirs in chosen.items()
        }
        if own and all(left.values()):
            chosen = {**left, number: own}
    return frozenset(chosen)


@dataclass(frozen=True, slots=True)
class _Needed:
    """What is asked of a text: one of some terms, or of what is asked below.

    Attributes:
        terms: numbers of terms, one of which is enough.
        below: what else is enough.
        needs: all that must hold in place of both; None where one of them is enough.
    """

    terms: frozenset[int] = frozenset()
    below: tuple[_Needed, ...] = ()
    needs: tuple[_Needed, ...] | None = None

    @property
    def is_of_terms(self) -> bool:
        """Whether nothing but terms is asked for, one of which is enough."""
        return self.needs is None and not self.below

    def holds(self, found: Set[int]) -> bool:
        """Return whether it holds of a text in which the terms ``found`` are, and no others."""
        if self.needs is not None:
            return all(asked.holds(found) for asked in self.needs)
        return not self.terms.isdisjoint(found) or any(asked.holds(found) for asked in self.below)


_ALWAYS: Final = _Needed(needs=())


class _Readers:
    """The definitions that take a reason, their negations aside."""

    def __init__(self, definitions: Sequence[Definition]) -> None:
        self._numbers: dict[Pattern, int] = {}
        self._asked = [self._of_combined(including(one.combination), one) for one in definitions]
        self._always = [at for at, asked in enumerate(self._asked) if asked.holds(frozenset())]
        self._of_term: dict[int, set[int]] = {number: set() for number in self._numbers.values()}
        for at, one in enumerate(definitions):
            for part in one.parts:
                for term in terms(part.query.root):
                    if (number := self._numbers.get(term.pattern)) is not None:
                        self._of_term[number].add(at)
        self._of_core: dict[str, list[tuple[int, Pattern]]] = {}
        self._of_front: dict[str, list[str]] = {}
        for pattern, number in self._numbers.items():
            self._of_core.setdefault(_core(pattern), []).append((number, pattern))
        for core in self._of_core:
            self._of_front.setdefault(core[:_FRONT], []).append(core)
        self._fronts = {len(front) for front in self._of_front}
        self._known: dict[str, frozenset[int]] = {}

    def of(self, reason: str) -> frozenset[int]:
        """Return the numbers of the definitions that take a reason."""
        known = self._known.get(reason)
        if known is None:
            found = self._terms_in(reason)
            candidates = set(self._always).union(*(self._of_term[number] for number in found))
            known = self._known[reason] = frozenset(
                at for at in candidates if self._asked[at].holds(found)
            )
        return known

    def _terms_in(self, text: str) -> set[int]:
        cores = {
            core
            for length in self._fronts
            for start in range(len(text) - length + 1)
            for core in self._of_front.get(text[start : start + length], ())
            if text.startswith(core, start)
        }
        return {
            number
            for core in cores
            for number, pattern in self._of_core[core]
            if find_match(pattern, text) is not None
        }

    def _of_combined(self, combined: Combination, definition: Definition) -> _Needed:
        match combined:
            case Holds(part):
                return self._of_node(definition.parts[part].query.root)
            case AllOf(below):
                return _Needed(needs=tuple(self._of_combined(one, definition) for one in below))
            case AnyOf(below):
                return _Needed(below=tuple(self._of_combined(one, definition) for one in below))
        return _ALWAYS

    def _of_node(self, node: Node) -> _Needed:
        match node:
            case And(children):
                return _Needed(needs=tuple(map(self._of_node, children)))
            case Or(children):
                asked = [self._of_node(child) for child in children]
                return _Needed(
                    frozenset().union(*(one.terms for one in asked if one.is_of_terms)),
                    tuple(one for one in asked if not one.is_of_terms),
                )
            case AndNot(include, _):
                return self._of_node(include)
            case Term(pattern=pattern):
                number = self._numbers.setdefault(pattern, len(self._numbers))
                return _Needed(frozenset([number]))
            case IsNull() | IsBlank():
                return _ALWAYS


def _reasons(definition: Definition) -> Iterator[str]:
    """Yield texts that are each enough for a match; every term is in one of them."""
    yield from _texts_of_combined(including(definition.combination), definition)


def _texts_of_combined(combined: Combination, definition: Definition) -> Iterator[str]:
    match combined:
        case Holds(part):
            yield from _texts(definition.parts[part].query.root)
        case AnyOf(below):
            for found in below:
                yield from _texts_of_combined(found, definition)
        case AllOf(below):
            asked = [found for found in below if not isinstance(found, Passes)]
            yield from _together(
                [
                    list(islice(_texts_of_combined(found, definition), MOST_REASONS))
                    for found in asked
                ]
            )


def _texts(node: Node) -> Iterator[str]:
    match node:
        case Or(children):
            for child in children:
                yield from _texts(child)
        case And(children):
            yield from _together([list(islice(_texts(child), MOST_REASONS)) for child in children])
        case AndNot(include, _):
            yield from _texts(include)
        case Term(pattern=pattern):
            yield from _spellings(pattern)
        case IsNull() | IsBlank():
            yield " "


def _together(choices: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield texts with one item of each choice; every item is in at least one text."""
    if choices and all(choices):
        for at in range(max(map(len, choices))):
            yield " ".join(found[at % len(found)] for found in choices)


def _spellings(pattern: Pattern) -> Iterator[str]:
    """Yield texts that the pattern matches: one for each character of its first choice.

    They have codes with and without the dot, so that two definitions count as alike that ask for
    one code in two fields.
    """
    choice = next(
        (
            piece
            for segment in pattern.segments
            for piece in segment
            if isinstance(piece, OneOf) and not piece.members & set(_EDGES)
        ),
        None,
    )
    for member in sorted(choice.members) if choice else ["x"]:
        said = []
        for segment in pattern.segments:
            text = ""
            for piece in segment:
                match piece:
                    case Literal(literal):
                        text += literal
                    case OneOf(members):
                        text += member if piece is choice else min(members)
                    case _:
                        text += "x"
            plain = text.strip(_EDGES)
            said.append(f" {text} ;{plain.replace('.', '')}; {plain} ")
        yield "".join(said)


@cache
def _core(pattern: Pattern) -> str:
    """Return the longest literal of a pattern, which every text it matches holds."""
    literals = [
        piece.text
        for segment in pattern.segments
        for piece in segment
        if isinstance(piece, Literal)
    ]
    return max(literals, key=len, default="")
