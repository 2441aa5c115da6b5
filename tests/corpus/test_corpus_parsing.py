"""Every published definition ends as clean, repaired or refused, and means what it should.

Skipped where the published definitions are not at hand; they are not part of the project.
"""

import json
import os
import random
import time
from pathlib import Path

import pytest

from tests.corpus.published import published_query
from tests.parsing.shapes import meaning, shape
from transpiler.definition import Definition, DefinitionError, Part, Precedence, Severity
from transpiler.meaning import matches
from transpiler.parsing import Mode, format_query, parse_query
from transpiler.probing.probes import probe_texts

REFUSED = {
    "CDC Heroin Overdose v2",
    "Mumps v1",
    "CDC Youth Violence v1",
    "CDC Suspected Sex Trafficking v1, inner query as quoted in the prose (1)",
    "CDC Suspected Sex Trafficking v1, inner query as quoted in the prose (2)",
}
"""Two fields in one query, and parentheses that do not balance: nobody can say what is meant."""

SECONDS = 60
"""Processor time for reading all published definitions once."""


@pytest.fixture(scope="module")
def free_text(corpus):
    return [record for record in corpus if record["status"] != "not-free-text"]


@pytest.fixture(scope="module")
def readable(free_text):
    """The queries of all parts that repair mode can read, and the seconds of processor time."""
    began = time.process_time()
    found = []
    for text in (text for record in free_text for text in queries(record)):
        try:
            found.append(parse_query(text, mode=Mode.REPAIR))
        except DefinitionError:
            continue
    return found, time.process_time() - began


def queries(record):
    return [record["query"], *(part["query"] for part in record.get("parts") or ())]


def test_all_but_five_can_be_read_in_repair_mode(free_text):
    refused = set()
    for record in free_text:
        for text in queries(record):
            try:
                parse_query(text, mode=Mode.REPAIR)
            except DefinitionError as error:
                refused.add(record["name"])
                assert all(one.severity is Severity.ERROR for one in error.diagnostics)
                assert all(one.hint and one.position for one in error.diagnostics)
    assert refused == REFUSED
    assert len(free_text) - len(refused) >= 160


def test_what_is_fine_needs_no_repair(free_text):
    for record in free_text:
        if record["status"] == "ok":
            for text in queries(record):
                assert parse_query(text).render() == text
                assert parse_query(text, mode=Mode.REPAIR).repairs == ()


def test_what_is_repaired_is_strict_and_stays(readable):
    for query in readable[0]:
        assert parse_query(query.text).render() == query.text
        assert parse_query(query.text, mode=Mode.REPAIR).repairs == ()


def test_other_languages_are_refused_by_name(corpus):
    for record in corpus:
        if record["status"] == "not-free-text":
            with pytest.raises(DefinitionError) as caught:
                parse_query(record["query"], mode=Mode.REPAIR)
            assert caught.value.diagnostics


def test_whole_cells_are_read_as_the_query_in_them_or_refused(free_text):
    """A cell holds labels, addresses and often several queries around the one that counts."""
    read = 0
    for record in free_text:
        if record.get("raw") in (None, record["query"]):
            continue
        try:
            cell = parse_query(record["raw"], mode=Mode.REPAIR)
        except DefinitionError:
            assert record["name"] in REFUSED or record.get("parts")
            continue
        read += 1
        query = parse_query(published_query(record), mode=Mode.REPAIR)
        assert meaning(cell.root) == meaning(query.root), record["name"]
    assert read > 90


def test_precedence_changes_what_the_records_say_it_changes(free_text):
    changed = 0
    for record in free_text:
        if record["status"] == "ok" and record["precedence_sensitive"]:
            read = [
                [parse_query(text, precedence=precedence) for precedence in Precedence]
                for text in queries(record)
            ]
            assert any(shape(tight.root) != shape(sequential.root) for tight, sequential in read)
            assert any(tight.mixed_levels for tight, _ in read)
            changed += 1
    assert changed > 20


def test_formatting_keeps_the_tree_and_is_done_after_once(readable):
    for query in readable[0]:
        canonical = format_query(query)
        again = parse_query(canonical)
        assert shape(again.root) == shape(query.root)
        assert meaning(again.root) == meaning(query.root)
        assert format_query(again) == canonical


def test_formatting_keeps_the_flag_of_every_text(readable):
    chance = random.Random(0)
    for query in chance.sample(readable[0], 40):
        before = Definition(parts=(Part((), query),))
        after = Definition(parts=(Part((), parse_query(format_query(query))),))
        texts = probe_texts(before)
        for text in chance.sample(texts, min(30, len(texts))):
            assert matches(before, text) is matches(after, text)


def test_all_are_read_in_time(readable):
    assert readable[1] < SECONDS


def conformance():
    beside = Path(__file__).resolve().parents[3] / "shared" / "corpus"
    file = Path(os.environ.get("SYNDROME_CORPUS", beside)) / "conformance.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [json.loads(line) for line in lines]


@pytest.mark.skipif(not conformance(), reason="the conformance tests are not here")
@pytest.mark.parametrize("precedence", Precedence)
def test_every_conformance_row_in_both_readings(precedence):
    rows = 0
    for case in conformance():
        query = parse_query(case["query"], precedence=precedence)
        definition = Definition(parts=(Part((), query),))
        expected = case["matches"]
        if precedence is Precedence.SEQUENTIAL and case["matches_if_left_to_right"] is not None:
            expected = case["matches_if_left_to_right"]
        found = [row for row, text in case["rows"].items() if matches(definition, text)]
        assert found == expected, case["query"]
        rows += len(case["rows"])
    assert rows > 100
