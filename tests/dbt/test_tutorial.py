"""The tutorial's file of visits is a plain source, and its definition finds what it says in it."""

import csv
import re
import subprocess
import sys
from pathlib import Path

from transpiler.meaning import matches
from transpiler.parsing import load_definition
from transpiler.resources import data_path

PAGE = (Path(__file__).parents[2] / "docs" / "tutorial.md").read_text(encoding="utf-8")


def test_the_invented_visits_are_a_plain_source(tmp_path):
    script = re.search(r"<<'EOF'\n(.*?)EOF\n", PAGE, re.DOTALL)[1]
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True)
    with (tmp_path / "visits.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["visit_id"] for row in rows}) == len(rows) == 6_000
    staging = data_path("macros") / "models" / "staging" / "stg_syndrome__plain.sql"
    text = staging.read_text(encoding="utf-8")
    assert [column for column in rows[0] if column not in text] == []


def test_the_trend_that_is_shown_says_which_periods_are_partial():
    assert "is_partial" in re.search(r"dbt show .*?\n```", PAGE, re.DOTALL)[0]


def test_the_definition_takes_what_it_says(tmp_path):
    written = re.search(r"```yaml\n(name: .*?)```", PAGE, re.DOTALL)[1]
    file = tmp_path / "v1.yml"
    file.write_text(written, encoding="utf-8")
    definition = load_definition(file)
    assert definition.examples.matches
    assert definition.examples.does_not_match
    for expected, texts in (
        (True, definition.examples.matches),
        (False, definition.examples.does_not_match),
    ):
        for text in texts:
            assert matches(definition, {"ccdd_parsed": text}) is expected
