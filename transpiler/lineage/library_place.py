"""Where each definition of a library stands: its family, its status, what it takes the place of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from transpiler.definition import Definition
from transpiler.definition.identity import Identity, identity_of
from transpiler.lineage.lock import LockEntry

_KEY: Final = re.compile(r"(?P<name>[^/]+)/v(?P<version>\d{1,9})", re.ASCII)
"""A definition as files and lock name it."""


class Status(StrEnum):
    """How far a definition has come."""

    DRAFT = "draft"
    VALIDATED = "validated"
    IN_ESSENCE = "in ESSENCE"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class PlaceNotes:
    """What a definition's file tells of where it stands.

    Attributes:
        name: its name.
        version: its version.
        title: the name people use.
        status: as ``meta: status`` says; empty where it does not.
        supersedes: as ``meta: supersedes`` says, else what sync wrote; empty where neither does.
        validated_by: as ``meta: validated_by`` says; empty where it does not.
    """

    name: str
    version: int
    title: str
    status: str = ""
    supersedes: str = ""
    validated_by: str = ""

    @property
    def key(self) -> str:
        """Name and version as a library has them: ``name/v1``."""
        return f"{self.name}/v{self.version}"


@dataclass(frozen=True, slots=True)
class LibraryPlace:
    """Where a definition stands in its library.

    Attributes:
        identity: the family its title names, the published version and the site.
        family: the keys, ``name/v1``, of its whole family by version, itself included.
        status: how far it has come: as ``meta: status`` says, else as the lock does.
        supersedes: the definition that it takes the place of, as ``name/v1``; None where none.
        superseded_by: the ones that take its place.
        validated_by: who validated it, as ``meta: validated_by`` says; empty where it does not.
    """

    identity: Identity
    family: tuple[str, ...]
    status: Status
    supersedes: str | None
    superseded_by: tuple[str, ...]
    validated_by: str

    @property
    def superseded(self) -> tuple[str | None, int | None]:
        """Name and version of what it takes the place of; the version None where none is said."""
        found = _KEY.fullmatch(self.supersedes or "")
        return (found["name"], int(found["version"])) if found else (self.supersedes, None)


def place_notes(definition: Definition) -> PlaceNotes:
    """Return what a definition's file tells of where it stands."""
    said = dict(definition.meta)
    synced = said.get("synced")
    supersedes = _text(said.get("supersedes"))
    if not supersedes and isinstance(synced, Mapping):
        supersedes = _text(synced.get("supersedes"))
    return PlaceNotes(
        definition.name,
        definition.version,
        definition.title,
        _text(said.get("status")),
        supersedes,
        _text(said.get("validated_by")),
    )


def library_places(
    definitions: Sequence[PlaceNotes], lock: Mapping[str, LockEntry]
) -> dict[str, LibraryPlace]:
    """Return where each definition of a library stands, by ``name/v1``.

    Args:
        definitions: what their files tell.
        lock: the library's lock; empty where it has none.
    """
    entries = {entry.file.removesuffix(".yml"): entry for entry in lock.values()}
    replaced = {(entry.supersedes or "").removesuffix(".yml") for entry in lock.values()}
    held = {notes.key: notes for notes in definitions}
    identities = {key: _identity(notes) for key, notes in held.items()}
    order = {key: (one.version or 0, held[key].version) for key, one in identities.items()}
    families: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for key in sorted(held, key=lambda key: (order[key], key)):
        families[identities[key].family, identities[key].site].append(key)
    family_of = {key: family for family in families.values() for key in family}
    before: dict[str, str | None] = {}
    after: defaultdict[str, list[str]] = defaultdict(list)
    for key, notes in held.items():
        lower = [other for other in family_of[key] if order[other] < order[key]]
        before[key] = _said_before(notes, entries.get(key)) or (lower[-1] if lower else None)
        if (earlier := before[key]) is not None:
            after[earlier].append(key)
    return {
        key: LibraryPlace(
            identity=identities[key],
            family=tuple(family_of[key]),
            status=_status(notes, entries.get(key), is_replaced=key in replaced),
            supersedes=before[key],
            superseded_by=tuple(after[key]),
            validated_by=notes.validated_by,
        )
        for key, notes in held.items()
    }


def _identity(notes: PlaceNotes) -> Identity:
    return identity_of(notes.title or notes.name.replace("_", " "))


def _status(notes: PlaceNotes, entry: LockEntry | None, *, is_replaced: bool) -> Status:
    for status in Status:
        if status.lower() == notes.status.lower():
            return status
    if entry is not None:
        return Status.RETIRED if entry.retired else Status.IN_ESSENCE
    if is_replaced:
        return Status.RETIRED
    return Status.VALIDATED if notes.validated_by else Status.DRAFT


def _said_before(notes: PlaceNotes, entry: LockEntry | None) -> str:
    """Return what the file or the lock says that a definition takes the place of."""
    said = notes.supersedes or (entry.supersedes if entry is not None else "") or ""
    return said.removesuffix(".yml")


def _text(value: Any) -> str:
    """Return a value of free-form notes as text."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
