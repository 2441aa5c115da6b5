"""Parts are put into groups as docs/privacy.md has it, written here once more without SQL."""

from __future__ import annotations

import numpy as np

from tests.dbt.published_tables import PLACES, publish

SMALLEST = 11


def groups_of(parts):
    """Return the groups of parts in their order, each as the numbers of its parts.

    Args:
        parts: the matches and visits of each, with visits enough for everything.
    """
    ended, is_open = [], []
    for at, (matched, visits) in enumerate(parts):
        is_open.append(at)
        so_far = sum(parts[one][0] for one in is_open)
        is_alone = len(is_open) == 1 and (not matched or _is_large(matched, visits))
        if is_alone or (matched and so_far >= SMALLEST and so_far > matched and visits >= so_far):
            ended.append(is_open)
            is_open = []
    if sum(parts[at][0] for at in is_open):
        last = max((at for at, group in enumerate(ended) if parts[group[-1]][0]), default=None)
        if last is None:
            return [*ended, is_open]
        rest = [at for group in ended[last:] for at in group] + is_open
        return [*ended[:last], rest]
    return [*ended, *([at] for at in is_open)]


def _is_large(matched, visits):
    return matched >= SMALLEST and visits - matched >= SMALLEST


def told(parts):
    """Return what is told: the numbers of the parts of each group, and the sum."""
    groups = groups_of(parts)
    several = [group for group in groups if sum(parts[at][0] for at in group)]
    if any(len(group) == 1 and not _is_large(*parts[group[0]]) for group in several):
        return set()
    return {
        (*group, sum(parts[at][0] for at in group))
        for group in groups
        if len(group) == 1 or len(several) > 1
    }


def random_line(random):
    """Return the matches and visits of some places, in the order of their visits."""
    places = random.integers(2, 25)
    matched = random.choice([0, 0, 1, 2, 3, 5, 9, 10, 11, 12, 15, 30, 80], places)
    visits = 2_000 + 10 * np.arange(places)
    return list(zip(matched.tolist(), visits.tolist(), strict=True))


def test_the_groups_are_those_of_the_rule():
    random = np.random.default_rng(20260101)
    lines = [random_line(random) for _ in range(400)]
    tables = [
        {
            name: np.array([[part[at]] for part in line])
            for at, name in enumerate(("matched", "visits"))
        }
        for line in lines
    ]
    sizes = set()
    for line, cells in zip(lines, publish(tables, SMALLEST), strict=True):
        if cells[0].is_suppressed:
            continue
        found = {
            (int(cell.place), *sorted(int(place) for place, _ in cell.others), cell.matched)
            for cell in cells
            if cell.cut == PLACES and not cell.is_suppressed
        }
        assert found == told(line), line
        sizes |= {len(group) - 1 for group in found}
    assert {1, 2, 3, 4, 5} <= sizes


def test_by_hand():
    many = 2_000
    assert told([(5, many), (5, many), (5, many), (60, many)]) == {(0, 1, 2, 15), (3, 60)}
    assert told([(20, many), (60, many), (5, many)]) == {(0, 20), (1, 2, 65)}
    assert told([(0, many), (10, many), (44, many)]) == {(0, 0)}
    assert told([(20, many), (0, many), (60, many), (0, many)]) == {
        (0, 20),
        (1, 0),
        (2, 60),
        (3, 0),
    }
    assert told([(20, many), (60, many), (0, many), (5, many)]) == {(0, 20), (1, 2, 3, 65)}
