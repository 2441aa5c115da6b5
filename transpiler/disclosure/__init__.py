"""What readers know of the counts: the model that the publisher and the attacker both read."""

from transpiler.disclosure.counts import Count, Knowledge, Statement, Unit, room
from transpiler.disclosure.cuts import CUTS, Cut, Side, find_cut
from transpiler.disclosure.margins import (
    MISSING_LIBRARY,
    Group,
    Line,
    MarginTable,
    has_library,
    may_stand_together,
)
from transpiler.disclosure.mart_columns import MARTS, Mart, MartColumn, Tells, undescribed
from transpiler.disclosure.relations import Standing, standings

__all__ = [
    "CUTS",
    "MARTS",
    "MISSING_LIBRARY",
    "Count",
    "Cut",
    "Group",
    "Knowledge",
    "Line",
    "MarginTable",
    "Mart",
    "MartColumn",
    "Side",
    "Standing",
    "Statement",
    "Tells",
    "Unit",
    "find_cut",
    "has_library",
    "may_stand_together",
    "room",
    "standings",
    "undescribed",
]
