"""The files that users copy for their CI: every command in them works in a project."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
SYNDROME = Path(sys.executable).with_name("syndrome")

DEFINITION = """\
name: fall_injury
version: 1
title: Fall injuries v1
description: Emergency visits after a fall.
fields: [ccdd_parsed]
query: |
  ^;W19^,or,^;W01^
examples:
  matches: ["FELL | ;W19XXXA;"]
  does_not_match: ["COUGH | ;R05;"]
"""


def workflow_commands():
    workflow = yaml.safe_load((REPOSITORY / "docs/ci/github-actions.yml").read_text())
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    return [step["run"] for step in steps if step.get("run", "").startswith("syndrome")]


def hooks():
    return list(yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text()))


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return a new project with one definition more than those it came with, compiled."""
    folder = tmp_path_factory.mktemp("ci") / "project"
    run(["init", str(folder)], folder.parent)
    file = folder / "definitions" / "fall_injury" / "v1.yml"
    file.parent.mkdir(parents=True)
    file.write_text(DEFINITION, encoding="utf-8")
    run(["fmt", "definitions"], folder)
    run(["compile"], folder)
    return folder


def run(arguments, folder):
    done = subprocess.run(
        [SYNDROME, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_there_is_a_step_for_each_check():
    names = [shlex.split(command)[1] for command in workflow_commands()]
    assert names == ["fmt", "check", "compile", "verify"]
    assert [str(hook["entry"]).split()[1] for hook in hooks()] == names


@pytest.mark.parametrize("command", workflow_commands())
def test_a_step_of_the_workflow_passes(command, project):
    run(shlex.split(command)[1:], project)


@pytest.mark.parametrize("hook", hooks(), ids=lambda hook: hook["id"])
def test_a_hook_passes(hook, project):
    files = sorted(str(file.relative_to(project)) for file in project.glob("definitions/**/*.yml"))
    assert files
    names = [] if hook.get("pass_filenames") is False else files
    run([*shlex.split(str(hook["entry"]))[1:], *names], project)
