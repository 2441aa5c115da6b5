"""What an engine cannot say is refused, never approximated."""

from __future__ import annotations

from typing import Final

from transpiler.definition import DefinitionError, Diagnostic, Severity

UNSUPPORTED: Final = "ESS203"
"""Code of the diagnostic that an engine cannot say what a definition asks."""


class UnsupportedByDialect(DefinitionError):  # noqa: N818 - the name says what happened
    """An engine cannot say what a definition asks.

    Args:
        dialect: the dialect's name.
        message: what it cannot say.
        hint: how to mend it.
    """

    def __init__(self, dialect: str, message: str, hint: str | None = None) -> None:
        found = Diagnostic(UNSUPPORTED, Severity.ERROR, f"{dialect}: {message}", hint=hint)
        super().__init__([found])
