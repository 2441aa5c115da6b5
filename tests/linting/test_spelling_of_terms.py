"""What a term may say and hardly means: one warning each, at its spot, and none for the common."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transpiler.definition import Definition, Part, Severity
from transpiler.explaining import laid_out
from transpiler.linting import RULES, lint
from transpiler.meaning import matches
from transpiler.parsing import parse_query

OF_SPELLING = [
    rule for rule in RULES if rule.code[:3] == "ESS" or "SYN016" <= rule.code <= "SYN018"
]


def warnings_of(query):
    return lint(Definition(parts=(Part(("ccdd_parsed",), parse_query(query)),)), OF_SPELLING)


@pytest.mark.parametrize(
    ("text", "code", "spot"),
    [
        ("^;H02[0-9[0-9]^", "SYN016", "[0-9[0-9]"),
        ("^[X[14]^", "SYN016", "[X[14]"),
        ("^46970008]^", "SYN016", "]"),
        ("^;S060-9][0-9X]^", "SYN016", "]"),
        ("^[;., ]pots^", "SYN016", "[;., ]"),
        ("^HEAT[ -/;]^", "SYN017", " -/"),
        ("^ShortnessOfBreath%", "ESS055", "%"),
        ("^can’t^", "ESS056", "’"),
        (" tick^", "ESS057", " "),
        ("^tick ", "ESS057", " "),
        ("^;743^;190[0-9];^", "SYN018", "^;743^;190[0-9];^"),
        ("^pain (l)^", "ESS060", "("),
        ("Chief Complaint:^", "ESS061", "Chief Complaint:^"),
        ("^bradycardia^ ^heart block^", "ESS062", "^ ^"),
        ("^fever^^chills^", "ESS062", "^^"),
        ("^fever^;or;^rash^", "ESS062", "^;or;^"),
        ("^fever^ not ^afebrile^", "ESS062", "^ not ^"),
        ("^a[xy]b^ & ^c^", "ESS062", "^ & ^"),
    ],
)
def test_what_is_hardly_meant_is_warned_of(text, code, spot):
    query = f"^x^,or,{text}"
    (found,) = warnings_of(query)
    assert found.severity is Severity.WARNING
    assert (found.rule, found.span.of(query)) == (code, spot)
    assert found.hint


@pytest.mark.parametrize(
    "text",
    [
        *("^[ -]^", "^[- ]^", "^[_%]^", "^;A50^", "^FEEL^DROWN^", "^or smoke^", "!on ice!"),
        *("^did^not^want^", "^a^[;/]^b^", "^a^_^b^", "^;T74^;^", "^^a^^", "^ flu ^"),
    ],
)
def test_what_is_common_and_fine_is_not_warned_of(text):
    assert warnings_of(text) == ()


WORDS = st.text("abc", min_size=1, max_size=3)
BLANKS = st.text(" ", max_size=2)


@given(word=WORDS, before=BLANKS, after=BLANKS, complaints=st.lists(st.text("abc .", max_size=12)))
def test_a_word_with_blanks_in_its_marks_is_warned_of_and_in_no_parsed_complaint(
    word, before, after, complaints
):
    term = f"!{before}{word}{after}!"
    asked = Definition(parts=(Part(("ccdd_parsed",), parse_query(term)),))
    is_warned = "ESS057" in [found.rule for found in lint(asked, OF_SPELLING)]
    assert is_warned == bool(before or after)
    for complaint in [*complaints, word, f"{word}  {word} {word}"]:
        text = laid_out(f"{complaint}.", "R50.9")["ccdd_parsed"]
        assert not (before and after and matches(asked, text))


@given(word=WORDS, before=BLANKS, after=BLANKS, opens=st.booleans(), closes=st.booleans())
def test_a_blank_is_warned_of_where_no_caret_stands_beside_it(word, before, after, opens, closes):
    term = f"{'^' if opens else ''}{before}{word}{after}{'^' if closes else ''}"
    is_open = (not opens and before) or (not closes and after)
    assert ("ESS057" in [found.rule for found in warnings_of(f"^x^,or,{term},or,^y^")]) == bool(
        is_open
    )
