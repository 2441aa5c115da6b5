"""A sample of damaged files; ``make fuzz`` tries two thousand."""

import random

import pytest

from tests.damage.damages import MARKER, ON_BYTES, ON_ROWS, encoded, tidy
from tests.damage.trial import ask, run


@pytest.mark.parametrize("seed", range(9_000, 9_008))
def test_a_damaged_file_gives_the_same_flags_or_the_count_that_tells(tmp_path, seed):
    trial = run(seed, 60, tmp_path)
    assert trial.fault is None, trial.damages
    assert MARKER not in trial.outcome.told


@pytest.mark.parametrize(
    "name",
    [
        "ages with a point",
        "ages with a unit",
        "sex in words",
        "US dates",
        "half days",
        "reordered",
        "codes with blanks",
        "codes undotted",
        "shuffled",
        "missing ages",
        "flags otherwise",
    ],
)
def test_other_forms_of_the_same_values_give_the_same_flags(tmp_path, name):
    table = tidy(80, 3)
    path = tmp_path / "visits.csv"
    path.write_bytes(encoded(table))
    expected = ask(path).flags
    path.write_bytes(encoded(ON_ROWS[name](random.Random(1), table), random.Random(2)))
    assert ask(path).flags == expected


@pytest.mark.parametrize("name", ["a byte of Latin-1", "UTF-16", "text before the header"])
def test_what_is_no_table_is_refused(tmp_path, name):
    path = tmp_path / "visits.csv"
    path.write_bytes(ON_BYTES[name](random.Random(1), encoded(tidy(80, 3))))
    assert ask(path).flags is None
