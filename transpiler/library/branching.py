"""Choosing between many expressions by a number, so that few comparisons lead to the right one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

_LISTED: Final = 4
"""How many alternatives stand side by side; more are halved first."""


def by_number(column: str, expressions: Mapping[int, str], names: Mapping[int, str]) -> str:
    """Return an SQL expression: that of ``expressions`` whose number ``column`` holds, else TRUE.

    Args:
        column: the column that holds the number.
        expressions: number → boolean expression, never NULL.
        names: number → what the expression belongs to, for a comment; plain identifiers.
    """
    return _between(column, sorted(expressions), expressions, names)


def _between(
    column: str, numbers: Sequence[int], expressions: Mapping[int, str], names: Mapping[int, str]
) -> str:
    if len(numbers) <= _LISTED:
        lines = [f"CASE {column}"]
        for number in numbers:
            lines.append(f"  /* {names[number]} */")
            lines.append(f"  WHEN {number} THEN")
            lines += _indented(expressions[number], 4)
        return "\n".join([*lines, "  ELSE TRUE", "END"])
    middle = len(numbers) // 2
    return "\n".join(
        [
            f"CASE WHEN {column} < {numbers[middle]} THEN",
            *_indented(_between(column, numbers[:middle], expressions, names), 2),
            "ELSE",
            *_indented(_between(column, numbers[middle:], expressions, names), 2),
            "END",
        ]
    )


def _indented(sql: str, width: int) -> list[str]:
    return [" " * width + line for line in sql.splitlines()]
