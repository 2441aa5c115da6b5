"""A code, the system it belongs to, and its two spellings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_SEPARATOR: Final = re.compile(r"\s*[-:\u2013\u2014]\s*|\s+(?=[^\W\d_]{3})")
"""What stands between a code and its title: a dash, a colon, or a blank before a word."""


class CodeSystem(StrEnum):
    """The code systems that definitions name."""

    ICD_10_CM = "ICD-10-CM"
    ICD_9_CM = "ICD-9-CM"
    SNOMED_CT = "SNOMED CT"


class CodeChange(StrEnum):
    """What became of a code between an earlier release and the one in use."""

    NEW = "new"
    """Only the release in use has it."""
    SPLIT = "split"
    """It could be used as it stands; now only the codes below it can."""
    RETIRED = "retired"
    """Only the earlier release has it."""


@dataclass(frozen=True, slots=True)
class Code:
    """An ICD-10-CM code.

    Attributes:
        code: without the dot, in capitals: ``T7451XA``.
        title: its title in the tabular list.
        is_billable: whether it can be used as it stands, or only the codes below it can.
        change: what became of it since the earlier release that is compared with; None where
            nothing did, or where there is no earlier release at hand.
    """

    code: str
    title: str
    is_billable: bool = True
    change: CodeChange | None = None

    @property
    def dotted(self) -> str:
        """The code as printed, with its dot: ``T74.51XA``."""
        return dotted(self.code)

    @property
    def category(self) -> str:
        """The first three characters."""
        return self.code[:3]


def dotted(code: str) -> str:
    """Return an ICD-10-CM code with its dot: ``T7451XA`` → ``T74.51XA``."""
    return f"{code[:3]}.{code[3:]}" if len(code) > 3 else code


def undotted(code: str) -> str:
    """Return a code as the parsed fields hold it: ``Z04. 81`` → ``Z0481``."""
    return "".join(code.split()).replace(".", "").upper()


def read_listed(item: str) -> tuple[str, str]:
    """Return the code that an item of a list in prose begins with, undotted, and what follows it.

    ``Z04. 81: Encounter …`` → ``("Z0481", "Encounter …")``; without a title it is empty.
    """
    head, _, title = _SEPARATOR.sub("\n", item.strip(), count=1).partition("\n")
    return undotted(head), title.strip()
