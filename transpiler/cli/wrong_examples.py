"""The examples of a definition file, asked."""

from __future__ import annotations

from transpiler.definition import Diagnostic
from transpiler.meaning import false_examples
from transpiler.parsing import Loaded


def wrong_examples(loaded: Loaded) -> list[Diagnostic]:
    """Return an error for each example that is not as the file says, at its place in the file."""
    return [
        loaded.document.diagnose("ESS305", found.message, found.keys, hint=found.reason)
        for found in false_examples(loaded.definition)
    ]
