"""What may be told of the visits of a file: never a small count, and flags only for a purpose."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Final, TypeVar

from transpiler.definition import Definition, DefinitionError, Diagnostic, Policy, Severity

SMALLEST_COUNT: Final = 11
"""The smallest count above zero that is shown: as in CMS's policy for cells of tables, 1 to 10 are
withheld (docs/privacy.md)."""


ROUNDED_TO: Final = 10
"""Counts of parts of a definition are rounded to a multiple of this: the exact difference of two
counts shown beside each other could be small enough to point at a person."""

Named = TypeVar("Named", bound=Hashable)


def shown(count: int) -> int | None:
    """Return ``count``, or None where it is small enough to point at a person."""
    return None if 0 < count < SMALLEST_COUNT else count


def rounded(count: int | None) -> str:
    """Return a count as it is shown beside others of the same visits, from what `shown` gives."""
    if count is None:
        return f"<{SMALLEST_COUNT}"
    nearest = round(count / ROUNDED_TO) * ROUNDED_TO
    return f"about {nearest:,}" if count else "0"


def shown_together(
    counts: Mapping[Named, int], spare: Named | None = None
) -> dict[Named, int | None]:
    """Return counts that are shown side by side, small ones as None.

    Where just one is small, another goes with it: what is shown beside them, such as their total,
    would give it away.

    Args:
        counts: what is counted → how often.
        spare: which of the others goes first; otherwise the least.
    """
    told = {key: shown(count) for key, count in counts.items()}
    if list(told.values()).count(None) == 1:
        others = [key for key, count in told.items() if count]
        if others:
            told[spare if spare in others else min(others, key=counts.__getitem__)] = None
    return told


def check_disclosure(definitions: Iterable[Definition], purpose: str | None) -> None:
    """Refuse to flag single visits for a definition that is not meant to find people.

    Args:
        definitions: what flags are asked for.
        purpose: why single visits have to be flagged, such as a validation, or None.

    Raises:
        DefinitionError: a definition's policy is ``no_case_finding`` and no purpose is given.
    """
    if purpose is not None and purpose.strip():
        return
    refused = [found for found in definitions if found.policy is Policy.NO_CASE_FINDING]
    if refused:
        names = ", ".join(definition.identifier for definition in refused)
        message = f"the policy no_case_finding allows no flags of single visits: {names}"
        hint = (
            "ask for counts; or say with --purpose why single visits must be flagged, such as a "
            "validation by reviewers, and it is written beside the flags"
        )
        raise DefinitionError([Diagnostic("ESS405", Severity.ERROR, message, hint=hint)])
