"""Meaning-preserving passes over a query's tree, one file each, each with its record.

May import: definition, meaning.
"""

from transpiler.rewriting.grouping import Group, GroupLimits, group_terms
from transpiler.rewriting.indexing import PIECE_LENGTH, Entry, Index, index_by_piece
from transpiler.rewriting.joining import join_alike
from transpiler.rewriting.loosening import rarest_literal, variants, without_classes, without_runs
from transpiler.rewriting.necessary import Lead, find_lead, necessary_terms
from transpiler.rewriting.needles import Needle, needles_of
from transpiler.rewriting.presence import Presence, split_by_presence
from transpiler.rewriting.rarity import expected_share, expected_share_of

__all__ = [
    "PIECE_LENGTH",
    "Entry",
    "Group",
    "GroupLimits",
    "Index",
    "Lead",
    "Needle",
    "Presence",
    "expected_share",
    "expected_share_of",
    "find_lead",
    "group_terms",
    "index_by_piece",
    "join_alike",
    "necessary_terms",
    "needles_of",
    "rarest_literal",
    "split_by_presence",
    "variants",
    "without_classes",
    "without_runs",
]
