"""What the tests of faults and interruptions share."""

from __future__ import annotations

import tempfile

import pytest


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home of its own, where everything that a command writes besides its result must be."""
    home = tmp_path / "home"
    for name in ("tmp", "cache"):
        (home / name).mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("TMPDIR", str(home / "tmp"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setattr(tempfile, "tempdir", None)  # it is asked for once only
    return home
