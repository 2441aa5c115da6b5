"""What a term may say and hardly means: one warning each, at its spot, and none for the common."""

import pytest

from transpiler.definition import Definition, Part, Severity
from transpiler.linting import RULES, lint
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
