"""Asking definitions of a file of visits, on DuckDB, without dbt."""

from transpiler.classifying.classify import Classification, classify
from transpiler.classifying.disclosure import ROUNDED_TO, SMALLEST_COUNT, check_disclosure, rounded

__all__ = [
    "ROUNDED_TO",
    "SMALLEST_COUNT",
    "Classification",
    "check_disclosure",
    "classify",
    "rounded",
]
