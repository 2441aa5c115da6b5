"""What stands behind a code pattern: ICD-10-CM codes and titles, from a library."""

from transpiler.codes.code import Code, CodeChange, CodeSystem, dotted, read_listed, undotted
from transpiler.codes.code_shape import CodeShape, class_text, code_shape, segment_shape, shown
from transpiler.codes.coverage import codes_covered, matching_codes, outermost
from transpiler.codes.index import CodeIndex
from transpiler.codes.installed import MISSING_LIBRARY, load_index

__all__ = [
    "MISSING_LIBRARY",
    "Code",
    "CodeChange",
    "CodeIndex",
    "CodeShape",
    "CodeSystem",
    "class_text",
    "code_shape",
    "codes_covered",
    "dotted",
    "load_index",
    "matching_codes",
    "outermost",
    "read_listed",
    "segment_shape",
    "shown",
    "undotted",
]
