"""Many definitions as one classification: texts are cut into tokens once, whatever is asked."""

from transpiler.library.plan import Library, make_library
from transpiler.library.rendering import STEPS, LibraryStep
from transpiler.library.search import search_steps
from transpiler.library.steps import DEFINED, KEPT, as_one_query, classification_steps

__all__ = [
    "DEFINED",
    "KEPT",
    "STEPS",
    "Library",
    "LibraryStep",
    "as_one_query",
    "classification_steps",
    "make_library",
    "search_steps",
]
