"""The title of every code that a check can give."""

from __future__ import annotations

from typing import Final

from transpiler.definition.catalogue import CATALOGUE
from transpiler.linting.linter import TOO_LONG, UNUSED_IGNORE
from transpiler.linting.registry import RULES

TITLES: Final[dict[str, str]] = {
    **{code.code: code.title for code in CATALOGUE},
    **{rule.code: rule.title for rule in RULES},
    TOO_LONG: "Too long to lint",
    UNUSED_IGNORE: "Unused ignore",
}
"""Code → title."""
