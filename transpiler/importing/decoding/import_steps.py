"""What an import did to a published text before it read the query."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Done(StrEnum):
    """A kind of change."""

    DECODED = "decoded"
    """Characters that stood for others: percent-encoding, backslashes, a program's strings."""
    JOINED = "joined"
    """Strings of a program were put together."""
    CUT = "cut"
    """Words or marks around the query were left away."""
    DROPPED = "dropped"
    """Parameters of an address that are no part of a definition."""


@dataclass(frozen=True, slots=True)
class DecodingStep:
    """One change.

    Attributes:
        done: its kind.
        what: what it was done to, in words.
    """

    done: Done
    what: str

    def __str__(self) -> str:
        return f"{self.done.value} {self.what}"
