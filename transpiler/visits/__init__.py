"""Generated visits: a year of emergency and ambulatory visits that no person ever made.

May import: definition, meaning.
"""

from transpiler.visits.columns import COLUMNS, Column, GeneratedVisit
from transpiler.visits.corrections import rows_of_visit
from transpiler.visits.draws import stream
from transpiler.visits.generate import DEFAULT_SEED, DEFAULT_YEAR, generate_visits
from transpiler.visits.reviews import review
from transpiler.visits.write import SUFFIXES, write_visits

__all__ = [
    "COLUMNS",
    "DEFAULT_SEED",
    "DEFAULT_YEAR",
    "SUFFIXES",
    "Column",
    "GeneratedVisit",
    "generate_visits",
    "review",
    "rows_of_visit",
    "stream",
    "write_visits",
]
