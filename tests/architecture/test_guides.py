"""The guides name everything that they send a newcomer to."""

from __future__ import annotations

import re
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]


def test_the_guide_names_every_macro_that_an_engine_must_have():
    text = "".join(path.read_text(encoding="utf-8") for path in REPOSITORY.glob("macros/*/*.sql"))
    dispatched = set(re.findall(r"adapter\.dispatch\('(\w+)'", text))
    without = dispatched - set(re.findall(r"macro default__(\w+)\(", text))
    guide = (REPOSITORY / "docs/adding-a-dialect.md").read_text(encoding="utf-8")
    section = guide.partition("## 3. The macros")[2].partition("\n## ")[0]
    assert without
    assert without == set(re.findall(r"`(\w+)`", section)) & dispatched
