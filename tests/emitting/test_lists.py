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
from transpiler.dialects import DIALECTS
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


@pytest.mark.parametrize("name", DIALECTS)
def test_every_operator_and_function_on_the_lists_is_used(name: str) -> None:
    dialect = DIALECTS[name]
    nodes: set[type] = set()
    functions: set[str] = set()
    for definition in DEFINITIONS:
        columns = columns_of(definition, "txt" if definition.is_bare else None)
        for folded in (True, False):
            tree = predicate(definition, dialect, columns, folded=folded)
            dialect.check(tree)
            for node in tree.walk():
                nodes.add(type(node))
                if isinstance(node, exp.Anonymous):
                    functions.add(node.name)
    assert functions == dialect.functions
    assert dialect.operators <= nodes
    assert nodes <= STRUCTURE | dialect.operators


def test_the_shared_list_is_used_whole() -> None:
    nodes: set[type] = set()
    for dialect in DIALECTS.values():
        for definition in DEFINITIONS:
            columns = columns_of(definition, "txt" if definition.is_bare else None)
            for folded in (True, False):
                tree = predicate(definition, dialect, columns, folded=folded)
                nodes |= {type(node) for node in tree.walk()}
    assert nodes >= STRUCTURE
