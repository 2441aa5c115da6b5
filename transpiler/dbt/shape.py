"""The shape of a project's classification: definition by definition, or the library at once."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

LEAST_DEFINITIONS: Final = 16
"""A project with at least this many definitions is compiled as a library."""

LEAST_TERMS: Final = 500
"""It also needs at least this many terms; with fewer, asking each definition is cheap."""


class Shape(StrEnum):
    """How a project's definitions are asked of its visits."""

    SIMPLE = "simple"
    LIBRARY = "library"


def choose_shape(forced: Shape | None, definitions: int, terms: int) -> Shape:
    """Return the shape of a project (docs/decisions/0006-the-library-shape.md).

    Args:
        forced: the shape that was asked for; None to choose by the numbers.
        definitions: how many definitions the project has; without any there is no library.
        terms: how many terms they have in all.
    """
    if definitions == 0:
        return Shape.SIMPLE
    if forced is not None:
        return forced
    is_large = definitions >= LEAST_DEFINITIONS and terms >= LEAST_TERMS
    return Shape.LIBRARY if is_large else Shape.SIMPLE
