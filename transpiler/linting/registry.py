"""The rules, collected from their files."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Final

from transpiler.linting import rules
from transpiler.linting.rule import Rule


def _collect() -> tuple[Rule, ...]:
    names = sorted(module.name for module in pkgutil.iter_modules(rules.__path__))
    return tuple(importlib.import_module(f"{rules.__name__}.{name}").RULE for name in names)


RULES: Final[tuple[Rule, ...]] = _collect()
"""Every rule, in the order of their codes."""

RULES_BY_CODE: Final[dict[str, Rule]] = {rule.code: rule for rule in RULES}
"""Code → rule."""
