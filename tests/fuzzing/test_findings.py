"""Inputs that once broke a target break it no more, and neither do those fuzzing starts from."""

from __future__ import annotations

import pytest

from tests.fuzzing.seeds import FINDINGS, seeds
from tests.fuzzing.targets import TARGETS


def findings():
    return sorted(path for path in FINDINGS.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", findings(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_once_is_mended(path):
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_what_fuzzing_starts_from_breaks_nothing(name):
    started = list(seeds(name))
    assert started
    for seed in started:
        TARGETS[name](seed)
