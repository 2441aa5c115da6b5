"""Findings as plain values, for ``--format json``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from transpiler.linting.formats.checked import Checked, CheckFinding, counts


def as_records(checked: Iterable[Checked]) -> dict[str, Any]:
    """Return the findings as JSON-ready values, one record a definition."""
    definitions = list(checked)
    return {
        "definitions": [
            {
                "path": one.path,
                "title": one.title,
                "is_readable": one.is_readable,
                "findings": [_record(finding) for finding in one.findings],
            }
            for one in definitions
        ],
        "counts": {severity.value: count for severity, count in counts(definitions).items()},
    }


def _record(finding: CheckFinding) -> dict[str, Any]:
    found = finding.diagnostic
    return {
        "code": found.code,
        "severity": found.severity.value,
        "message": found.message,
        "line": found.position.line if found.position else None,
        "column": found.position.column if found.position else None,
        "length": found.length if found.position else None,
        "term": finding.term,
        "hint": found.hint,
        "expected": list(found.expected),
        "details": dict(finding.details),
    }
