"""The glossary has each word once, and what users read keeps to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
GLOSSARY = (REPOSITORY / "docs" / "glossary.md").read_text(encoding="utf-8")

ROOMS = ("cli", "comparing", "definition", "explaining", "meaning", "verifying")
"""Rooms in which nothing goes by another word for a part."""


def test_each_word_has_one_entry_in_its_place() -> None:
    words = re.findall(r"^\| \*\*(.+?)\*\* \|", GLOSSARY, re.MULTILINE)
    assert len(words) >= 20
    assert words == sorted(set(words))


@pytest.mark.parametrize("room", ROOMS)
def test_a_part_is_never_called_a_box(room: str) -> None:
    files = (REPOSITORY / "transpiler" / room).rglob("*.py")
    found = [
        str(file.relative_to(REPOSITORY))
        for file in files
        if re.search(r"quer(y|ies) box", file.read_text(encoding="utf-8"))
    ]
    assert [name for name in found if name != "transpiler/definition/model.py"] == []
