"""What stands behind a code pattern: ICD-10-CM codes and titles, from a library.

May import: definition.
"""

from transpiler.codes.code import Code, CodeChange, CodeSystem, dotted, undotted
from transpiler.codes.coverage import codes_covered, matching_codes, outermost
from transpiler.codes.index import CodeIndex
from transpiler.codes.load import MISSING_LIBRARY, load_index
from transpiler.codes.shape import CodeShape, code_shape, segment_shape, shown

__all__ = [
    "MISSING_LIBRARY",
    "Code",
    "CodeChange",
    "CodeIndex",
    "CodeShape",
    "CodeSystem",
    "code_shape",
    "codes_covered",
    "dotted",
    "load_index",
    "matching_codes",
    "outermost",
    "segment_shape",
    "shown",
    "undotted",
]
