"""Findings as a SARIF 2.1.0 log, which code hosts and editors read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from transpiler.definition import Diagnostic, Severity
from transpiler.linting.formats.checked import Checked, CheckFinding
from transpiler.linting.formats.titles import TITLES
from transpiler.linting.registry import RULES_BY_CODE

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}


def as_sarif(checked: Iterable[Checked], version: str) -> dict[str, Any]:
    """Return the findings as a SARIF log of one run.

    Args:
        checked: the definitions.
        version: the version of this tool.
    """
    findings = [(one, finding) for one in checked for finding in one.findings]
    codes = sorted({finding.diagnostic.code for _, finding in findings})
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "syndrome check",
                        "version": version,
                        "rules": [_descriptor(code) for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, finding, codes) for one, finding in findings],
            }
        ],
    }


def _descriptor(code: str) -> dict[str, Any]:
    rule = RULES_BY_CODE.get(code)
    if rule is None:
        return {"id": code, "shortDescription": {"text": TITLES[code]}}
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in rule.slug.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.what},
        "help": {"text": f"{rule.why}\n\n{rule.fix}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(one: Checked, finding: CheckFinding, codes: list[str]) -> dict[str, Any]:
    found = finding.diagnostic
    hint = f" Hint: {found.hint}." if found.hint else ""
    result: dict[str, Any] = {
        "ruleId": found.code,
        "ruleIndex": codes.index(found.code),
        "level": _LEVELS[found.severity],
        "message": {"text": _as_text(f"{found.message}.{hint}")},
        "partialFingerprints": {"syndromeFinding/v1": _fingerprint(one, finding)},
        "locations": [{"physicalLocation": _location(found, one.path)}],
    }
    if finding.term is not None or finding.details:
        term = {} if finding.term is None else {"term": finding.term}
        result["properties"] = term | dict(finding.details)
    return result


def _as_text(message: str) -> str:
    """Escape what SARIF (3.11.6) takes for a link in a message: ``[text](target)``."""
    return message.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _fingerprint(one: Checked, finding: CheckFinding) -> str:
    """Return what names a finding however its line moves: its rule, file, term and message."""
    found = finding.diagnostic
    parts = (found.code, found.path or one.path, finding.term or "", found.message)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _location(found: Diagnostic, path: str) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(found.path or path)}}
    if found.position is not None:
        location["region"] = {
            "startLine": found.position.line,
            "startColumn": found.position.column,
            "endColumn": found.position.column + found.length,
        }
    return location


def _uri(path: str) -> str:
    """Return a path as a URI: absolute ones as ``file:``, others relative to where it ran."""
    found = Path(path)
    return found.as_uri() if found.is_absolute() else quote(found.as_posix())
