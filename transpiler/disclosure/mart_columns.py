"""Every column of every published table, and what it tells of matched visits.

If a published table or one of its columns is not listed here, nobody has judged what it gives away
together with the others, and it cannot be built (`undescribed`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final


class Tells(StrEnum):
    """What a column of a published table says."""

    NAME = "name"
    """Which count a row is about: definitions, periods, strata. Public by itself."""
    VISITS = "visits"
    """A number of visits, whether they match or not. Public by itself."""
    COUNT = "count"
    """A number of matched visits: a statement."""
    SHARE = "share"
    """A count over a number of visits that the row has: the same statement again."""
    BAND = "band"
    """Two ends between which a number of matched or reviewed visits is: a statement."""
    WITHHELD = "withheld"
    """Whether the count is withheld."""
    DATE = "date"
    """The state of the data that was counted."""


@dataclass(frozen=True, slots=True)
class MartColumn:
    """A column of a published table."""

    name: str
    tells: Tells


@dataclass(frozen=True, slots=True)
class Mart:
    """A published table.

    Attributes:
        name: the model.
        columns: all of its columns.
        is_of_trends: whether its counts are those of `rpt_syndrome_trends` once more.
    """

    name: str
    columns: tuple[MartColumn, ...]
    is_of_trends: bool = False


def _mart(model: str, /, *, is_of_trends: bool = False, **tells: Iterable[str]) -> Mart:
    columns = tuple(
        MartColumn(column, Tells(kind)) for kind, names in tells.items() for column in names
    )
    return Mart(model, columns, is_of_trends)


_UNIT: Final = ("definition", "version", "period", "period_label", "period_start", "period_end")

MARTS: Final = MappingProxyType(
    {
        mart.name: mart
        for mart in (
            _mart(
                "rpt_syndrome_trends",
                name=(*_UNIT, "setting", "cut", "stratum", "place", "age_group", "sex"),
                visits=("visits",),
                count=("matched_visits",),
                share=("percent_of_visits",),
                withheld=("is_suppressed",),
                date=("is_complete", "is_partial", "counted_on"),
                is_of_trends=True,
            ),
            _mart(
                "rpt_syndrome_recurrence",
                name=(*_UNIT, "setting", "cut", "stratum", "has_year_before"),
                count=("matched_visits",),
                withheld=("is_suppressed",),
                is_of_trends=True,
            ),
            _mart(
                "rpt_syndrome_ppv",
                name=("definition", "version"),
                band=("reviewed_from", "reviewed_to", "ppv_from", "ppv_to"),
                withheld=("is_suppressed",),
                date=("counted_on",),
            ),
            _mart(
                "dim_syndrome_definitions",
                name=(
                    *("definition", "version", "title", "policy", "precedence", "organization"),
                    *("url", "terms", "content_hash", "source", "compiler_version"),
                    *("family", "site", "status", "supersedes", "supersedes_version"),
                    "validated_by",
                ),
            ),
        )
    }
)
"""Name of the model → what it tells. Nothing else stands in the mart schema."""


def _is_published(model: Mapping[str, Any]) -> bool:
    config = model.get("config")
    # where dbt looks for it, and where it looked before
    for holder in (config, model):
        meta = holder.get("meta") if isinstance(holder, dict) else None
        if isinstance(meta, dict) and meta.get("sensitivity") == "N":
            return True
    return False


def undescribed(properties: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the published models and columns that are not listed here.

    Args:
        properties: the ``models`` of dbt's property files. A model is published when its
            ``meta`` says ``sensitivity: N``.
    """
    found = []
    for model in properties:
        if not _is_published(model):
            continue
        name = str(model.get("name"))
        mart = MARTS.get(name)
        if mart is None:
            found.append(name)
            continue
        known = {column.name for column in mart.columns}
        columns = model.get("columns")
        found += [
            f"{mart.name}.{column.get('name')}"
            for column in (columns if isinstance(columns, list) else ())
            if isinstance(column, dict) and column.get("name") not in known
        ]
    return found
