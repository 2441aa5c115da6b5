"""Errors and warnings that point at the spot, and the list of their codes.

A diagnostic never holds text of a visit: it speaks of definitions only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from transpiler.definition.printing import printable, shown_path
from transpiler.definition.span import Position, Span, position_of

_WINDOW: Final = 100
"""How many characters of a source line are shown; published definitions are one long line."""

_KEPT: Final = 200
"""How many characters of its line a diagnostic keeps on either side of the spot: thousands of them
may point into one line of a megabyte."""


class Severity(StrEnum):
    """How bad it is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about a definition.

    Attributes:
        code: stable, such as ``ESS004``; listed in ``docs/diagnostics.md``.
        severity: an error stops the definition, a warning does not.
        message: what is the matter, in one sentence.
        path: the file, or None for a text given by a caller.
        position: where the spot begins in that file or text, or None where there is no one spot.
        source_line: the line the spot stands in; of a long one what surrounds the spot.
        length: how many characters of the line are meant, at least 1.
        expected: what could stand there instead, as the reader would write it.
        hint: how to mend it, or None.
        source_offset: how many characters of the line stand before ``source_line``.
    """

    code: str
    severity: Severity
    message: str
    path: str | None = None
    position: Position | None = None
    source_line: str = ""
    length: int = 1
    expected: tuple[str, ...] = ()
    hint: str | None = None
    source_offset: int = 0

    @property
    def location(self) -> str:
        """``file:line:col``, as editors and terminals link it."""
        where = shown_path(self.path) if self.path else "<query>"
        if self.position is None:
            return where
        return f"{where}:{self.position.line}:{self.position.column}"

    def render(self) -> str:
        """Return the diagnostic as text: headline, the line underlined, expectation and hint."""
        where = f"{self.location}: " if self.path or self.position else ""
        lines = [f"{where}{self.severity} {self.code}: {printable(self.message)}"]
        if self.position is not None:
            lines += self._underlined(self.position)
        if self.expected:
            lines.append(f"  expected: {printable(', '.join(self.expected))}")
        if self.hint:
            lines.append(f"  hint: {printable(self.hint)}")
        return "\n".join(lines)

    def _underlined(self, position: Position) -> list[str]:
        at = position.column - 1 - self.source_offset
        is_whole = not self.source_offset and len(self.source_line) <= _WINDOW
        start = 0 if is_whole else max(0, at - _WINDOW // 2)
        shown = self.source_line[start : start + _WINDOW]
        lead = "…" if self.source_offset + start else ""
        tail = "…" if start + _WINDOW < len(self.source_line) else ""
        number = str(position.line)
        marks = "^" * max(1, min(self.length, len(shown) - (at - start)))
        return [
            f"  {number} | {lead}{printable(shown)}{tail}",
            f"  {' ' * len(number)} | {' ' * (len(lead) + at - start)}{marks}",
        ]


class DefinitionError(ValueError):
    """A definition cannot be used; ``diagnostics`` says why, every finding of the run."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(found.render() for found in self.diagnostics))

    def __reduce__(self) -> tuple[type[DefinitionError], tuple[tuple[Diagnostic, ...]]]:
        return type(self), (self.diagnostics,)  # as it travels between processes


@dataclass(frozen=True, slots=True)
class QueryOrigin:
    """Where a query's text stands in a file, so that a span in it becomes a line and column there.

    Attributes:
        path: the file, or None for a text given by a caller.
        text: the file's whole text (or the query itself).
        offsets: for each code point of the query its offset in ``text``, then one for the end;
            None where the two are the same text.
    """

    text: str
    path: str | None = None
    offsets: tuple[int, ...] | None = None

    def diagnose(
        self,
        code: str,
        message: str,
        span: Span,
        *,
        severity: Severity = Severity.ERROR,
        expected: tuple[str, ...] = (),
        hint: str | None = None,
    ) -> Diagnostic:
        """Return a diagnostic that points at ``span`` of the query."""
        last = len(self.offsets) - 1 if self.offsets is not None else len(self.text)
        start, end = min(span.start, last), min(max(span.end, span.start), last)
        if self.offsets is not None:
            start, end = self.offsets[start], self.offsets[end]
        position = position_of(self.text, start)
        line_start = start - (position.column - 1)
        line_end = self.text.find("\n", start)
        line_end = len(self.text) if line_end < 0 else line_end
        kept_from = max(line_start, start - _KEPT)
        return Diagnostic(
            code=code,
            severity=severity,
            message=message,
            path=self.path,
            position=position,
            source_line=self.text[kept_from : min(line_end, start + _KEPT)],
            source_offset=kept_from - line_start,
            length=max(1, min(end, line_end) - start),
            expected=expected,
            hint=hint,
        )
