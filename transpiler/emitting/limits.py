"""What an engine bears of a whole query; what it does not bear is refused."""

from __future__ import annotations

from transpiler.definition import MAX_DEPTH, Definition, children
from transpiler.dialects import Dialect, UnsupportedByDialect


def check_depth(definition: Definition, dialect: Dialect) -> None:
    """Refuse a tree deeper than the engine, or a recursion over the tree, bears."""
    most = min(MAX_DEPTH, dialect.limits.depth)
    for part in definition.parts:
        level, depth = [part.query.root], 0
        while level:
            depth += 1
            if depth > most:
                raise UnsupportedByDialect(
                    dialect.name, f"the query is nested more than {most} levels deep"
                )
            level = [child for node in level for child in children(node)]


def check_length(sql: str, dialect: Dialect) -> str:
    """Return ``sql``; refuse it where the engine would not read a statement so long."""
    limit = dialect.limits.query_length
    if limit is not None and len(sql.encode()) > limit:
        raise UnsupportedByDialect(
            dialect.name, f"the query is longer than the {limit} bytes that the engine reads"
        )
    return sql
