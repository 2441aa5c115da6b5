"""What a signature leaves out has a piece that does not stand in the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.proving.test_implication import patterns
from transpiler.definition import Definition, Part
from transpiler.linting import lint
from transpiler.parsing import parse_query
from transpiler.proving import implied_pairs, implies, signatures
from transpiler.proving.signatures import Signatures

PIECES = st.text("ab ", max_size=24)


@pytest.fixture(autouse=True)
def small_lists_have_anchors_too(monkeypatch):
    monkeypatch.setattr(signatures, "_FEW", 0)
    monkeypatch.setattr(signatures, "_CROWD", 3)


@settings(max_examples=300)
@given(st.lists(st.lists(PIECES, max_size=3), max_size=40), st.text("ab ", max_size=60))
def test_no_entry_is_lost(entries, text):
    found = Signatures(entries)
    near = found.near(text)
    assert not set(near) & set(found.others)
    standing = {at for at, pieces in enumerate(entries) if all(piece in text for piece in pieces)}
    assert standing <= {*near, *found.others}


def test_a_piece_that_is_shared_is_no_anchor():
    found = Signatures([("fever", "denies"), *[("fever",)] * 4, (), ("",)])
    assert found.others == [1, 2, 3, 4, 5, 6]
    assert found.near("denies") == [0]
    assert found.near("fever and chills") == []


@settings(max_examples=100, deadline=None)
@given(st.lists(patterns(), min_size=2, max_size=12, unique=True))
def test_pairs_are_those_of_asking_every_pair(found):
    pairs = {
        (narrow, wide)
        for narrow, one in enumerate(found)
        for wide, other in enumerate(found)
        if narrow != wide and implies(one, other)
    }
    assert set(implied_pairs(found)) == pairs


def _seconds(terms):
    """The least processor time of three runs: other programs take some of the machine, too."""
    return min(_once(terms) for _ in range(3))


def _once(terms):
    words = "fever and chills " * 20
    query = parse_query(",or,".join(f"^{number:05} {words}^" for number in range(terms)))
    definition = Definition(parts=(Part(("ccdd_parsed",), query),))
    began = time.process_time()
    lint(definition)
    return time.process_time() - began


def test_the_rules_take_as_much_longer_as_a_definition_is():
    _seconds(100)  # what is loaded once
    assert _seconds(2_000) < 8 * _seconds(500)  # four times the text; each with each would be 16
