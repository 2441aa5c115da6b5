"""A library of definitions and its routes, numbered: what a classification is made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from transpiler.definition import FILTER_NAMES, Definition, terms
from transpiler.library.routes import Route, routes


@dataclass(frozen=True, slots=True)
class NumberedRoute:
    """A route of one of a library's definitions.

    Attributes:
        route_no: from 0, definition by definition.
        definition_no: place of its definition in the library, from 0.
        veto_no: number of its veto, from 0, which it shares with the other routes of its
            definition by its field; None where it has none.
        route: the route.
    """

    route_no: int
    definition_no: int
    veto_no: int | None
    route: Route


@dataclass(frozen=True)
class Library:
    """Definitions that are asked together.

    Attributes:
        definitions: in the order given, each name and version once.
    """

    definitions: tuple[Definition, ...]

    @cached_property
    def routes(self) -> tuple[NumberedRoute, ...]:
        """The routes of all definitions."""
        vetoes: dict[int, int] = {}
        return tuple(
            NumberedRoute(
                route_no,
                definition_no,
                None if route.veto is None else vetoes.setdefault(id(route.veto), len(vetoes)),
                route,
            )
            for route_no, (definition_no, route) in enumerate(self._each_route())
        )

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that the definitions read, in the order first met."""
        return _each_once(field for found in self.definitions for field in found.fields())

    @property
    def looked_up(self) -> tuple[str, ...]:
        """The fields in whose texts literals are looked up."""
        return _each_once(found.route.field for found in self.routes if found.route.lookups)

    @property
    def filters(self) -> tuple[str, ...]:
        """The columns besides text that the definitions ask of."""
        asked = {name for found in self.definitions for name in found.filter_columns}
        return tuple(name for name in FILTER_NAMES if name in asked)

    def has_negations(self, definition_no: int) -> bool:
        """Return whether a negation can remove a match of a definition."""
        return definition_no in self._negating

    @property
    def term_count(self) -> int:
        """How many terms the definitions have in all."""
        return sum(
            1 for found in self.definitions for part in found.parts for _ in terms(part.query.root)
        )

    @cached_property
    def _negating(self) -> frozenset[int]:
        """The definitions with a negation; each has many routes, and each route asks."""
        return frozenset(
            definition_no
            for definition_no, definition in enumerate(self.definitions)
            if definition.has_negations
        )

    def _each_route(self) -> Iterator[tuple[int, Route]]:
        for definition_no, definition in enumerate(self.definitions):
            for route in routes(definition):
                yield definition_no, route


def make_library(definitions: Iterable[Definition]) -> Library:
    """Return the library of ``definitions``.

    Raises:
        ValueError: one of them is a query without fields, or two have one name and version.
    """
    found = tuple(definitions)
    for definition in found:
        if not all(part.fields for part in definition.parts):
            raise ValueError(f"{definition.identifier} is a query without fields")
    names = [definition.identifier for definition in found]
    if len(set(names)) < len(names):
        raise ValueError("a definition is in the library twice")
    return Library(found)


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
