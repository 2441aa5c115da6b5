"""A definition → an address of ESSENCE that asks the same, or why none can.

An address has a query for each parameter, and all of them must hold; a query may be asked of
further fields, named beside it. Encodings are those of public programs: carets, blanks and brackets
are encoded, commas, parentheses, semicolons and slashes are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from urllib.parse import quote

from transpiler.addressing.filter_parameters import filter_values, filters_lost
from transpiler.addressing.parameters import SPELLED, SPELLED_BESIDE, UNSEEN
from transpiler.definition import (
    And,
    AndNot,
    AnyRun,
    Definition,
    DefinitionError,
    Diagnostic,
    ElementKind,
    IsBlank,
    IsNull,
    Literal,
    Node,
    Or,
    Part,
    Pattern,
    Precedence,
    Query,
    Reference,
    Severity,
    Span,
    Term,
    fold,
)

HOST: Final = "https://essence.syndromicsurveillance.org/nssp_essence"
_RAW: Final = ",();/!:"
_MONTHS: Final = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]
_UNSURE: Final = re.compile(r"\[[^\]]*\]|(%|\A\s|\s\Z)")
_NO_NAME: Final = re.compile(r"[\[\]^_!,()%;\n]")
"""What means something else in a query than in a title."""
_NOWHERE: Final = Span(0, 0)


class AddressKind(StrEnum):
    """What ESSENCE shows."""

    TIME_SERIES = "time-series"
    DETAILS = "details"
    TABLE = "table"


_PATHS: Final = {
    AddressKind.TIME_SERIES: "api/timeSeries",
    AddressKind.DETAILS: "api/dataDetails/csv",
    AddressKind.TABLE: "api/tableBuilder/csv",
}
_SHOWN: Final = {
    AddressKind.TIME_SERIES: (
        *(("aqtTarget", "TimeSeries"), ("timeResolution", "daily")),
        ("detector", "probrepswitch"),
    ),
    AddressKind.DETAILS: (("aqtTarget", "DataDetails"),),
    AddressKind.TABLE: (
        *(("aqtTarget", "TableBuilder"), ("rowFields", "timeResolution")),
        *(("columnField", "ageGroup"), ("timeResolution", "weekly")),
    ),
}


@dataclass(frozen=True, slots=True)
class EssenceAddress:
    """An address, and what has to be known about it.

    Attributes:
        address: the address.
        lost: what the definition holds and the address does not.
        unverified: parameters whose spelling no public program shows.
    """

    address: str
    lost: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()


def address_of(
    definition: Definition,
    kind: AddressKind,
    start: date,
    end: date,
    *,
    host: str = HOST,
) -> EssenceAddress:
    """Return the address at which ESSENCE asks what a definition asks.

    Args:
        definition: a definition with fields.
        kind: what ESSENCE shows.
        start: the first day.
        end: the last day.
        host: the beginning of the address, up to ``/api``.

    Raises:
        DefinitionError: no address asks the same.
    """
    if definition.is_bare:
        raise _refusal("a query without fields is asked of nothing in ESSENCE")
    if strange := [field.name for part in definition.parts for field in part.declared]:
        raise _refusal(f"ESSENCE has no field {strange[0]}: the project declares it")
    own = definition.as_written or definition
    named = [found for found in definition.references if found.called is None]
    parts = _merged((*own.parts, *map(_by_name, named)))
    chosen = _parameters_for(parts)
    if chosen is None:
        raise _refusal("two of its parts need the same parameter, and ESSENCE would take either")
    given = [
        ("datasource", "va_hosp"),
        *(("startDate", _day(start)), ("endDate", _day(end))),
        *(("geographySystem", "hospitaldhhsregion"), ("percentParam", "noPercent")),
        *_SHOWN[kind],
        *_asked(parts, chosen, definition.precedence),
        *filter_values(definition.filters),
    ]
    encoded = "&".join(f"{name}={quote(value, safe=_RAW)}" for name, value in given)
    # Some names are seen in lists of further fields only.
    unseen = [own for own in chosen if own not in SPELLED]
    unseen += [field for part in parts for field in part.fields if field in UNSEEN]
    return EssenceAddress(
        f"{host.rstrip('/')}/{_PATHS[kind]}?{encoded}",
        (*_lost(definition), *map(_relied_on, named)),
        tuple(dict.fromkeys(SPELLED_BESIDE[field] for field in unseen)),
    )


def _by_name(reference: Reference) -> Part:
    """Return a definition that is asked as ESSENCE asks it: by the name of a category.

    Raises:
        DefinitionError: its title cannot stand in a query.
    """
    title = reference.definition.title
    if _NO_NAME.search(title):
        raise _refusal(f"the title of {reference.definition.identifier} cannot stand in a query")
    pattern = Pattern((AnyRun(), Literal(fold(f";{title};")), AnyRun()))
    root: Node = Term(f"^;{title};^", pattern, _NOWHERE)
    if reference.is_negation:
        anything = Term("^", Pattern((AnyRun(),)), _NOWHERE)
        root = Or((IsNull(_NOWHERE), AndNot(anything, (root,), _NOWHERE)), _NOWHERE)
    return Part(("ccdd_category",), Query("", root, Precedence.TIGHT))


def _relied_on(reference: Reference) -> str:
    found = reference.definition
    return f"{found.identifier} itself: ESSENCE has to have it as a category, “{found.title}”"


def _merged(parts: Sequence[Part]) -> list[Part]:
    """Return the parts, those that ask the same single field as one query, joined by AND."""
    merged: dict[tuple[str, ...] | int, list[Part]] = {}
    for number, part in enumerate(parts):
        merged.setdefault(part.fields if len(part.fields) == 1 else number, []).append(part)
    return [_joined(alike) for alike in merged.values()]


def _joined(alike: list[Part]) -> Part:
    if len(alike) == 1:
        return alike[0]
    root = And(tuple(part.query.root for part in alike), alike[0].query.root.span)
    precedence = alike[0].query.precedence
    return Part(alike[0].fields, Query(_written(root), root, precedence))


def _parameters_for(parts: Sequence[Part]) -> list[str] | None:
    """Return a field of each part whose parameter holds its query, no two the same; None if none.

    Parameters that public programs use come first.
    """
    if not parts:
        return []
    first, *others = parts
    for own in sorted(first.fields, key=lambda field: field not in SPELLED):
        rest = _parameters_for(others)
        if rest is not None and own not in rest:
            return [own, *rest]
    return None


def _asked(
    parts: Sequence[Part], chosen: Sequence[str], precedence: Precedence
) -> Iterator[tuple[str, str]]:
    for part, own in zip(parts, chosen, strict=True):
        parameter = SPELLED_BESIDE[own]
        yield parameter, _text(part.query, precedence)
        further = [SPELLED_BESIDE[field] for field in part.fields if field != own]
        if further:
            yield f"{parameter}ApplyTo", ",".join(further)


def _text(query: Query, precedence: Precedence) -> str:
    """Return a query on one line; where it is read from left to right, with every parenthesis."""
    if not query.elements or (query.mixed_levels and precedence is not Precedence.TIGHT):
        return _written(query.root)
    return "".join(
        _term(element.text) if element.kind is ElementKind.TERM else element.text
        for element in query.elements
        if element.kind is not ElementKind.LAYOUT
    )


def _term(text: str) -> str:
    """Return a term whose per cent signs, and blanks at its ends, cannot be taken for faults."""
    return _UNSURE.sub(lambda found: f"[{found[1]}]" if found[1] else found[0], text)


def _written(node: Node) -> str:
    match node:
        case Term(text=text):
            return _term(text)
        case Or(children):
            return ",or,".join(map(_grouped, children))
        case And(children):
            return ",and,".join(map(_grouped, children))
        case AndNot(include, exclude):
            return ",andnot,".join(map(_grouped, (include, *exclude)))
        case _:
            return "ISBLANK" if isinstance(node, IsBlank) else "ISNULL"


def _grouped(node: Node) -> str:
    return f"(,{_written(node)},)" if isinstance(node, And | Or | AndNot) else _written(node)


def _lost(definition: Definition) -> Iterator[str]:
    yield from filters_lost(definition.filters)
    if definition.policy is not definition.policy.STANDARD:
        yield f"the policy {definition.policy.value}: ESSENCE shows days and small counts"


def _day(day: date) -> str:
    return f"{day.day}{_MONTHS[day.month - 1]}{day.year}"


def _refusal(message: str) -> DefinitionError:
    hint = "ask its parts one by one, or combine the results by hand"
    return DefinitionError([Diagnostic("ESS530", Severity.ERROR, message, hint=hint)])
