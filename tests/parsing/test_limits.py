"""Size and depth: texts that nobody writes are read or refused in time, never by a crash."""

import time

import pytest

from tests.parsing.shapes import shape
from transpiler.definition import MAX_DEPTH, DefinitionError, Or, Precedence, children
from transpiler.parsing import Mode, format_query, parse_query

SHORT, LONG = 6_000, 36_000
"""Lengths of texts of which the second may take about six times as long as the first."""


def depth(root):
    deepest, waiting = 0, [(root, 1)]
    while waiting:
        node, at = waiting.pop()
        deepest = max(deepest, at)
        waiting.extend((child, at + 1) for child in children(node))
    return deepest


def test_ten_thousand_redundant_parentheses():
    query = parse_query("(," * 10_000 + "^a^,or,^b^" + ",)" * 10_000)
    assert shape(query.root) == ("or", "^a^", "^b^")
    assert format_query(query) == "(,^a^,or,^b^,)"


def test_ten_thousand_levels_of_one_operator_are_one_level():
    for operator in ("or", "and"):
        root = parse_query(f"(,^a^,{operator}," * 10_000 + "^b^" + ",)" * 10_000).root
        assert (len(root.children), depth(root)) == (10_001, 2)


def test_ten_thousand_inclusions_are_one_level():
    root = parse_query("(," * 10_000 + "^a^" + ",andnot,^b^,)" * 10_000).root
    assert (len(root.exclude), depth(root)) == (10_000, 2)


def nested(levels):
    """Return a query whose tree has that many levels."""
    pairs = "".join("(,^a^,or," if level % 2 else "(,^a^,and," for level in range(levels - 1))
    return pairs + "^b^" + ",)" * (levels - 1)


def test_the_deepest_tree_is_read_and_a_deeper_one_refused():
    assert depth(parse_query(nested(MAX_DEPTH)).root) == MAX_DEPTH
    for levels in (MAX_DEPTH + 1, 10_000):
        with pytest.raises(DefinitionError) as caught:
            parse_query(nested(levels))
        (found,) = caught.value.diagnostics
        assert found.code == "ESS006"
        assert str(MAX_DEPTH) in found.message


def test_many_changes_of_operator_on_one_level():
    text = "^a^" + ",or,^b^,and,^c^" * 5_000
    assert depth(parse_query(text).root) == 3
    with pytest.raises(DefinitionError, match="ESS006"):
        parse_query(text, precedence=Precedence.SEQUENTIAL)


def test_a_hundred_thousand_terms():
    query = parse_query(",or,".join(f"^{number}^" for number in range(100_000)))
    assert isinstance(query.root, Or)
    assert len(query.root.children) == 100_000


def test_a_million_characters():
    term = f"^{'fever and chills ' * 20}^"
    text = ",OR,".join([term] * (1_000_000 // len(term) + 1))
    assert len(text) > 1_000_000
    assert parse_query(text).render() == text


UNITS = (
    *("(,", "),", "or,", ",", "^a^ or ", "^a^\nor\n", " , or ,", "()", ")or(", "[,", "[a,b", "!a"),
    *("^or ", "\n", " ", "a\n", "aa: ", "field ", "%a", "[a\x02z]", "&#38;", "<p ", "^a[^,"),
)


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_length_not_with_its_square(unit):
    def seconds(length):
        began = time.process_time()
        for text in (unit * (length // len(unit)), f"a{unit * (length // len(unit))}a:^b"):
            try:
                parse_query(text, mode=Mode.REPAIR)
            except DefinitionError as error:
                assert len(error.diagnostics) <= 51
        return time.process_time() - began

    short = seconds(SHORT)
    assert seconds(LONG) < 18 * short + 1
