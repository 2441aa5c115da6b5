"""An attack on what a project publishes: one integer programme over all of it."""

from transpiler.attacking.attack import AttackFinding, AttackOutcome, Suppositions, attack
from transpiler.attacking.attack_report import Summary, summarize, write_cells
from transpiler.attacking.programme import MISSING_LIBRARY, has_library
from transpiler.attacking.public_tables import (
    PublicTables,
    published_rows,
    read_groups,
    read_published,
    read_smallest_counts,
)
from transpiler.attacking.told import CodeGroup, Groups, Overall, Present, Told

__all__ = [
    "MISSING_LIBRARY",
    "AttackFinding",
    "AttackOutcome",
    "CodeGroup",
    "Groups",
    "Overall",
    "Present",
    "PublicTables",
    "Summary",
    "Suppositions",
    "Told",
    "attack",
    "has_library",
    "published_rows",
    "read_groups",
    "read_published",
    "read_smallest_counts",
    "summarize",
    "write_cells",
]
