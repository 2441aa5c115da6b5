"""Definitions as SQL text, through a dialect."""

from transpiler.emitting.comments import WHY_CASE
from transpiler.emitting.conditions import Conditions, PartCondition, to_conditions
from transpiler.emitting.select import to_select, to_sql

__all__ = ["WHY_CASE", "Conditions", "PartCondition", "to_conditions", "to_select", "to_sql"]
