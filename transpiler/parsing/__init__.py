"""Text → tree: the grammar, diagnostics, repair, the formatter.

May import: definition.
"""

from transpiler.parsing.parse import Mode, parse_query, parse_with_findings
from transpiler.parsing.repair import repair_query

__all__ = ["Mode", "parse_query", "parse_with_findings", "repair_query"]
