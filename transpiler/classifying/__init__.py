"""Asking definitions of a file of visits, on DuckDB, without dbt."""

from transpiler.classifying.classify import Classification, classify
from transpiler.classifying.disclosure import SMALLEST_COUNT, check_disclosure

__all__ = ["SMALLEST_COUNT", "Classification", "check_disclosure", "classify"]
