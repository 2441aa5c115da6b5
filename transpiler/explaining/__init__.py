"""A definition in plain words, and what it does with a text."""

from transpiler.explaining.complaint_and_codes import is_laid_out, laid_out, taken_apart
from transpiler.explaining.explain_json import outline_record, trace_record
from transpiler.explaining.explain_page import render_page
from transpiler.explaining.outline import CodesBehind, EntryKind, Outline, OutlineEntry, outline
from transpiler.explaining.summary import (
    READINGS,
    asked_of,
    code_lines,
    combination_in_words,
    filter_lines,
    reference_lines,
)
from transpiler.explaining.term_wording import in_words
from transpiler.explaining.trace import FieldTrace, Mark, Trace, trace

__all__ = [
    "READINGS",
    "CodesBehind",
    "EntryKind",
    "FieldTrace",
    "Mark",
    "Outline",
    "OutlineEntry",
    "Trace",
    "asked_of",
    "code_lines",
    "combination_in_words",
    "filter_lines",
    "in_words",
    "is_laid_out",
    "laid_out",
    "outline",
    "outline_record",
    "reference_lines",
    "render_page",
    "taken_apart",
    "trace",
    "trace_record",
]
