"""The glossary has each word once, and what users read keeps to it."""

from __future__ import annotations

import re
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PACKAGE = REPOSITORY / "transpiler"
GLOSSARY = (REPOSITORY / "docs" / "glossary.md").read_text(encoding="utf-8")


def test_each_word_has_one_entry_in_its_place():
    words = re.findall(r"^\| \*\*(.+?)\*\* \|", GLOSSARY, re.MULTILINE)
    assert len(words) >= 20
    assert words == sorted(set(words))


def test_a_part_is_never_called_a_box():
    """Save where the model says what ESSENCE calls it, and in the key that `explain` keeps."""
    found = {
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*.py")
        if re.search(r"\bquery box|\w*_box(es)?\b|\bboxes\b", file.read_text(encoding="utf-8"))
    }
    assert found == {"definition/model.py", "cli/explain.py"}
