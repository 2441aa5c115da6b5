"""What an export changes in a library."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from transpiler.comparing import Difference
from transpiler.definition import Diagnostic


class ChangeKind(StrEnum):
    """What became of a definition between two exports."""

    NEW = "new"
    """The export has it and the library had not."""
    CHANGED = "changed"
    """Its text is another, or a later version has taken its place."""
    MOVED = "moved"
    """Its text is the same, and a definition that it asks is another."""
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
