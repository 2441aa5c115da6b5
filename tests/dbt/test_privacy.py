"""No visit's text leaves the restricted schema: not by a log, an error, an artefact or a mart."""

from __future__ import annotations

import pytest

from tests.dbt.targets import DuckDBTarget
from tests.dbt.test_interrupted import kill_build
from transpiler.dbt import DbtError, create_project
from transpiler.dbt.run import run_dbt

MARKER = "zebrafish marker"
"""Stands in the text of every visit here, and nowhere else."""

VISITS = """
create table marked.visits as
select 'a' as C_BioSense_ID, 'f' as C_Processed_Facility_ID,
    cast('2025-01-02' as date) as C_Visit_Date,
    cast('2025-01-03' as timestamp) as Arrived_Date_Time, '30' as Age, 'F' as Sex,
    'SEX TRAFFICKING zebrafish marker | ;T7451XA;' as CCDDParsed,
    'zebrafish marker' as ChiefComplaintOrig,
    'zebrafish marker |' as CCDD, '{1};zebrafish marker;' as ChiefComplaintUpdates
union all
select 'b', 'f', null, cast('2025-01-03' as timestamp), 'zebrafish marker', null,
    'FALL zebrafish marker |', 'zebrafish marker', 'zebrafish marker |', 'zebrafish marker'
union all
select 'c', null, cast('2025-01-02' as date), null, null, null, 'zebrafish marker |', null,
    null, null
"""


def files_with(marker, folder):
    """Return the files in which a marker stands, among them dbt's log, which must be there."""
    written = [path for path in folder.rglob("*") if path.is_file()]
    assert any(path.name == "dbt.log" for path in written)
    return [path for path in written if marker.encode() in path.read_bytes().lower()]


@pytest.mark.parametrize("name", ["duckdb", "postgres"])
def test_no_text_is_left_behind(open_target, tmp_path, monkeypatch, capfd, name):
    monkeypatch.setenv("SYNDROME_VISIT_KEY_SECRET", "a secret of the tests")
    target = open_target(name)
    project = create_project(tmp_path / "project")
    run_dbt(["deps", "--project-dir", str(project), "--profiles-dir", str(project), "--quiet"])
    target.query("create schema marked")
    target.query(VISITS)
    source = {"syndrome_source": "essence", "syndrome_source_schema": "marked"}
    with pytest.raises(DbtError, match=r"ESS609(.|\n)*age_years: 1 of 2 ") as error:
        target.dbt(project, "build", "--no-fail-fast", schema="marked_out", **source)
    said = capfd.readouterr()
    assert MARKER not in str(error.value) + said.out + said.err
    assert files_with(MARKER, project) == []
    with pytest.raises(Exception, match="syndrome_visits"):
        target.query("select * from marked_out_restricted.syndrome_visits")

    target.query("delete from marked.visits where C_BioSense_ID <> 'a'")
    target.dbt(project, "build", schema="marked_out", **source)
    said = capfd.readouterr()
    assert MARKER not in said.out + said.err
    assert files_with(MARKER, project) == []
    kept = target.query("select max(ccdd_parsed) from marked_out_restricted.syndrome_visits")
    assert MARKER in kept[0][0]


@pytest.mark.parametrize("name", ["duckdb", "postgres"])
def test_a_build_that_is_killed_leaves_no_text_behind(open_target, tmp_path, monkeypatch, name):
    monkeypatch.setenv("SYNDROME_VISIT_KEY_SECRET", "a secret of the tests")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    # a file of its own: this process keeps the one of the session open, and no other may read it
    target = DuckDBTarget(tmp_path) if name == "duckdb" else open_target(name)
    project = create_project(tmp_path / "project")
    run_dbt(["deps", "--project-dir", str(project), "--profiles-dir", str(project), "--quiet"])
    target.query("create schema killed")
    sound, *_ = VISITS.replace("marked.visits", "killed.visits").split("union all")
    target.query(sound)
    source = {"syndrome_source": "essence", "syndrome_source_schema": "killed"}
    for done in (1, 12, 60):
        said = kill_build(target, project, "killed_out", done, **source)
        assert MARKER not in "".join(said).lower()
        holding = [
            path.relative_to(tmp_path)
            for path in tmp_path.rglob("*")
            if path.is_file() and MARKER.encode() in path.read_bytes().lower()
        ]
        # the database itself, what it has not written into its file yet, and what it swapped out
        assert all(str(path).startswith("syndrome.duckdb") for path in holding), holding
    kept = target.query("select max(ccdd_parsed) from killed_out_restricted.syndrome_visits")
    assert MARKER in kept[0][0]
