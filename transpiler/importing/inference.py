"""What a published definition says about itself besides its queries."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from transpiler.definition import AgeRange
from transpiler.definition.identity import without_version

_AGES: Final = (
    (re.compile(r"\bages?\s+(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})\b", re.I), (1, 2)),
    (re.compile(r"\bage(?: group)?\s*(?:=|:|of)?\s*(\d{1,3})\s*\+", re.I), (1, None)),
    (re.compile(r"\b(\d{1,3})\s*(?:years )?(?:and|or) (?:older|over|above)\b", re.I), (1, None)),
    (re.compile(r"\b(\d{1,3})\s*(?:years )?(?:and|or) (?:younger|under)\b", re.I), (None, 1)),
    (re.compile(r"\bage\s*(?:<=|≤)\s*(\d{1,3})\b", re.I), (None, 1)),
    (re.compile(r"\bage\s*(?:>=|≥)\s*(\d{1,3})\b", re.I), (1, None)),
)

_LONGEST_NAME: Final = 50
"""Longer names are cut between words; a definition's name may have 63 characters, and an import may
have to add a number."""

_RESERVED: Final = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
)
"""Names that Windows keeps for devices, where no folder may have them."""


def name_of(title: str) -> str:
    """Return the identifier that a title gives, without its version and its limits.

    A folder has this name, on every system.
    """
    plain = unicodedata.normalize("NFKD", without_version(title))
    ascii_only = plain.encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_only.lower())
    name = "_".join(words)
    if len(name) > _LONGEST_NAME:
        name = name[: _LONGEST_NAME + 1].rpartition("_")[0] or name[:_LONGEST_NAME]
    is_name = name[:1].isalpha() and name not in _RESERVED
    return name if is_name else f"definition_{name}".strip("_")


def age_of(text: str) -> AgeRange | None:
    """Return the ages that a title or a sentence limits a definition to, or None."""
    for expression, groups in _AGES:
        found = expression.search(text)
        if found:
            low, high = (None if group is None else int(found[group]) for group in groups)
            return AgeRange(low, high)
    return None


def fields_by_codes(query: str) -> tuple[str, str]:
    """Return the field that a query's codes fit, and why.

    Args:
        query: a query without a word about its field.
    """
    if re.search(r"\[[;/ ]+\]|[A-Z]\d\d\.", query):
        return "ccdd", "codes with a full stop, a blank or a slash beside them"
    if re.search(r";[A-Za-z]?\d\d", query):
        return "ccdd_parsed", "codes without a full stop between semicolons"
    return "ccdd", "no codes"
