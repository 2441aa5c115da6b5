"""The project's own definition that most passes are tried on."""

from pathlib import Path

import pytest

from transpiler.parsing import load_definition

DEFINITIONS = Path(__file__).parents[2] / "dbt_project" / "definitions"


@pytest.fixture(scope="session")
def sst():
    """CDC Suspected Sex Trafficking v1."""
    return load_definition(DEFINITIONS / "cdc_suspected_sex_trafficking" / "v1.yml")
