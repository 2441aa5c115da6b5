"""The public Python API: parse or load a definition, ask it of texts, turn it into SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Literal

from transpiler import definition as model
from transpiler.emitting import to_sql as emit
from transpiler.meaning import Evidence
from transpiler.meaning import evidence as find_evidence
from transpiler.meaning import matches as evaluate_matches
from transpiler.parsing import NO_SHELF, Mode, Shelf, load_definition, parse_query


class Definition(model.Definition):
    """A syndrome definition that can be asked.

    Made by `parse` or `load`. Frozen; see `transpiler.definition.Definition` for the attributes.
    """

    def matches(self, value: str | model.Visit | None) -> bool:
        """Return whether a visit matches.

        Args:
            value: a text, or None where it is missing: the value of the one text that a bare query
                is asked of, or of the definition's first field. Or a mapping: field name → text or
                None, with ``age_years`` (completed years), ``sex`` (``F``, ``M``, ``U``) and
                ``is_emergency`` (bool) where the definition filters on them. A key that is left
                out is missing.
        """
        return evaluate_matches(self, value)

    def evidence(self, value: str | model.Visit | None) -> Evidence:
        """Return which terms matched which characters, and which negation vetoed.

        Args:
            value: as for `matches`.
        """
        return find_evidence(self, value)

    def render(self) -> str:
        """Return the query as written; of several parts one a line, in their order."""
        own = self.as_written or self
        return "\n".join(part.query.render() for part in own.parts)


def parse(
    query: str,
    *,
    precedence: Literal["tight", "sequential"] = "tight",
    mode: Literal["strict", "repair"] = "strict",
) -> Definition:
    """Parse a bare query in the ESSENCE free-text language.

    Args:
        query: the text of one part.
        precedence: how a level that mixes OR with AND or ANDNOT is read.
        mode: ``strict`` refuses what the language does not define; ``repair`` mends the faults met
            in published definitions and lists each in ``definition.parts[0].query.repairs``.

    Raises:
        DefinitionError: the query cannot be read; ``diagnostics`` lists every finding.

    Examples:
        >>> fall = parse("^fall^,andnot,^fallopian^")
        >>> fall.matches("FALL FROM LADDER | ;W11XXXA;")
        True
        >>> fall.matches("FALLOPIAN TUBE PAIN |")
        False
    """
    parsed = parse_query(query, precedence=model.Precedence(precedence), mode=Mode(mode))
    return Definition(precedence=parsed.precedence, parts=(model.Part(fields=(), query=parsed),))


def load(path: str | Path, library: str | Path | None = None) -> Definition:
    """Load a definition file with the definitions that it asks (``docs/definition-files.md``).

    Args:
        path: the file.
        library: a folder in which definitions are looked up that it asks, besides the one that the
            file stands in.

    Raises:
        DefinitionError: the file cannot be used; ``diagnostics`` lists every finding with its line
            and column.
    """
    shelf = Shelf([Path(library)]) if library is not None else NO_SHELF
    loaded = load_definition(path, shelf)
    return Definition(**{field.name: getattr(loaded, field.name) for field in fields(loaded)})


def to_sql(
    definition: model.Definition,
    dialect: str,
    columns: str | Mapping[str, str],
) -> str:
    """Return the definition as a boolean SQL expression, never NULL.

    Args:
        definition: the definition to ask.
        dialect: whose SQL.
        columns: the column of a bare query's text; or field name → column, for every field (and
            ``age_years``, ``sex``, ``is_emergency`` where filters ask) whose column has another
            name. Columns hold texts as they came; case is folded in the expression.

    Raises:
        DefinitionError: the dialect cannot say it, or a column name is none.
    """
    return emit(definition, dialect, columns)
