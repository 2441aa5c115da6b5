"""Groups of codes that matches are published by, and the refusal of those that tell too much.

A group within another is a subtraction: what the two counts differ by is a third one, which may be
small and is withheld by nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from transpiler.dbt.seeds import SeedRow
from transpiler.definition import Diagnostic

SEED: Final = "syndrome_code_groups"
COLUMNS: Final = ("definition", "cut", "stratum", "code")

CUTS: Final = frozenset(
    ("all", "place", "age and sex", "place, age and sex", "reporting", "earlier visit")
) | {"phase of care"}
"""The cuts that every definition has."""
STRATA: Final = frozenset(("several", "none"))
"""The strata that every cut by codes has."""

TOGETHER: Final = " + "
"""What stands between the parts of a count whose sum is told (`parts_in_groups`)."""

_CODE: Final = re.compile(r"[A-Za-z0-9]+")
_CutStratum = tuple[str, str, str]
"""Definition, cut and stratum."""


def check_code_groups(rows: Sequence[SeedRow]) -> Iterator[Diagnostic]:
    """Yield a finding for every row that cannot be used, or lies within another group."""
    groups: dict[_CutStratum, list[tuple[str, SeedRow]]] = defaultdict(list)
    for row in rows:
        values = row.values
        blank = next((name for name in COLUMNS if not values[name].strip()), None)
        if blank:
            yield row.refused("ESS302", f"{blank} is empty")
        elif not _CODE.fullmatch(values["code"]):
            message = f"{values['code']!r} is not how a code begins: letters and digits"
            yield row.refused("ESS302", message, ("T745",))
        elif values["cut"] in CUTS:
            yield row.refused("ESS302", f"{values['cut']!r} is a cut that every definition has")
        elif values["stratum"] in STRATA:
            yield row.refused("ESS302", f"{values['stratum']!r} is a group that every cut has")
        elif TOGETHER in values["stratum"]:
            message = f"{TOGETHER!r} stands between groups that are told together"
            yield row.refused("ESS302", message)
        else:
            group = values["definition"], values["cut"], values["stratum"]
            groups[group].append((values["code"].upper(), row))
    for one, other in combinations(sorted(groups), 2):
        if one[0] == other[0]:
            yield from _overlaps(one, groups[one], other, groups[other])


def _overlaps(
    one: _CutStratum,
    codes: list[tuple[str, SeedRow]],
    other: _CutStratum,
    others: list[tuple[str, SeedRow]],
) -> Iterator[Diagnostic]:
    """Yield findings where two groups of a definition overlap within a cut, or one is the other's.

    Groups of two cuts may share codes, as *confirmed* and *sexual* do; neither may hold the other.
    """
    if one[1] == other[1]:
        for code, row in others:
            shared = next((found for found, _ in codes if _share(code, found)), None)
            if shared:
                message = (
                    f"{code} of {other[2]!r} overlaps with {shared} of {one[2]!r} in the same cut"
                )
                yield row.refused("ESS312", message)
        return
    for inner, inside, outer, outside in (
        (one, codes, other, others),
        (other, others, one, codes),
    ):
        if all(any(code.startswith(found) for found, _ in outside) for code, _ in inside):
            message = (
                f"the group {inner[2]!r} of the cut {inner[1]!r} lies within {outer[2]!r} of "
                f"{outer[1]!r}: the difference of their counts would be told"
            )
            yield inside[0][1].refused("ESS312", message)
            return


def _share(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
