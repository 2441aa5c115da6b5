"""Where each definition of a library stands: its family, its status, what it takes the place of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from transpiler.definition import Definition
from transpiler.definition.identity import Identity, identity_of
from transpiler.syncing.lock import LockEntry


class Status(StrEnum):
    """How far a definition has come."""

    DRAFT = "draft"
    VALIDATED = "validated"
    IN_ESSENCE = "in ESSENCE"
    RETIRED = "retired"


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


def library_places(
    definitions: Sequence[Definition], lock: Mapping[str, LockEntry]
) -> dict[str, LibraryPlace]:
    """Return where each definition of a library stands, by ``name/v1``.

    Args:
        definitions: the definitions.
        lock: the library's lock; empty where it has none.
    """
    entries = {entry.file.removesuffix(".yml"): entry for entry in lock.values()}
    held = {definition.key: definition for definition in definitions}
    identities = {key: _identity(definition) for key, definition in held.items()}
    order = {key: (one.version or 0, held[key].version) for key, one in identities.items()}
    families: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for key in sorted(held, key=lambda key: (order[key], key)):
        families[identities[key].family, identities[key].site].append(key)
    family_of = {key: family for family in families.values() for key in family}
    before: dict[str, str | None] = {}
    after: defaultdict[str, list[str]] = defaultdict(list)
    for key, definition in held.items():
        lower = [other for other in family_of[key] if order[other] < order[key]]
        before[key] = _said_before(definition, entries.get(key)) or (lower[-1] if lower else None)
        if (earlier := before[key]) is not None:
            after[earlier].append(key)
    return {
        key: LibraryPlace(
            identity=identities[key],
            family=tuple(family_of[key]),
            status=_status(definition, entries.get(key)),
            supersedes=before[key],
            superseded_by=tuple(after[key]),
            validated_by=_said(definition.meta, "validated_by"),
        )
        for key, definition in held.items()
    }


def _identity(definition: Definition) -> Identity:
    return identity_of(definition.title or definition.name.replace("_", " "))


def _status(definition: Definition, entry: LockEntry | None) -> Status:
    said = _said(definition.meta, "status").lower()
    for status in Status:
        if status.lower() == said:
            return status
    if entry is not None:
        return Status.RETIRED if entry.retired else Status.IN_ESSENCE
    return Status.VALIDATED if _said(definition.meta, "validated_by") else Status.DRAFT


def _said_before(definition: Definition, entry: LockEntry | None) -> str:
    """Return what the file or the lock says that a definition takes the place of."""
    synced = dict(definition.meta).get("synced")
    said = _said(definition.meta, "supersedes")
    if not said and isinstance(synced, Mapping):
        said = _said(synced.items(), "supersedes")
    if not said and entry is not None:
        said = entry.supersedes or ""
    return said.removesuffix(".yml")


def _said(notes: Iterable[tuple[str, Any]], name: str) -> str:
    """Return what free-form notes say under a name, as text."""
    value = dict(notes).get(name)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
