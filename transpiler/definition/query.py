"""A query: the text of one part, to the letter, and the tree read from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from transpiler.definition.nodes import Node
from transpiler.definition.span import Span


class Precedence(StrEnum):
    """How a level that mixes OR with AND or ANDNOT is read (docs/language.md)."""

    TIGHT = "tight"
    """AND and ANDNOT bind before OR; equal ones go left to right. The default."""
    SEQUENTIAL = "sequential"
    """Strictly left to right."""


class ElementKind(StrEnum):
    """What an element of the query text is."""

    TERM = "term"
    IS_NULL = "isnull"
    IS_BLANK = "isblank"
    OR = "or"
    AND = "and"
    AND_NOT = "andnot"
    OPEN = "("
    CLOSE = ")"
    COMMA = ","
    LAYOUT = "layout"
    """A line break after a comma, or at either end, with the indentation that follows it."""


@dataclass(frozen=True, slots=True)
class Element:
    """One lexical element. The texts of a query's elements, joined, are the query."""

    kind: ElementKind
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class MixedLevel:
    """A level between parentheses on which the two readings of precedence differ in form.

    Attributes:
        span: the level, without its parentheses.
        tight: the level written out with the parentheses that the tight reading implies.
        sequential: the same for the sequential reading.
    """

    span: Span
    tight: str
    sequential: str


@dataclass(frozen=True, slots=True)
class Repair:
    """One change that repair mode made to a query, so that it could be read.

    Attributes:
        code: the diagnostic code of the fault, such as ``ESS004``.
        message: what was done, in words.
        span: what was replaced, in the text as it was given.
        line: 1-based line of the span in the text as given.
        column: 1-based column of the span in the text as given.
        before: the characters replaced.
        after: the characters put in their place.
    """

    code: str
    message: str
    span: Span
    line: int
    column: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Query:
    """The text of one part and what it means.

    Attributes:
        text: the query, to the letter; after a repair, the repaired text.
        root: the tree, under ``precedence``.
        precedence: the reading that gave ``root``.
        elements: the lexical elements of ``text``, gapless.
        mixed_levels: every level whose meaning depends on precedence.
        repairs: what repair mode changed to arrive at ``text``; empty in strict mode.
    """

    text: str
    root: Node
    precedence: Precedence
    elements: tuple[Element, ...] = ()
    mixed_levels: tuple[MixedLevel, ...] = ()
    repairs: tuple[Repair, ...] = ()

    def render(self) -> str:
        """Return the query as written, element by element."""
        return "".join(element.text for element in self.elements)
