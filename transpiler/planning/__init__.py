"""What the SQL asks first: a cheap condition that holds wherever a query does, and its cost."""

from transpiler.planning.grouping import GroupLimits, TermGroup, group_terms
from transpiler.planning.indexing import TRIGRAM, Index, IndexEntry, index_by_trigram
from transpiler.planning.joining import join_alike
from transpiler.planning.loosening import rarest_literal, variants, without_classes, without_runs
from transpiler.planning.necessary import Lead, find_lead, necessary_terms
from transpiler.planning.needles import needles_of
from transpiler.planning.negations import included, included_part, without_negations
from transpiler.planning.presence import Presence, split_by_presence
from transpiler.planning.rarity import expected_share, expected_share_of

__all__ = [
    "TRIGRAM",
    "GroupLimits",
    "Index",
    "IndexEntry",
    "Lead",
    "Presence",
    "TermGroup",
    "expected_share",
    "expected_share_of",
    "find_lead",
    "group_terms",
    "included",
    "included_part",
    "index_by_trigram",
    "join_alike",
    "necessary_terms",
    "needles_of",
    "rarest_literal",
    "split_by_presence",
    "variants",
    "without_classes",
    "without_negations",
    "without_runs",
]
