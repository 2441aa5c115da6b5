"""What is wrong with a query: collected while reading, turned into diagnostics at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from transpiler.definition import Diagnostic, QueryOrigin, Severity, Span

MAX_FINDINGS: Final = 50
"""How many findings of one query are reported; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about a span of the query; see `Diagnostic` for the attributes."""

    code: str
    message: str
    span: Span
    expected: tuple[str, ...] = ()
    hint: str | None = None

    def at(self, span: Span) -> Finding:
        """Return the same finding about ``span``."""
        return Finding(self.code, self.message, span, self.expected, self.hint)


def as_diagnostics(findings: Sequence[Finding], origin: QueryOrigin) -> tuple[Diagnostic, ...]:
    """Return the first `MAX_FINDINGS` in the order of the text, and a count of the rest."""
    shown = sorted(findings[:MAX_FINDINGS], key=lambda found: (found.span.start, found.span.end))
    diagnostics = [
        origin.diagnose(
            found.code,
            found.message,
            found.span,
            expected=found.expected,
            hint=found.hint,
        )
        for found in shown
    ]
    rest = len(findings) - len(shown)
    if rest:
        message = f"{rest:,} more findings in this query are not shown"
        diagnostics.append(
            Diagnostic(code="ESS099", severity=Severity.NOTE, message=message, path=origin.path)
        )
    return tuple(diagnostics)
