"""The words that visits are made of."""

import re

import pytest

from transpiler.generating.complaints import mistype
from transpiler.generating.draws import Weighted, pick, pick_early, stream
from transpiler.generating.field_layout import parse_complaint
from transpiler.generating.vocabulary import AGE_BANDS, vocabulary


def test_every_code_is_a_billable_icd_10_cm_code():
    icd = pytest.importorskip("simple_icd_10_cm")
    for code in vocabulary().codes:
        assert icd.is_valid_item(code), code
        assert icd.is_leaf(code), code


def test_every_complaint_can_happen():
    for complaint in vocabulary().complaints:
        assert complaint.weight > 0
        assert len(complaint.ages) == len(AGE_BANDS)
        assert any(complaint.ages)
        assert complaint.sex in (None, "F", "M")
        assert complaint.season in (None, "winter", "summer")
        assert complaint.codes
        assert len(complaint.spellings) >= 3
        assert complaint.snomed is None or re.fullmatch(r"\d{6,18}", complaint.snomed)


def test_no_word_breaks_the_layout_of_a_field():
    """A bar or a semicolon in a complaint would pass for the frame of a code."""
    words = vocabulary()
    texts = [text for complaint in words.complaints for text in complaint.spellings]
    for text in [*texts, *words.details, *words.openings, *words.uninformative]:
        assert "|" not in text
        assert ";" not in text
        assert text == text.strip()


def test_an_abbreviation_is_written_out_once():
    for short, long in vocabulary().abbreviations.items():
        assert parse_complaint(short) == long
        assert parse_complaint(long) == long


def test_no_complaint_of_the_vocabulary_speaks_of_trafficking():
    """That is for definitions to plant, so that prevalence is theirs."""
    words = vocabulary()
    for complaint in words.complaints:
        assert not any("traffick" in text for text in complaint.spellings)
        assert not any(re.match(r"T7[46]\.[56]|Z04\.8", code) for code in complaint.codes)


def test_a_typing_error_is_one_edit():
    uniform = stream("typos")
    for _ in range(300):
        wrong = mistype("chest pain", uniform)
        assert abs(len(wrong) - len("chest pain")) <= 1
    assert mistype("a", uniform) == "a"


def test_streams_of_different_names_differ():
    assert stream(1, 23)() == stream(1, 23)()
    assert len({stream(1, 23)(), stream(12, 3)(), stream(1, "2", 3)(), stream(2, 23)()}) == 4


def test_draws_follow_their_weights():
    uniform = stream("weights")
    drawn = [Weighted.of([("a", 1), ("b", 3), ("c", 0)]).draw(uniform) for _ in range(4_000)]
    assert "c" not in drawn
    assert 0.7 < drawn.count("b") / len(drawn) < 0.8
    early = [pick_early("abcd", uniform) for _ in range(4_000)]
    even = [pick("abcd", uniform) for _ in range(4_000)]
    assert early.count("a") > 1.5 * even.count("a")
    assert set(early) == set(even) == set("abcd")
