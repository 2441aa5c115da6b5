"""Definitions of nothing but a query, as many tests want them."""

from __future__ import annotations

from typing import Any

from transpiler.definition import Definition, Node, Part, Precedence, Query
from transpiler.parsing import parse_query


def bare(query: str, **attributes: Any) -> Definition:
    """Return the definition that asks ``query`` of the default fields."""
    return Definition(parts=(Part((), parse_query(query)),), **attributes)


def of(root: Node) -> Definition:
    """Return the definition that asks the tree ``root``, without a text, of the default fields."""
    return Definition(parts=(Part((), Query("", root, Precedence.TIGHT)),))
