"""What the last compile read and wrote, so that the next can tell whether there is anything to do.

It stands under ``target``, is nobody's record, and may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CompileCache:
    """The inputs and outputs of a compile.

    Attributes:
        compiler: hash of the program, so that a changed program compiles anew.
        definitions: path of each definition file → SHA-256 of it.
        files: name of each generated file → SHA-256 of it.
    """

    compiler: str
    definitions: Mapping[str, str]
    files: Mapping[str, str]

    def is_current(self, definitions: Mapping[str, str], folder: Path) -> bool:
        """Return whether compiling ``definitions`` would leave ``folder`` exactly as it is."""
        return (
            self.compiler == compiler_hash()
            and self.definitions == definitions
            and {path.name for path in folder.glob("*")} == set(self.files)
            and all(_hash((folder / name).read_bytes()) == self.files[name] for name in self.files)
        )


def make_cache(definitions: Mapping[str, str], files: Mapping[str, str]) -> CompileCache:
    """Return the cache of a compile by this program.

    Args:
        definitions: path → SHA-256.
        files: name → text.
    """
    hashes = {name: _hash(text.encode()) for name, text in files.items()}
    return CompileCache(compiler_hash(), definitions, hashes)


def read_cache(path: Path) -> CompileCache | None:
    """Return the cache kept at ``path``; None where there is none that can be read."""
    try:
        return CompileCache(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_cache(cache: CompileCache, path: Path) -> None:
    """Keep ``cache`` at ``path``, replacing what stood there in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_text(json.dumps(asdict(cache)), encoding="utf-8")
    beside.replace(path)


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


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
