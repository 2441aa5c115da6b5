"""Counts of the visits that a change of definition concerns, and what is not told of them."""

import csv
from collections import Counter

import pytest

from transpiler.classifying import SMALLEST_COUNT
from transpiler.classifying.changed import count_changes
from transpiler.classifying.disclosure import shown_together
from transpiler.comparing import Cause, Reason
from transpiler.definition import AgeRange, Definition, DefinitionError, Filters, Part
from transpiler.meaning import matches
from transpiler.parsing import parse_query


def definition(query, *fields, **values):
    return Definition(parts=(Part(fields or ("ccdd_parsed",), parse_query(query)),), **values)


@pytest.fixture
def write(tmp_path):
    def write_visits(texts, ages=None):
        path = tmp_path / "visits.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerow(["CCDDParsed", "age_years"])
            for index, text in enumerate(texts):
                writer.writerow([text, ages[index] if ages else 30])
        return path

    return write_visits


OLD = definition("^fall^,or,^slip^,andnot,^asleep^")
NEW = definition("(,^fall^,or,^trip^,),andnot,^asleep^")


def test_counts_agree_with_the_evaluator(write):
    texts = ["Fall"] * 40 + ["SLIPPED"] * 20 + ["trip"] * 15 + ["fall asleep"] * 12 + ["x"] * 100
    counts = count_changes(write(texts), OLD, NEW)
    expected = Counter((matches(OLD, text), matches(NEW, text)) for text in texts)
    assert counts.visits == len(texts)
    assert counts.kept == expected[True, True] == 40
    assert counts.lost == expected[True, False] == 32
    assert counts.gained == expected[False, True] == 15
    assert counts.neither == expected[False, False] == 100
    assert counts.gained_by == {Cause(Reason.ADDED, "^trip^"): 15}
    assert counts.lost_by[Cause(Reason.REMOVED, "^slip^")] == 20


def test_small_counts_are_not_told_nor_given_away(write):
    counts = count_changes(write(["fall"] * 50 + ["trip"] * 3 + ["x"] * 200), OLD, NEW)
    assert counts.gained is None
    assert counts.neither is None, "with the total it would give away how many were gained"
    assert counts.kept == 50
    assert counts.lost == 0
    assert set(counts.gained_by.values()) == {None}


def test_a_lone_small_count_takes_another_with_it():
    assert shown_together({"a": 100, "b": 3, "c": 40}) == {"a": 100, "b": None, "c": None}
    assert shown_together({"a": 100, "b": 3, "c": 40}, spare="a") == {"a": None, "b": None, "c": 40}
    assert shown_together({"a": 2, "b": 3, "c": 40}) == {"a": None, "b": None, "c": 40}
    assert shown_together({"a": 0, "b": SMALLEST_COUNT}) == {"a": 0, "b": SMALLEST_COUNT}


def test_filters_are_asked_too(write):
    new = definition("^fall^,or,^slip^,andnot,^asleep^", filters=Filters(age=AgeRange(65, None)))
    path = write(["fall"] * 60, ages=[40] * 20 + [70] * 40)
    counts = count_changes(path, OLD, new)
    assert (counts.kept, counts.lost) == (40, 20)
    assert counts.lost_by == {Cause(Reason.FILTERS): 20}


def test_a_query_without_fields_is_refused(write):
    bare = Definition(parts=(Part((), parse_query("^a^")),))
    with pytest.raises(DefinitionError) as refused:
        count_changes(write(["a"]), bare, bare)
    assert refused.value.diagnostics[0].code == "ESS402"


def test_an_empty_file_has_no_visits(write):
    counts = count_changes(write([]), OLD, NEW)
    assert (counts.visits, counts.kept, counts.lost, counts.gained, counts.neither) == (0,) * 5
