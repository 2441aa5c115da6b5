"""What was published → its parts, with the fields of each and all that was done to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from transpiler.definition import DefinitionError, Diagnostic, Filters, Severity
from transpiler.importing.decoding.address import Address, is_address, read_address
from transpiler.importing.decoding.import_steps import DecodingStep, Done
from transpiler.importing.decoding.markup import without_backslashes
from transpiler.importing.decoding.passages import Passage, passages
from transpiler.importing.decoding.percent import decode_percent
from transpiler.importing.decoding.surroundings import tidied
from transpiler.importing.excerpt import Excerpt
from transpiler.importing.inference import fields_by_codes
from transpiler.importing.labels import field_labelled, fields_named, fields_of_page
from transpiler.importing.prose import ProsePart, read_parts
from transpiler.importing.record import PublishedPart, PublishedRecord


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A part to be read.

    Attributes:
        fields: names of its fields.
        query: the query, decoded.
        text: the published text that it was taken from.
        basis: what the fields were inferred from; empty where the source gives them.
    """

    fields: tuple[str, ...]
    query: Excerpt
    text: str
    basis: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was published, taken apart.

    Attributes:
        parts: the parts, which are ANDed.
        prose: what is said in front of queries, in lines about them and in whole pages.
        lines: the same without the pages.
        steps: what was done to get at the queries.
        filters: what an address says about visits.
        left_out: what it says besides, and a definition file cannot hold.
        title: what an address calls the queries it names; empty where it asks its own.
        disagrees: whether an address beside the query asks another one.
    """

    parts: tuple[ReadPart, ...]
    prose: str = ""
    lines: str = ""
    steps: tuple[DecodingStep, ...] = ()
    filters: Filters = field(default_factory=Filters)
    left_out: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    disagrees: bool = False


def read(published: PublishedRecord) -> Reading:
    """Take a published definition apart.

    Raises:
        DefinitionError: there is no query in it, it cannot be decoded for sure, or it names a
            field that is unknown.
    """
    reading = _read(published)
    return _beside_address(reading, published) if published.address else reading


def _beside_address(reading: Reading, published: PublishedRecord) -> Reading:
    """Return the reading of a query with what the address beside it adds: filters, and fields.

    An address may name the definition that ESSENCE holds, or ask the same query again.
    """
    address = read_address(Excerpt.whole(published.address), published.origin, beside_query=True)
    asked = {_compact(part.query): part.fields for part in address.parts if not part.named}
    disagrees = bool(asked) and set(asked) != {_compact(part.query) for part in reading.parts}
    parts = [
        replace(part, fields=asked[_compact(part.query)], basis="the address")
        if part.basis and not disagrees and asked
        else part
        for part in reading.parts
    ]
    steps = (*reading.steps, *_dropped(address))
    return replace(
        reading,
        parts=tuple(parts),
        steps=steps,
        filters=reading.filters or address.filters,
        left_out={**reading.left_out, **address.left_out},
        disagrees=disagrees,
    )


def _compact(query: Excerpt) -> str:
    return "".join(query.text.split()).lower()


def _dropped(address: Address) -> list[DecodingStep]:
    return [DecodingStep(Done.DROPPED, ", ".join(address.dropped))] if address.dropped else []


def _read(published: PublishedRecord) -> Reading:
    if not published.parts:
        passage = published.passage or _only_passage(published.text, published)
        return _read_passage(passage, published)
    readings = [_given_part(published, part) for part in published.parts]
    raw = _raw(published)
    parts = [part for reading in readings for part in reading.parts]
    if raw is not None and len(raw.parts) == len(parts):
        parts = [_whole(*pair) for pair in zip(parts, raw.parts, strict=True)]
    return Reading(
        tuple(parts),
        raw.prose if raw else "",
        raw.lines if raw else "",
        tuple(dict.fromkeys(step for reading in readings for step in reading.steps)),
        next((found.filters for found in readings if found.filters), Filters()),
        {name: value for found in readings for name, value in found.left_out.items()},
    )


def _raw(published: PublishedRecord) -> Reading | None:
    """Return the whole text beside the parts, taken apart; None where it says nothing."""
    if not published.text.strip():
        return None
    try:
        return _read_passage(_only_passage(published.text, published), published)
    except DefinitionError:
        return None


def _only_passage(text: str, published: PublishedRecord) -> Passage:
    """Return the one passage of ``text``.

    Raises:
        DefinitionError: there is none, there are several, or one is not understood.
    """
    found = list(passages(text, published.origin))
    for passage in found:
        if isinstance(passage, DefinitionError):
            raise passage
    if len(found) != 1 or not isinstance(found[0], Passage):
        message = "there is no query in it" if not found else f"{len(found)} queries in one place"
        raise refusal(published, "ESS510", message, "give each definition a record of its own")
    return found[0]


def _read_passage(passage: Passage, published: PublishedRecord) -> Reading:
    if is_address(passage.excerpt.text):
        return _read_address(passage, published)
    excerpt, steps = _decoded(passage.excerpt, published)
    found = read_parts(excerpt.text)
    parts = []
    steps = [*passage.steps, *steps]
    for part in found:
        query, done = tidied(excerpt.cut(part.start, part.start + len(part.query)))
        steps += done
        fields, basis = _fields(published, part, query)
        parts.append(ReadPart(fields, query, published.text, basis))
    if not any(part.query.text.strip() for part in parts):
        raise refusal(published, "ESS510", "there is no query in it")
    return Reading(
        tuple(parts),
        "\n".join(part.prose for part in found),
        "\n".join(part.prose for part in found if not part.is_page),
        tuple(dict.fromkeys(steps)),
    )


def _read_address(passage: Passage, published: PublishedRecord) -> Reading:
    address = read_address(passage.excerpt, published.origin)
    steps = [*passage.steps, DecodingStep(Done.DECODED, "the parameters of an address")]
    steps += _dropped(address)
    parts = []
    for part in address.parts:
        query, done = tidied(part.query)
        steps += done
        text = published.text or passage.excerpt.text
        parts.append(ReadPart(part.fields, query, text, f"the parameter {part.name}"))
    return Reading(
        tuple(parts),
        steps=tuple(dict.fromkeys(steps)),
        filters=address.filters,
        left_out=address.left_out,
        title=" or ".join(name for part in address.parts for name in part.named),
    )


def _decoded(excerpt: Excerpt, published: PublishedRecord) -> tuple[Excerpt, list[DecodingStep]]:
    """Return a text that is no address with its signs as they are meant."""
    steps = []
    # A page may hold the address of the query beside it, which is not the text to decode.
    if "://" not in excerpt.text:
        decoded = decode_percent(excerpt, in_address=False, path=published.origin)
        if decoded is not excerpt:
            steps.append(DecodingStep(Done.DECODED, "percent-encoded characters"))
        excerpt = decoded
    excerpt, more = without_backslashes(excerpt)
    return excerpt, [*steps, *more]


def _fields(
    published: PublishedRecord, part: ProsePart, query: Excerpt
) -> tuple[tuple[str, ...], str]:
    """Return the fields of a part found in a text: from prose, else as given, else by its codes."""
    named = fields_of_page(part.prose) if part.is_page else fields_named(part.prose)
    if named.unknown:
        raise _unknown_fields(published, named.unknown)
    if named.fields:
        return named.fields, "prose"
    if published.fields:
        return _labelled(published, published.fields), ""
    field_, basis = fields_by_codes(query.text)
    return (field_,), basis


def _given_part(published: PublishedRecord, part: PublishedPart) -> Reading:
    """Return a part that the source keeps apart; where it names no fields, by its codes."""
    fields = _labelled(published, part.fields)
    if not part.query.strip():
        raise refusal(published, "ESS510", "there is no query in it")
    passage = _only_passage(part.query, published)
    if is_address(passage.excerpt.text):
        reading = _read_address(passage, published)
        parts = [
            ReadPart(found.fields, found.query, part.query, found.basis) for found in reading.parts
        ]
        return Reading(
            tuple(parts), steps=reading.steps, filters=reading.filters, left_out=reading.left_out
        )
    excerpt, steps = _decoded(passage.excerpt, published)
    query, done = tidied(excerpt)
    basis = ""
    if not fields:
        field_, basis = fields_by_codes(query.text)
        fields = (field_,)
    steps = [*passage.steps, *steps, *done]
    return Reading((ReadPart(fields, query, part.query, basis),), steps=tuple(steps))


def _labelled(published: PublishedRecord, labels: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fields that a source gives by their labels, each once."""
    names = {label: field_labelled(label) for label in labels}
    unknown = tuple(label for label, name in names.items() if name is None)
    if unknown:
        raise _unknown_fields(published, unknown)
    return tuple(dict.fromkeys(name for name in names.values() if name))


def _whole(part: ReadPart, read_part: ReadPart) -> ReadPart:
    """Return ``part`` with the query as it stands in the text, if its own has lost the front."""
    mine, whole = part.query.text.strip(), read_part.query.text.strip()
    if mine and mine in whole and not whole.startswith(mine):
        return ReadPart(part.fields, read_part.query, read_part.text, part.basis)
    return part


def _unknown_fields(published: PublishedRecord, labels: tuple[str, ...]) -> DefinitionError:
    return refusal(
        published,
        "ESS511",
        f"no field is called {', '.join(labels)}",
        "name a field of the table in docs/definition-files.md, and import again",
    )


def refusal(
    published: PublishedRecord, code: str, message: str, hint: str | None = None
) -> DefinitionError:
    """Return the refusal of a published definition."""
    return DefinitionError(
        [Diagnostic(code, Severity.ERROR, message, path=published.origin, hint=hint)]
    )
