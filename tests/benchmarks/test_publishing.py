"""Publishing a large library is timed, from visits to the attack, and what it publishes holds."""

from __future__ import annotations

from benchmarks.publishing import main


def test_the_smallest_run_times_every_step(capsys, monkeypatch):
    size = ["--definitions", "6", "--quarters", "1", "--visits", "20000"]
    monkeypatch.setattr("sys.argv", ["publishing", *size])
    main()
    printed = capsys.readouterr().out
    steps = ("the models decide", "is read", "proved", "published", "attacked")
    assert all(step in printed for step in steps)
    assert "of which 0 do not hold" in printed
