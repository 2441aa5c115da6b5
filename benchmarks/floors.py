"""What cannot be gone below: reading the texts, one search, and a matcher of many patterns at once.

Hyperscan searches all terms in one pass over the bytes and tells nothing of AND, OR and NOT. It is
timed on all texts laid end to end, without a call for each match: less than any use of it costs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import hyperscan

from benchmarks.naive import regex
from transpiler.definition import Definition, terms

_SEPARATOR = b"\0\0"


def hyperscan_database(definitions: Iterable[Definition]) -> hyperscan.Database:
    """Return a matcher of every distinct term of ``definitions``."""
    patterns = dict.fromkeys(
        term.pattern
        for definition in definitions
        for part in definition.parts
        for term in terms(part.query.root)
    )
    expressions = [regex(pattern).encode() for pattern in patterns]
    database = hyperscan.Database()
    database.compile(
        expressions=expressions,
        ids=list(range(len(expressions))),
        elements=len(expressions),
        flags=[hyperscan.HS_FLAG_DOTALL] * len(expressions),
    )
    return database


def scan_end_to_end(database: hyperscan.Database, texts: Sequence[bytes]) -> Callable[[], None]:
    """Return a function that scans all texts as one."""
    joined = _SEPARATOR.join(texts)
    scratch = hyperscan.Scratch(database)

    def run() -> None:
        database.scan(joined, scratch=scratch)

    return run


def scan_each(database: hyperscan.Database, texts: Sequence[bytes]) -> Callable[[], int]:
    """Return a function that scans text by text and counts the matches."""
    scratch = hyperscan.Scratch(database)
    found = 0

    def note(*_: object) -> None:
        nonlocal found
        found += 1

    def run() -> int:
        nonlocal found
        found = 0
        for text in texts:
            database.scan(text, match_event_handler=note, scratch=scratch)
        return found

    return run
