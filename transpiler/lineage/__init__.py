"""Where each definition of a library stands: where it came from, and what takes its place."""

from transpiler.lineage.library_place import (
    LibraryPlace,
    PlaceNotes,
    Status,
    library_places,
    place_notes,
)
from transpiler.lineage.lock import LOCK, LockEntry, lock_hash, read_lock, text_hash, write_lock

__all__ = [
    "LOCK",
    "LibraryPlace",
    "LockEntry",
    "PlaceNotes",
    "Status",
    "library_places",
    "lock_hash",
    "place_notes",
    "read_lock",
    "text_hash",
    "write_lock",
]
