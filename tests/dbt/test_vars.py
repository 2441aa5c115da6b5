"""The vars of the package stand in several places, which say the same."""

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from transpiler.cli import main
from transpiler.resources import data_path

DOCS = Path(__file__).parents[2] / "docs"
INTERNAL = {"syndrome_project", "syndrome_proved"}
"""Vars without a default that the program sets, or of a layout of more packages."""


def vars_of(path):
    return yaml.safe_load((path / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]


PACKAGE = vars_of(data_path("macros"))


def read():
    """The vars that the package's macros and models read."""
    for path in data_path("macros").rglob("*"):
        if path.suffix in (".sql", ".yml") and path.name != "dbt_project.yml":
            yield from re.findall(r"var\('(syndrome_\w+)'", path.read_text(encoding="utf-8"))


def test_the_shipped_project_has_the_defaults_of_the_package():
    shipped = vars_of(data_path("dbt_project"))
    assert shipped.items() <= PACKAGE.items()


def test_init_writes_vars_that_the_package_has(tmp_path):
    (tmp_path / "dbt_project.yml").write_text("name: mercy\nprofile: mercy\n", encoding="utf-8")
    options = ["--into", str(tmp_path), "--yes", "--prefix", "ed_"]
    assert CliRunner().invoke(main, ["init", *options]).exit_code == 0
    assert vars_of(tmp_path).keys() <= PACKAGE.keys()


def test_every_default_is_of_a_var_that_is_read():
    # those of a kind are read by a name that is put together
    text = "".join(path.read_text(encoding="utf-8") for path in data_path("macros").rglob("*.sql"))
    for name in PACKAGE:
        assert name in text or f"'{name.removeprefix('syndrome_')}'" in text, name


@pytest.mark.parametrize("name", sorted({*PACKAGE, *read()} - INTERNAL))
def test_every_var_is_described(name):
    pages = "".join(page.read_text(encoding="utf-8") for page in DOCS.glob("*.md"))
    assert re.search(rf"\b{name}\b", pages)
