"""A definition that was checked, and everything found in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from transpiler.definition import Diagnostic, Severity
from transpiler.linting.phrases import plural


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """A diagnostic of the reader, or an issue of a lint rule with its place in the file.

    Attributes:
        diagnostic: what is the matter, and where.
        term: the term it is about, or None.
        details: what the message was made from, JSON-ready, by name.
    """

    diagnostic: Diagnostic
    term: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """One definition that was checked.

    Attributes:
        path: its file, as given.
        title: the name people use; empty where the file could not be read.
        findings: everything found, in the order of the file.
        is_readable: whether it is a definition at all.
    """

    path: str
    title: str
    findings: tuple[CheckFinding, ...]
    is_readable: bool = True


def counts(checked: Iterable[Checked]) -> dict[Severity, int]:
    """Return how many findings there are of each severity, worst first, zeros included."""
    found = Counter(finding.diagnostic.severity for one in checked for finding in one.findings)
    return {severity: found[severity] for severity in Severity}


def totals(checked: Iterable[Checked]) -> str:
    """Return the counts in words, such as ``1 error, 2 warnings, 0 notes``."""
    return ", ".join(plural(count, severity.value) for severity, count in counts(checked).items())


def has_findings(checked: Iterable[Checked], mildest: Severity) -> bool:
    """Return whether anything was found that is as bad as ``mildest`` or worse."""
    worst_first = list(Severity)
    found = counts(checked)
    return any(found[severity] for severity in worst_first[: worst_first.index(mildest) + 1])
