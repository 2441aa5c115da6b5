"""What a lint rule found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from transpiler.definition import Diagnostic, QueryOrigin, Severity, Span


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding of a lint rule.

    Attributes:
        rule: the rule's code, such as ``SYN001``.
        severity: by consequence: an error is a definition that cannot do what it says, a warning
            one that hardly does, a note something its author should know.
        message: what is the matter, in one sentence.
        part: the part it is in, from 1.
        span: where, in the text of that query; None where it is about the definition as a whole.
        term: the term it is about, as written, or None.
        hint: how to mend it, or None.
        details: what the message was made from, JSON-ready, by name.
    """

    rule: str
    severity: Severity
    message: str
    part: int = 1
    span: Span | None = None
    term: str | None = None
    hint: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    def diagnostic(self, origin: QueryOrigin) -> Diagnostic:
        """Return the issue as a diagnostic.

        Args:
            origin: where the query of this issue's part stands.
        """
        if self.span is None:
            return Diagnostic(self.rule, self.severity, self.message, origin.path, hint=self.hint)
        return origin.diagnose(
            self.rule, self.message, self.span, severity=self.severity, hint=self.hint
        )
