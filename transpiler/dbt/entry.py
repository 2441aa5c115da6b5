"""A definition in a project: what the models that span all definitions know of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from transpiler.dbt.source import SourceFile
from transpiler.definition import Definition, terms
from transpiler.lineage import PlaceNotes, place_notes

_LONGEST_NAME: Final = 63
"""Characters of a relation's name in PostgreSQL."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One definition, one version of it.

    Attributes:
        name: its name.
        version: its version.
        title: the name people use.
        policy: what may be published of its matches.
        precedence: how mixed levels are read.
        organization: who published it, or None.
        url: where, or None.
        term_count: how many terms it has.
        has_negations: whether a negation can remove a match.
        source: path of its file in the project.
        content_hash: hash of its file.
        status: how far it has come, as its file says; empty where it does not.
        supersedes: what it takes the place of, likewise.
        validated_by: who validated it, likewise.
        prefix: how the names of its models begin.
    """

    name: str
    version: int
    title: str
    policy: str
    precedence: str
    organization: str | None
    url: str | None
    term_count: int
    has_negations: bool
    source: str
    content_hash: str
    status: str
    supersedes: str
    validated_by: str
    prefix: str = ""

    @property
    def identifier(self) -> str:
        """Name and version in one word."""
        return f"{self.name}_v{self.version}"

    @property
    def notes(self) -> PlaceNotes:
        """What its file tells of where it stands in its library."""
        said = (self.status, self.supersedes, self.validated_by)
        return PlaceNotes(self.name, self.version, self.title, *said)

    @property
    def model(self) -> str:
        """Name of the model of its matches."""
        return f"{self.prefix}syndrome_{self.identifier}"

    @property
    def vetoed_model(self) -> str:
        """Name of the model of the visits that its negations remove."""
        return f"{self.model}_vetoed"


def make_entry(definition: Definition, file: SourceFile, prefix: str = "") -> Entry:
    """Return the entry of a definition that stands in ``file``, whose models have a prefix."""
    told = place_notes(definition)
    roots = [part.query.root for part in definition.parts]
    return Entry(
        name=definition.name,
        version=definition.version,
        title=definition.title,
        policy=definition.policy.value,
        precedence=definition.precedence.value,
        organization=definition.source.organization,
        url=definition.source.url,
        term_count=sum(1 for root in roots for _ in terms(root)),
        has_negations=definition.has_negations,
        source=file.source,
        content_hash=file.content_hash,
        status=told.status,
        supersedes=told.supersedes,
        validated_by=told.validated_by,
        prefix=prefix,
    )


def relation_alias(model: str) -> str | None:
    """Return a name for the relation of a model whose own is too long for PostgreSQL, or None."""
    if len(model) <= _LONGEST_NAME:
        return None
    digest = hashlib.sha256(model.encode()).hexdigest()[:8]
    return f"{model[: _LONGEST_NAME - 9]}_{digest}"
