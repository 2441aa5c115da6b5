"""What the collection has of a published query, and what its page has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

_LEFT_OUT: Final = {"CDC Respiratory Syncytial Virus v1": "!RSV!,or,"}
"""Name → what stands on the page before the query that was collected, and belongs to it: it was
collected from its first caret on, and this query begins with a term between exclamation marks."""


def published_query(record: Mapping[str, Any]) -> str:
    """Return the query of a record as its page has it."""
    left_out = _LEFT_OUT.get(record["name"], "")
    query = f"{left_out}{record['query']}"
    assert not left_out or query in record["raw"]
    return query
