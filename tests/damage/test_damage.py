"""Each damage once, on a small file; ``make fuzz`` tries two thousand files of 20,000 visits."""

import pytest

from tests.damage.damages import ON_BYTES, ON_ROWS
from tests.damage.tables import MARKER
from tests.damage.trial import damage, start

ROWS = 400
"""So many that a few cells are less than the per cent that may be unreadable."""


@pytest.fixture(scope="module")
def tidy_file(tmp_path_factory):
    found = start(ROWS, 3, tmp_path_factory.mktemp("tidy"))
    assert len(found.outcome.flags) == ROWS + 1  # and the header
    assert MARKER not in found.outcome.told
    return found


@pytest.mark.parametrize("name", [*ON_ROWS, *ON_BYTES])
def test_a_damaged_file_gives_the_same_flags_or_the_count_that_tells(tidy_file, tmp_path, name):
    assert damage(tidy_file, name, 1, tmp_path).fault is None


@pytest.mark.parametrize(
    "name",
    [
        "UTF-16",
        "a line of totals",
        "Windows-1252",
        "a byte of Latin-1",
        "a separator more",
        "all sex in numbers",
        "headers within",
        "many ages in words",
        "messages at no time",
        "names shifted",
        "no header",
        "no keys",
        "text before the header",
        "text behind the rows",
    ],
)
def test_what_is_no_table_of_visits_is_refused(tidy_file, tmp_path, name):
    assert damage(tidy_file, name, 1, tmp_path).outcome.flags is None
