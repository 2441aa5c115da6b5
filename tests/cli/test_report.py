"""``syndrome report``, over a demonstration's project."""

import subprocess
import sys
from html.parser import HTMLParser

import duckdb
import pytest
from click.testing import CliRunner

from tests.cli.records import read_record
from transpiler.cli import main


class Tables(HTMLParser):
    """The cells of every table, row by row."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.cell = [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.cell = True

    def handle_endtag(self, tag):
        self.cell = self.cell and tag not in ("td", "th")

    def handle_data(self, data):
        if self.cell:
            self.rows[-1][-1] += data


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """A project built in a process of its own, as dbt keeps a database open while it lives."""
    project = tmp_path_factory.mktemp("report") / "surveillance"
    run = subprocess.run(
        [
            *(sys.executable, "-c", "from transpiler.cli import main; main()", "demo"),
            *("--visits", "12000", "--directory", str(project), "--format", "json"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return project, read_record(run.stdout)["quarters"]


@pytest.fixture
def report(tmp_path):
    def run(*arguments):
        output = tmp_path / "report.html"
        result = CliRunner().invoke(main, ["report", "--output", str(output), *arguments])
        return result, output

    return run


def test_the_page_has_the_published_counts_and_needs_nothing_else(demonstration, report):
    """Everything but the marts is then dropped, and the page is the same."""
    project, quarters = demonstration
    result, output = report("--project-dir", str(project))
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    page = output.read_text(encoding="utf-8")
    rows = [row for row in Tables(page).rows if len(row) == 6 and " to 2025-" in row[1]]
    assert [(row[0], row[2], row[3]) for row in rows] == [
        (
            quarter["label"],
            "withheld" if quarter["matched_visits"] is None else f"{quarter['matched_visits']:,}",
            f"{quarter['visits']:,}",
        )
        for quarter in quarters
    ]
    assert {"withheld"} < {row[2] for row in rows}

    with duckdb.connect(str(project / "syndrome.duckdb")) as connection:
        schemas = connection.execute(
            "SELECT DISTINCT table_schema FROM information_schema.tables"
        ).fetchall()
        assert ("surveillance_restricted",) in schemas
        for (schema,) in schemas:
            if schema != "surveillance_mart":
                connection.execute(f"DROP SCHEMA {schema} CASCADE")
    result, output = report("--project-dir", str(project))
    assert result.exit_code == 0, result.output
    assert output.read_text(encoding="utf-8") == page


def test_the_database_can_be_elsewhere(demonstration, report, tmp_path, monkeypatch):
    project, _ = demonstration
    elsewhere = tmp_path / "elsewhere.duckdb"
    elsewhere.write_bytes((project / "syndrome.duckdb").read_bytes())
    result, output = report("--project-dir", str(tmp_path), "--database", str(elsewhere))
    assert result.exit_code == 0, result.output
    page = output.read_bytes()
    monkeypatch.setenv("SYNDROME_DUCKDB_PATH", "elsewhere.duckdb")
    result, output = report("--project-dir", str(tmp_path))
    assert result.exit_code == 0, result.output
    assert output.read_bytes() == page


@pytest.mark.parametrize(
    ("arguments", "code"),
    [([], "ESS320"), (["--schema", "surveillance_restricted"], "ESS321")],
)
def test_a_project_that_cannot_be_reported_on_ends_with_2(report, tmp_path, arguments, code):
    result, output = report("--project-dir", str(tmp_path), *arguments)
    assert result.exit_code == 2
    assert f"syndrome.duckdb: error {code}" in result.stderr
    assert not output.exists()


def test_an_output_that_cannot_be_written_ends_with_2(demonstration, report, tmp_path):
    project, _ = demonstration
    output = tmp_path / "missing" / "report.html"
    result, _ = report("--project-dir", str(project), "--output", str(output))
    assert result.exit_code == 2
    assert "No such file or directory" in result.stderr


def test_without_the_library_for_charts_it_says_what_to_install(report, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    result, output = report()
    assert result.exit_code == 2
    assert "pip install 'syndrome-sql[report]'" in result.stderr
    assert not output.exists()
