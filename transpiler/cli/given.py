"""A definition as a command is given it: a file, standard input, or a bare query."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from transpiler.cli.library_option import shelf_with
from transpiler.definition import (
    Definition,
    DefinitionError,
    Diagnostic,
    Part,
    Precedence,
    QueryOrigin,
    Severity,
)
from transpiler.parsing import Loaded, load, load_text, parse_query

STDIN = "-"
"""What stands for standard input."""


@dataclass(frozen=True, slots=True)
class Given:
    """A definition, and where its queries stand.

    Attributes:
        path: the file's name, or what stands for it in messages.
        definition: the definition.
        origins: where the query of each part stands, in their order.
        loaded: the file; None for a bare query.
    """

    path: str
    definition: Definition
    origins: tuple[QueryOrigin, ...]
    loaded: Loaded | None = None


def read_given(
    given: str,
    *,
    is_query: bool = False,
    fields: tuple[str, ...] = (),
    precedence: Precedence | None = None,
    library: Iterable[Path] = (),
) -> Given:
    """Read what a command is given.

    Args:
        given: a definition file, ``-`` for standard input, or a query.
        is_query: whether ``given`` (or standard input) is a bare query.
        fields: what a bare query is asked of.
        precedence: how a bare query is read; by default the tight reading.
        library: files and folders in which definitions are looked up that another asks, besides
            what `library_option` names.

    Raises:
        DefinitionError: it cannot be read; every finding is listed.
    """
    if is_query:
        text = read_standard_input() if given == STDIN else given
        query = parse_query(text, precedence=precedence or Precedence.TIGHT)
        definition = Definition(precedence=query.precedence, parts=(Part(fields, query),))
        return Given("<query>", definition, (QueryOrigin(text=text),))
    from_input = given == STDIN
    shelf = shelf_with(library)
    loaded = (
        load_text(read_standard_input(), "<standard input>", shelf)
        if from_input
        else load(given, shelf)
    )
    path = loaded.document.path
    return Given(path, loaded.definition, loaded.origins, loaded)


def read_standard_input() -> str:
    """Return the text on standard input, without a line break at its end.

    Raises:
        DefinitionError: it is not UTF-8.
    """
    data = sys.stdin.buffer.read()
    try:
        return data.decode("utf-8-sig").removesuffix("\n")
    except UnicodeDecodeError:
        message = "standard input is not UTF-8 text"
        raise DefinitionError([Diagnostic("ESS101", Severity.ERROR, message)]) from None
