"""What holds for every text: nothing crashes, and what is read is what was written."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.parsing.shapes import QUERIES, meaning, shape
from transpiler.definition import DefinitionError, ElementKind, Precedence, Span
from transpiler.meaning import truth_of
from transpiler.parsing import Mode, parse_query

_SIGNS = [
    "^",
    "!",
    "[",
    "]",
    "(",
    ")",
    ",",
    "-",
    "_",
    "%",
    "\\",
    '"',
    ":",
    ";",
    "{",
    " ",
    "\n",
    "\t",
]
_WORDS = ["or", "and", "andnot", "AND NOT", "isnull", "a", "T74", "[a-z]", "[COMMA]", "^a^", "!b!"]
_DAMAGE = ["\r\n", "&lt;", "&amp;", "<p>", "\x00", "\x02", "\u00a0", "\u200b", "’", "Ã±", "\ud800"]
_AROUND = [
    "CCDD TERMS: ",
    "Chief Complaint:",
    '{"ops":[{"insert":"',
    '"}]}',
    "https://x.y/z",
    ",or,",
]
_SCRAPS = st.sampled_from(_SIGNS + _WORDS + _DAMAGE + _AROUND)
SCRAPS = st.lists(_SCRAPS, max_size=25).map("".join)
"""Texts made of what definitions, and damaged ones, are made of."""

TEXTS = st.one_of(SCRAPS, SCRAPS, st.text(max_size=60))


@settings(max_examples=400, deadline=None)
@given(TEXTS)
@example("(" * 300)
@example("[,[^,]" * 100)
def test_any_text_is_read_or_refused_with_a_diagnostic(text):
    for mode in Mode:
        try:
            query = parse_query(text, mode=mode)
        except DefinitionError as error:
            assert any(one.severity == "error" for one in error.diagnostics)
            assert all(one.position or one.code == "ESS099" for one in error.diagnostics)
            assert str(error).replace("\n", "").isprintable()
        else:
            assert query.render() == query.text
            assert mode is Mode.REPAIR or (query.text == text and not query.repairs)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_what_repair_mode_makes_is_strict_and_stays_as_it_is(text):
    try:
        query = parse_query(text, mode=Mode.REPAIR)
    except DefinitionError:
        return
    assert meaning(parse_query(query.text).root) == meaning(query.root)
    again = parse_query(query.text, mode=Mode.REPAIR)
    assert (again.text, again.repairs) == (query.text, ())
    assert bool(query.repairs) is (query.text != text)


@settings(max_examples=200, deadline=None)
@given(QUERIES)
def test_a_query_is_kept_to_the_letter(text):
    query = parse_query(text)
    assert query.render() == query.text == text
    at = 0
    for element in query.elements:
        assert element.span == Span(at, at + len(element.text))
        at = element.span.end
    assert at == len(text)


@settings(max_examples=200, deadline=None)
@given(QUERIES, st.randoms(use_true_random=False))
def test_both_readings_are_those_of_a_naive_reader(text, chance):
    for precedence in Precedence:
        query = parse_query(text, precedence=precedence)
        words = [e for e in query.elements if e.kind not in (ElementKind.COMMA, ElementKind.LAYOUT)]
        for _ in range(5):
            truths = {word.text.lower(): chance.choice([True, False, None]) for word in words}
            expected = naive([word.text.lower() for word in words], truths, precedence)
            found = truth_of(query.root, lambda leaf, t=truths: t[shape(leaf).lower()])
            assert found is expected


def naive(words, truths, precedence):
    """Return the truth of a query by recursion over its words: slow, short, and independent."""
    values, operators = [], []
    while words:
        word = words.pop(0)
        if word in ("or", "and", "andnot"):
            operators.append(word)
            continue
        if len(values) > len(operators):
            operators.append("or")
        if word == "(":
            depth, inside = 1, []
            while depth:
                inside.append(words.pop(0))
                depth += {"(": 1, ")": -1}.get(inside[-1], 0)
            values.append(naive(inside[:-1], truths, precedence))
        else:
            values.append(truths[word])
    tight = precedence is Precedence.TIGHT
    for binding in [("and", "andnot"), ("or",)] if tight else [("and", "andnot", "or")]:
        at = 0
        while at < len(operators):
            if operators[at] in binding:
                left, right = values[at], values.pop(at + 1)
                values[at] = JOINED[operators.pop(at)](left, right)
            else:
                at += 1
    return values[0]


def both(left, right):
    return False if left is False or right is False else None if None in (left, right) else True


def inverse(truth):
    return None if truth is None else not truth


JOINED = {
    "and": both,
    "or": lambda left, right: inverse(both(inverse(left), inverse(right))),
    "andnot": lambda left, right: both(left, inverse(right)),
}


def test_the_naive_reader_tells_the_readings_apart():
    truths = {"a": True, "b": False, "c": True}
    words = ["a", "or", "b", "andnot", "c"]
    assert naive(list(words), truths, Precedence.TIGHT) is True
    assert naive(list(words), truths, Precedence.SEQUENTIAL) is False
