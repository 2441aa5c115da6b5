"""The sheets of a workbook (``.xlsx``) as tables of text.

A workbook is untrusted: what it unpacks to, its rows and its columns are bounded, entities of XML
are refused, and formulas are never calculated.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from transpiler.definition import DefinitionError
from transpiler.importing.tables import MAX_BYTES, Table, TableCell, refused_table

_MOST_ROWS: Final = 20_000
_MOST_COLUMNS: Final = 200
_MOST_FILES: Final = 1_000
_LONGEST_CELL: Final = 32_767
"""Characters that a spreadsheet keeps in a cell; it cuts a longer text there without a word."""

_NOT_A_VALUE: Final = {"f": "a formula", "e": "an error of the spreadsheet"}
"""Kinds of cells that hold no text; what begins with an equals sign becomes one."""


def read_spreadsheet(path: str, data: bytes) -> Iterator[Table | DefinitionError]:
    """Yield the sheets of a workbook, and instead of each that is hidden or too large why.

    Args:
        path: the file, for messages.
        data: its bytes.

    Raises:
        DefinitionError: it is no workbook, unpacks to too much, or nothing can read it here.
    """
    try:
        import openpyxl  # noqa: PLC0415 (an extra)
    except ImportError:
        message = "reading workbooks needs another package"
        raise refused_table(path, message, "pip install 'syndrome-sql[xlsx]'") from None
    _check_size(path, data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        for sheet in book.worksheets:
            where = f"{path}#{sheet.title}"
            if sheet.sheet_state != "visible":
                message = "the sheet is hidden and was not read"
                yield refused_table(where, message, "show it in the spreadsheet, or delete it")
                continue
            yield _table(where, sheet)
    except DefinitionError:
        raise
    except Exception as error:  # openpyxl raises what it meets: KeyError, ParseError, its own
        message = f"not a workbook that can be read ({type(error).__name__})"
        raise refused_table(path, message, "save it anew as .xlsx, or as CSV") from None


def _check_size(path: str, data: bytes) -> None:
    """Raise where the archive is none, or says that it unpacks to more than is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        message = "not a workbook: .xlsx files are archives"
        raise refused_table(path, message, "save it anew as .xlsx, or as CSV") from None
    # What a member says of its size is what the library stops reading at.
    if len(members) > _MOST_FILES or sum(member.file_size for member in members) > MAX_BYTES:
        message = f"the workbook unpacks to more than {MAX_BYTES:,} bytes or {_MOST_FILES} files"
        raise refused_table(path, message)


def _table(where: str, sheet: Any) -> Table | DefinitionError:
    rows: list[tuple[int, list[TableCell]]] = []
    sheet.reset_dimensions()  # what it says of its size may be wrong, and rows below would be lost
    for number, row in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), start=1):
        if number > _MOST_ROWS:
            return refused_table(where, f"the sheet has more than {_MOST_ROWS:,} rows")
        cells = [_cell(cell) for cell in row]
        while cells and not cells[-1].text and not cells[-1].problem:
            cells.pop()
        if cells:
            rows.append((number, cells))
    return Table(where, rows)


def _cell(cell: Any) -> TableCell:
    if cell.value is None:
        return TableCell("")
    if cell.data_type in _NOT_A_VALUE:
        return TableCell("", f"{cell.coordinate} holds {_NOT_A_VALUE[cell.data_type]}")
    text = str(cell.value)
    if len(text) >= _LONGEST_CELL:
        return TableCell(
            "", f"{cell.coordinate} is as long as a cell can be, and may have been cut"
        )
    return TableCell(text)
