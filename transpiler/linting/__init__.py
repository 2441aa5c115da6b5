"""What a definition really does, before it runs: documented rules and what they find."""

from transpiler.linting.issue import Issue
from transpiler.linting.linter import MAX_CHARACTERS, MAX_TERMS, TOO_LONG, UNUSED_IGNORE, lint
from transpiler.linting.registry import RULES, RULES_BY_CODE
from transpiler.linting.rule import Rule, RuleExample

__all__ = [
    "MAX_CHARACTERS",
    "MAX_TERMS",
    "RULES",
    "RULES_BY_CODE",
    "TOO_LONG",
    "UNUSED_IGNORE",
    "Issue",
    "Rule",
    "RuleExample",
    "lint",
]
