"""Meaning-preserving passes over a query's tree, one file each, each with its record.

May import: definition, meaning.
"""

from transpiler.rewriting.grouping import Group, GroupLimits, group_terms
from transpiler.rewriting.joining import join_alike
from transpiler.rewriting.loosening import variants, without_classes, without_runs
from transpiler.rewriting.necessary import Lead, find_lead, necessary_terms
from transpiler.rewriting.needles import Needle, needles_of
from transpiler.rewriting.presence import Presence, split_by_presence
from transpiler.rewriting.rarity import expected_share, expected_share_of

__all__ = [
    "Group",
    "GroupLimits",
    "Lead",
    "Needle",
    "Presence",
    "expected_share",
    "expected_share_of",
    "find_lead",
    "group_terms",
    "join_alike",
    "necessary_terms",
    "needles_of",
    "split_by_presence",
    "variants",
    "without_classes",
    "without_runs",
]
