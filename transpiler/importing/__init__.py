"""Published definitions → definition files, with what was repaired and what was inferred."""

from transpiler.importing.importing import Imported, ImportOutcome, import_definitions

__all__ = ["ImportOutcome", "Imported", "import_definitions"]
