"""A library kept in step with the exports it comes from, each change proved."""

from transpiler.syncing.change import ChangeKind, SyncChange
from transpiler.syncing.sync import SyncReport, sync

__all__ = [
    "ChangeKind",
    "SyncChange",
    "SyncReport",
    "sync",
]
