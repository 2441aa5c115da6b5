"""Findings about definitions, in the formats that people, editors and CI read."""

from transpiler.linting.report.checked import Checked, Finding, counts, has_findings
from transpiler.linting.report.github import as_annotations
from transpiler.linting.report.records import as_records
from transpiler.linting.report.sarif import as_sarif
from transpiler.linting.report.titles import TITLES

__all__ = [
    "TITLES",
    "Checked",
    "Finding",
    "as_annotations",
    "as_records",
    "as_sarif",
    "counts",
    "has_findings",
]
