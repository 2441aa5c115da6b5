"""A CSV or Parquet file of visits, read once and in one way for every command."""

from transpiler.visit_files.columns import VISIT_ID
from transpiler.visit_files.intake import Intake
from transpiler.visit_files.mapping import ColumnMapping, read_mapping_file
from transpiler.visit_files.opening import UNREADABLE_LIMIT, VisitFile, open_visit_file
from transpiler.visit_files.reading import reading
from transpiler.visit_files.table import TABLE

__all__ = [
    "TABLE",
    "UNREADABLE_LIMIT",
    "VISIT_ID",
    "ColumnMapping",
    "Intake",
    "VisitFile",
    "open_visit_file",
    "read_mapping_file",
    "reading",
]
