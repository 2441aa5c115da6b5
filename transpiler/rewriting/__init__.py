"""Meaning-preserving passes over a query's tree, one file each.

May import: definition, meaning.
"""

from transpiler.rewriting.presence import Presence, split_by_presence

__all__ = ["Presence", "split_by_presence"]
