"""Boolean expressions as text to be read: one clause a line, comments above the clause.

sqlglot prints the clauses; the lines are laid out here, because its own layout breaks lines inside
clauses and has no place for a comment above one. No line break is put inside a literal, and none
stands in one (`Dialect.literal`), so the text may be indented.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sqlglot import Dialect as SqlglotDialect
from sqlglot import Generator, exp

from transpiler.dialects import Dialect

WIDTH: Final = 112
"""Columns of the longest lines where clauses can be broken. A model indents them by four more."""

INDENT: Final = "  "

_PLAIN: Final = (exp.GT, exp.EQ, exp.Like, exp.Anonymous)
"""Tests of one term. Several of a list stand on one line, as words do."""

_WORDS: Final = {exp.And: "AND", exp.Or: "OR", exp.DPipe: "||"}


@dataclass(frozen=True, slots=True)
class _PrintedLines:
    """An expression as printed lines, with the comments that belong above the first of them."""

    lines: tuple[str, ...]
    comments: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[str]:
        yield from self.comments
        yield from self.lines

    def behind(self, word: str) -> Iterator[str]:
        """Yield the lines with ``word`` before the first, below the comments."""
        yield from self.comments
        yield f"{word} {self.lines[0]}"
        yield from self.lines[1:]


def render(expression: exp.Expression, dialect: Dialect) -> str:
    """Return ``expression`` as SQL, on several lines where it is long."""
    generator = SqlglotDialect.get_or_raise(dialect.sqlglot).generator(comments=False)
    return "\n".join(_SqlLayout(generator).block(expression, WIDTH))


@dataclass(frozen=True, slots=True)
class _SqlLayout:
    """Lays out expressions whose clauses ``generator`` prints; ``width`` is the room for a line."""

    generator: Generator

    def block(self, node: exp.Expr, width: int) -> _PrintedLines:
        """Return ``node`` in lines, its comments apart."""
        comments = tuple(f"/* {comment} */" for comment in node.comments or ())
        inside = width - len(INDENT)
        match node:
            case exp.And() | exp.Or() | exp.DPipe():
                lines = self.chain(node, width)
            case exp.Paren(this=inner):
                lines = _enclosed("(", self.block(inner, inside), width)
            case exp.Not(this=exp.Paren(this=inner)):
                lines = _enclosed("NOT (", self.block(inner, inside), width)
            case exp.Not(this=inner):
                negated = self.block(inner, width - len("NOT "))
                comments += negated.comments
                lines = (f"NOT {negated.lines[0]}", *negated.lines[1:])
            case exp.RegexpLike(this=text, expression=exp.Paren(this=inner)):
                lines = _enclosed(f"{self.flat(text)} ~ (", self.block(inner, inside), width)
            case exp.Anonymous(expressions=arguments):
                found = [self.block(argument, inside) for argument in arguments]
                lines = _call(node.name, found, width)
            case exp.Lambda(this=inner, expressions=[name]):
                given = self.flat(name)
                opening = f"LAMBDA {given} :" if node.args.get("colon") else f"{given} ->"
                lines = tuple(self.block(inner, inside).behind(opening))
            case exp.Subquery(this=exp.Select(expressions=[asked]) as select):
                source = self.flat(select.args["from_"])
                asking = _branch("SELECT", self.block(asked, inside - len(INDENT)))
                lines = ("(", *_indented([*asking, source]), ")")
            case exp.Exists(this=exp.Select() as select):
                lines = ("EXISTS(", *_indented(self.select(select, inside)), ")")
            case exp.EQ(this=asked, expression=exp.Any(this=exp.Array(expressions=listed))):
                lines = self.one_of(asked, listed, width)
            case exp.Case():
                lines = self.case(node, width)
            case _:
                lines = (self.flat(node),)
        return _PrintedLines(lines, comments)

    def chain(self, node: exp.Connector | exp.DPipe, width: int) -> tuple[str, ...]:
        """Return an AND, an OR or a joined literal; short tests of a list share lines."""
        word = _WORDS[type(node)]
        parts = list(node.flatten(unnest=False))
        blocks = [self.block(part, width - len(word) - 1) for part in parts]
        flat = _on_one_line(blocks, f" {word} ", width)
        if flat is not None:
            return (flat,)
        is_plain = [isinstance(part, _PLAIN) for part in parts]
        first, *rest = _packed(word, blocks, is_plain, width - len(word) - 1)
        return (*first, *(line for part in rest for line in part.behind(word)))

    def case(self, node: exp.Case, width: int) -> tuple[str, ...]:
        """Return a CASE, on one line where it is short."""
        opening = f"CASE {self.flat(node.this)}" if node.this else "CASE"
        inside = width - 2 * len(INDENT)
        branches: list[str] = []
        for branch in node.args["ifs"]:
            branches += _branch("WHEN", self.block(branch.this, inside))
            branches += _branch("THEN", self.block(branch.args["true"], inside))
        default = list(_branch("ELSE", self.block(node.args["default"], inside)))
        if len(default) > 1:
            return (opening, *_indented([*branches, *default]), "END")
        ending = f"{default[0]} END"
        flat = " ".join([opening, *branches, ending])
        if len(branches) == 2 * len(node.args["ifs"]) and len(flat) <= width:
            return (flat,)
        if branches[-1] == "THEN TRUE":
            ending = f"{branches.pop()} {ending}"
        return (opening, *_indented([*branches, ending]))

    def select(self, node: exp.Select, width: int) -> Iterator[str]:
        """Yield a SELECT of one expression, from nothing or another such SELECT."""
        (asked,) = node.expressions
        inside = width - len(INDENT)
        yield from _branch("SELECT", self.block(asked, inside))
        source = node.args.get("from_")
        if source is not None:
            yield from ("FROM (", *_indented(self.select(source.this.this, inside)))
            yield f") AS {self.flat(source.this.args['alias'])}"
        where = node.args.get("where")
        if where is not None:
            yield from _branch("WHERE", self.block(where.this, inside))

    def one_of(self, asked: exp.Expr, listed: list[exp.Expr], width: int) -> tuple[str, ...]:
        """Return ``asked = ANY(ARRAY[listed])``, as many a line as there is room for."""
        items = [self.flat(item) for item in listed]
        opening = f"{self.flat(asked)} = ANY(ARRAY["
        flat = f"{opening}{', '.join(items)}])"
        if len(flat) <= width:
            return (flat,)
        return (opening, *_indented(_filled(items, width)), "])")

    def flat(self, node: exp.Expr) -> str:
        """Return ``node`` on one line."""
        return self.generator.generate(node, copy=False)


def _call(name: str, arguments: list[_PrintedLines], width: int) -> tuple[str, ...]:
    flat = _on_one_line(arguments, ", ", width - len(name) - 2)
    single = all(len(argument.lines) == 1 for argument in arguments)
    longest = max(len(argument.lines[0]) for argument in arguments)
    if flat is not None or (single and longest > width - len(INDENT)):
        return (f"{name}({', '.join(argument.lines[0] for argument in arguments)})",)
    *others, last = arguments
    separated = [line for argument in others for line in _followed_by_comma(argument)]
    return (f"{name}(", *_indented([*separated, *last]), ")")


def _followed_by_comma(block: _PrintedLines) -> tuple[str, ...]:
    return (*block.lines[:-1], block.lines[-1] + ",")


def _filled(items: list[str], width: int) -> Iterator[str]:
    """Yield ``items``, separated by commas, in lines of some ``width`` columns."""
    line = ""
    for item in items:
        if line and len(line) + len(item) > width - len(INDENT):
            yield f"{line},"
            line = ""
        line += f", {item}" if line else item
    yield line


def _packed(
    word: str, blocks: list[_PrintedLines], is_plain: list[bool], width: int
) -> Iterator[_PrintedLines]:
    """Yield ``blocks``, neighbours that are plain and short joined on lines."""
    last: _PrintedLines | None = None
    for block, plain in zip(blocks, is_plain, strict=True):
        fits = plain and len(block.lines) == 1
        if last is not None and fits and not block.comments:
            joined = f"{last.lines[0]} {word} {block.lines[0]}"
            if len(joined) <= width:
                last = _PrintedLines((joined,), last.comments)
                continue
        if last is not None:
            yield last
        last = block if fits else None
        if not fits:
            yield block
    if last is not None:
        yield last


def _enclosed(opening: str, inner: _PrintedLines, width: int) -> tuple[str, ...]:
    flat = _on_one_line([inner], "", width - len(opening) - 1)
    if flat is not None:
        return (f"{opening}{flat})",)
    return (opening, *_indented(inner), ")")


def _branch(word: str, block: _PrintedLines) -> Iterator[str]:
    """Yield a part of a CASE: behind its word if it opens and closes as one, else below it."""
    opens_with_comment = block.lines[0].startswith("/*")
    if not opens_with_comment and all(line.startswith(INDENT) for line in block.lines[1:-1]):
        yield from block.behind(word)
    else:
        yield word
        yield from _indented(block)


def _on_one_line(parts: list[_PrintedLines], joint: str, width: int) -> str | None:
    if any(part.comments or len(part.lines) > 1 for part in parts):
        return None
    flat = joint.join(part.lines[0] for part in parts)
    return flat if len(flat) <= width else None


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (INDENT + line for line in lines)
