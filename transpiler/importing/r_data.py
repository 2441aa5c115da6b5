"""The data frames of an R file (``.rds``) as tables of text.

Nothing of R runs, and no object is built but vectors of texts and factors. What the file unpacks to
is bounded, and a sequence that R keeps in short is never written out.
"""

from __future__ import annotations

import bz2
import lzma
import warnings
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from transpiler.definition import DefinitionError
from transpiler.importing.tables import MAX_BYTES, Table, TableCell, refused_table

_UNPACKING: Final[Mapping[bytes, Callable[[], Any]]] = {
    b"\x1f\x8b": lambda: zlib.decompressobj(wbits=31),
    b"BZ": bz2.BZ2Decompressor,
    b"\xfd7": lzma.LZMADecompressor,
}


def read_r_data(path: str, data: bytes) -> Iterator[Table | DefinitionError]:
    """Yield the data frames of an R file: the one it holds, or each of a list of them.

    Args:
        path: the file, for messages.
        data: its bytes.

    Raises:
        DefinitionError: it is no such file, unpacks to too much, or nothing can read it here.
    """
    try:
        from rdata import parser  # noqa: PLC0415 (an extra)
    except ImportError:
        message = "reading files of R needs another package"
        raise refused_table(path, message, "pip install 'syndrome-sql[rds]'") from None
    kept = {
        name: build
        for name, build in parser.DEFAULT_ALTREP_MAP.items()
        if not name.startswith(b"compact")
    }
    try:
        unpacked = _unpacked(path, data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = parser.parse_data(
                unpacked,
                extension=".rds",
                altrep_constructor_dict={
                    **kept,
                    b"compact_intseq": lambda state: (state.info, ()),
                    b"compact_realseq": lambda state: (state.info, ()),
                },
            )
            tables = list(_tables(path, parsed.object))
    except DefinitionError:
        raise
    except Exception as error:  # damaged files make it raise whatever the bytes lead to
        message = f"not an .rds file that can be read ({type(error).__name__})"
        raise refused_table(path, message, "save the data frame as CSV") from None
    if not tables:
        raise refused_table(path, "there is no data frame in it", "save the data frame alone")
    yield from tables


def _unpacked(path: str, data: bytes) -> bytes:
    make = next((make for magic, make in _UNPACKING.items() if data.startswith(magic)), None)
    if make is None:
        return data
    unpacked: bytes = make().decompress(data, MAX_BYTES + 1)
    if len(unpacked) > MAX_BYTES:
        raise refused_table(path, f"the file unpacks to more than {MAX_BYTES:,} bytes")
    return unpacked


def _tables(where: str, found: Any) -> Iterator[Table]:
    """Yield the data frames of an R object, those in lists too."""
    if found.info.type.name != "VEC":
        return
    attributes = _attributes(found)
    names = _texts(attributes["names"]) if "names" in attributes else []
    if "data.frame" in (_texts(attributes["class"]) if "class" in attributes else []):
        columns = [_texts(column) for column in found.value]
        rows = zip(*columns, strict=True)
        header = (1, [TableCell(name) for name in names])
        body = (
            (number, [TableCell(text) for text in row]) for number, row in enumerate(rows, start=2)
        )
        yield Table(where, [header, *body])
        return
    for number, item in enumerate(found.value):
        label = names[number] if number < len(names) else str(number + 1)
        yield from _tables(f"{where}#{label}", item)


def _attributes(found: Any) -> Mapping[str, Any]:
    attributes = {}
    node = found.attributes
    while node is not None and node.info.type.name == "LIST":
        name = node.tag.referenced_object or node.tag
        attributes[name.value.value.decode("utf-8")] = node.value[0]
        node = node.value[1]
    return attributes


def _texts(vector: Any) -> list[str]:
    """Return the elements of a vector as text; of other things than text and numbers, nothing."""
    kind = vector.info.type.name
    if kind == "STR":
        return ["" if text.value is None else text.value.decode("utf-8") for text in vector.value]
    attributes = _attributes(vector)
    if kind == "INT" and "levels" in attributes:
        levels = ["", *_texts(attributes["levels"])]
        return [levels[number] if number > 0 else "" for number in map(_whole, vector.value)]
    if kind in ("INT", "REAL", "LGL"):
        return ["" if number is None else f"{number:g}" for number in vector.value.tolist()]
    return [""] * len(vector.value)


def _whole(number: Any) -> int:
    return int(number) if str(number).lstrip("-").isdecimal() else 0
