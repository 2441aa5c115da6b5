"""What the project's own workflows run: commands that there are, on the versions that are named."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).parents[2]
WORKFLOWS = sorted((REPOSITORY / ".github" / "workflows").glob("*.yml"))


def jobs(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_command_is_there(path):
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    steps = [step for job in jobs(path).values() for step in job["steps"]]
    commands = [step["run"] for step in steps if "run" in step]
    assert commands
    for command in commands:
        program, *arguments = command.split()
        wanted = {argument for argument in arguments if "=" not in argument}
        assert (program == "make" and wanted <= targets) or (REPOSITORY / program).is_file()


def test_the_tests_run_on_every_python_that_is_named():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    found = jobs(REPOSITORY / ".github/workflows/tests.yml")["test"]["strategy"]["matrix"]["python"]
    assert found == named


def test_no_release_is_built_that_was_not_audited():
    found = jobs(REPOSITORY / ".github/workflows/release.yml")
    assert {"run": "make audit"} in found["audit"]["steps"]
    assert found["build"]["needs"] == "audit"


def test_the_slow_lanes_run_where_time_is_no_matter():
    """`make test` leaves them out; continuous integration, releases and the weekly run do not."""
    assert "make test-all" in (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8")
    assert {"run": "make test-all"} in jobs(REPOSITORY / ".github/workflows/release.yml")["build"][
        "steps"
    ]
    scheduled = jobs(REPOSITORY / ".github/workflows/scheduled.yml")
    assert {"run": "make test-all COVERAGE=yes"} in scheduled["all"]["steps"]
    assert any(step.get("run", "").startswith("make fuzz") for step in scheduled["fuzz"]["steps"])
