"""Findings about definitions, in the formats that people, editors and CI read."""

from transpiler.linting.formats.checked import Checked, CheckFinding, counts, has_findings, totals
from transpiler.linting.formats.github import as_annotations
from transpiler.linting.formats.json_records import as_records
from transpiler.linting.formats.sarif import as_sarif
from transpiler.linting.formats.titles import TITLES

__all__ = [
    "TITLES",
    "CheckFinding",
    "Checked",
    "as_annotations",
    "as_records",
    "as_sarif",
    "counts",
    "has_findings",
    "totals",
]
