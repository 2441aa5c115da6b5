"""The name that somebody who misspelt one probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return `` Did you mean x?`` for the known name that is nearest to ``name``, or an empty text.

    Case and the difference of hyphen and underscore do not count.
    """
    found = nearest(name, known)
    return f" Did you mean {found}?" if found is not None else ""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is nearest to ``name``, or None where none is near."""
    folded = {_folded(one): one for one in known}
    found = get_close_matches(_folded(name[:100]), folded, n=1, cutoff=0.7)
    return folded[found[0]] if found else None


def _folded(name: str) -> str:
    return name.lower().replace("-", "_")
