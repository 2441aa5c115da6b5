"""Invented reviewers: the same match gets the same labels, words get more false ones than codes."""

from collections import Counter

from transpiler.generating import review


def labels(found_by, count=2_000):
    return [review(found_by, "x", 1, number) for number in range(count)]


def test_the_same_match_gets_the_same_labels():
    assert labels("words", 50) == labels("words", 50)
    assert labels("words", 50) != labels("codes", 50)


def test_words_bring_more_false_positives_than_codes():
    first = {
        found_by: Counter(reviews[0][1] for reviews in labels(found_by))
        for found_by in ("codes", "words", "codes and words")
    }
    assert all(set(found) == {"true", "false", "unknown"} for found in first.values())
    assert first["words"]["false"] > first["codes"]["false"] > first["codes and words"]["false"]
    assert all(found["true"] > found["false"] for found in first.values())


def test_some_matches_have_two_reviewers_who_mostly_agree():
    pairs = [reviews for reviews in labels("words") if len(reviews) == 2]
    assert 0.2 < len(pairs) / 2_000 < 0.4
    agreed = sum(first[1] == second[1] for first, second in pairs)
    assert 0.85 < agreed / len(pairs) < 1
    assert {reviewer for reviews in pairs for reviewer, _ in reviews} == {
        "reviewer 1",
        "reviewer 2",
    }
