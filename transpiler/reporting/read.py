"""From the rows of the published tables to what the report shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from transpiler.reporting.marts import (
    DEFINITIONS,
    PREDICTIVE_VALUES,
    RELATIONS,
    TRENDS,
    Marts,
    Relation,
    refusal,
)
from transpiler.reporting.published import (
    CROSSED,
    EMERGENCY,
    Point,
    PolicyLimits,
    PredictiveValue,
    PublishedDefinition,
    PublishedProject,
    Trend,
)

MartRow = Mapping[str, Any]
DefinitionKey = tuple[str, int]


def read_published(marts: Marts, limits: Mapping[str, PolicyLimits]) -> PublishedProject:
    """Return all that is published, after a second look at what its policy withholds.

    Args:
        marts: the open tables.
        limits: policy → the least that it withholds.

    Raises:
        DefinitionError: there are no trends, or a table shows a count that must be withheld.
    """
    needed = {DEFINITIONS, TRENDS}
    rows = {
        relation: _by_definition(marts.rows(relation))
        for relation in RELATIONS
        if relation in needed or marts.has(relation)
    }
    definitions = []
    for key, (row, *_) in rows[DEFINITIONS].items():
        own = {relation: found.get(key, []) for relation, found in rows.items()}
        limit = limits.get(row["policy"]) or _strictest(limits)
        for relation, found in own.items():
            if any(_shows_too_much(relation, cell, limit) for cell in found):
                message = (
                    f"{relation.name} shows a count of {key[0]} v{key[1]} that the policy "
                    f"{row['policy']} withholds"
                )
                hint = "build the project as `syndrome compile` made it; nothing was written"
                raise refusal("ESS322", message, marts.database, hint)
        definitions.append(_definition(row, own))
    return PublishedProject(
        schema=marts.schema,
        relations=tuple(marts.tables[relation.name][1] for relation in rows),
        absent=tuple(relation.subject for relation in RELATIONS if relation not in rows),
        definitions=tuple(definitions),
        limits=limits,
    )


def _strictest(limits: Mapping[str, PolicyLimits]) -> PolicyLimits:
    return max(limits.values(), key=lambda limit: limit.smallest_count)


def _shows_too_much(relation: Relation, row: MartRow, limit: PolicyLimits) -> bool:
    """Return whether a row gives a small count, or anything where it says that it is withheld."""
    given = [row[column] for column in relation.counts if row[column] is not None]
    if any(0 < count < limit.smallest_count for count in given):
        return True
    shares = [row[column] for column in relation.shares if row[column] is not None]
    return bool(row.get("is_suppressed") and (given or shares))


def _by_definition(rows: Iterable[MartRow]) -> dict[DefinitionKey, list[MartRow]]:
    found: dict[DefinitionKey, list[MartRow]] = {}
    for row in rows:
        found.setdefault((row["definition"], row["version"]), []).append(row)
    return found


def _definition(row: MartRow, own: Mapping[Relation, Sequence[MartRow]]) -> PublishedDefinition:
    cells = own[TRENDS]
    strata: dict[str, dict[str, Trend]] = {}
    for cut in dict.fromkeys(cell["cut"] for cell in cells if cell["cut"] != "all"):
        of_cut = [cell for cell in cells if cell["cut"] == cut and cell["setting"] == EMERGENCY]
        if cut == CROSSED:
            told = {cell["stratum"] for cell in of_cut if cell["matched_visits"]}
            of_cut = [cell for cell in of_cut if cell["stratum"] in told]
        strata[cut] = _trends(of_cut, "stratum")
    values = own.get(PREDICTIVE_VALUES)
    return PublishedDefinition(
        name=row["definition"],
        version=row["version"],
        title=row["title"],
        policy=row["policy"],
        organization=row["organization"],
        url=row["url"],
        terms=row["terms"],
        content_hash=row["content_hash"],
        compiler_version=row["compiler_version"],
        trends=_trends([cell for cell in cells if cell["cut"] == "all"], "setting"),
        strata=strata,
        predictive_value=_predictive_value(values[0]) if values else None,
    )


def _trends(cells: Sequence[MartRow], by: str) -> dict[str, Trend]:
    """Return a trend for each value of a column."""
    found: dict[str, list[MartRow]] = {}
    for cell in cells:
        found.setdefault(cell[by], []).append(cell)
    return {
        value: Trend(of_value[0]["period"], tuple(map(_point, of_value)))
        for value, of_value in found.items()
    }


def _point(cell: MartRow) -> Point:
    return Point(
        label=cell["period_label"],
        start=cell["period_start"],
        end=cell["period_end"],
        matched_visits=cell["matched_visits"],
        visits=cell["visits"],
        percent=cell["percent_of_visits"],
        is_complete=bool(cell["is_complete"]),
        is_partial=bool(cell["is_partial"]),
    )


def _predictive_value(row: MartRow) -> PredictiveValue:
    return PredictiveValue(
        reviewed_from=row["reviewed_from"],
        reviewed_to=row["reviewed_to"],
        low=row["ppv_from"],
        high=row["ppv_to"],
    )
