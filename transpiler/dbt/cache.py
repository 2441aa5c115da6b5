"""What the last compile read and wrote, so that the next one does only what is new.

It stands under ``target``, is nobody's record, and may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from transpiler.dbt.compiled import CompiledDefinition
from transpiler.dbt.entry import Entry
from transpiler.dbt.manifest import one_line_end, text_hash
from transpiler.dbt.shape import Shape
from transpiler.writing import replace_file


@dataclass(frozen=True, slots=True)
class CompileCache:
    """The inputs and outputs of a compile.

    Attributes:
        files: path in the project of each generated file → SHA-256 of its text.
        definitions: path of each definition file → what was compiled from it, its files by name
            alone.
        shape: the shape of the classification that was written.
        library: SHA-256 of all definition files and of the lock beside them.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    shape: str = ""
    library: str = ""

    @property
    def terms(self) -> int:
        """How many terms the definitions have in all."""
        return sum(found["entry"]["term_count"] for found in self.definitions.values())

    def is_current(self, library: str, project: Path, folder: Path) -> bool:
        """Return whether compiling would leave the project exactly as it is.

        Args:
            library: hash of all definition files and of the lock beside them.
            project: the project.
            folder: the folder of generated models.
        """
        present = {path.relative_to(project).as_posix() for path in folder.glob("[!.]*")}
        kept = {path for path in self.files if (project / path).parent == folder}
        return (
            bool(self.files)
            and self.library == library
            and present == kept
            and all(_hash_of(project / path) == expected for path, expected in self.files.items())
        )

    def find(self, source: str, content_hash: str, folder: Path) -> CompiledDefinition | None:
        """Return what was compiled from a file that still has this content, or None.

        The texts are those in ``folder``, if nobody has changed them.
        """
        found = self.definitions.get(source)
        if found is None or found["entry"]["content_hash"] != content_hash:
            return None
        texts: dict[str, str] = {}
        for name in found["files"]:
            path = folder / name
            if _hash_of(path) != found["files"][name]:
                return None
            texts[name] = one_line_end(path.read_bytes()).decode()
        return CompiledDefinition(Entry(**found["entry"]), texts, found["terms"])


def make_cache(
    compiled: Mapping[str, CompiledDefinition], files: Mapping[str, str], shape: Shape, library: str
) -> CompileCache:
    """Return the cache of a compile.

    Args:
        compiled: path of each definition file → what was compiled from it.
        files: path in the project → text of every generated file.
        shape: the shape of the classification.
        library: hash of all definition files and of the lock beside them.
    """
    return CompileCache(
        files={path: text_hash(text.encode()) for path, text in files.items()},
        definitions={
            source: {
                "entry": asdict(found.entry),
                "files": {name: text_hash(text.encode()) for name, text in found.files.items()},
                "terms": found.terms,
            }
            for source, found in compiled.items()
        },
        shape=shape.value,
        library=library,
    )


def read_cache(path: Path, prefix: str) -> CompileCache:
    """Return the cache kept at ``path``; an empty one where there is none of this program.

    Args:
        path: the file.
        prefix: how the names of models begin; what was compiled with another one is not current.
    """
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if (kept.pop("compiler"), kept.pop("prefix")) == (compiler_hash(), prefix):
            return CompileCache(**kept)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        pass  # missing, cut short, or of another program: everything is compiled
    return CompileCache()


def write_cache(cache: CompileCache, path: Path, prefix: str) -> None:
    """Keep ``cache`` at ``path``, replacing what stood there in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, json.dumps({"compiler": compiler_hash(), "prefix": prefix, **asdict(cache)}))


@cache
def compiler_hash() -> str:
    """Return a hash over every file of the program."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".jinja", ".lark", ".json", ".yml"):
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _hash_of(path: Path) -> str | None:
    try:
        return text_hash(path.read_bytes())
    except OSError:
        return None
