"""The project's own definitions, and visits generated for them."""

import pytest

from transpiler.generating import generate_visits
from transpiler.parsing import find_definitions, load_definition
from transpiler.resources import data_path


@pytest.fixture(scope="session")
def definitions():
    folder = data_path("dbt_project") / "definitions"
    return [load_definition(path) for path in find_definitions([folder])]


@pytest.fixture(scope="session")
def visits(definitions):
    """Enough visits for shares to settle."""
    return list(generate_visits(20_000, seed=1, definitions=definitions))
