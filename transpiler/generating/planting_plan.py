"""What is planted for a list of definitions, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from transpiler.definition import And, Definition, terms, walk
from transpiler.generating.draws import Weighted
from transpiler.generating.planting import PlantedKind

_MOST: Final = 0.1
"""The largest share of visits that anything is planted in."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to plant, and in which share of visits.

    Attributes:
        share: the share of visits in which something is planted.
        choice: the definitions and kinds planted there.
    """

    share: float
    choice: Weighted[tuple[Definition, PlantedKind]]


def plan(definitions: Sequence[Definition]) -> Plan:
    """Return what to plant for ``definitions``.

    As many near-misses are planted as matches. A definition that names no field has nowhere to be
    planted. Of a long list each gets less, so that most visits stay as they are.
    """
    weights: list[tuple[tuple[Definition, PlantedKind], float]] = []
    for definition in definitions:
        if all(part.fields for part in definition.parts):
            share = planted_share(definition)
            weights.append(((definition, PlantedKind.MATCH), share))
            kinds = _near_misses(definition)
            weights += [((definition, kind), share / len(kinds)) for kind in kinds]
    total = sum(share for _, share in weights)
    return Plan(min(total, _MOST), Weighted.of(weights))


def planted_share(definition: Definition) -> float:
    """Return the share of visits that are planted as matches of ``definition``.

    A definition of many terms is matched oftener than one of few: 2 to 10 visits in 10,000. That is
    many times what surveillance sees (docs/demo.md), so that few visits have something to show.
    """
    count = sum(1 for part in definition.parts for _ in terms(part.query.root))
    return min(10.0, 1.8 + 0.12 * count) / 10_000


def _near_misses(definition: Definition) -> list[PlantedKind]:
    """Return the kinds of near-miss that a definition can have."""
    levels = {type(node) for part in definition.parts for node in walk(part.query.root)}
    kinds = [PlantedKind.MISSPELT]
    if definition.has_negations:
        kinds.append(PlantedKind.VETOED)
    if And in levels or len(definition.parts) > 1:
        kinds.append(PlantedKind.PARTIAL)
    return kinds
