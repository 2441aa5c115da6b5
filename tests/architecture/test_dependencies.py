"""Dependencies are bounded, and docs/dependencies.md says of each what it is for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
CONFIGURATION = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = CONFIGURATION["project"]


def split(requirement):
    name, bounds = re.fullmatch(r"([\w.-]+)(.*)", requirement.partition(";")[0].strip()).groups()
    return name, bounds


def rows():
    page = (REPOSITORY / "docs/dependencies.md").read_text(encoding="utf-8")
    listed = page.partition("## What each costs")[0].splitlines()
    found = [line.strip("| ").split(" | ") for line in listed if line.startswith("| `")]
    return [[cell.strip("`") for cell in row] for row in found]


def test_every_dependency_is_bounded():
    lists = (
        PROJECT["dependencies"],
        *PROJECT["optional-dependencies"].values(),
        *CONFIGURATION["dependency-groups"].values(),
    )
    for requirement in (one for found in lists for one in found if isinstance(one, str)):
        _, bounds = split(requirement)
        assert re.search(r">=.*<|==", bounds), requirement


def test_the_page_has_every_dependency_and_no_other():
    always = {split(requirement)[0] for requirement in PROJECT["dependencies"]}
    extra = {
        (split(requirement)[0], name)
        for name, requirements in PROJECT["optional-dependencies"].items()
        for requirement in requirements
        if split(requirement)[0] not in always
    }
    assert {row[0] for row in rows() if len(row) == 3} == always
    told = {
        (row[0], name.strip("`")) for row in rows() if len(row) == 4 for name in row[1].split(", ")
    }
    assert told == extra
    assert all(cell for row in rows() for cell in row)
