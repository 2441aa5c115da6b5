"""Text → tree: the grammar, diagnostics, repair, the formatter."""

from transpiler.parsing.dumping import dump_yaml
from transpiler.parsing.format import format_query
from transpiler.parsing.load import (
    Loaded,
    find_definitions,
    load,
    load_definition,
    load_definition_text,
    load_text,
    render_definition,
    write_definition,
)
from transpiler.parsing.parse import Mode, parse_query
from transpiler.parsing.repair import repair_query
from transpiler.parsing.shelf import NO_SHELF, Shelf, definition_files, may_ask

__all__ = [
    "NO_SHELF",
    "Loaded",
    "Mode",
    "Shelf",
    "definition_files",
    "dump_yaml",
    "find_definitions",
    "format_query",
    "load",
    "load_definition",
    "load_definition_text",
    "load_text",
    "may_ask",
    "parse_query",
    "render_definition",
    "repair_query",
    "write_definition",
]
