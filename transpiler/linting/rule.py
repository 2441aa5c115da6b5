"""A lint rule: what it looks for, why that matters, and examples that are executed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from transpiler.definition import Precedence, Prose, Severity
from transpiler.linting.issue import Issue
from transpiler.linting.subject import Subject


@dataclass(frozen=True, slots=True)
class RuleExample:
    """A query that a rule speaks of, or does not.

    Attributes:
        query: the text of the part.
        fields: what it is asked of.
        precedence: how it is read.
        prose: what the definition's page lists in words.
    """

    query: str
    fields: tuple[str, ...] = ("ccdd_parsed",)
    precedence: Precedence = Precedence.TIGHT
    prose: Prose = field(default_factory=Prose)


@dataclass(frozen=True, slots=True)
class Rule:
    """A lint rule.

    Attributes:
        code: ``SYN`` and three digits; the oldest have an ``ESS`` code, and keep it.
        title: what it finds, in a few words.
        severity: the severity its findings have, as a rule; some are milder where that is said.
        what: what it looks for, in prose.
        why: what goes wrong otherwise.
        fix: what to do about a finding.
        bad: examples that it speaks of.
        good: examples that it has nothing to say of.
        check: the rule itself.
        needs_codes: whether it looks at nothing without ICD-10-CM titles.
    """

    code: str
    title: str
    severity: Severity
    what: str
    why: str
    fix: str
    bad: tuple[RuleExample, ...]
    good: tuple[RuleExample, ...]
    check: Callable[[Subject], Iterable[Issue]]
    needs_codes: bool = False

    @property
    def slug(self) -> str:
        """The title as part of a file name: ``over-broad-literal``."""
        return "-".join("".join(c if c.isalnum() else " " for c in self.title.lower()).split())
