"""Findings as workflow commands, which GitHub shows beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from transpiler.definition import Diagnostic, Severity
from transpiler.definition.printing import one_line, shown_path
from transpiler.linting.formats.checked import Checked

_COMMANDS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


def as_annotations(checked: Iterable[Checked]) -> Iterator[str]:
    """Yield one workflow command a finding, a line each."""
    for one in checked:
        for finding in one.findings:
            yield _annotation(finding.diagnostic, one.path)


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
    hint = f" ({found.hint})" if found.hint else ""
    return f"::{_COMMANDS[found.severity]} {listed}::{_data(found.message + hint)}"


def _data(text: str) -> str:
    """Escape the message, so that nothing in it ends the command or begins another."""
    return one_line(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
