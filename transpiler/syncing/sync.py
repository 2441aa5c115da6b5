"""A library of definitions, brought in step with an export.

Files are only ever added: one that stands in the library is never written, whoever wrote it. What
the lock has seen to the letter is not read again, so a sync costs what has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from transpiler.comparing import Bump, difference_between
from transpiler.definition import Definition, DefinitionError, Diagnostic, Severity, terms
from transpiler.definition.identity import Identity, identity_of
from transpiler.importing import META_KEY, PublishedRecord, assemble_with_doubts
from transpiler.lineage import LockEntry, read_lock, text_hash, write_lock
from transpiler.parsing import (
    Shelf,
    find_definitions,
    load_definition,
    may_ask,
    render_definition,
)
from transpiler.syncing.change import ChangeKind, SyncChange
from transpiler.syncing.export import Exported, by_title
from transpiler.writing import replace_file

_ALIKE: Final = 0.8
"""The share of terms that two definitions have in common where one is the other renamed."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did, or would do.

    Attributes:
        source: the export's name.
        exported: the day of the export.
        changes: what became of each definition, by title.
        findings: why parts of the export could not be read at all.
        is_written: whether the library was written.
    """

    source: str
    exported: date
    changes: tuple[SyncChange, ...]
    findings: tuple[Diagnostic, ...]
    is_written: bool


def sync(
    records: Iterable[PublishedRecord | DefinitionError],
    library: Path,
    *,
    source: str,
    exported: date,
    dry_run: bool = False,
) -> SyncReport:
    """Compare a library with an export, and write a file for each definition that is new in it.

    Args:
        records: what the export publishes.
        library: the folder of the library; it need not be there yet.
        source: the export's name, for the lock.
        exported: the day of the export.
        dry_run: whether nothing is written.

    Raises:
        DefinitionError: the lock cannot be read, or is in step with a later export.
        OSError: a file cannot be written.
    """
    lock = read_lock(library)
    latest = max((entry.retired or entry.exported for entry in lock.values()), default="")
    if exported.isoformat() < latest:
        message = f"the library is in step with an export of {latest}, later than {exported}"
        hint = "give the day of this export by --exported, or restore the lock of that time"
        raise DefinitionError([Diagnostic("ESS542", Severity.ERROR, message, hint=hint)])
    export, findings = by_title(records)
    work = _Sync(library, dict(lock), export, source, exported.isoformat())
    found = {change.title: change for change in work.changes()}
    found |= {change.title: change for change in work.moved(found, lock)}
    changes = tuple(sorted(found.values(), key=lambda change: change.title.lower()))
    if not dry_run:
        library.mkdir(parents=True, exist_ok=True)
        for file, text in work.texts.items():
            (library / file).parent.mkdir(parents=True, exist_ok=True)
            replace_file(library / file, text)
        write_lock(library, work.lock)
    return SyncReport(source, exported, changes, tuple(findings), is_written=not dry_run)


@dataclass
class _Sync:
    """The work of one sync."""

    library: Path
    lock: dict[str, LockEntry]
    export: Mapping[str, Exported]
    source: str
    day: str
    texts: dict[str, str] = field(default_factory=dict)
    known: dict[str, Definition] = field(default_factory=dict)

    def changes(self) -> Iterator[SyncChange]:
        gone = {
            title: entry
            for title, entry in self.lock.items()
            if title not in self.export and entry.retired is None
        }
        unlocked = self._unlocked()
        # Versions in their order, so that each finds the one before it.
        in_order = sorted(self.export.values(), key=lambda one: identity_of(one.title).version or 0)
        for exported in in_order:
            title = exported.title
            entry = self.lock.get(title)
            if entry is not None:
                yield self._seen(entry, exported)
                continue
            before = _renamed_to(exported, gone)
            if before is not None:
                yield self._renamed(gone.pop(before.title), exported)
            else:
                yield self._unseen(exported, gone, unlocked)
        for title, entry in gone.items():
            self.lock[title] = replace(entry, retired=self.day)
            yield SyncChange(ChangeKind.RETIRED, title, entry.file, is_edited=self._edited(entry))

    def moved(
        self, changes: Mapping[str, SyncChange], lock: Mapping[str, LockEntry]
    ) -> Iterator[SyncChange]:
        """Yield the definitions whose text stays, and that ask one that is another now.

        Args:
            changes: what became of each definition by itself, by title.
            lock: the lock as it was.
        """
        if not self.texts and set(lock) == set(self.lock):
            return
        texts = {self.library / file: text for file, text in self.texts.items()}
        before = Shelf([self.library])
        after = Shelf([self.library], texts=texts, lock=self.lock)
        stay = {title: entry.file for title, entry in lock.items() if title in self.lock}
        stay |= {title: file for title, (file, _) in self._unlocked().items()}
        for title, file in stay.items():
            change = changes.get(title, SyncChange(ChangeKind.SAME, title, file))
            path = self.library / file
            if change.kind is not ChangeKind.SAME or not _may_ask(path):
                continue
            try:
                old, new = load_definition(path, before), load_definition(path, after)
            except DefinitionError as error:
                yield replace(change, kind=ChangeKind.MOVED, diagnostics=error.diagnostics)
                continue
            if old != new:
                difference = difference_between(old, new)
                yield replace(change, kind=ChangeKind.MOVED, difference=difference)

    def _seen(self, entry: LockEntry, exported: Exported) -> SyncChange:
        """Return what became of a definition whose title is known."""
        self.lock[entry.title] = entry = replace(entry, retired=None)
        if not (self.library / entry.file).exists():
            return SyncChange(ChangeKind.DELETED, entry.title, entry.file)
        if entry.published == exported.hash:
            return SyncChange(
                ChangeKind.SAME, entry.title, entry.file, is_edited=self._edited(entry)
            )
        new, change = self._assembled(exported, ChangeKind.CHANGED)
        return change if new is None else self._successor(exported, new, change, entry)

    def _renamed(self, entry: LockEntry, exported: Exported) -> SyncChange:
        """Return that a text has another title; its file, and so its series, keeps its name."""
        del self.lock[entry.title]
        titles = (*entry.former_titles, entry.title)
        self.lock[exported.title] = replace(entry, title=exported.title, former_titles=titles)
        return SyncChange(ChangeKind.RENAMED, exported.title, entry.file, before=entry.title)

    def _unseen(
        self,
        exported: Exported,
        gone: dict[str, LockEntry],
        unlocked: Mapping[str, tuple[str, Definition]],
    ) -> SyncChange:
        """Return what a title is that the lock does not know."""
        new, change = self._assembled(exported, ChangeKind.NEW)
        if new is None:
            return change
        if exported.title in unlocked:
            file, _ = unlocked[exported.title]
            written = text_hash((self.library / file).read_bytes())
            before = LockEntry(exported.title, file, "", written, self.source, self.day)
            return self._successor(exported, new, replace(change, kind=ChangeKind.CHANGED), before)
        earlier = self._before(exported, new, gone)
        if earlier is None:
            return self._written(exported, new, change)
        if earlier.title in gone:
            del gone[earlier.title]
            self.lock[earlier.title] = replace(earlier, retired=self.day)
            is_version = identity_of(earlier.title).family == identity_of(exported.title).family
            kind = ChangeKind.CHANGED if is_version else ChangeKind.RENAMED
            change = replace(change, kind=kind)
        return self._successor(exported, new, change, earlier)

    def _successor(
        self, exported: Exported, new: Definition, change: SyncChange, entry: LockEntry
    ) -> SyncChange:
        """Return what takes the place of a file, which stays where it takes the same visits."""
        try:
            old = self._definition(entry.file)
        except DefinitionError as error:
            return replace(change, kind=ChangeKind.REFUSED, diagnostics=error.diagnostics)
        is_same_title = entry.title == exported.title
        if is_same_title:
            new = _asked_of_the_same(old, new)
        found = difference_between(old, new)
        change = replace(
            change,
            before=None if is_same_title else entry.title,
            difference=found,
            is_edited=self._edited(entry),
        )
        if is_same_title and found.bump is Bump.PATCH and not found.changes.settings:
            self.lock[exported.title] = replace(
                entry, published=exported.hash, source=self.source, exported=self.day
            )
            kind = change.kind if entry.published else ChangeKind.SAME
            return replace(change, kind=kind, file=entry.file)
        if is_same_title:
            new = replace(new, name=old.name, version=old.version + 1)
        return self._written(exported, new, change, entry.file)

    def _written(
        self, exported: Exported, new: Definition, change: SyncChange, supersedes: str | None = None
    ) -> SyncChange:
        """Return a change with a new file: the first version from its own on that is free."""
        version = new.version
        while self._is_taken(new.name, version):
            version += 1
        file = f"{new.name}/v{version}.yml"
        provenance = {
            "source": self.source,
            "exported": self.day,
            "sha256": exported.hash,
            **({"supersedes": supersedes} if supersedes else {}),
        }
        new = replace(new, version=version, meta=(*new.meta, ("synced", provenance)))
        self.known[file] = new
        self.texts[file] = text = render_definition(new)
        former = self.lock.get(exported.title)
        self.lock[exported.title] = LockEntry(
            exported.title,
            file,
            exported.hash,
            text_hash(text),
            self.source,
            self.day,
            former_titles=former.former_titles if former else (),
            supersedes=supersedes,
        )
        return replace(change, file=file, is_written=True, supersedes=supersedes)

    def _is_taken(self, name: str, version: int) -> bool:
        file = f"{name}/v{version}.yml"
        return file in self.texts or (self.library / file).exists()

    def _assembled(
        self, exported: Exported, kind: ChangeKind
    ) -> tuple[Definition | None, SyncChange]:
        """Return what was published and a change of this kind with the doubts; None if refused."""
        try:
            definition, doubts = assemble_with_doubts(exported.record)
        except DefinitionError as error:
            entry = self.lock.get(exported.title)
            return None, SyncChange(
                ChangeKind.REFUSED,
                exported.title,
                entry.file if entry else None,
                diagnostics=error.diagnostics,
            )
        inferred = dict(dict(definition.meta)[META_KEY])
        definition = replace(definition, meta=((META_KEY, inferred),))
        return definition, SyncChange(kind, exported.title, diagnostics=doubts)

    def _before(
        self, exported: Exported, new: Definition, gone: Mapping[str, LockEntry]
    ) -> LockEntry | None:
        """Return which definition a new one follows: the version before, or a renamed one."""
        mine = identity_of(exported.title)
        earlier = [
            (identity_of(entry.title).version or 0, entry)
            for entry in self.lock.values()
            if _is_earlier(identity_of(entry.title), mine) and self._is_readable(entry.file)
        ]
        if earlier:
            return max(earlier, key=lambda found: found[0])[1]
        alike = [
            (share, entry)
            for entry in gone.values()
            if self._is_readable(entry.file)
            and (share := _share(self._definition(entry.file), new)) >= _ALIKE
        ]
        return max(alike, key=lambda found: found[0])[1] if alike else None

    def _unlocked(self) -> dict[str, tuple[str, Definition]]:
        """Return the library's files that the lock does not know, by title: the latest of each."""
        if not self.library.is_dir():
            return {}
        locked = {entry.file for entry in self.lock.values()}
        locked |= {entry.supersedes for entry in self.lock.values() if entry.supersedes}
        found: dict[str, tuple[str, Definition]] = {}
        try:
            paths = find_definitions([self.library])
        except DefinitionError:
            return {}
        for path in paths:
            file = path.relative_to(self.library).as_posix()
            if file in locked or not self._is_readable(file):
                continue
            definition = self._definition(file)
            held = found.get(definition.title)
            if held is None or held[1].version < definition.version:
                found[definition.title] = (file, definition)
        return found

    def _definition(self, file: str) -> Definition:
        if file not in self.known:
            found = load_definition(self.library / file)
            self.known[file] = found.as_written or found
        return self.known[file]

    def _is_readable(self, file: str) -> bool:
        try:
            self._definition(file)
        except DefinitionError:
            return False
        return True

    def _edited(self, entry: LockEntry) -> bool:
        try:
            return text_hash((self.library / entry.file).read_bytes()) != entry.written
        except OSError:
            return False


def _may_ask(path: Path) -> bool:
    try:
        return may_ask(path.read_bytes())
    except OSError:
        return False


def _asked_of_the_same(old: Definition, new: Definition) -> Definition:
    """Return ``new`` asked of the fields of ``old`` where the export names none of its own.

    Fields are then guessed from the form of the codes, and another code is no other field.
    """
    basis = str(dict(dict(new.meta)[META_KEY])["inferred"].get("fields", ""))
    if "codes" not in basis or len(old.parts) != len(new.parts):
        return new
    pairs = zip(old.parts, new.parts, strict=True)
    return replace(new, parts=tuple(replace(part, fields=held.fields) for held, part in pairs))


def _renamed_to(exported: Exported, gone: Mapping[str, LockEntry]) -> LockEntry | None:
    """Return which entry has the same text under a title that the export no longer has."""
    return next((entry for entry in gone.values() if entry.published == exported.hash), None)


def _is_earlier(one: Identity, other: Identity) -> bool:
    is_same = (one.family, one.site) == (other.family, other.site)
    return is_same and (one.version or 0) < (other.version or 0)


def _share(one: Definition, other: Definition) -> float:
    """Return how many of the terms of two definitions both have."""
    mine, theirs = (
        {term.pattern for part in found.parts for term in terms(part.query.root)}
        for found in (one, other)
    )
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0
