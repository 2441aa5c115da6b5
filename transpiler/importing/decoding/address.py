"""An address of ESSENCE's API, or its parameters alone → queries, fields and filters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from transpiler.addressing.filter_parameters import read_filters
from transpiler.addressing.parameters import (
    APPLY_TO,
    GROUPING,
    GROUPING_FIELDS,
    GROUPING_SYSTEM,
    NAMED_FIELDS,
    NEVER_A_QUERY,
    QUERY_FIELDS,
    Use,
    use_of,
)
from transpiler.definition import (
    DefinitionError,
    Diagnostic,
    Filters,
    Severity,
    find_field,
)
from transpiler.importing.decoding.percent import decode_percent
from transpiler.importing.excerpt import Excerpt, joined

_ADDRESS: Final = re.compile(r"\s*https?://[^\s?]*", re.IGNORECASE)
_FIRST_NAME: Final = re.compile(r"\s*[?&]*\s*([A-Za-z][A-Za-z0-9_]*)\s*=")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_AMPERSAND: Final = re.compile(r"&(?:amp;)*", re.IGNORECASE)
_PARAMETER: Final = re.compile(r"(?:^|[?&])(?:amp;)*([A-Za-z][A-Za-z0-9_]*)=")
_ASSIGNED: Final = re.compile(r"(?:^|[?&])(?:amp;)*([A-Za-z][A-Za-z0-9_]*)=([^&]*)")
_NOTHING: Final = ("", "all")
"""Values that say nothing; some hosts write every parameter, with ``all`` where it is not used."""

_SIGNS: Final = re.compile(r"[\^()\[\]]")
"""What a term cannot hold in a name; parentheses that balance it can."""

_PARENTHESES: Final = re.compile(r"\([^()]*\)")
_CLASSED: Final = re.compile(r"[!,_]")
"""Signs of a query that stand for themselves as a class."""


@dataclass(frozen=True, slots=True)
class AddressPart:
    """A query that an address asks.

    Attributes:
        fields: the fields it is asked of.
        query: the query, decoded.
        name: the parameter.
        named: the names of queries that it gives instead of a query of its own.
    """

    fields: tuple[str, ...]
    query: Excerpt
    name: str
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says of a definition.

    Attributes:
        parts: its queries, which are ANDed.
        filters: what a definition file can hold of its filters.
        left_out: filters that it cannot hold, parameter → value.
        dropped: the names of parameters that are no part of a definition.
    """

    parts: tuple[AddressPart, ...]
    filters: Filters
    left_out: Mapping[str, str]
    dropped: tuple[str, ...]


def is_address(text: str) -> bool:
    """Return whether ``text`` is an address, or begins with a parameter of one."""
    first = _FIRST_NAME.match(text)
    return bool(_ADDRESS.match(text)) or bool(first and use_of(first[1]) is not None)


def asks(text: str) -> bool:
    """Return whether ``text`` has a parameter of ESSENCE."""
    return any(use_of(found[1]) is not None for found in _PARAMETER.finditer(text))


def asks_query(text: str) -> bool:
    """Return whether ``text`` has a parameter that holds a query or names one, with a value."""
    return any(
        use_of(found[1]) in (Use.QUERY, Use.NAMED, Use.OTHER_LANGUAGE)
        and found[2].lower() not in _NOTHING
        for found in _ASSIGNED.finditer(text)
    )


def names_one(text: str) -> bool:
    """Return whether an address asks nothing but one query that ESSENCE holds, by its name."""
    uses = [
        use_of(found[1]) for found in _ASSIGNED.finditer(text) if found[2].lower() not in _NOTHING
    ]
    return uses.count(Use.NAMED) == 1 and Use.QUERY not in uses


def read_address(excerpt: Excerpt, path: str, *, beside_query: bool = False) -> Address:
    """Return what an address says.

    Args:
        excerpt: the address, or parameters with ``&`` between them.
        path: the file, for refusals.
        beside_query: whether the query stands elsewhere, so that the address need not ask one.

    Raises:
        DefinitionError: it has a parameter that is not known, asks in another language or of
            something else than visits, or asks no query.
    """
    values = list(_parameters(excerpt, path))
    by_name: dict[str, list[Excerpt]] = {}
    spelled: dict[str, str] = {}
    for name, value in values:
        spelled.setdefault(name.lower(), name)
        if value.text.strip().lower() not in _NOTHING:
            by_name.setdefault(name.lower(), []).append(value)
    unknown = [spelled[name] for name in by_name if use_of(name) is None]
    if unknown:
        raise _refusal(
            path,
            "ESS516",
            f"the address has parameters that are not known: {', '.join(unknown)}",
            "remove them if they are no part of the definition, and import again",
        )
    for name in by_name:
        if use_of(name) is Use.OTHER_LANGUAGE:
            message = f"{spelled[name]} holds a query in another language of ESSENCE"
            raise _refusal(path, "ESS030", message, "write a part for each field that it names")
    source = by_name.get("datasource", [])
    if any(value.text.strip().lower() in NEVER_A_QUERY for value in source):
        message = f"{source[0].text.strip()} holds no visits"
        raise _refusal(path, "ESS516", message, "import queries that are asked of visits")
    parts = tuple(_parts(by_name, spelled, path))
    if not parts and not beside_query:
        message = "the address asks no query; its parameters are " + (
            ", ".join(dict.fromkeys(spelled.values())) or "none"
        )
        raise _refusal(path, "ESS510", message, "import an address with a free-text parameter")
    filters, left_out = _filters(by_name, spelled)
    dropped = [
        spelled[name]
        for name in spelled
        if use_of(name) is Use.SCOPE and not (name == GROUPING_SYSTEM and GROUPING in by_name)
    ]
    return Address(parts, filters, left_out, tuple(dropped))


def _parameters(excerpt: Excerpt, path: str) -> Iterator[tuple[str, Excerpt]]:
    """Yield each parameter's name and its value, decoded.

    Raises:
        DefinitionError: something between two ``&`` has no name.
    """
    head = _ADDRESS.match(excerpt.text)
    start = head.end() if head else 0
    rest = excerpt.cut(start, len(excerpt.text))
    rest = rest.cut(len(rest.text) - len(rest.text.lstrip(" \t\r\n?")), len(rest.text))
    done = 0
    for found in [*_AMPERSAND.finditer(rest.text), None]:
        piece = rest.cut(done, found.start() if found else len(rest.text)).stripped()
        done = found.end() if found else done
        if not piece.text:
            continue
        name, sign, value = piece.text.partition("=")
        if not sign or not _NAME.fullmatch(name.strip()):
            shown = piece.text if len(piece.text) < 40 else f"{piece.text[:37]}..."
            message = f"this part of the address has no name: {shown}"
            hint = "write %26 for an & that is part of a query"
            raise _refusal(path, "ESS516", message, hint)
        excerpt_of_value = piece.cut(len(piece.text) - len(value), len(piece.text))
        plain = name.strip()
        if use_of(plain) not in (Use.SCOPE, None):
            excerpt_of_value = decode_percent(excerpt_of_value, in_address=True, path=path)
        yield plain, excerpt_of_value


def _parts(
    by_name: Mapping[str, list[Excerpt]], spelled: Mapping[str, str], path: str
) -> Iterator[AddressPart]:
    for name, values in by_name.items():
        if name in QUERY_FIELDS:
            further = [
                label.strip()
                for value in by_name.get(name + APPLY_TO, [])
                for label in re.split(r"[,;]", value.text)
                if label.strip()
            ]
            fields = (QUERY_FIELDS[name], *(_field(label, path) for label in further))
            yield AddressPart(tuple(dict.fromkeys(fields)), _either(values), spelled[name])
        elif name in NAMED_FIELDS:
            yield _named((NAMED_FIELDS[name],), values, spelled[name], path)
        elif name == GROUPING:
            systems = [value.text.strip().lower() for value in by_name.get(GROUPING_SYSTEM, [])]
            field = GROUPING_FIELDS.get(systems[0]) if len(systems) == 1 else None
            if field is None:
                message = f"{spelled[name]} needs {GROUPING_SYSTEM}, one of those expected"
                raise DefinitionError(
                    [
                        Diagnostic(
                            "ESS516",
                            Severity.ERROR,
                            message,
                            path=path,
                            expected=tuple(GROUPING_FIELDS),
                        )
                    ]
                )
            yield _named((field,), values, spelled[name], path)
    for name in by_name:
        query_name = name.removesuffix(APPLY_TO)
        if name != query_name and query_name in QUERY_FIELDS and query_name not in by_name:
            message = f"{spelled[name]} names further fields of a query that is not there"
            raise _refusal(path, "ESS516", message, "add the query, or remove it")


def _field(label: str, path: str) -> str:
    name = QUERY_FIELDS.get(label.lower())
    if name is None:
        field = find_field(label)
        name = field.name if field else None
    if name is None:
        hint = "name a field of the table in docs/definition-files.md, and import again"
        raise _refusal(path, "ESS511", f"no field is called {label}", hint)
    return name


def _either(values: list[Excerpt]) -> Excerpt:
    """Return one query for a parameter that is given several times: any of them."""
    if len(values) == 1:
        return values[0]
    end = values[-1].offsets[-1]
    start = values[0].offsets[0]
    return joined(
        [
            Excerpt("(,", [start] * 3),
            joined(values, ",),or,(,"),
            Excerpt(",)", [end] * 3),
        ]
    )


def _named(
    fields: tuple[str, ...], values: list[Excerpt], parameter: str, path: str
) -> AddressPart:
    """Return a part that asks for the names of queries that ESSENCE holds: any of them."""
    queries = []
    for value in values:
        name = value.stripped()
        if _SIGNS.search(_PARENTHESES.sub(" ", name.text)):
            message = f"a query cannot ask for this name to the letter: {name.text}"
            raise _refusal(path, "ESS516", message, "write a pattern for it by hand")
        name = name.substitute(_CLASSED, lambda found: f"[{found[0]}]")
        around = [name.offsets[0]] * 3, [name.offsets[-1]] * 3
        queries.append(joined([Excerpt("^;", around[0]), name, Excerpt(";^", around[1])]))
    names = tuple(value.text.strip() for value in values)
    return AddressPart(fields, joined(queries, ",or,"), parameter, names)


def _filters(
    by_name: Mapping[str, list[Excerpt]], spelled: Mapping[str, str]
) -> tuple[Filters, dict[str, str]]:
    """Return the filters that a definition file can hold, and the others."""
    given = {
        name: [value.text.strip() for value in values]
        for name, values in by_name.items()
        if use_of(name) is Use.FILTER
    }
    filters, done = read_filters(given)
    left_out = {
        spelled[name]: ", ".join(values) for name, values in given.items() if name not in done
    }
    return filters, left_out


def _refusal(path: str, code: str, message: str, hint: str) -> DefinitionError:
    return DefinitionError([Diagnostic(code, Severity.ERROR, message, path=path, hint=hint)])
