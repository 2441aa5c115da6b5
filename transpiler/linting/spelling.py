"""The two spellings of a code in a pattern, with a full stop and without."""

from __future__ import annotations

from transpiler.codes import CodeShape, CodeSystem, shown
from transpiler.linting.subject import PlacedPart


def needs_dot(shape: CodeShape) -> bool:
    """Return whether a full stop must stand in the code; one of several characters need not."""
    return any(place == frozenset(".") for place in shape.body)


def dotted_spelling(shape: CodeShape) -> str | None:
    """Return the code with its full stop, or None where it has one already or is too short for it.

    SNOMED CT has none.
    """
    if shape.is_dotted or CodeSystem.SNOMED_CT in shape.systems:
        return None
    is_external_cause = shape.systems[-1] is CodeSystem.ICD_9_CM and shape.body[0] == frozenset("E")
    at = 4 if is_external_cause else 3
    if len(shape.body) <= at:
        return None
    return f"{shown(shape.body[:at])}.{shown(shape.body[at:])}"


def codes_by_spelling(part: PlacedPart, *, dotted: bool) -> frozenset[str]:
    """Return the codes of a part that are spelled in one of the two ways."""
    shapes = [placed.shape for placed in part.terms]
    return frozenset(shape.text for shape in shapes if shape and needs_dot(shape) is dotted)
