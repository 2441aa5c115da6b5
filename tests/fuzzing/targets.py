"""What is fuzzed: one function per target, which raises where the program does what it must not.

Every target takes bytes and returns nothing. A text or file that cannot be used ends in
`DefinitionError`, and one that an engine cannot say in `UnsupportedByDialect`, a kind of it. All
else that is raised is a finding, and so is a broken promise, which is an `AssertionError`.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.generative.agreement import disagreements, flags
from tests.generative.strategies import bare_definitions, full_definitions, texts_for, visits_for
from tests.parsing.shapes import meaning
from transpiler.definition import Definition, DefinitionError, Part, Precedence, Query
from transpiler.definition.document import read_document
from transpiler.dialects import DIALECTS, Engine, UnsupportedByDialect, open_engine
from transpiler.emitting import to_select, to_sql
from transpiler.importing import import_definitions
from transpiler.linting import lint
from transpiler.meaning import evidence, matches
from transpiler.parsing import (
    Mode,
    format_query,
    load_definition,
    load_definition_text,
    parse_query,
    render_definition,
)
from transpiler.parsing.rewrite import rewrite_document

_TEXTS: Final = ("", "a", "FEVER AND CHILLS | ;T7451XA;", "\n'\"\\", "é\u0130ß")
"""Texts that every query is asked about."""
_PUBLISHED: Final = (".txt", ".csv", ".tsv", ".jsonl", ".json")


def strict(data: bytes) -> None:
    """A query is kept to the letter, and its layout, both ways of reading it, means the same."""
    text = _text(data)
    for precedence in Precedence:
        try:
            query = parse_query(text, precedence=precedence)
        except DefinitionError as error:
            _is_told(error)
            continue
        assert query.render() == query.text == text
        _is_laid_out(query, precedence)
        _is_asked(query)


def repair(data: bytes) -> None:
    """What repair mode makes is strict, means what it says, and needs no second repair."""
    text = _text(data)
    try:
        query = parse_query(text, mode=Mode.REPAIR)
    except DefinitionError as error:
        _is_told(error)
        return
    assert query.render() == query.text
    assert bool(query.repairs) is (query.text != text)
    assert meaning(parse_query(query.text).root) == meaning(query.root)
    again = parse_query(query.text, mode=Mode.REPAIR)
    assert (again.text, again.repairs) == (query.text, ())
    _is_laid_out(query, Precedence.TIGHT)


def definition_file(data: bytes) -> None:
    """A file that is read can be written, read again, laid out and checked, and stays the same."""
    path = _scratch() / "v1.yml"
    path.write_bytes(data)
    try:
        definition = load_definition(path)
    except DefinitionError as error:
        _is_told(error)
        return
    written = render_definition(definition)
    again = load_definition_text(written, "again.yml")
    assert _said(again) == _said(definition)
    assert render_definition(again) == written
    laid_out = rewrite_document(read_document(path)).text
    assert _said(load_definition_text(laid_out, "laid_out.yml")) == _said(definition)
    lint(definition)


def importing(data: bytes) -> None:
    """A published file, its kind in the first byte, gives files that can be read, or refusals."""
    suffix = _PUBLISHED[data[0] % len(_PUBLISHED)] if data else ".txt"
    path = _scratch() / f"published{suffix}"
    path.write_bytes(data[1:])
    with tempfile.TemporaryDirectory(dir=_scratch()) as folder:
        try:
            for imported in import_definitions([path], Path(folder)):
                if imported.path is not None:
                    assert imported.path.is_relative_to(folder)
                    assert _said(load_definition(imported.path)) == _said(imported.definition)
                else:
                    _is_told(DefinitionError(imported.diagnostics))
        except DefinitionError as error:
            _is_told(error)


def emission(data: bytes) -> None:
    """What can be read can be said to every engine or is refused, and DuckDB answers as we do."""
    try:
        query = parse_query(_text(data), mode=Mode.REPAIR)
    except DefinitionError:
        return
    definition = Definition(parts=(Part((), query),), title=_text(data))
    for name in DIALECTS:
        try:
            said = to_select(definition, name, "words")
        except UnsupportedByDialect:
            continue
        assert said.replace("\n", "").isprintable()
        assert said == to_select(definition, name, "words")
    _duckdb_agrees(definition, [{"": text} for text in (*_TEXTS, query.text)])


@settings(
    database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(st.data())
def _generated(data: st.DataObject) -> None:
    definition = data.draw(st.one_of(bare_definitions, bare_definitions, full_definitions))
    if definition.is_bare:
        texts = st.lists(texts_for(definition), min_size=1, max_size=4)
        visits = [{"": text} for text in data.draw(texts)]
    else:
        visits = data.draw(st.lists(visits_for(definition), min_size=1, max_size=2))
    for name in DIALECTS:
        try:
            to_sql(definition, name, "words" if definition.is_bare else None)
        except UnsupportedByDialect:
            continue
    _duckdb_agrees(definition, visits)


def generated_emission(data: bytes) -> None:
    """The same of definitions that the grammar generates, steered by ``data``."""
    _generated.hypothesis.fuzz_one_input(data)  # type: ignore[attr-defined]


TARGETS: Final[Mapping[str, Callable[[bytes], None]]] = {
    "strict": strict,
    "repair": repair,
    "definition_file": definition_file,
    "importing": importing,
    "emission": emission,
    "generated_emission": generated_emission,
}
"""Every target by the name that its findings and its corpus have as a folder."""


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="surrogateescape")


def _is_told(error: DefinitionError) -> None:
    """A refusal says what is wrong, in characters that a terminal only shows."""
    assert any(found.severity == "error" for found in error.diagnostics)
    assert str(error).replace("\n", "").isprintable()


def _is_laid_out(query: Query, precedence: Precedence) -> None:
    laid_out = format_query(query)
    again = parse_query(laid_out, precedence=precedence)
    assert meaning(again.root) == meaning(query.root)
    assert format_query(again) == laid_out


def _is_asked(query: Query) -> None:
    """The evaluator answers, and its evidence says the same."""
    definition = Definition(parts=(Part((), query),), precedence=query.precedence)
    for text in (None, *_TEXTS):
        assert evidence(definition, text).is_match is matches(definition, text)


def _duckdb_agrees(definition: Definition, visits: list[dict[str, object]]) -> None:
    engine = _duckdb()
    storable = [
        visit
        for visit in visits
        if all(engine.can_store(value) for value in visit.values() if isinstance(value, str))
    ]
    if not storable:
        return
    for folded in (True, False):
        try:
            expected = flags([definition], storable)
            _, found = disagreements(engine, [definition], storable, expected, folded=folded)
        except UnsupportedByDialect:
            return
        assert not found, found


def _said(definition: Definition | None) -> tuple[object, ...]:
    """Return everything a definition says, its queries by meaning."""
    assert definition is not None
    parts = tuple((part.fields, meaning(part.query.root)) for part in definition.parts)
    return parts, replace(definition, parts=())


@cache
def _duckdb() -> Engine:
    engine = open_engine("duckdb")
    atexit.register(engine.close)
    return engine


@cache
def _scratch() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="syndrome-fuzzing-"))
    atexit.register(shutil.rmtree, folder)
    return folder
