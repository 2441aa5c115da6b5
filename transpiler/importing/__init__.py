"""Published definitions → definition files, with what was repaired and what was inferred."""

from transpiler.importing.assemble import META_KEY, assemble_with_doubts
from transpiler.importing.importing import (
    Imported,
    ImportOutcome,
    import_definitions,
    published_in,
)
from transpiler.importing.record import PublishedRecord

__all__ = [
    "META_KEY",
    "ImportOutcome",
    "Imported",
    "PublishedRecord",
    "assemble_with_doubts",
    "import_definitions",
    "published_in",
]
