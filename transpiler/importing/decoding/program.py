"""The texts that a piece of R or Python source makes of its strings.

Nothing is run. Strings side by side, ``+``, ``paste0``, ``paste``, ``glue``, ``join`` and f-strings
are joined, names are followed to the string they were given in the same text, and everything else
is a gap: a character that no query holds, so that a query with a gap in it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from transpiler.addressing.parameters import Use, use_of
from transpiler.importing.decoding.source_tokens import SourceToken
from transpiler.importing.excerpt import Excerpt, joined

GAP: Final = "\ue001"
"""What stands where a program puts something that is no string of the same text."""

_ASSIGN: Final = ("<-", "<<-", "=", ":=")
_JOINING: Final = ("paste0", "str_c", "glue", "str_glue", "paste", "concat", "strwrap")
_SAME: Final = ("URLencode", "URLdecode", "quote", "unquote", "quote_plus", "unquote_plus", "I")
_LISTS: Final = ("c", "list", "tuple", "vector")
_TABLES: Final = ("data.frame", "tibble", "data_frame", "DataFrame")
_LOOKING: Final = frozenset(
    (
        *("lapply", "sapply", "vapply", "map", "map_chr", "map_dfr", "map_df", "imap", "walk"),
        *("Map", "mapply", "map2", "pmap", "length", "len", "names", "nchar", "seq_along", "range"),
        *("print", "cat", "message", "str", "unlist", "enumerate", "zip", "items", "values"),
        *("get_api_data", "get_essence_data", "get_api_response", "GET", "read_csv"),
    )
)
"""Functions that leave what they are given as it is, whatever is then done with a copy."""

_REPLACING: Final = {
    **dict.fromkeys(("gsub", "sub"), ("x", 2)),
    **dict.fromkeys(
        ("str_replace", "str_replace_all", "str_remove", "str_remove_all"), ("string", 0)
    ),
    "change_dates": ("url", 0),
}
"""Function that replaces a part of a text → the argument that holds it: its name, its place."""

_PARAMETER: Final = re.compile(r"\W*([A-Za-z][A-Za-z0-9_]*)=")

_TITLES: Final = ("queryname", "title", "syndrome", "category", "name", "label")
"""What the entry is called that names the others of a list, the best first."""
_ENDING: Final = (";", ")", ",", "}", "]")
_CLOSED: Final = (";", ")", "}", "]", "{", ":")
_DEPTH: Final = 40


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text that a program makes.

    Attributes:
        name: the variable or argument it is given to; empty where there is none.
        excerpt: the text, gaps included.
        is_joined: whether it was put together from several strings.
        start: where the expression begins in the source.
        is_item: whether it is one of several in a vector or list.
    """

    name: str
    excerpt: Excerpt
    is_joined: bool
    start: int
    is_item: bool = False


@dataclass(eq=False)
class _Value:
    """What an expression is worth: its texts."""

    items: list[Excerpt]
    names: list[str] = field(default_factory=list)
    is_joined: bool = False

    @property
    def single(self) -> Excerpt | None:
        return self.items[0] if len(self.items) == 1 else None


def source_texts(source: Excerpt, tokens: Sequence[SourceToken]) -> tuple[SourceText, ...]:
    """Return the texts of a program, those that only became part of another left out.

    Args:
        source: the program.
        tokens: its tokens, from `source_tokens`.
    """
    reader = _ExpressionReader(source, [token for token in tokens if token.kind != "comment"])
    reader.read()
    return tuple(found for value, found in reader.found if value not in reader.used)


class _ExpressionReader:
    """Reads expressions one after the other; whatever is none is passed over."""

    def __init__(self, source: Excerpt, tokens: Sequence[SourceToken]) -> None:
        self.source = source
        self.tokens = tokens
        self.at = 0
        self.depth = 0
        self.known: dict[str, _Value] = {}
        self.used: set[_Value] = set()
        self.found: list[tuple[_Value, SourceText]] = []

    def read(self) -> None:
        is_understood = True
        while self.at < len(self.tokens):
            start = self.tokens[self.at].start
            is_understood = is_understood or self._is_on_new_line()
            name = self._assigned()
            is_entry = bool(name) and self.tokens[self.at - 1].text == ":"
            before = self.at
            value = self._expression()
            if self.at == before:
                self.at += 1
                continue
            if not name and self._is("->") and self._peek(1, "name"):
                name = self.tokens[self.at + 1].text
                self.at += 2
            # What follows on a line that is not understood may be part of the same text.
            is_understood = is_understood and self._ends(is_entry=is_entry)
            self._keep(name, value if is_understood else None, start)

    def _keep(self, name: str, value: _Value | None, start: int) -> None:
        if value is None:
            self.known.pop(name, None)
            return
        if name:
            self.known[name] = value
        is_item = len(value.items) > 1
        if any(value is known for known, _ in self.found):
            return  # given another name, or with other dates
        for number, item in enumerate(value.items):
            own = value.names[number] if number < len(value.names) else ""
            label = own or (f"{name} {number + 1}" if is_item and name else name)
            found = SourceText(label, item, value.is_joined, start, is_item)
            self.found.append((value, found))

    def _peek(self, ahead: int, kind: str) -> bool:
        at = self.at + ahead
        return at < len(self.tokens) and self.tokens[at].kind == kind

    def _is(self, *signs: str, ahead: int = 0) -> bool:
        at = self.at + ahead
        return (
            at < len(self.tokens)
            and self.tokens[at].kind == "sign"
            and self.tokens[at].text in signs
        )

    def _ends(self, *, is_entry: bool) -> bool:
        """Return whether a statement ends here; else something is done to what was read.

        Args:
            is_entry: whether it is an entry of a dictionary; others stand between no commas.
        """
        if self.at >= len(self.tokens):
            return True
        token = self.tokens[self.at]
        if token.kind == "sign":
            return token.text in _ENDING and (is_entry or token.text != ",")
        return self._is_on_new_line()

    def _is_on_new_line(self) -> bool:
        """Return whether the next token is the first of a line that does not go on another one."""
        if self.at == 0:
            return True
        before, token = self.tokens[self.at - 1], self.tokens[self.at]
        goes_on = before.kind == "sign" and before.text not in _CLOSED
        return not goes_on and "\n" in self.source.text[before.end : token.start]

    def _assigned(self) -> str:
        """Return the name that is given what follows, and pass over it; else nothing."""
        is_name = self._peek(0, "name") or self._peek(0, "string")
        signs = (*_ASSIGN, ":") if self._peek(0, "string") else _ASSIGN
        if not is_name or not self._is(*signs, ahead=1):
            return ""
        token = self.tokens[self.at]
        self.at += 2
        return token.value.text if token.value is not None else token.text.strip("`")

    def _expression(self) -> _Value | None:
        """Read pieces with ``+`` or nothing between them; None where they are no text."""
        if self.depth > _DEPTH:
            return None
        self.depth += 1
        begin = self.at
        value = self._piece()
        while True:
            if self._is("%>%", "|>") and self._peek(1, "name") and self._is("(", ahead=2):
                self.at += 2
                value = self._call(self.tokens[self.at - 1].text.rpartition("::")[2], value)
                continue
            is_adjacent = self._peek(0, "string") and self.tokens[self.at - 1].kind == "string"
            if self._is("+", "%+%"):
                self.at += 1
            elif not is_adjacent or self._is_named(begin):
                break
            value = self._added(value, self._piece())
        self.depth -= 1
        return value

    def _is_named(self, begin: int) -> bool:
        """Return whether the string that comes next is a key: ``"fever": "^fever^"``."""
        return self.at > begin and self._is(":", "=", ahead=1)

    def _added(self, one: _Value | None, other: _Value | None) -> _Value:
        pieces = [self._text(one), self._text(other)]
        return _Value([joined(pieces)], is_joined=True)

    def _text(self, value: _Value | None) -> Excerpt:
        """Return a value as one text; what is none is a gap."""
        single = value.single if value is not None else None
        if single is not None:
            return single
        offset = self.source.offsets[self.tokens[max(0, self.at - 1)].start]
        return Excerpt(GAP, [offset, offset])

    def _piece(self) -> _Value | None:
        if self.at >= len(self.tokens):
            return None
        token = self.tokens[self.at]
        if token.kind == "string":
            self.at += 1
            assert token.value is not None
            return (
                self._interpolated(token.value)
                if "f" in token.text
                else _after_dot(self, _Value([token.value]))
            )
        if token.kind == "number":
            self.at += 1
            return _Value([self.source.cut(token.start, token.end)])
        if token.kind == "name":
            self.at += 1
            if self._is("("):
                return self._call(token.text.rpartition("::")[2])
            return self._variable(token.text.strip("`"))
        if self._is("(", "["):
            closing = ")" if token.text == "(" else "]"
            self.at += 1
            items = self._arguments(closing)
            if len(items) == 1 and closing == ")":
                return items[0][1]
            return _list_of(items)
        return None

    def _variable(self, name: str) -> _Value | None:
        value = self.known.get(name)
        if value is not None:
            self.used.add(value)
        return value

    def _arguments(self, closing: str) -> list[tuple[str, _Value | None]]:
        """Read what stands between brackets, up to ``closing``."""
        found: list[tuple[str, _Value | None]] = []
        while self.at < len(self.tokens) and not self._is(closing):
            name = self._assigned()
            before = self.at
            value = self._expression()
            while self.at < len(self.tokens) and not self._is(closing, ","):
                value = None  # an expression of another kind
                before = self.at
                self._expression()
                if self.at == before:
                    self.at += 1
            found.append((name, value))
            if self._is(","):
                self.at += 1
        self.at += 1
        return found

    def _call(self, function: str, piped: _Value | None = None) -> _Value | None:
        start = self.tokens[self.at].start
        self.at += 1
        used = set(self.used)
        arguments = self._arguments(")")
        if function.rpartition(".")[2] in _LOOKING:
            self.used = used
        if function in _REPLACING and _leaves_query(function, arguments):
            name, place = _REPLACING[function]
            rest = [value for given, value in arguments if given in ("", name)]
            given = dict(argument for argument in arguments if argument[0]).get(name)
            self.used = used
            return given or piped or (rest[place] if place < len(rest) else None)
        if function in _TABLES:
            _name_rows([value for _, value in arguments if value is not None])
        named = dict(argument for argument in arguments if argument[0])
        pieces = [value for name, value in arguments if name not in ("sep", "collapse")]
        if function in _SAME and arguments:
            return arguments[0][1]
        if function in _LISTS:
            return _list_of(arguments)
        if function in _JOINING:
            return self._pasted(function, pieces, named)
        # What a function does with a text is not known: it may change it. An address is sent.
        for name, value in arguments:
            single = value.single if value is not None else None
            if name or (single is not None and single.text.lstrip().startswith("http")):
                self._keep(name, value, start)
        return None

    def _pasted(
        self, function: str, pieces: list[_Value | None], named: dict[str, _Value | None]
    ) -> _Value | None:
        between = " " if function == "paste" else ""
        if "sep" in named:
            separator = named["sep"].single if named["sep"] else None
            if separator is None:
                return None
            between = separator.text
        collapse = named.get("collapse")
        vectors = [value for value in pieces if value is not None and len(value.items) > 1]
        if vectors:
            if collapse is None or collapse.single is None or len(pieces) != 1:
                return None
            return _Value([joined(vectors[0].items, collapse.single.text)], is_joined=True)
        if function.endswith("glue"):
            pieces = [self._interpolated(text) for text in map(self._text, pieces)]
        is_joined = len(pieces) > 1 or any(value and value.is_joined for value in pieces)
        texts = [self._text(value) for value in pieces]
        return _Value([joined(texts, between)], is_joined=is_joined) if texts else None

    def _interpolated(self, text: Excerpt) -> _Value:
        """Return an f-string or the text of ``glue`` with its names followed."""
        pieces: list[Excerpt] = []
        done = 0
        while (start := text.text.find("{", done)) >= 0:
            end = text.text.find("}", start)
            if end < 0:
                break
            pieces.append(text.cut(done, start))
            name = text.text[start + 1 : end].strip()
            value = self._variable(name)
            gap = Excerpt(GAP, [text.offsets[start]] * 2)
            pieces.append(value.single if value and value.single is not None else gap)
            done = end + 1
        pieces.append(text.cut(done, len(text.text)))
        return _Value([joined(pieces)], is_joined=len(pieces) > 1)


def _list_of(items: list[tuple[str, _Value | None]]) -> _Value | None:
    """Return a vector; None where something in it is no text."""
    texts: list[Excerpt] = []
    names: list[str] = []
    for name, value in items:
        if value is None:
            return None
        texts += value.items
        several = len(value.items) > 1
        names += [_title_within(value) or name] * len(value.items) if several else [name]
    return _Value(texts, names) if texts else None


def _leaves_query(function: str, arguments: list[tuple[str, _Value | None]]) -> bool:
    """Return whether a replacement is of dates and the like, or of line breaks."""
    if function == "change_dates":
        return True
    texts = [value.single.text for _, value in arguments if value and value.single is not None]
    parameters = [found[1] for found in map(_PARAMETER.match, texts) if found]
    is_scope = any(use_of(name) is Use.SCOPE for name in parameters)
    return is_scope or any(text and not text.strip("\r\n") for text in texts)


def _title_within(value: _Value) -> str:
    """Return what a list within a list says that it is called; nothing where it does not."""
    by_name = {
        name.lower().replace("_", "").replace(".", ""): text.text
        for name, text in zip(value.names, value.items, strict=False)
    }
    return next((by_name[name] for name in _TITLES if by_name.get(name)), "")


def _name_rows(columns: list[_Value]) -> None:
    """Give the texts of a table's column the names that the column before them has."""
    for before, column in pairwise(columns):
        if len(before.items) == len(column.items) > 1 and not any(column.names):
            column.names = [text.text for text in before.items]


def _after_dot(reader: _ExpressionReader, value: _Value) -> _Value | None:
    """Return what ``", ".join([…])`` is worth, or ``value`` where no method follows."""
    if not (reader._peek(0, "name") and reader.tokens[reader.at].text.startswith(".")):
        return value
    method = reader.tokens[reader.at].text
    if not reader._is("(", ahead=1):
        return value
    reader.at += 2
    arguments = reader._arguments(")")
    vector = arguments[0][1] if len(arguments) == 1 else None
    if method == ".join" and vector is not None and value.single is not None:
        return _Value([joined(vector.items, value.single.text)], is_joined=True)
    return None
