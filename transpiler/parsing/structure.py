"""The elements of a query → its outermost level, with every fault of structure on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, Final

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedToken

from transpiler.definition import IsBlank, IsNull, Leaf, Pattern, Span, Term
from transpiler.parsing.findings import MAX_FINDINGS, Finding
from transpiler.parsing.grammar import OPERATORS, in_words, query_grammar, span_of
from transpiler.parsing.levels import Item, Joint, Level
from transpiler.parsing.term_reader import read_term

_JOINTS: Final = {"OR": Joint.OR, "AND": Joint.AND, "ANDNOT": Joint.AND_NOT}


ReadTerm = Callable[[str], tuple[Pattern, Sequence[Finding]]]
"""What turns the text of a term into its pattern and findings."""


def read_structure(
    tokens: Iterable[Token], read: ReadTerm = read_term
) -> tuple[Level | None, list[Finding]]:
    """Return the outermost level that ``tokens`` make, and every finding.

    Args:
        tokens: the elements of a query, as `read_elements` yields them.
        read: how terms are read.

    Returns:
        The level, or None where there is a finding, and the findings in the order of discovery.
    """
    reader = _ElementReader(read)
    for token in tokens:
        if token.type != "LAYOUT":
            reader.read(token)
    return reader.finish(), reader.findings


class _QueryActions(Transformer[Token, Any]):
    """Builds levels bottom-up as the rules are recognised; holds no state of its own."""

    def query(self, parts: list[Level]) -> Level:
        (level,) = parts
        level.span = level.items[0].span.to(level.items[-1].span)
        return level

    def first_item(self, parts: list[Item]) -> Level:
        return Level([parts[0]], parts[0].span)

    def next_item(self, parts: list[Any]) -> Level:
        level, item = parts[0], parts[-1]
        assert isinstance(level, Level)
        level.items.append(item)
        level.joints.append(Joint.OR if len(parts) == 3 else _JOINTS[parts[2].type])
        return level

    def leaf(self, parts: list[Token]) -> Any:
        return parts[0].value

    def group(self, parts: list[Any]) -> Level:
        level = parts[2]
        assert isinstance(level, Level)
        level.span = Span(parts[0].start_pos, parts[-1].end_pos)
        return level


@cache
def _grammar() -> Lark:
    return query_grammar(_QueryActions())


class _ElementReader:
    """Feeds elements to the parser, and after a fault puts it back where it can go on.

    The parser decides what is a fault. The parentheses that are open and the element before say
    which fault it is, in words. To go on, a superfluous element is passed over together with the
    comma after it, and a missing item is stood in for.
    """

    def __init__(self, read: ReadTerm) -> None:
        self.findings: list[Finding] = []
        self._read_term = read
        self._parser = _grammar().parse_interactive()
        self._open: list[Token] = []
        self._before: Token | None = None
        self._passes_over_comma = False

    def read(self, token: Token) -> None:
        """Take the next element."""
        if token.type == "COMMA" and self._passes_over_comma:
            self._passes_over_comma = False
            return
        self._set_leaf(token)
        try:
            self._parser.feed_token(token)
        except UnexpectedToken:
            self._recover(token)
        else:
            self._track(token)

    def finish(self) -> Level | None:
        """Take the end of the query and return its outermost level."""
        if self._before is None:
            if not self.findings:
                hint = "write at least one term, such as ^fever^"
                self._report("ESS001", "the query is empty", Span(0, 0), hint)
            return None
        if self._before.type in OPERATORS:
            self._nothing_follows(self._before)
        for token in self._open:
            self._never_closed(token)
        if self.findings:
            return None
        level = self._parser.feed_eof()  # type: ignore[no-untyped-call]
        assert isinstance(level, Level)
        return level

    def _track(self, token: Token) -> None:
        if token.type == "OPEN":
            self._open.append(token)
        elif token.type == "CLOSE":
            self._open.pop()
        if token.type != "COMMA":
            self._before = token

    def _set_leaf(self, token: Token) -> None:
        """Give a token that is a leaf of the tree its node as value."""
        span = span_of(token)
        leaf: Leaf
        if token.type == "TERM":
            text = str(token)
            pattern, found = self._read_term(text)
            for finding in found:
                start, end = finding.span.start, finding.span.end
                self.findings.append(finding.at(Span(span.start + start, span.start + end)))
            leaf = Term(text, pattern, span)
        elif token.type == "ISNULL":
            leaf = IsNull(span)
        elif token.type == "ISBLANK":
            leaf = IsBlank(span)
        else:
            return
        token.value = leaf

    def _recover(self, token: Token) -> None:
        """Say what is wrong with ``token`` standing here, and get ready for the next element."""
        if token.type == "CLOSE" and self._open:
            assert self._before is not None
            if self._before.type == "OPEN":
                message = "there is nothing between these parentheses"
                span = span_of(self._before).to(span_of(token))
                self._report("ESS005", message, span, "write a term between them, or remove them")
            else:
                self._nothing_follows(self._before)
            self._stand_in()
            self._feed("COMMA")
            self._parser.feed_token(token)
            self._track(token)
            return
        if token.type == "CLOSE":
            hint = "best guess: remove it"
            self._report("ESS004", "this parenthesis closes nothing", span_of(token), hint)
        elif self._before is None:
            hint = "add what it joins, or remove it"
            self._report("ESS002", f"nothing comes before '{token}'", span_of(token), hint)
        else:
            hint = "remove one of the two, or add a term between them"
            message = f"'{token}' cannot directly follow '{self._before}'"
            self._report("ESS002", message, span_of(token), hint)
        self._passes_over_comma = True

    def _nothing_follows(self, operator: Token) -> None:
        hint = "add what it joins, or remove it"
        self._report("ESS002", f"nothing follows '{operator}'", span_of(operator), hint)

    def _never_closed(self, opening: Token) -> None:
        closers = ",)" * min(len(self._open), 5)
        hint = f"best guess: add {closers} at the end of the query, or remove this parenthesis"
        expected = in_words(("CLOSE",))
        message = "this parenthesis is never closed"
        self.findings.append(
            Finding("ESS003", message, span_of(opening), expected=expected, hint=hint)
        )

    def _report(self, code: str, message: str, span: Span, hint: str) -> None:
        # What could stand here is worked out on a copy of the parser's stack, so not without end.
        is_shown = len(self.findings) < MAX_FINDINGS
        expected = in_words(self._accepted()) if is_shown else ()
        self.findings.append(Finding(code, message, span, expected=expected, hint=hint))

    def _accepted(self) -> set[str]:
        accepted: set[str] = self._parser.accepts()  # type: ignore[no-untyped-call]
        return accepted

    def _stand_in(self) -> None:
        stand_in = Token("TERM", "")
        stand_in.value = IsBlank(Span(0, 0))
        self._parser.feed_token(stand_in)

    def _feed(self, terminal: str) -> None:
        self._parser.feed_token(Token(terminal, "", start_pos=0, end_pos=0))
