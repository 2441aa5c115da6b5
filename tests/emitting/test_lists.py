"""Everything on a dialect's lists is emitted for some definition, and so executed by the tests."""

from __future__ import annotations

import pytest
from sqlglot import exp

from tests.emitting.test_agreement import EVERY_FORM, bare
from transpiler.definition import (
    AgeRange,
    Definition,
    Filters,
    Literal,
    Part,
    Pattern,
    Precedence,
    Query,
    Sex,
    Span,
    Term,
)
from transpiler.dialects import DIALECTS, Dialect
from transpiler.dialects.base import STRUCTURE
from transpiler.emitting.identifiers import columns_of
from transpiler.emitting.predicate import predicate
from transpiler.parsing import parse_query

FILTERED = Definition(
    parts=(Part(("ccdd_parsed",), parse_query("^a^")),),
    filters=Filters(age=AgeRange(1, 2), sex=(Sex.FEMALE,), emergency_visit=True),
)
LISTS = [",or,".join(f"^{word}{n}^" for n in range(20)) for word in ("fall", "z q")]
LONGER_LIST = ",or,".join(f"^word{n}^" for n in range(200))
NO_BREAK = Term("a\u00a0b", Pattern((Literal("a\u00a0b"),)), Span(0, 3))
DEFINITIONS = [
    FILTERED,
    *(bare(query) for query in EVERY_FORM),
    *(bare(query) for query in LISTS),
    bare(LONGER_LIST),
    bare(f"(,(,{LISTS[0]},),and,^x^,or,(,^y^,and,^z^,),)"),
    bare("isnull,and,^a^"),
    Definition(parts=(Part((), Query("", NO_BREAK, Precedence.TIGHT)),)),
]


def emitted(dialect):
    """Yield all that a dialect is made to say, folded texts and their folding included."""
    yield dialect.fold(dialect.column("txt"))
    folds_inside = type(dialect).naming_folded is not Dialect.naming_folded
    for definition in DEFINITIONS:
        columns = columns_of(definition, "txt" if definition.is_bare else None)
        for folded in (True, False) if folds_inside else (True,):
            yield predicate(definition, dialect, columns, folded=folded)


@pytest.mark.parametrize("name", DIALECTS)
def test_every_operator_and_function_on_the_lists_is_used(name):
    dialect = DIALECTS[name]
    nodes: set[type] = set()
    functions: set[str] = set()
    for tree in emitted(dialect):
        dialect.check(tree)
        for node in tree.walk():
            nodes.add(type(node))
            if isinstance(node, exp.Anonymous):
                functions.add(node.name)
    assert functions == dialect.functions
    assert dialect.operators <= nodes
    assert nodes <= STRUCTURE | dialect.operators


def test_the_shared_list_is_used_whole():
    trees = (tree for dialect in DIALECTS.values() for tree in emitted(dialect))
    assert {type(node) for tree in trees for node in tree.walk()} >= STRUCTURE
