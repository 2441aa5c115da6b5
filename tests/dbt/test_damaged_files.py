"""Damaged files through ``dbt build``: the flags of before, a refusal with a code, or a count that
tells; and nothing of a visit in any output, log, artefact or temporary file.

Each kind of damage is one of `tests.damage`, where ``classify`` reads two thousand such files.
"""

from __future__ import annotations

import tempfile
from random import Random

import pytest

from tests.damage.damages import ON_BYTES, ON_ROWS
from tests.damage.tables import MARKER, Way, tidy
from tests.dbt.small import define, small_project
from tests.dbt.targets import DuckDBTarget
from transpiler.dbt import DbtError, compile_project

ROWS = 400

SAMPLE = (
    "a NUL more",
    "a byte of Latin-1",
    "a quote more",
    "a row for each code",
    "ages in words",
    "later messages",
    "renamed",
    "truncated",
    "words for no complaint",
)
"""What ``--all`` builds; ``--long`` builds all."""

DEFINITIONS = {
    "fall": ("(,^fall^,or,^fell^,or,^;W1^,),andnot,^asleep^", {}),
    "hypertension": ("^;I10;^", {}),
    "old": ("^", {"age": {"min": 65}}),
    "women": ("^", {"sex": ["F"]}),
    "emergency": ("^pain^,or,^fever^", {"emergency_visit": True}),
}


class Builds:
    """A project that is built anew from one file after the other."""

    def __init__(self, folder):
        self.files = folder / "files"
        self.files.mkdir()
        self.project = small_project(folder / "project")
        for name, (query, filters) in DEFINITIONS.items():
            definition = {"name": name, "version": 1, "title": name, "fields": ["ccdd_parsed"]}
            define(self.project, {**definition, **({"filters": filters} if filters else {})}, query)
        compile_project(self.project)
        self.target = DuckDBTarget(self.files)
        self.file = self.files / "visits.csv"

    def __call__(self, data):
        """Build from a file; return definition → visits, and the intake, each count by its name."""
        self.file.write_bytes(data)
        select = ("--select", "+fct_syndrome_matches", "+rpt_intake")
        source = {"syndrome_source": "plain", "syndrome_source_file": str(self.file)}
        self.target.dbt(
            self.project,
            *("build", "--full-refresh", "--indirect-selection", "cautious", *select),
            schema="damaged",
            **source,
        )
        flags = self.target.query(
            "select definition, visit_id from damaged_restricted.fct_syndrome_matches"
        )
        (counts,) = self.target.query(
            "select to_json(c) from (select sum(columns(* exclude (facility_id, week_start,"
            " first_day, last_day, first_arrival, last_arrival, columns_not_there,"
            " form_beside_codes))),"
            " max(columns_not_there) as absent from damaged_restricted.rpt_intake) as c"
        )
        return set(flags), counts[0]


@pytest.fixture(scope="module")
def builds(tmp_path_factory):
    return Builds(tmp_path_factory.mktemp("damaged"))


@pytest.fixture(scope="module")
def tidy_build(builds):
    return builds(Way().encode(tidy(ROWS, 3)))


@pytest.mark.slow
@pytest.mark.parametrize("name", [*ON_ROWS, *ON_BYTES])
def test_a_damaged_file_is_built_refused_or_counted_and_never_shown(
    builds, tidy_build, name, tmp_path, monkeypatch, capfd, pytestconfig
):
    if name not in SAMPLE and not pytestconfig.getoption("--long"):
        pytest.skip("--long builds from each")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    table = tidy(ROWS, 3)
    if name in ON_ROWS:
        data = Way().encode(ON_ROWS[name].change(Random(name), table))
    else:
        data = ON_BYTES[name].change(Random(name), Way().encode(table))
    try:
        flags, counts = builds(data)
    except DbtError as error:
        said = str(error)
        assert "ESS" in said
        assert not {**ON_ROWS, **ON_BYTES}[name].is_lawful
    else:
        said = ""
        assert flags == tidy_build[0] or counts != tidy_build[1]
    out = capfd.readouterr()
    builds.file.unlink()
    marker = MARKER.lower()
    assert marker not in (said + out.out + out.err).lower()
    shown = [
        path
        for folder in (builds.project, builds.files, tmp_path)
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix not in (".duckdb", ".wal")  # where the visits are
        and marker.encode() in path.read_bytes().lower()
    ]
    assert shown == []
