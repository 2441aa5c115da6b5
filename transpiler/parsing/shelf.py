"""The definition files among which those are looked up that a definition asks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final

from transpiler.definition import AnyRun, Literal, Term, fold
from transpiler.definition.document import (
    Document,
    Heading,
    heading_of,
    parse_document,
    read_document,
    read_heading,
)
from transpiler.lineage import LockEntry, read_lock

_LIBRARY: Final = "definitions"
"""The folder in which a project keeps its definitions."""

_LEAST_LETTERS: Final = 3
"""How many letters a part of a name has: fewer stand in too many names to mean one."""

_ENDINGS: Final = (".yml", ".yaml")

_MAY_ASK: Final = re.compile(
    rb"""\bdefinition["']?\s*:|[\[,-]\s*["']?(?:ccdd_category|subsyndrome|syndrome)\b|\\[xuU]"""
)
"""What stands in every file that asks another definition: the key, a field of categories in a list,
or an escape that may stand for either."""


class Shelf:
    """A library as files. It is read when a definition asks another, and not before.

    Attributes:
        folders: files and folders; a folder stands for all files below it.
        texts: files that are yet to be written, and their texts.
        lock: the lock that is yet to be written; None to read those of the folders.
    """

    def __init__(
        self,
        folders: Iterable[Path] = (),
        *,
        texts: Mapping[Path, str] = MappingProxyType({}),
        lock: Mapping[str, LockEntry] | None = None,
    ) -> None:
        self.folders = tuple(dict.fromkeys(folders))
        self.texts = texts
        self.lock = lock

    def beside(self, path: Path) -> Shelf:
        """Return the shelf with the library that the file at ``path`` stands in.

        That is the folder ``definitions`` that it stands below, else the files beside it. A shelf
        that has this library stays the same, so that its files are looked through once for all.
        """
        above = path.absolute().parents
        library = next((at for at in above if at.name == _LIBRARY), None)
        own = [library] if library is not None else definition_files(above[0], "*")
        held = {folder.absolute() for folder in self.folders}
        if held.issuperset(own):
            return self
        return Shelf((*self.folders, *own), texts=self.texts, lock=self.lock)

    def document(self, path: Path) -> Document:
        """Return a file of the library.

        Raises:
            DefinitionError: it cannot be read.
        """
        text = self.texts.get(path)
        return read_document(path) if text is None else parse_document(text, str(path))

    def find(self, key: str) -> list[Heading]:
        """Return the files of a definition: one, unless the library has none or is at odds.

        Args:
            key: the definition, as a file names it: ``name/v1``.
        """
        return self._by_key.get(key, [])

    def called(self, term: Term, own: str, *, partly: bool) -> list[list[Heading]]:
        """Return the definitions that a term asked of the names of categories is about.

        A term names a category with its whole name, whatever stands at its ends. Without ``;`` it
        takes longer names too, as it would in ESSENCE.

        Args:
            term: the term.
            own: the definition that asks, as ``name/v1``; a part of a name is not about itself.
            partly: whether it may hold no more than a part of a name.

        Returns:
            A list for each name that it takes, of the definitions that are called so.
        """
        match term.pattern.pieces:
            case (AnyRun(), Literal(text), AnyRun()):
                name = text.strip(";")
                named = self._by_title.get(name) or self._with_version.get(name, [])
                if named or (partly and sum(map(str.isalpha, text)) >= _LEAST_LETTERS):
                    others = [
                        each
                        for title, each in self._by_title.items()
                        if text in f";{title};"
                        and each is not named
                        and (named or own not in [heading.key for heading in each])
                    ]
                    return [named, *others] if named else others
        return []

    @property
    def keys(self) -> list[str]:
        """The definitions there are, as a file names them: ``name/v1``."""
        return [heading.key for heading in self._headings]

    @cached_property
    def _headings(self) -> tuple[Heading, ...]:
        paths: dict[Path, None] = {}
        for folder in self.folders:
            paths |= dict.fromkeys(definition_files(folder) if folder.is_dir() else [folder])
        distinct: dict[Path, Path] = {}
        for path in paths:
            distinct.setdefault(path.resolve(), path)
        kept = [path for path in distinct.values() if path not in self.texts]
        found = [heading for path in kept if (heading := read_heading(path)) is not None]
        return (*found, *(heading_of(path, self.document(path)) for path in self.texts))

    @cached_property
    def _by_key(self) -> dict[str, list[Heading]]:
        found: defaultdict[str, list[Heading]] = defaultdict(list)
        for heading in self._headings:
            found[heading.key].append(heading)
        return dict(found)

    @cached_property
    def _by_title(self) -> dict[str, list[Heading]]:
        """Folded title → the definition that is called so: what the lock has, else the latest.

        Several where definitions of other names share a title.
        """
        found = {title: _latest(headings) for title, headings in self._titled.items()}
        held = {heading.path: heading for heading in self._headings}
        for folder in filter(Path.is_dir, self.folders):
            lock = read_lock(folder) if self.lock is None else self.lock
            for entry in lock.values():
                heading = held.get(folder / entry.file)
                if heading is not None:
                    found[_plain(entry.title)] = [heading]
        return found

    @cached_property
    def _titled(self) -> dict[str, list[Heading]]:
        """Folded title → the definitions whose files have it."""
        found: defaultdict[str, list[Heading]] = defaultdict(list)
        for heading in self._headings:
            found[_plain(heading.title)].append(heading)
        return dict(found)

    @cached_property
    def _with_version(self) -> dict[str, list[Heading]]:
        """Folded title and version, where the title has none → the definitions called so."""
        return {
            f"{title} v{heading.version}": [heading]
            for title, headings in self._titled.items()
            for heading in headings
        }


def may_ask(content: bytes) -> bool:
    """Return whether a definition file may ask another definition; never false where it does."""
    return _MAY_ASK.search(content) is not None


def _plain(title: str) -> str:
    return fold(" ".join(title.split()))


def _latest(headings: Sequence[Heading]) -> list[Heading]:
    """Return the latest of several versions of one definition, and of several ones all of them."""
    if len({heading.name for heading in headings}) > 1:
        return list(headings)
    latest = max(heading.version for heading in headings)
    return [heading for heading in headings if heading.version == latest]


NO_SHELF: Final = Shelf()
"""No library but that in which a file stands."""


def definition_files(folder: Path, pattern: str = "**/*") -> list[Path]:
    """Return the definition files of a folder, sorted: all below it, or those of a pattern."""
    return sorted(found for ending in _ENDINGS for found in folder.glob(f"{pattern}{ending}"))
