"""Asks an engine and the evaluator the same, and counts which kinds of things were asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import get_args
from unittest.mock import patch

from tests.generative.strategies import LONG_LIST
from transpiler.definition import (
    AnyRun,
    Definition,
    Literal,
    Node,
    OneOf,
    Or,
    Pattern,
    Piece,
    Term,
    Visit,
    terms,
    walk,
)
from transpiler.dialects import Engine
from transpiler.dialects.postgres.text import Postgres
from transpiler.meaning import matches
from transpiler.planning import index_by_trigram
from transpiler.verifying.engine_table import VisitTable

PATTERN_KINDS = frozenset(
    {
        *("word", "only a run", "contains", "starts", "ends", "exact", "inner run"),
        *("class of many", "holds a trigram"),
    }
)
NODE_KINDS = frozenset(kind.__name__ for kind in get_args(Node))
PIECE_KINDS = frozenset(kind.__name__ for kind in get_args(Piece))
TEXT_KINDS = frozenset(
    {
        *("missing", "empty", "line break", "wildcard sign", "quote", "template", "comment"),
        *("folds oddly", "combining mark", "outside the basic plane", "very long"),
    }
)
QUERY_KINDS = frozenset({"long list", "repeated term", "match", "no match"})
EVERY_KIND = NODE_KINDS | PIECE_KINDS | PATTERN_KINDS | TEXT_KINDS | QUERY_KINDS


def flags(definitions: Sequence[Definition], visits: Sequence[Visit]) -> list[list[bool]]:
    """Return what the evaluator says of each definition and visit."""
    return [[matches(definition, visit) for visit in visits] for definition in definitions]


@contextmanager
def looked_up(always: bool = True) -> Iterator[None]:
    """Have PostgreSQL look up terms by trigrams of the text, however few they are."""
    limits = replace(Postgres.limits, searches=0) if always else Postgres.limits
    with patch.object(Postgres, "limits", limits):
        yield


def disagreements(
    engine: Engine,
    definitions: Sequence[Definition],
    visits: Sequence[Visit],
    expected: Sequence[Sequence[bool]],
    *,
    folded: bool,
) -> tuple[int, list[str]]:
    """Ask ``engine``, and return how many pairs it answered and where it is not as ``expected``.

    The disagreements are told as a definition and a visit each; both are generated.
    """
    table = VisitTable.load(engine, definitions, visits)
    compared = 0
    found = []
    answers = table.ask(definitions, folded=folded)
    for definition, answered, wanted in zip(definitions, answers, expected, strict=True):
        compared += len(answered)
        assert len(answered) + len(table.left_out) == len(visits), engine.name
        found += [
            f"{engine.name} says {answer} and the evaluator {wanted[row]}\n"
            f"  definition {_told(definition)}\n"
            f"  visit {dict(visits[row])!r}"
            for row, answer in answered.items()
            if answer is not wanted[row]
        ]
    return compared, found


def _told(definition: Definition) -> str:
    parts = " AND ".join(
        f"{'|'.join(part.fields) or 'text'}: {part.query.text!r}" for part in definition.parts
    )
    return f"{parts} {definition.filters!r}" if definition.filters else parts


def kinds(definitions: Iterable[Definition], visits: Iterable[Visit]) -> set[str]:
    """Return the kinds of `EVERY_KIND` that occur."""
    found: set[str] = set()
    for definition in definitions:
        for part in definition.parts:
            asked = [term.text for term in terms(part.query.root)]
            if len(set(asked)) < len(asked):
                found.add("repeated term")
            for node in walk(part.query.root):
                found.add(type(node).__name__)
                if isinstance(node, Or) and len(node.children) >= LONG_LIST:
                    found.add("long list")
                if isinstance(node, Term):
                    found |= _pattern_kinds(node.pattern)
                    found |= {"holds a trigram" for _ in index_by_trigram([node]).entries}
    texts = {value for visit in visits for value in visit.values()}
    for text in texts:
        found |= _text_kinds(text) if isinstance(text, str) or text is None else set()
    return found


def _pattern_kinds(pattern: Pattern) -> set[str]:
    found = {type(piece).__name__ for piece in pattern.pieces}
    found |= {
        "class of many"
        for piece in pattern.pieces
        if isinstance(piece, OneOf) and len(piece.members) > 1
    }
    match pattern.pieces:
        case _ if pattern.is_word:
            found.add("word")
        case (AnyRun(),):
            found.add("only a run")
        case (AnyRun(), Literal(), AnyRun()):
            found.add("contains")
        case (Literal(), AnyRun()):
            found.add("starts")
        case (AnyRun(), Literal()):
            found.add("ends")
        case (Literal(),):
            found.add("exact")
    if len(pattern.segments) > 1:
        found.add("inner run")
    return found


def _text_kinds(text: str | None) -> set[str]:
    if text is None:
        return {"missing"}
    signs = {
        "empty": not text,
        "line break": "\n" in text,
        "wildcard sign": "%" in text or "_" in text or "\\" in text,
        "quote": "'" in text or '"' in text,
        "template": "{{" in text or "{#" in text,
        "comment": "--" in text,
        "folds oddly": any(letter in text for letter in "ſ\u212aßİıΣς"),
        "combining mark": "\u0301" in text,
        "outside the basic plane": any(letter > "\uffff" for letter in text),
        "very long": len(text) >= 10_000,
    }
    return {kind for kind, is_so in signs.items() if is_so}
