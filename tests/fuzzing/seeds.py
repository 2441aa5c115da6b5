"""Where fuzzing starts: the language's reference tables, the definitions shipped, past findings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

import yaml

from tests.dbt.conftest import HOSTILE
from tests.spec.reference import SECTIONS, TABLES
from transpiler.parsing import find_definitions, load_definition
from transpiler.resources import data_path

FINDINGS: Final = Path(__file__).with_name("findings")
"""Inputs that once broke a target, a folder for each; they are replayed by the tests."""

WORDS: Final = (
    *(
        ",or,",
        ",and,",
        ",andnot,",
        "(,",
        ",)",
        "^",
        "!",
        "_",
        "[COMMA]",
        "[0-9]",
        "[!-/]",
        "ISNULL",
    ),
    *("isblank", "^a^", "!b!", ";T74", "AND NOT", "&lt;", "\n  ", "%", "\\", "'", '"', "{{", "}}"),
    *("name: a\n", "version: 1\n", "title: t\n", "fields: [ccdd_parsed]\n", "query: |\n  ^a^\n"),
    *("parts:\n", "filters: {age: {min: 1}}\n", "examples: {matches: [A]}\n", "meta: {}\n"),
    *("&a ", "*a", "!!python/object:os.system ", "<<: ", "? ", "- ", "\ufeff", "\u202e", "\x00"),
)
"""Pieces that a mutation may put in, which it would take long to come upon by chance."""


def seeds(target: str) -> Iterator[bytes]:
    """Yield the inputs that fuzzing of a target starts from."""
    for folder in FINDINGS.glob("*"):
        yield from (path.read_bytes() for path in sorted(folder.iterdir()))
    if target == "definition_file":
        paths = find_definitions([data_path("dbt_project") / "definitions"])
        yield from (path.read_bytes() for path in paths)
        yield yaml.safe_dump(HOSTILE).encode()
    elif target == "importing":
        yield from _published()
    elif target == "generated_emission":
        yield from (Random(number).randbytes(2_000) for number in range(20))
    else:
        yield from (query.encode(errors="surrogateescape") for query in _queries())


def write_seeds(target: str, folder: Path) -> None:
    """Write the seeds of a target into ``folder``, a file each."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(target)):
        (folder / f"seed-{number}").write_bytes(seed)


def write_dictionary(path: Path) -> None:
    """Write `WORDS` as libFuzzer reads a dictionary."""
    path.write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS), encoding="ascii")


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02X}" for byte in word.encode())


def _queries() -> Iterator[str]:
    for path in find_definitions([data_path("dbt_project") / "definitions"]):
        yield from (part.query.text for part in load_definition(path).parts)
    for table in TABLES:
        yield from (box.query for box in table.boxes) if table.boxes else (table.query,)
    yield from (fault.query for section in SECTIONS for fault in section.faults)


def _published() -> Iterator[bytes]:
    """Yield small files of published definitions; the first byte is the kind of file."""
    record = {"name": "Fall v1", "query": "^fall^,or,^slip^", "field": "CCDDParsed", "version": 1}
    yield b"\0Fall v1\n^fall^,or,^slip^\n"
    yield b'\1name,field,query\nFall,CCDD,"^fall^,or,^slip^"\n'
    yield b"\3" + json.dumps(record).encode()
    yield b"\4" + json.dumps([record, {"id": "x", "text": "CCDD: ^a^", "parts": [record]}]).encode()
    yield b"\3" + json.dumps({**record, "name": "\ud800", "url": "a\x00b"}).encode()
