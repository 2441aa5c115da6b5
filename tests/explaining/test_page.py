"""The page that explains a definition: self-contained, escaped, and the same every time."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.definitions import bare
from transpiler.codes import load_index
from transpiler.definition import AgeRange, Definition, Filters, Part, Policy, Precedence, Source
from transpiler.explaining import render_page
from transpiler.parsing import load_definition, parse_query

FILE = (
    Path(__file__).parents[2]
    / "dbt_project"
    / "definitions"
    / "cdc_suspected_sex_trafficking"
    / "v1.yml"
)
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}"


class Page(HTMLParser):
    """What a browser would make of a page: its elements, and its text outside of scripts."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.texts = [], []
        self._open = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self._open.append(tag)

    def handle_endtag(self, tag):
        if tag in ("script", "style"):
            self._open.remove(tag)

    def handle_data(self, data):
        if not self._open:
            self.texts.append(data)

    @property
    def text(self):
        return " ".join("".join(self.texts).split())


@pytest.fixture(scope="module")
def sst():
    return load_definition(FILE)


def test_the_page_shows_every_term_and_what_it_asks(sst):
    page = Page(render_page(sst, load_index())).text
    assert "CDC Suspected Sex Trafficking v1" in page
    assert "no_case_finding" in page
    assert "contains “car” ^Car^" in page
    for part in sst.parts:
        for element in part.query.elements:
            if element.kind == "term":
                assert " ".join(element.text.split()) in page


def test_the_page_names_the_codes(sst):
    pytest.importorskip("simple_icd_10_cm")
    page = Page(render_page(sst, load_index())).text
    assert "T74.5 Forced sexual exploitation, confirmed" in page
    assert "18 codes in all" in page
    assert "are not installed" not in page
    assert "are not installed" in Page(render_page(sst, None)).text


def test_nothing_is_fetched(sst):
    page = render_page(sst, load_index())
    for tag, attributes in Page(page).elements:
        assert tag not in ("link", "img", "iframe", "object", "base")
        assert not {"src", "href", "action", "style"} & set(attributes), (tag, attributes)
    assert "default-src &#39;none&#39;" in page
    assert "url(" not in page
    assert "@import" not in page


def test_nothing_of_a_definition_is_markup():
    source = Source(organization=HOSTILE, url="javascript:alert(1)", reference=HOSTILE)
    query = "^<script>alert^,or,^{{ 7*7 }}^,or,^<img src=x>^"
    definition = bare(query, title=HOSTILE, description=HOSTILE, source=source)
    page = Page(render_page(definition, None))
    scripts = [attributes for tag, attributes in page.elements if tag == "script"]
    assert scripts == [{"type": "application/json", "id": "definition"}, {}]
    assert not [tag for tag, _ in page.elements if tag == "img"]
    assert HOSTILE in page.text
    assert "49" not in page.text


def test_the_tree_in_the_page_is_json_that_ends_no_script():
    page = render_page(bare("^</script>^,or,^<ba^"), None)
    (data,) = re.findall(
        r'<script type="application/json" id="definition">(.*?)</script>', page, flags=re.DOTALL
    )
    assert "<" not in data
    tree = json.loads(data)["readings"][0]["parts"][0]["root"]
    assert [clause["text"] for clause in tree["clauses"]] == ["^</script>^", "^<ba^"]


def test_facts_and_filters_are_shown():
    definition = bare(
        "^a^",
        title="A title",
        policy=Policy.SENSITIVE,
        filters=Filters(age=AgeRange(max=17), emergency_visit=True),
    )
    page = Page(render_page(definition, None)).text
    assert "sensitive" in page
    assert "age: 17 and under; emergency visit: yes" in page


def test_both_readings_of_a_mixed_level_are_shown():
    query = "^a^,or,^b^,andnot,^c^"
    tight = bare(query)
    sequential = Definition(
        precedence=Precedence.SEQUENTIAL,
        parts=(Part((), parse_query(query, precedence=Precedence.SEQUENTIAL)),),
    )
    page = render_page(tight, None, other_readings=[sequential])
    assert "^a^,or,(,^b^,andnot,^c^,)" in Page(page).text
    assert "(,^a^,or,^b^,),andnot,^c^" in Page(page).text
    data = json.loads(re.search(r'id="definition">(.*?)</script>', page, re.DOTALL)[1])
    assert [reading["name"] for reading in data["readings"]] == [
        "AND and ANDNOT before OR",
        "strictly left to right",
    ]


def test_counts_stand_beside_their_clauses():
    counts = {(1, "0"): "1,230", (1, "1"): "<11", (1, "2"): "40"}
    page = Page(render_page(bare("^a^,or,^b^"), None, counts=counts, count_note="rounded")).text
    assert "1,230" in page
    assert "<11" in page
    assert "rounded" in page


def test_the_same_definition_gives_the_same_page(sst):
    assert render_page(sst, None) == render_page(sst, None)
