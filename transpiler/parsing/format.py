"""The canonical layout of a query: one clause a line, long lists of OR filled to the margin.

Line breaks stand directly after commas, where the language gives them no meaning. Operators are
written small, a bare comma becomes ``or``, doubled parentheses become one pair; terms stay as they
are, to the letter. Works on stacks of its own, so no depth can exhaust the interpreter's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from transpiler.definition import IsBlank, IsNull, Leaf, Pattern, Precedence, Query, Term
from transpiler.parsing.grammar import read_elements
from transpiler.parsing.levels import Item, Joint, Level, walk_levels
from transpiler.parsing.structure import read_structure

_WIDTH: Final = 96
"""The right margin, in characters; with the indentation of a definition file, 100 at most."""

_MAX_INDENT: Final = 40
"""Deeper levels are not indented further, so that the text stays within the margin and linear."""


def format_query(query: Query) -> str:
    """Return ``query`` in the canonical layout.

    The result reads as the same tree, spans aside, and formatting it again changes nothing.
    """
    # Terms stay as they are written, so what they mean is not read again.
    root, _ = read_structure(read_elements(query.text), lambda _: (Pattern(()), ()))
    assert root is not None, "a query that was read has elements"
    _undouble(root)
    layout = _QueryLayout(_widths(root), is_tight=query.precedence is Precedence.TIGHT)
    return layout.written(root)


@dataclass(frozen=True, slots=True)
class _QueryLine:
    """One line: elements without the comma that follows them.

    Attributes:
        opens: the level whose opening parenthesis ends the line, if one does.
    """

    indent: int
    text: str
    opens: Level | None = None


@dataclass(frozen=True, slots=True)
class _QueryLayout:
    """How the levels of one query are laid out.

    Attributes:
        widths: the width of each level, by identity, on one line with its parentheses.
        is_tight: whether AND and ANDNOT tie what they stand between, so that it is kept together.
    """

    widths: dict[int, int]
    is_tight: bool

    def written(self, root: Level) -> str:
        """Return all levels, a clause a line."""
        lines: list[str] = []
        open_levels = [(self._lines(root, 0), 0)]
        while open_levels:
            waiting, indent = open_levels[-1]
            line = next(waiting, None)
            if line is None:
                open_levels.pop()
                if open_levels:
                    lines.append(" " * indent + ")")
                continue
            if line.text[:1].isspace() and lines:
                # The blank is part of a term; at the start of a line it would be indentation.
                lines[-1] += f",{line.text}"
            else:
                lines.append(" " * line.indent + line.text)
            if line.opens is not None:
                inner = min(line.indent + 2, _MAX_INDENT)
                open_levels.append((self._lines(line.opens, inner), line.indent))
        return ",\n".join(lines)

    def _lines(self, level: Level, indent: int) -> Iterator[_QueryLine]:
        """Yield the lines of a level, without those of the levels it opens."""
        filled = ""
        is_open = False
        for joint, unit in self._units(level):
            is_leaf = len(unit.items) == 1 and not isinstance(unit.items[0], Level)
            is_fill = is_leaf and joint in ("", "or,")
            width = len(joint) + self._row_width(unit)
            if is_fill and is_open and indent + len(filled) + 1 + width < _WIDTH:
                filled += f",{joint}{_row(unit)}"
                continue
            if filled:
                yield _QueryLine(indent, filled)
                filled = ""
            if is_leaf or indent + width < _WIDTH:
                filled = joint + _row(unit)
            else:
                yield from self._broken(joint, unit, indent)
            is_open = is_fill
        if filled:
            yield _QueryLine(indent, filled)

    def _units(self, level: Level) -> Iterator[tuple[str, Level]]:
        """Yield what is kept together on a level, each with the operator before it."""
        if self.is_tight and Joint.OR in level.joints:
            for number, run in enumerate(level.runs()):
                yield ("or," if number else ""), run
            return
        for joint, item in zip((None, *level.joints), level.items, strict=True):
            yield ("" if joint is None else f"{joint.value},"), Level([item], item.span)

    def _broken(self, joint: str, unit: Level, indent: int) -> Iterator[_QueryLine]:
        """Yield the items of a unit that is too wide for a line, those after the first indented."""
        for number, item in enumerate(unit.items):
            if number:
                joint = f"{unit.joints[number - 1].value},"
            at = min(indent + 2, _MAX_INDENT) if number else indent
            if isinstance(item, Level) and at + len(joint) + self.widths[id(item)] >= _WIDTH:
                yield _QueryLine(at, f"{joint}(", opens=item)
            else:
                yield _QueryLine(at, joint + _flat(item))

    def _row_width(self, unit: Level) -> int:
        joints = sum(len(joint.value) + 2 for joint in unit.joints)
        return joints + sum(
            self.widths[id(item)] if isinstance(item, Level) else len(_leaf(item))
            for item in unit.items
        )


def _undouble(root: Level) -> None:
    """Replace every pair of parentheses around nothing but parentheses by what it holds."""
    for level in walk_levels(root):
        for number, item in enumerate(level.items):
            inner = item
            while isinstance(inner, Level) and len(inner.items) == 1:
                if not isinstance(inner.items[0], Level):
                    break
                inner = inner.items[0]
            level.items[number] = inner


def _widths(root: Level) -> dict[int, int]:
    """Return the width of every level, by identity, on one line with its parentheses."""
    widths: dict[int, int] = {}
    layout = _QueryLayout(widths, is_tight=True)
    for level in reversed(list(walk_levels(root))):
        widths[id(level)] = len("(,,)") + layout._row_width(level)
    return widths


def _row(unit: Level) -> str:
    """Return a unit on one line. A unit that fits a line is a few levels deep at most."""
    pieces = [_flat(unit.items[0])]
    for joint, item in zip(unit.joints, unit.items[1:], strict=True):
        pieces += (joint.value, _flat(item))
    return ",".join(pieces)


def _flat(item: Item) -> str:
    return f"(,{_row(item)},)" if isinstance(item, Level) else _leaf(item)


def _leaf(leaf: Leaf) -> str:
    match leaf:
        case Term(text):
            return text
        case IsNull():
            return "ISNULL"
        case IsBlank():
            return "ISBLANK"
