"""What a shell completes where an argument is more than a choice: files and fields."""

from __future__ import annotations

from collections.abc import Iterable

import click
from click.shell_completion import CompletionItem

from transpiler.definition import BY_NAME


def files(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Have the shell complete names of files, but where a query is asked for."""
    if any(context.params.get(name) for name in ("is_query", "are_queries")):
        return []
    return [CompletionItem(incomplete, type="file")]


def fields(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete names of fields."""
    return _named(BY_NAME, incomplete)


def fields_with_columns(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete ``FIELD=``, behind which a column of one's own is written."""
    return _named((f"{name}=" for name in BY_NAME), incomplete)


def _named(names: Iterable[str], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]
