"""What the columns of a table of definitions, or the keys of a record, are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from transpiler.definition.nearest import nearest

_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "identifier": ("id", "key"),
    "title": (
        *("name", "title", "syndrome", "category", "definition name", "ccdd category"),
        *("syndrome name", "category name", "definition title", "indicator", "condition", "topic"),
    ),
    "query": (
        *("query", "formula", "terms", "query logic", "query text", "logic", "free text"),
        *("freetext", "free text query", "syndrome query", "structure"),
        *("syntax", "query string", "search string", "search terms", "queries", "expression"),
        *("boolean", "query code", "query definition"),
    ),
    "address": ("api", "api url", "essence url", "essence api", "api address", "url"),
    "text": ("raw", "text", "definition", "syndrome definition", "description"),
    "field": ("field", "fields", "parameter", "field name", "query field", "fields searched"),
    "also_apply_to": ("also apply to",),
    "version": ("version",),
    "organization": ("organization", "organisation", "author", "submitting author organization"),
    "url": ("url", "link"),
    "license": ("license", "licence"),
    "reference": ("source", "reference"),
    "published": ("published", "last update", "last updated", "date created", "date"),
}
"""Our names → what a column or key may be called, as `plain_name` writes it, the best first."""

_KNOWN: Final = {name for names in _NAMES.values() for name in names}
_OF_QUERIES: Final = (*_NAMES["query"], *_NAMES["address"], *_NAMES["text"])
_MOST_WORDS: Final = 7
_FIRST_ROWS: Final = 20
"""How far down a table its header may stand, below words about it."""


def plain_name(name: object) -> str:
    """Return a name in small letters, its words with one blank between: ``essence query``.

    Neither case nor signs count, nor what stands in parentheses; ``queryText`` has two words.
    """
    words = re.sub(r"\([^)]*\)", " ", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", str(name)))
    return " ".join(re.findall(r"[^\W_]+", words.lower()))


def shown_name(name: object) -> str:
    """Return a name as it is written, on one line."""
    return " ".join(str(name).split())


def by_our_names(record: Mapping[Any, Any]) -> dict[str, Any]:
    """Return what a record says under our names, None where it says nothing.

    A name that nobody knows is taken by the known one at its end: ``ESSENCE Query`` is a query,
    ``Query Name`` a name. Where several end alike, none is taken.
    """
    values = {plain_name(key): value for key, value in record.items() if value}
    by_end = {name: end for name in values if (end := _known_end(name))}
    counted = Counter(by_end.values())
    ends = {end: values[name] for name, end in by_end.items() if counted[end] == 1}
    return {
        ours: next(
            (found[name] for found in (values, ends) for name in names if name in found), None
        )
        for ours, names in _NAMES.items()
    }


def _known_end(name: str) -> str | None:
    if name in _KNOWN:
        return None
    words = name.split()
    if len(words) > _MOST_WORDS:
        return None  # a sentence about a column
    ends = (" ".join(words[at:]) for at in range(1, len(words)))
    return next((end for end in ends if end in _KNOWN), None)


def may_hold_queries(names: Iterable[object]) -> list[str]:
    """Return which of some names are known to hold queries, as they are written.

    What is in square brackets says what to write into a column, as in workbooks of evaluations.
    """
    return [
        shown
        for name in names
        if (shown := shown_name(name))
        and not shown.startswith("[")
        and ((plain := plain_name(name)) in _OF_QUERIES or _known_end(plain) in _OF_QUERIES)
    ]


def is_read(name: str) -> bool:
    """Return whether anything is taken from a column of this name."""
    plain = plain_name(name)
    return plain in _KNOWN or _known_end(plain) is not None


def header_among(rows: Sequence[Sequence[str]]) -> int | None:
    """Return which of the first rows of a table is its header; None where none names a query.

    It is the first of those with the most known names: words above a table may end like one.
    """
    counts = [
        sum(plain_name(name) in _KNOWN for name in row) if may_hold_queries(row) else -1
        for row in rows[:_FIRST_ROWS]
    ]
    best = max(counts, default=-1)
    return counts.index(best) if best >= 0 else None


def meant_for_queries(names: Iterable[object]) -> str:
    """Return which name was probably meant for one of queries, as a sentence, or an empty text."""
    for name in names:
        found = nearest(plain_name(name), _OF_QUERIES)
        if found is not None:
            return f". Did you mean {found} by {shown_name(name)}?"
    return ""


def written_twice(names: Iterable[object]) -> str | None:
    """Return a name that two columns have, or None."""
    seen: set[str] = set()
    for plain in filter(None, map(plain_name, names)):
        if plain in seen:
            return plain
        seen.add(plain)
    return None
