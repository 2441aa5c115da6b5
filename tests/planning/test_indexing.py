"""Terms under trigrams: whatever matches holds the trigram, in one word, and no term is lost."""

from random import Random

import pytest

from tests.planning.trees import hit, random_pattern
from transpiler.definition import AnyRun, Literal, OneOf, Pattern, Span, Term, fold
from transpiler.meaning import find_match
from transpiler.planning import TRIGRAM, index_by_trigram

NOWHERE = Span(0, 0)


def contains(text):
    return Term(text, Pattern((AnyRun(), Literal(text), AnyRun())), NOWHERE)


@pytest.mark.parametrize("seed", range(4))
def test_no_term_is_lost(seed):
    random = Random(seed)
    terms = [Term(str(n), random_pattern(random), NOWHERE) for n in range(300)]
    index = index_by_trigram(terms)
    listed = {id(term) for entry in index.entries for term in entry.terms}
    others = {id(term) for term in index.others}
    assert listed | others == {id(term) for term in terms}
    assert not listed & others
    trigrams = [entry.trigram for entry in index.entries]
    assert trigrams == sorted(set(trigrams))
    assert {len(trigram) for trigram in trigrams} == {TRIGRAM}
    assert len(listed) > 100
    assert len(others) > 20
    assert index == index_by_trigram(terms)


@pytest.mark.parametrize("seed", range(4))
def test_a_word_of_a_text_that_matches_holds_a_trigram(seed):
    random = Random(seed)
    terms = [Term(str(n), random_pattern(random), NOWHERE) for n in range(1_000)]
    trigrams: dict[int, list[str]] = {}
    for entry in index_by_trigram(terms).entries:
        for term in entry.terms:
            trigrams.setdefault(id(term), []).append(entry.trigram)
    asked = several = 0
    for term in terms:
        if id(term) in trigrams:
            text = random.choice(("", "x ", "\n")) + hit(random, term.pattern)
            if find_match(term.pattern, text) is not None:
                asked += 1
                several += len(trigrams[id(term)]) > 1
                words = fold(text).split(" ")
                assert any(trigram in word for trigram in trigrams[id(term)] for word in words), (
                    term
                )
    assert asked > 100
    assert several > 10


def test_a_term_stands_under_every_spelling_of_a_trigram():
    def trigrams(*of):
        term = Term("", Pattern((AnyRun(), *of, AnyRun())), NOWHERE)
        return [entry.trigram for entry in index_by_trigram([term]).entries]

    digits, separators = OneOf(frozenset("0123456789")), OneOf(frozenset(";/ "))
    assert trigrams(separators, Literal("t4"), digits, digits) == [f"t4{n}" for n in range(10)]
    assert trigrams(separators, Literal("e11."), digits) == ["11."]
    assert trigrams(separators, Literal("t"), digits, digits) == []
    assert trigrams(separators, Literal("t4")) == []
    assert trigrams(OneOf(frozenset(";/")), Literal("t4")) == ["/t4", ";t4"]


def test_a_term_without_a_trigram_is_left_out():
    terms = [contains(text) for text in ("ab", "a b c", "ab cd", " ab ", "abc")]
    index = index_by_trigram(terms)
    assert [term.text for term in index.others] == ["ab", "a b c", "ab cd", " ab "]
    assert [entry.trigram for entry in index.entries] == ["abc"]


def test_terms_that_share_a_trigram_are_spread_over_others():
    texts = [f"sso{letter}tta" for letter in "abcdefgh"]
    index = index_by_trigram([contains(text) for text in texts])
    assert len(index.entries) == len(texts)
    assert all(entry.trigram not in ("sso", "tta") for entry in index.entries)


def test_the_rarer_of_two_trigrams_is_taken():
    (entry,) = index_by_trigram([contains("eteqzj")]).entries
    assert entry.trigram == "qzj"
