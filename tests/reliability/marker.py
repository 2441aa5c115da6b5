"""A text that stands in visits and in nothing else, and where it is found."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Final

from tests.reliability.faults import files_below

MARKER: Final = "zebrafish marker"
"""Stands in every text of a marked visit, and nowhere else."""

_HEADER: Final = "C_BioSense_ID,CCDDParsed,ChiefComplaintUpdates,Age,Sex"


def write_visits(path: Path, count: int, *, length: int = 0) -> None:
    """Write marked visits, each of which trafficking is suspected in.

    Args:
        path: a CSV file.
        count: how many visits.
        length: how many bytes of noise stand in the text of each.
    """
    noise = Random(1)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"{_HEADER}\n")
        for number in range(count):
            filler = noise.randbytes(length).hex()
            text = f"SEX TRAFFICKING {MARKER} {filler} | ;T7451XA;"
            file.write(f"{number},{text},{MARKER},30,F\n")


def marked(folder: Path, *, besides: set[str]) -> list[str]:
    """Return the files below a folder that hold the marker, but those of the names ``besides``."""
    return [
        name
        for name, contents in files_below(folder).items()
        if Path(name).name not in besides and MARKER.encode() in contents.lower()
    ]
