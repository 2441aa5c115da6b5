"""The smallest run measures everything, and nothing is timed whose answers differ."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from benchmarks.__main__ import main
from benchmarks.report import BEGIN, END, write
from benchmarks.timing import Contestant, DisagreementError, Expected, race

HEADS = (
    "Targets",
    "One definition on DuckDB",
    "4 definitions on DuckDB",
    "More definitions",
    "Longer texts",
    "Memory",
    "Compiling",
    "One definition on PostgreSQL",
    "4 definitions on PostgreSQL",
    "Longer lists of terms, DuckDB",
    "Longer lists of terms, PostgreSQL",
)


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    file = tmp_path_factory.mktemp("benchmarks") / "page.md"
    file.write_text(f"# A page\n\n{BEGIN}\nold figures\n{END}\n\nWhat they mean.\n")
    command = ["--scale", "trial", "--threads", "1", "--output", str(file)]
    result = CliRunner().invoke(main, command, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return file


def test_the_smallest_run_measures_everything(page):
    text = page.read_text()
    for head in HEADS:
        assert re.search(rf"^##+ {re.escape(head)}", text, re.MULTILINE), head
    assert (page.parent / "page.svg").read_text().rstrip().endswith("</svg>")


def test_every_way_but_the_floors_was_compared(page):
    rows = [line.strip("|").split("|") for line in page.read_text().splitlines() if "|" in line]
    compared = {row[0].strip(): row[-1].strip() for row in rows}
    for way in (
        "`ILIKE` per term",
        "`ILIKE` per term, inside `CASE`",
        "ours, by itself",
        "ours, tokens kept",
        "library, nothing kept",
        "library, tokens kept",
        "pandas, one `str.contains` a list",
        "polars, one `str.contains` a list",
    ):
        assert int(compared[way].replace(",", "")) > 0, way
    assert compared["floor: one `contains`"] == "–"
    _, _, changed = page.read_text().partition("### Library, 1 % of visits changed\n")
    of_changed = changed.splitlines()[3].strip("|").split("|")
    assert int(of_changed[-1].replace(",", "")) > 0


def test_only_the_figures_of_the_page_are_replaced(page):
    text = page.read_text()
    assert text.startswith(f"# A page\n\n{BEGIN}\n")
    assert text.endswith(f"{END}\n\nWhat they mean.\n")
    assert "old figures" not in text


def test_a_page_without_a_place_for_figures_is_left_alone(tmp_path):
    file = tmp_path / "page.md"
    file.write_text("# A page\n")
    with pytest.raises(ValueError, match="no place"):
        write(file, "figures")
    assert file.read_text() == "# A page\n"


def test_a_contestant_with_other_answers_is_not_timed():
    expected = Expected({("fall", 3), ("fall", 70)}, visits=100)
    right = Contestant("right", list, 50, lambda visits: {("fall", 3)})
    wrong = Contestant("wrong", list, 100, lambda visits: {("fall", 3), ("fall", 4)})
    assert race([right], 2, expected)["right"].checked == 50
    with pytest.raises(DisagreementError, match="wrong: 2 answers differ on 100 visits"):
        race([right, wrong], 2, expected)


def test_who_asks_nothing_is_not_compared():
    timed = race([Contestant("floor", list, 10)], 3, None)["floor"]
    assert timed.checked == 0
    assert len(timed.cpus) == len(timed.walls) == 3
    assert timed.times(timed) == 1
