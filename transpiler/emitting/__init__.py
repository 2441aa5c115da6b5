"""Definitions as SQL text, through a dialect."""

from transpiler.emitting.conditions import Conditions, PartCondition, to_conditions
from transpiler.emitting.select import to_select, to_sql

__all__ = ["Conditions", "PartCondition", "to_conditions", "to_select", "to_sql"]
