"""Proofs about patterns and definitions: implication, contradiction, a text that is a witness."""

from transpiler.proving.implication import (
    disjoint,
    implied_pairs,
    implies,
    satisfiable,
)

__all__ = [
    "disjoint",
    "implied_pairs",
    "implies",
    "satisfiable",
]
