"""Whatever is done to a query, its import means what it meant, or is refused or doubtful."""

import random
from itertools import product

import pytest

from tests.importing.wrappings import WRAPPINGS, query
from tests.parsing.shapes import meaning
from transpiler.definition import Definition, DefinitionError, Part
from transpiler.importing import ImportOutcome, import_definitions
from transpiler.meaning import matches
from transpiler.parsing import parse_query
from transpiler.probing.probes import probe_texts

BELIEVED = (ImportOutcome.CLEAN, ImportOutcome.REPAIRED)


def same(one, other):
    """Return whether two queries mean the same: one tree, or one answer on every probe."""
    if meaning(one.root) == meaning(other.root):
        return True
    both = [Definition(parts=(Part((), found),)) for found in (one, other)]
    texts = {text for definition in both for text in probe_texts(definition)}
    return all(matches(both[0], text) is matches(both[1], text) for text in texts)


def believed(tmp_path, text, suffix=".txt"):
    """Return the queries of what an import of ``text`` calls clean or repaired."""
    file = tmp_path / f"definition{suffix}"
    file.write_text(text, encoding="utf-8")
    try:
        found = list(import_definitions([file], tmp_path / "out", overwrite=True))
    except DefinitionError:
        return []
    return [
        [part.query for part in one.definition.parts] for one in found if one.outcome in BELIEVED
    ]


def tried(tmp_path, chance, wrappings):
    """Wrap a query, import it, and return whether it came in; complain where it came in wrong."""
    text = query(chance)
    wrapped = text
    for wrapping in wrappings:
        wrapped = wrapping.wrap(wrapped, chance)
    original = parse_query(text)
    found = believed(tmp_path, wrapped)
    names = " in ".join(wrapping.name for wrapping in wrappings)
    for queries in found:
        assert len(queries) == 1, f"{names}: {wrapped!r} became {len(queries)} parts"
        assert same(original, queries[0]), f"{names}: {wrapped!r} became {queries[0].text!r}"
    return len(found) == 1


@pytest.mark.parametrize("wrapping", WRAPPINGS, ids=lambda wrapping: wrapping.name)
def test_one_wrapping_is_undone_or_refused(tmp_path, wrapping):
    chance = random.Random(wrapping.name)  # the same on every run
    for _ in range(40):
        tried(tmp_path, chance, [wrapping])


def test_two_wrappings_are_undone_or_refused(tmp_path, request):
    is_long = request.config.getoption("--long")
    chance = random.Random(0)
    pairs = list(product(WRAPPINGS, WRAPPINGS))
    chosen = pairs * 2 if is_long else chance.sample(pairs, 600)
    came_in = sum(tried(tmp_path, chance, pair) for pair in chosen)
    assert came_in > len(chosen) / 4


NO_QUERIES = [
    *("", " \n", "NA", "N/A", "NULL", "none", "TBD", "-", "?", "see attached document", "n.a."),
    *("fever", "fever, chills, cough", "fever or cough", "Fever OR cough AND NOT covid"),
    "This definition looks for fever. It does not, in any case, find persons.",
    "Use ^ for any characters, ! for a word, and [ ] for one of several.",
    "Search for fever; exclude: denies fever! Ask us (weekly), or call.",
    *(
        "T74.51, T74.52, R50.9",
        "T7451;T7452",
        ";R509;",
        "R50.9\nR05\nJ10.1",
        "1, 2, 3",
        "42",
        "3.14",
    ),
    *("x <- 2^3", "y = x ^ 2 + z^2", 'print("hello, world")', "SELECT * FROM visits", "a %in% b"),
    'grepl("^abc$", x)',
    'library(httr)\nx <- GET("https://example.org/api?startDate=1Jan2025")',
    "import re\nre.compile('^a.*b$')",
    *("<html><body><p>fever</p></body></html>", "<td>^</td>", "| a | b |\n|---|---|\n| 1 | 2 |"),
    *("https://example.org/definition.pdf", "https://example.org/a?b=^c^", "name@example.org"),
    *(
        "{}",
        '{"a": 1}',
        "[1, 2]",
        "%20",
        "100%",
        "%5E%5E",
        "2025-01-01",
        "\\^",
        "``",
        "^.",
        "!",
        "! !",
    ),
]


@pytest.mark.parametrize("text", NO_QUERIES)
def test_what_is_no_query_never_comes_in(tmp_path, text):
    for wrapping in [None, *WRAPPINGS]:
        if wrapping is not None and wrapping.name in CONTAIN_A_QUERY:
            continue
        try:
            wrapped = wrapping.wrap(text, random.Random(0)) if wrapping else text
        except ValueError:
            continue  # too short to be cut into pieces
        found = believed(tmp_path, wrapped)
        name = wrapping.name if wrapping else "as it is"
        assert not found, f"{name}: {wrapped!r} became {found[0][0].text!r}"


CONTAIN_A_QUERY = ("replaced", "a pipe", "a condition")
"""Wrappings that bring a query of their own."""
