"""The tags that ESSENCE itself would give visits: ``CCDDCategory_flat``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from transpiler.definition import Definition
from transpiler.generating.draws import stream
from transpiler.generating.extract_columns import GeneratedVisit
from transpiler.generating.planting import PlantedKind
from transpiler.meaning import matches

_PUBLISHER: Final = "CDC "
"""How the names of the categories begin that ESSENCE tags visits with."""

MISSED_SHARE: Final = 0.05
"""Of the visits that a category takes, those that have no tag: tagged before a late diagnosis."""
KEPT_SHARE: Final = 0.1
"""Of the visits that a negation removes, those that have the tag from before it was known."""


class Categories:
    """The categories among some definitions, those whose titles are names of ESSENCE's own."""

    def __init__(self, seed: int, definitions: Sequence[Definition]) -> None:
        asked = {field for definition in definitions for field in definition.fields()}
        found = {
            definition.title: definition
            for definition in definitions
            if definition.title.startswith(_PUBLISHER)
        }
        # a definition that asks for the tags themselves decides what they are
        self._categories = {} if "ccdd_category" in asked else found
        self._seed = seed

    def tag(self, visit: GeneratedVisit, planted: Definition, kind: PlantedKind) -> GeneratedVisit:
        """Return the visit with its tags, a few of which differ from what the categories say.

        Args:
            visit: a visit in which something is planted.
            planted: the definition that it is planted for.
            kind: what it is to that definition.
        """
        titles = []
        for title, category in self._categories.items():
            u = stream(self._seed, "category", title, visit.visit_id)()
            if matches(category, visit._asdict()):
                is_tagged = u >= MISSED_SHARE
            else:
                is_tagged = category == planted and kind is PlantedKind.VETOED and u < KEPT_SHARE
            if is_tagged:
                titles.append(title)
        return visit._replace(ccdd_category=f";{';'.join(titles)};") if titles else visit
