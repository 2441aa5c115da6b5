"""Generated visits: a year of emergency and ambulatory visits that no person ever made.

The rates in this room are invented so that a table of visits looks like one of a health department:
how many are admitted, revised, late or left empty. Nothing follows from them about real visits.
Where a published figure guided one, its docstring names it.
"""

from transpiler.generating.corrections import rows_of_visit
from transpiler.generating.draws import stream
from transpiler.generating.extract_columns import COLUMNS, ExtractColumn, GeneratedVisit
from transpiler.generating.generate import DEFAULT_SEED, DEFAULT_YEAR, generate_visits
from transpiler.generating.reviews import review
from transpiler.generating.write import SUFFIXES, write_visits

__all__ = [
    "COLUMNS",
    "DEFAULT_SEED",
    "DEFAULT_YEAR",
    "SUFFIXES",
    "ExtractColumn",
    "GeneratedVisit",
    "generate_visits",
    "review",
    "rows_of_visit",
    "stream",
    "write_visits",
]
