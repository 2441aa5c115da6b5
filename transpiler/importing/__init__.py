"""Published definitions → definition files, with what was repaired and what was inferred."""

from transpiler.importing.importing import Imported, Outcome, import_definitions

__all__ = ["Imported", "Outcome", "import_definitions"]
