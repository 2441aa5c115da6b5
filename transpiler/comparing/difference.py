"""All that two texts of a definition differ in."""

from __future__ import annotations

from dataclasses import dataclass

from transpiler.comparing.diff import Bump, Diff, diff, suggested_bump
from transpiler.comparing.equivalence import Comparison, aligned, compare
from transpiler.definition import Definition


@dataclass(frozen=True, slots=True)
class Difference:
    """How two texts of a definition differ.

    Attributes:
        old: the definition before.
        new: the definition now.
        comparison: whether both take the same visits: proved, or a visit that tells them apart.
        changes: what the author changed.
    """

    old: Definition
    new: Definition
    comparison: Comparison
    changes: Diff

    @property
    def bump(self) -> Bump:
        """What the change asks of the version."""
        return suggested_bump(self.comparison.verdict)

    @property
    def suggested_version(self) -> int:
        """The version that the new definition should have."""
        return self.old.version + (self.bump is not Bump.PATCH)


def difference_between(old: Definition, new: Definition) -> Difference:
    """Return how two definitions differ; a bare query is asked of the other's fields.

    Raises:
        DefinitionError: one is a bare query and the other has several parts.
    """
    old, new = aligned(old, new)
    return Difference(old, new, compare(old, new), diff(old, new))
