"""Phrases that several rules build their messages from."""

from __future__ import annotations

from collections.abc import Iterable

from transpiler.codes import Code


def listed(items: Iterable[str], most: int = 5) -> str:
    """Return ``a, b, c and 12 more``: the first ``most`` items and a count of the rest."""
    found = list(items)
    shown = found[:most]
    if len(found) > most:
        return f"{', '.join(shown)} and {len(found) - most:,} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def quoted(term: str, most: int = 60) -> str:
    """Return a term in quotation marks, cut where it is long."""
    return f"“{term if len(term) <= most else term[: most - 1] + '…'}”"


def quoted_list(terms: Iterable[str], most: int = 5) -> str:
    """Return terms in quotation marks, the first ``most`` and a count of the rest."""
    return listed([quoted(term) for term in terms], most)


def code_and_title(code: Code) -> str:
    """Return ``T74.6 Forced labor exploitation, confirmed``."""
    return f"{code.dotted} {code.title}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return ``1 term``, ``2 terms``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
