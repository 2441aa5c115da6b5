"""Generated visits: a year of emergency and ambulatory visits that no person ever made.

May import: definition, meaning.
"""

from transpiler.visits.columns import COLUMNS, Column, GeneratedVisit

__all__ = ["COLUMNS", "Column", "GeneratedVisit"]
