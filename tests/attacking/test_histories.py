"""Histories of seven builds, attacked by everything that was told in any of them."""

from __future__ import annotations

import pytest

from tests.attacking.histories import STORIES, attacked, compiled, live
from transpiler.attacking import Suppositions, summarize

FEW, MANY = 25, 400
"""So many histories of each story in every run, and with ``--long``."""


@pytest.mark.parametrize("at", range(len(STORIES)), ids=[story.name for story in STORIES])
def test_nothing_follows_from_all_that_was_told(at, tmp_path, request):
    histories = MANY if request.config.getoption("--long") else FEW
    story = STORIES[at]
    world = live(story, compiled(story, tmp_path), histories, seed=at)
    result = attacked(story, world, histories, Suppositions())
    every = summarize(result.findings)[-1]
    assert every.is_safe, every
    assert every.withheld > histories
    assert result.shown > histories
    assert not result.missed
    assert not result.no_ends, "above zero, and no end of a group"
