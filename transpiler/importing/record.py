"""A definition as somebody published it, before anything is made of it."""

from __future__ import annotations

from dataclasses import dataclass

from transpiler.importing.decoding.passages import Passage


@dataclass(frozen=True, slots=True)
class PublishedPart:
    """A part that the source keeps apart from the prose.

    Attributes:
        fields: the fields, in whatever spelling; empty where the source does not say.
        query: the query as published.
    """

    fields: tuple[str, ...]
    query: str


@dataclass(frozen=True, slots=True)
class PublishedRecord:
    """One published definition.

    Attributes:
        origin: the file, and the line or record in it, for messages.
        title: the name people use; empty where none is given.
        text: prose and queries as published, in one piece; empty where there are only parts.
        passage: the piece of ``text`` that holds this definition; None where it is yet to be
            found.
        parts: the parts, where the source keeps them apart from the prose.
        fields: the fields that it gives beside ``text``, in whatever spelling; they are those of a
            query whose own line names none.
        address: an address of ESSENCE that the source keeps beside the query; empty where none.
        identifier: the source's own key; empty where there is none.
        version: the version as the source writes it; empty where it does not.
        organization: who published it.
        url: where.
        license: under what terms.
        reference: where the source says it has it from.
        published: when, as the source writes it.
    """

    origin: str
    title: str
    text: str = ""
    passage: Passage | None = None
    parts: tuple[PublishedPart, ...] = ()
    fields: tuple[str, ...] = ()
    address: str = ""
    identifier: str = ""
    version: str = ""
    organization: str | None = None
    url: str | None = None
    license: str | None = None
    reference: str | None = None
    published: str | None = None
