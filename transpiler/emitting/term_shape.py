"""How an engine is best asked for terms: what every shape can do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sqlglot import exp

from transpiler.definition import Term


class TermShape(Protocol):
    """A way to ask one folded text for terms, in one dialect."""

    def any_of(self, terms: Sequence[Term]) -> list[exp.Expression]:
        """Return tests, one of which holds exactly where one of ``terms``, siblings, matches."""
        ...

    def guard(
        self, terms: Sequence[Term], among: Sequence[Term], *, exact: bool
    ) -> exp.Expression | None:
        """Return a test that holds wherever one of ``terms`` matches, to be asked first.

        Args:
            terms: terms of which every text that the query takes holds one.
            among: all terms of the query.
            exact: whether ``terms`` themselves are what is asked next.

        Returns:
            None where asking it first would not pay.
        """
        ...
