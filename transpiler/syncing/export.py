"""An export of definitions, by title."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from transpiler.definition import DefinitionError, Diagnostic
from transpiler.definition.identity import title_of
from transpiler.importing import PublishedRecord
from transpiler.lineage import text_hash


@dataclass(frozen=True, slots=True)
class Exported:
    """A definition of an export.

    Attributes:
        title: what tells it apart there: its title, numbered where another one has the same.
        record: what was published.
        hash: SHA-256 of the text, to the letter.
    """

    title: str
    record: PublishedRecord
    hash: str


def by_title(
    records: Iterable[PublishedRecord | DefinitionError],
) -> tuple[dict[str, Exported], list[Diagnostic]]:
    """Return the definitions of an export, and why others cannot be read at all."""
    found: dict[str, Exported] = {}
    findings: list[Diagnostic] = []
    for record in records:
        if isinstance(record, DefinitionError):
            findings += record.diagnostics
            continue
        plain = title = title_of(record.title) or record.origin
        number = 2
        while title in found:
            title, number = f"{plain} ({number})", number + 1
        found[title] = Exported(title, record, published_hash(record))
    return found, findings


def published_hash(record: PublishedRecord) -> str:
    """Return the SHA-256 of all that a definition was made of but its title."""
    text = record.passage.excerpt.text if record.passage is not None else record.text
    parts = [[list(part.fields), part.query] for part in record.parts]
    return text_hash(json.dumps([text, parts, record.address], ensure_ascii=False))
