"""What readers know of the counts: the model that the publisher and the attacker both read."""

from transpiler.disclosure.cuts import CUTS, Cut, Side, find_cut
from transpiler.disclosure.marts import MARTS, Column, Mart, Tells, undescribed
from transpiler.disclosure.model import Count, Knowledge, Statement, Unit, room
from transpiler.disclosure.relations import Standing, standings

__all__ = [
    "CUTS",
    "MARTS",
    "Column",
    "Count",
    "Cut",
    "Knowledge",
    "Mart",
    "Side",
    "Standing",
    "Statement",
    "Tells",
    "Unit",
    "find_cut",
    "room",
    "standings",
    "undescribed",
]
