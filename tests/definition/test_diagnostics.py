"""Where a diagnostic points, and what it keeps of the line it points into."""

from __future__ import annotations

import pytest

from transpiler.definition import QueryOrigin, Span

LONG = "".join(f"^{number:05}^,or," for number in range(100_000))


@pytest.mark.parametrize("at", [0, 1, 49, 50, 51, 99, 199, 200, 201, 500_000, len(LONG) - 1])
def test_of_a_long_line_it_keeps_what_surrounds_the_spot(at):
    found = QueryOrigin(f"first\n{LONG}\nlast").diagnose("X", "wrong", Span(at + 6, at + 8))
    assert found.position is not None
    assert (found.position.line, found.position.column) == (2, at + 1)
    assert len(found.source_line) <= 400
    assert LONG[found.source_offset :].startswith(found.source_line)
    _, shown, marks = found.render().split("\n")
    spot = LONG[at : min(at + 2, len(LONG))]
    assert shown[marks.index("^") : marks.index("^") + len(spot)] == spot
    assert marks.count("^") == len(spot)
    assert ("| …" in shown) is (at > 50)
    assert shown.endswith("…") is (at + 50 < len(LONG))


def test_of_a_short_line_it_keeps_all():
    found = QueryOrigin("first\n^a^,or,^b^\nlast").diagnose("X", "wrong", Span(14, 17))
    assert (found.source_line, found.source_offset) == ("^a^,or,^b^", 0)
    assert found.render().split("\n")[1:] == ["  2 | ^a^,or,^b^", "    |         ^^"]
