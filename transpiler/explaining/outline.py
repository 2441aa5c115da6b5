"""A definition as an outline: every clause with its number, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from transpiler.codes import (
    Code,
    CodeIndex,
    CodeSystem,
    code_shape,
    codes_covered,
    outermost,
    read_listed,
)
from transpiler.definition import (
    And,
    AndNot,
    Definition,
    IsBlank,
    IsNull,
    Node,
    Or,
    Span,
    Term,
    children,
)
from transpiler.explaining.term_wording import in_words

_SHOWN: Final = 4
"""How many codes behind a pattern are named; the rest are counted."""


class EntryKind(StrEnum):
    """What a clause is."""

    ANY = "any"
    ALL = "all"
    UNLESS = "unless"
    TERM = "term"
    MISSING = "missing"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class CodesBehind:
    """The codes that a code pattern covers.

    Attributes:
        systems: the code systems that the pattern may be written for, most likely first.
        codes: the first ICD-10-CM codes that stand below no other one covered.
        others: how many more of these there are.
        total: how many codes are covered in all, headings included.
        name: the title that the definition itself gives the code, or None.
    """

    systems: tuple[CodeSystem, ...]
    codes: tuple[Code, ...]
    others: int
    total: int
    name: str | None


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One clause.

    Attributes:
        number: as evidence names it: ``2.1`` is the first clause within the second.
        kind: what it is.
        says: what it asks for, in words.
        written: the term as written; empty for what is no term.
        is_negation: whether its being true speaks against a match.
        is_excluded: whether it is directly what its parent takes away.
        span: where it stands in the query.
        codes: the codes behind it, or None where it is not written for one.
        children: the clauses within, in order.
    """

    number: str
    kind: EntryKind
    says: str
    written: str
    is_negation: bool
    is_excluded: bool
    span: Span
    codes: CodesBehind | None = None
    children: tuple[OutlineEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """One part in plain words.

    Attributes:
        part: its number, from 1.
        fields: the fields it is asked of, each by itself; empty for a bare query.
        root: its outermost clause.
        of: the definition that it is part of, where the explained one asks it; None for its own.
        is_negation: whether its holding speaks against a match.
        is_required: whether it must hold, whatever the others do.
    """

    part: int
    fields: tuple[str, ...]
    root: OutlineEntry
    of: str | None = None
    is_negation: bool = False
    is_required: bool = True


def outline(definition: Definition, index: CodeIndex | None) -> tuple[Outline, ...]:
    """Return the definition as an outline, a part each.

    Args:
        definition: what is explained.
        index: the ICD-10-CM codes, or None to leave their titles out.
    """
    names = dict(filter(lambda listed: listed[1], map(read_listed, definition.prose.codes)))
    return tuple(
        Outline(
            part=number,
            fields=part.fields,
            root=_Writer(index, names).entry(part.query.root, "0", is_negation=part.is_negation),
            of=part.of,
            is_negation=part.is_negation,
            is_required=definition.combined is None,
        )
        for number, part in enumerate(definition.parts, start=1)
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    index: CodeIndex | None
    names: Mapping[str, str]

    def entry(
        self, node: Node, number: str, *, is_negation: bool = False, is_excluded: bool = False
    ) -> OutlineEntry:
        """Return a clause with all that is in it; trees are bounded in depth."""
        prefix = "" if number == "0" else f"{number}."
        below = tuple(
            self.entry(
                child,
                f"{prefix}{place}",
                is_negation=is_negation != _stands_behind_andnot(node, place),
                is_excluded=_stands_behind_andnot(node, place),
            )
            for place, child in enumerate(children(node), start=1)
        )
        kind, says = _saying(node)
        term = node if isinstance(node, Term) else None
        return OutlineEntry(
            number=number,
            kind=kind,
            says=says,
            written=term.text if term is not None else "",
            is_negation=is_negation,
            is_excluded=is_excluded,
            span=node.span,
            codes=self._codes(term) if term is not None else None,
            children=below,
        )

    def _codes(self, term: Term) -> CodesBehind | None:
        shape = code_shape(term.pattern)
        if shape is None:
            return None
        covered = codes_covered(term, self.index) if self.index is not None else ()
        outer = outermost(covered)
        return CodesBehind(
            systems=shape.systems,
            codes=outer[:_SHOWN],
            others=max(0, len(outer) - _SHOWN),
            total=len(covered),
            name=self.names.get(shape.text.replace(".", "")),
        )


def _stands_behind_andnot(node: Node, place: int) -> bool:
    return isinstance(node, AndNot) and place > 1


def _saying(node: Node) -> tuple[EntryKind, str]:
    match node:
        case Or(found):
            return EntryKind.ANY, f"any of these {len(found):,}"
        case And(found):
            return EntryKind.ALL, f"all of these {len(found):,}"
        case AndNot(_, exclude):
            these = "the negation after it" if len(exclude) == 1 else "a negation after it"
            return EntryKind.UNLESS, f"the first of these, unless {these} holds"
        case IsNull():
            return EntryKind.MISSING, "the field is missing"
        case IsBlank():
            return EntryKind.BLANK, "the field is the empty text"
        case Term(pattern=pattern):
            return EntryKind.TERM, in_words(pattern)
