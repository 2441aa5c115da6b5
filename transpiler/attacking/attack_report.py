"""The result of an attack: counts for everybody, single cells for the owner."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from transpiler.attacking.attack import AttackFinding, AttackOutcome


@dataclass(frozen=True, slots=True)
class Summary:
    """How much is known of the withheld counts of some definitions, in cells, never in visits.

    Attributes:
        definition: identifier, or ``all``.
        withheld: cells that are withheld.
        pinned: cells whose count is known and is not zero.
        pinned_zeros: cells that are known to be zero.
        narrowed: cells with fewer possible values than the policy wants.
        above_zero: cells that are known not to be zero, the pinned ones among them.
        not_solved: cells that the attack could not solve, about which it says nothing.
    """

    definition: str
    withheld: int
    pinned: int
    pinned_zeros: int
    narrowed: int
    above_zero: int
    not_solved: int

    @property
    def is_safe(self) -> bool:
        """Whether every cell was attacked and none was pinned or narrowed."""
        return not (self.pinned or self.pinned_zeros or self.narrowed or self.not_solved)


def summarize(findings: Sequence[AttackFinding]) -> list[Summary]:
    """Return a summary of each definition, and then one of all."""
    names = sorted({found.row.definition for found in findings})
    return [
        *(
            _summary(name, [found for found in findings if found.row.definition == name])
            for name in names
        ),
        _summary("all", findings),
    ]


def _summary(name: str, findings: Iterable[AttackFinding]) -> Summary:
    findings = list(findings)
    outcomes = Counter(found.outcome for found in findings)
    return Summary(
        name,
        len(findings),
        outcomes[AttackOutcome.PINNED],
        outcomes[AttackOutcome.PINNED_ZERO],
        outcomes[AttackOutcome.NARROWED],
        sum(found.is_above_zero for found in findings),
        outcomes[AttackOutcome.NOT_SOLVED],
    )


def write_cells(findings: Iterable[AttackFinding], path: Path) -> None:
    """Write every cell that was not held with its range, to a new file that only its owner reads.

    Raises:
        OSError: the file exists or cannot be written.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(
            (
                *("outcome", "definition", "period_start", "period_end", "setting", "cut"),
                *("stratum", "counted_on", "least", "most"),
            )
        )
        for found in findings:
            if found.outcome is not AttackOutcome.HELD or found.is_above_zero:
                row = found.row
                writer.writerow(
                    (
                        *(found.outcome, row.definition, row.start, row.end, row.setting),
                        *(row.cut, row.stratum, row.counted_on, found.least, found.most),
                    )
                )
