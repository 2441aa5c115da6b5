"""Where each definition of a library stands: its family, its status, what it takes the place of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from transpiler.definition import Definition
from transpiler.definition.identity import Identity, identity_of
from transpiler.syncing.lock import LockEntry

_VERSION: Final = "{}/v{}"


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
        status: how far it has come: as ``meta: status`` says, else as the lock does.
        supersedes: the definition that it takes the place of, as ``name/v1``; None where none.
        superseded_by: the ones that take its place.
        validated_by: who validated it, as ``meta: validated_by`` says; empty where it does not.
    """

    identity: Identity
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
    held = {key_of(definition): definition for definition in definitions}
    before = {key: _before(key, held, entries) for key in held}
    after: defaultdict[str, list[str]] = defaultdict(list)
    for key, earlier in before.items():
        if earlier is not None:
            after[earlier].append(key)
    return {
        key: LibraryPlace(
            identity=_identity(definition),
            status=_status(definition, entries.get(key)),
            supersedes=before[key],
            superseded_by=tuple(after[key]),
            validated_by=_said(definition, "validated_by"),
        )
        for key, definition in held.items()
    }


def key_of(definition: Definition) -> str:
    """Return a definition's key in its library: ``name/v1``."""
    return _VERSION.format(definition.name, definition.version)


def _identity(definition: Definition) -> Identity:
    return identity_of(definition.title or definition.name.replace("_", " "))


def _status(definition: Definition, entry: LockEntry | None) -> Status:
    said = _said(definition, "status")
    if said.lower() in {status.lower() for status in Status}:
        return next(status for status in Status if status.lower() == said.lower())
    if entry is not None:
        return Status.RETIRED if entry.retired else Status.IN_ESSENCE
    return Status.VALIDATED if _said(definition, "validated_by") else Status.DRAFT


def _before(
    key: str, held: Mapping[str, Definition], entries: Mapping[str, LockEntry]
) -> str | None:
    """Return what the file, the lock or, of its family, the next lower version says."""
    said = _said(held[key], "supersedes")
    entry = entries.get(key)
    given = said or ((entry.supersedes or "") if entry else "")
    if given:
        return given.removesuffix(".yml")
    mine = _order(held[key])
    earlier = [
        (_order(other), other_key)
        for other_key, other in held.items()
        if _family(other) == _family(held[key]) and _order(other) < mine
    ]
    return max(earlier)[1] if earlier else None


def _family(definition: Definition) -> tuple[str, str]:
    identity = _identity(definition)
    return identity.family, identity.site


def _order(definition: Definition) -> tuple[int, int]:
    return _identity(definition).version or 0, definition.version


def _said(definition: Definition, name: str) -> str:
    """Return what a definition's free-form notes say under a name, as text."""
    value: Any = dict(definition.meta).get(name)
    if name == "supersedes" and value is None:
        synced = dict(definition.meta).get("synced")
        value = synced.get("supersedes") if isinstance(synced, Mapping) else None
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
