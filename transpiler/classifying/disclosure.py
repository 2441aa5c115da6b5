"""What may be told of the visits of a file: never a small count, and flags only for a purpose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from transpiler.definition import Definition, DefinitionError, Diagnostic, Policy, Severity

SMALLEST_COUNT: Final = 11
"""The smallest count above zero that is shown (docs/privacy.md)."""


def shown(count: int) -> int | None:
    """Return ``count``, or None where it is small enough to point at a person."""
    return None if 0 < count < SMALLEST_COUNT else count


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
