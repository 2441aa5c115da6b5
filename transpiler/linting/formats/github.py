"""Findings as workflow commands, which GitHub shows beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from transpiler.definition import Diagnostic, Severity
from transpiler.definition.printing import one_line, shown_path
from transpiler.linting.formats.checked import Checked, totals

_COMMANDS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


def as_annotations(checked: Iterable[Checked]) -> Iterator[str]:
    """Yield one workflow command a finding, a line each, and a line of totals for the log."""
    definitions = list(checked)
    for one in definitions:
        for finding in one.findings:
            yield _annotation(finding.diagnostic, one.path)
    yield totals(definitions)


def _annotation(found: Diagnostic, path: str) -> str:
    properties = {"file": shown_path(found.path or path)}
    if found.position is not None:
        properties |= {
            "line": str(found.position.line),
            "col": str(found.position.column),
            "endColumn": str(found.position.column + found.length),
        }
    properties["title"] = found.code
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    lines = [found.message]
    if found.expected:
        lines.append(f"expected: {', '.join(found.expected)}")
    if found.hint:
        lines.append(f"hint: {found.hint}")
    return f"::{_COMMANDS[found.severity]} {listed}::{'%0A'.join(map(_data, lines))}"


def _data(text: str) -> str:
    """Escape a line of the message, so that nothing in it ends the command or begins another."""
    return one_line(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
