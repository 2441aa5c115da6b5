"""Texts that show what a query does: hits of its terms, and texts that just miss them."""

from transpiler.probing.near_misses import (
    case_changed,
    hit,
    near_misses,
)
from transpiler.probing.probes import (
    PROBE_LIMIT,
    probe_texts,
    probe_visits,
)

__all__ = [
    "PROBE_LIMIT",
    "case_changed",
    "hit",
    "near_misses",
    "probe_texts",
    "probe_visits",
]
