"""What stands on the page."""

import base64
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from tests.reporting.conftest import definition, week

HOSTILE = '<img src=x onerror="alert(1)"> & $\\frac{1}{2}$ {{ 7*7 }} \x00\u202e </title>'
SVG = "data:image/svg+xml;base64,"
VOID = {"meta", "img"}


class Page(HTMLParser):
    """The tables, pictures and texts of a page; fails where tags are not balanced."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.open, self.tables, self.texts = [], [], [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th", "caption"):
            row = self.tables[-1] if tag == "caption" else self.tables[-1][-1]
            row.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)
        if "caption" in self.open:
            self.tables[-1][-1] += data
        elif "td" in self.open or "th" in self.open:
            self.tables[-1][-1][-1] += data

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())

    def table(self, caption):
        """Return the rows of every table of a caption, one list each."""
        return [rows for name, *rows in self.tables if name == caption]

    def pictures(self):
        """Return alternative text and SVG of each picture."""
        found = []
        for tag, attributes in self.elements:
            if tag == "img":
                data = base64.b64decode(attributes["src"].removeprefix(SVG))
                found.append((attributes["alt"], data.decode("utf-8")))
        return found


def texts_of(picture):
    names = ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")
    return ["".join(found.itertext()) for found in names]


def drawn_lines(picture):
    """Return the runs of points of each line, as numbers of points."""
    found = []
    for path in re.findall(r'<path d="([^"]*)"[^>]*stroke: #0072b2', picture, re.IGNORECASE):
        found.append([len(run.split("L")) for run in path.split("M")[1:]])
    return found


def test_every_period_stands_in_the_table_beside_the_chart(whole_page):
    first, second = Page(whole_page).table("Emergency visits by week")
    assert [row[2] for row in first[1:]] == [
        *("20", "24", "withheld", "withheld", "31", "0", "22", "withheld", "25"),
        *("no visits", "12", "15"),
    ]
    assert first[1] == [
        *("2025-W02", "2025-01-05 to 2025-01-11", "20", "1,000", "2.000%"),
        "visits begin within it",
    ]
    assert first[2][-1] == ""
    assert first[3][2:] == ["withheld", "1,000", "withheld", ""]
    assert first[10] == ["–", "2025-03-09 to 2025-03-15", "no visits", "0", "–", ""]
    assert first[12][-1] == "codes still arriving"
    assert len(second) == 13


def test_no_line_crosses_what_is_withheld_or_absent(whole_page):
    _, chart = Page(whole_page).pictures()[0]
    counts, shares = (runs for runs in drawn_lines(chart) if len(runs) > 1)
    # of 12 weeks: two shown, two withheld, three shown, one withheld, one shown, one absent, two
    assert counts == shares == [2, 3, 1, 2]
    said = texts_of(chart)
    assert said.count("withheld") == 1 + 2 * 2
    assert said.count("no visits") == 1 + 2
    assert "codes still arriving" in said
    assert "visits begin within it" in said


def test_a_trend_without_a_gap_has_no_mark_of_one(project):
    weeks = [week(at, 20 + at) for at in range(4)]
    project.write(dim_syndrome_definitions=[definition()], rpt_syndrome_trends=weeks)
    ((alternative, chart),) = Page(project.page()).pictures()
    assert drawn_lines(chart)[:1] == [[4]]
    marks = {"withheld", "no visits", "codes still arriving", "visits begin within it"}
    assert not marks & set(texts_of(chart))
    assert "None of 4 counts is withheld." in alternative


def test_the_alternative_text_says_what_the_chart_shows(whole_page):
    alternatives = [alternative for alternative, _ in Page(whole_page).pictures()]
    assert alternatives[0] == (
        "Emergency visits that match, by week, 2025-W02 to 2025-W13, as counts and as percentages "
        "of all emergency visits. 3 of 11 counts are withheld and left as gaps. The smallest count "
        "shown is 0 (0.000%) in 2025-W07, the largest 31 (3.100%) in 2025-W06. The table below has "
        "every value."
    )
    assert all(alternatives)


def test_a_trend_that_is_withheld_altogether_is_said_and_not_drawn(project):
    project.write(
        dim_syndrome_definitions=[definition(policy="no_case_finding")],
        rpt_syndrome_trends=[week(0, None), week(1, None)],
    )
    page = Page(project.page())
    assert page.pictures() == []
    assert "Every count is withheld" in page.text
    assert "holds a period back for at least 14 days" in page.text
    (table,) = page.table("Emergency visits by week")
    assert [row[2] for row in table[1:]] == ["withheld", "withheld"]


def test_names_of_places_cannot_move_a_terminal_or_turn_a_line(project):
    weeks = [week(0, 20), week(0, 12, cut="place", stratum="\x1b[31mred\u202e <b>\x07")]
    project.write(dim_syndrome_definitions=[definition()], rpt_syndrome_trends=weeks)
    page = project.page()
    assert not {"\x1b", "\u202e", "\x07"} & set(page)
    assert "<b>" not in page
    (places,) = Page(page).table("Emergency visits by place")
    assert "[31mred" in places[1][0]


def test_strata_are_listed_and_those_without_a_match_counted(whole_page):
    page = Page(whole_page)
    (places,) = page.table("Emergency visits by place")
    assert places == [
        ["Place", "2025-W12", "2025-W13"],
        ["AZ", "12 (1.200%)", "withheld"],
        ["NM", "withheld", "14 (1.400%)"],
    ]
    assert "Not listed: 1 without a match" in page.text
    (others,) = page.table("Visits of other settings")
    assert others[1:] == [["inpatient", "15 (1.500%)"]]


def test_versions_stand_side_by_side_without_their_differences(whole_page):
    page = Page(whole_page)
    (versions,) = page.table("Emergency visits by version")
    assert versions[0] == ["Period", "version 1", "version 2"]
    begins = "visits begin within it"
    assert versions[1] == ["2025-W02", f"20 (2.000%), {begins}", f"29 (2.900%), {begins}"]
    assert versions[10] == ["2025-W11", "no visits", "36 (3.600%)"]
    assert all(len(row) == 3 for row in versions)
    alternative, chart = page.pictures()[-1]
    assert {"version 1", "version 2", "withheld"} <= set(texts_of(chart))
    assert "version 2: 3 of 12 counts are withheld" in alternative


def test_versions_of_different_periods_are_not_compared(project):
    project.write(
        dim_syndrome_definitions=[definition(), definition(version=2)],
        rpt_syndrome_trends=[week(0, 20), week(0, 20, version=2, period="month")],
    )
    page = Page(project.page())
    assert "published by different periods" in page.text
    assert page.table("Emergency visits by version") == []


def test_predictive_values_stand_where_the_project_has_them(whole_page):
    page = Page(whole_page)
    assert "Between 70% and 80% of the matches that reviewers labelled" in page.text
    assert "110 to 219 were labelled." in page.text
    assert "Withheld: too few matches have been labelled true or false." in page.text


def test_what_the_project_has_no_table_of_is_named(project):
    project.write(dim_syndrome_definitions=[definition()], rpt_syndrome_trends=[week(0, 20)])
    page = Page(project.page())
    assert "no table of it: positive predictive value." in page.text
    assert "Positive predictive value" not in page.text


def test_definitions_without_a_published_period_are_said_to_have_none(project):
    project.write(dim_syndrome_definitions=[definition()], rpt_syndrome_trends=[])
    assert "No period with emergency visits has been published yet." in Page(project.page()).text


def test_a_project_without_definitions_has_a_page(project):
    project.write(dim_syndrome_definitions=[], rpt_syndrome_trends=[])
    assert "0 definitions." in Page(project.page()).text


def test_nothing_of_a_definition_or_a_table_is_markup(project):
    rows = [week(0, 20), week(0, 20, cut="place", stratum=HOSTILE)]
    rows.append(week(1, 20, period_label=HOSTILE))
    project.write(
        dim_syndrome_definitions=[definition(title=HOSTILE, organization=HOSTILE, url=HOSTILE)],
        rpt_syndrome_trends=rows,
    )
    html = project.page()
    page = Page(html)
    assert {tag for tag, _ in page.elements} <= {
        *("html", "head", "meta", "title", "style", "body", "header", "main", "nav", "article"),
        *("section", "h1", "h2", "h3", "p", "ul", "li", "code", "span", "bdi", "a", "div"),
        *("table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "img"),
    }
    assert not [name for _, found in page.elements for name in found if name.startswith("on")]
    assert page.text.count("{{ 7*7 }}") >= 7
    for _, picture in page.pictures():
        drawn = texts_of(picture)
        assert [text for text in drawn if "$\\frac{1}{2}$" in text]
        assert "\u202e" not in "".join(drawn)


def test_nothing_is_fetched(whole_page):
    html = whole_page
    page = Page(html)
    for tag, attributes in page.elements:
        assert tag not in ("link", "script", "iframe", "object", "base", "form")
        assert attributes.get("src", SVG).startswith(SVG)
        assert attributes.get("href", "#").startswith("#")
    assert "default-src &#39;none&#39;" in html
    assert "@import" not in html
    assert "url(" not in html
    for _, picture in page.pictures():
        assert not re.search(r'href="(?!#)', picture)


def test_the_same_tables_give_the_same_page(whole, whole_page):
    assert whole.page() == whole_page


@pytest.mark.parametrize("weeks", [1, 60])
def test_names_below_a_chart_are_few_enough_to_read(project, weeks):
    rows = [week(at, None if at % 3 == 1 else 20) for at in range(weeks)]
    project.write(dim_syndrome_definitions=[definition()], rpt_syndrome_trends=rows)
    ((_, chart),) = Page(project.page()).pictures()
    named = [text for text in texts_of(chart) if text.startswith("2025-")]
    assert 1 <= len(named) <= 13
    assert named[0] == "2025-W02"
