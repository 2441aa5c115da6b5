"""What an export changes in a library."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from transpiler.comparing import Bump, Comparison, Diff, compare, diff, suggested_bump
from transpiler.definition import Definition, Diagnostic


class ChangeKind(StrEnum):
    """What became of a definition between two exports."""

    NEW = "new"
    """The export has it and the library had not."""
    CHANGED = "changed"
    """Its text is another, or a later version has taken its place."""
    RENAMED = "renamed"
    """The export calls it by another title."""
    RETIRED = "retired"
    """The export no longer has it; its file stays."""
    REFUSED = "refused"
    """What the export has cannot be used; the library keeps what it has."""
    DELETED = "deleted here"
    """Its file was deleted from the library, and is not written again."""
    SAME = "unchanged"


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


@dataclass(frozen=True, slots=True)
class SyncChange:
    """What became of one definition.

    Attributes:
        kind: what.
        title: its title in the export; where it is retired, its last.
        file: its file in the library, relative to the library; None where there is none.
        is_written: whether the file is new.
        before: the title it had before, where it was renamed or a later version took its place.
        supersedes: the file of the version before; None where there is none.
        difference: from that version; None where nothing is to be compared.
        is_edited: whether that file was edited here since it was written.
        diagnostics: why it was refused, or is doubtful.
    """

    kind: ChangeKind
    title: str
    file: str | None = None
    is_written: bool = False
    before: str | None = None
    supersedes: str | None = None
    difference: Difference | None = None
    is_edited: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()


def difference_between(old: Definition, new: Definition) -> Difference:
    """Return how two texts of a definition differ; the bare facts where nothing can be proved."""
    return Difference(old, new, compare(old, new), diff(old, new))
