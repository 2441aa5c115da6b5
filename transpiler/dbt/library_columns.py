"""What the models of the library shape are, and their columns."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_VISIT: Final = "The visit, by its number in `int_library_texts` (BigQuery: its key)."
_FIELD: Final = "The field."
_TOKEN: Final = "The token."
_ROUTE: Final = "The route."
_LITERAL: Final = "The literal, folded."
_FRAGMENT: Final = "The fragment."
_STARTS: Final = "Whether a token must begin with the fragment."
_ENDS: Final = "Whether a token must end with the fragment."
_FOUND: Final = MappingProxyType(
    {
        "visit_id": "Key of the visit in `syndrome_visits`.",
        "definition": "Name of the definition.",
        "version": "Version of the definition.",
    }
)
_DECIDES: Final = "Whether a token that has the fragment is all the literal asks of a text."

DESCRIPTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "texts": "The visits that this run asks, numbered.",
        "tokens": "Every token of their texts and how many visits have it.",
        "routes": "The ways in which a visit can match a definition.",
        "literals": "The literals of each route, of which a text must hold one.",
        "fragments": "The fragments of each literal, which must be found in the tokens of a text.",
        "token_fragments": "The tokens in which each fragment is found.",
        "rarest_fragments": "The fragment of each literal that the fewest visits have.",
        "anchors": "By which fragment each literal of a route is looked up.",
        "lookups": "The routes to which each token leads.",
        "candidates": "The visits that each route finds.",
        "matches": "The visits that match after the exact look, each definition once.",
        "vetoed": "The visits that would match but for negations, each definition once.",
    }
)
"""Step → what its model holds."""

COLUMNS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "texts": {"visit_no": "Number of the visit in this run.", "visit_id": "Its key."},
        "tokens": {"field": _FIELD, "token": _TOKEN, "visit_count": "How often it is met."},
        "routes": {
            "route_no": _ROUTE,
            "definition_no": "Number of the definition.",
            "definition": "Name of the definition.",
            "version": "Version of the definition.",
            "field": _FIELD,
            "has_negations": "Whether a negation can remove a match of its definition.",
            "has_condition": "Whether more is asked of the visits it finds.",
            "has_veto": "Whether the definition asks more of all its matches.",
            "veto_no": "Number of what it asks.",
        },
        "literals": {
            "route_no": _ROUTE,
            "lookup_no": "Number of the lookup in its route; any one finds.",
            "option_no": "Number of the option in its lookup; all must be there, one is chosen.",
            "literal": _LITERAL,
        },
        "fragments": {
            "literal": _LITERAL,
            "fragment": _FRAGMENT,
            "head": "Its first characters, by which it is found.",
            "size": "How many they are.",
            "starts": _STARTS,
            "ends": _ENDS,
            "decides": _DECIDES,
        },
        "token_fragments": {
            "fragment": _FRAGMENT,
            "starts": _STARTS,
            "ends": _ENDS,
            "token": _TOKEN,
        },
        "rarest_fragments": {
            "field": _FIELD,
            "literal": _LITERAL,
            "fragment": _FRAGMENT,
            "starts": _STARTS,
            "ends": _ENDS,
            "decides": _DECIDES,
            "visit_count": "How many visits have it.",
        },
        "anchors": {
            "route_no": _ROUTE,
            "field": _FIELD,
            "literal": _LITERAL,
            "fragment": _FRAGMENT,
            "starts": _STARTS,
            "ends": _ENDS,
            "decides": _DECIDES,
        },
        "lookups": {
            "lookup_no": "Number of the lookup.",
            "field": _FIELD,
            "token": _TOKEN,
            "literal": _LITERAL,
            "decides": _DECIDES,
            "route_nos": "The routes.",
        },
        "candidates": {"visit_no": _VISIT, "route_no": _ROUTE},
        "matches": _FOUND,
        "vetoed": _FOUND,
    }
)
"""Step → column → what it holds; `texts` has the fields that the definitions ask besides."""
