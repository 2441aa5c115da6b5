"""The everyday words are those of the library, however they are read."""

from spellchecker import SpellChecker

from transpiler.linting.common_words import everyday_words


def test_the_words_and_counts_are_those_that_the_library_loads():
    loaded = dict(SpellChecker(language="en").word_frequency.items())
    floor = min(loaded.values())
    expected = {
        word: count
        for word, count in loaded.items()
        if count > floor and word.isascii() and word.isalpha() and word.islower()
    }
    found = everyday_words().counts
    assert found == expected
    assert len(found) > 50_000
