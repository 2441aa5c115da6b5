"""The page in a real browser; skipped where no Chromium is installed."""

import json
from contextlib import closing

import pytest

from tests.explaining.browser import EXECUTABLE, Browser
from tests.spec.reference import TABLES
from transpiler.definition import Definition, Part, Precedence
from transpiler.explaining import render_page, trace
from transpiler.parsing import parse_query

pytestmark = pytest.mark.skipif(EXECUTABLE is None, reason="no Chromium is installed")

SST_LEVEL = "^traffick^,and,(,^;T742^,or,^;Z5681^,andnot,^;Z044[12]^,),andnot,^car^"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with closing(Browser(tmp_path_factory.mktemp("profile"))) as found:
        yield found


def reading(query, precedence, fields=()):
    parsed = parse_query(query, precedence=precedence)
    return Definition(precedence=precedence, parts=(Part(fields, parsed),), title="A title")


def open_page(browser, tmp_path, query=SST_LEVEL, fields=()):
    tight, sequential = (reading(query, precedence, fields) for precedence in Precedence)
    file = tmp_path / "page.html"
    others = [sequential] if tight.parts[0].query.mixed_levels else []
    file.write_text(render_page(tight, None, other_readings=others), encoding="utf-8")
    browser.open(file)
    return tight, sequential


def type_text(browser, text, box=0, which="[data-field]"):
    """Put a text into a box as a person would, and return what the page answers."""
    browser.run(
        f"""(() => {{
            const box = document.querySelectorAll("textarea{which}")[{box}];
            box.value = {json.dumps(text)};
            box.dispatchEvent(new Event("input", {{ bubbles: true }}));
        }})()"""
    )
    return browser.run("document.getElementById('answer').innerText")


def badges(browser):
    found = browser.run(
        "Array.from(document.querySelectorAll('.badge'), b => [b.dataset.number, b.textContent])"
    )
    return dict(map(tuple, found))


def test_the_script_runs_under_the_policy_of_the_page(browser, tmp_path):
    open_page(browser, tmp_path)
    assert type_text(browser, "TRAFFICKING | ;T7421XA;").startswith("Matches")
    assert browser.console == []
    assert browser.run("typeof Syndrome") == "object"


def test_a_script_that_is_not_the_page_s_own_is_refused(browser, tmp_path):
    definition = reading("^a^", Precedence.TIGHT)
    file = tmp_path / "page.html"
    page = render_page(definition, None)
    assert page.count("</main>") == 1
    broken = page.replace("</main>", "<script>window.broken = 1</script></main>")
    file.write_text(broken, encoding="utf-8")
    browser.open(file)
    assert browser.run("typeof window.broken") == "undefined"


def test_a_veto_is_underlined_and_said(browser, tmp_path):
    open_page(browser, tmp_path)
    answer = type_text(browser, "TRAFFICKING, SCARED | ;T7421XA;")
    assert answer.startswith("Does not match")
    assert "negation ^car^ found “CAR”" in answer
    assert "vetoes" in answer
    marked = browser.run(
        "Array.from(document.querySelectorAll('mark'), m => [m.className, m.textContent])"
    )
    assert marked == [["inclusion", "TRAFFICK"], ["negation", "CAR"], ["inclusion", ";T742"]]


def test_both_readings_are_given_where_they_differ(browser, tmp_path):
    open_page(browser, tmp_path)
    answer = type_text(browser, "TRAFFICKING | ;T7421XA;Z0441;")
    assert answer.startswith("Matches")
    assert "Read strictly left to right it does not match." in answer
    assert "Read" not in type_text(browser, "TRAFFICKING | ;T7421XA;")


def test_the_outline_is_marked_as_python_marks_it(browser, tmp_path):
    tight, _ = open_page(browser, tmp_path)
    text = "TRAFFICKING, SCARED | ;T7421XA;"
    type_text(browser, text)
    (found,) = trace(tight, text).fields
    assert badges(browser) == {number: mark.value for number, mark in found.marks.items()}
    type_text(browser, "")
    assert set(badges(browser).values()) == {""}


def test_each_field_has_a_box_of_its_own(browser, tmp_path):
    fields = ("ccdd_parsed", "chief_complaint_history")
    open_page(browser, tmp_path, "^fall^,andnot,^car^", fields)
    labels = "Array.from(document.querySelectorAll('label[for^=field-]'), l => l.innerText)"
    assert browser.run(labels) == [*fields]
    assert type_text(browser, "FALL FROM CAR |", 0).startswith("Does not match")
    assert type_text(browser, "{1};FALL;|", 1).startswith("Matches")


def test_the_browser_gives_the_answers_of_the_language_reference(browser, tmp_path):
    for table in TABLES:
        if table.boxes or table.filters:
            continue
        open_page(browser, tmp_path, table.query)
        tight = reading(table.query, Precedence.TIGHT)
        for visit, _ in table.rows():
            text = visit[""]
            if text:  # an empty box is a missing field
                answer = type_text(browser, text)
                assert answer.startswith("Matches") is trace(tight, text).is_match, table.heading


def test_nothing_is_asked_of_the_network(browser, tmp_path):
    open_page(browser, tmp_path)
    type_text(browser, "TRAFFICKING")
    assert [url for url in browser.requests if not url.startswith("file:")] == []


def test_the_page_prints_without_the_tester(browser, tmp_path):
    open_page(browser, tmp_path)
    assert browser.print_pages().startswith(b"%PDF")
    shown = "getComputedStyle(document.querySelector('.tester')).display"
    assert browser.run(shown) == "block"
    browser.emulate("print")
    assert browser.run(shown) == "none"
    assert browser.run("getComputedStyle(document.querySelector('ul.outline')).display") == "block"
    browser.emulate("")


def test_a_complaint_and_codes_fill_the_fields(browser, tmp_path):
    open_page(browser, tmp_path, "^leg cramps^,and,^;t67^", ("ccdd_parsed",))
    type_text(browser, "Leg cramps, outdoors", which=".typed")
    answer = type_text(browser, "T67.2XXA", box=1, which=".typed")
    assert answer.startswith("Matches")
    filled = browser.run("document.querySelector('textarea[data-field]').value")
    assert filled == "LEG CRAMPS OUTDOORS | ;T672XXA;"
