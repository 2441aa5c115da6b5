"""A library kept in step with the exports it comes from, each change proved."""

from transpiler.syncing.change import ChangeKind, SyncChange
from transpiler.syncing.lock import LOCK, LockEntry, read_lock
from transpiler.syncing.sync import SyncReport, sync

__all__ = [
    "LOCK",
    "ChangeKind",
    "LockEntry",
    "SyncChange",
    "SyncReport",
    "read_lock",
    "sync",
]
