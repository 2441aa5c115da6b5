"""Seeds of settings, read as dbt reads them, so that what is checked is what is built."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from transpiler.dbt.project import read_project
from transpiler.definition import DefinitionError, Diagnostic, Position, Severity


@dataclass(frozen=True, slots=True)
class SeedRow:
    """A row of a seed.

    Attributes:
        path: the seed.
        line: the line on which the row ends, from 1.
        values: column → text, empty where the cell is.
    """

    path: Path
    line: int
    values: Mapping[str, str]

    def refused(self, code: str, message: str, expected: tuple[str, ...] = ()) -> Diagnostic:
        """Return an error that points at the row."""
        shown = ",".join(self.values.values())
        where = Position(line=self.line, column=1)
        return Diagnostic(
            code, Severity.ERROR, message, str(self.path), where, shown, len(shown), expected
        )


def find_seed_of(project_dir: Path, name: str) -> Path | None:
    """Return the seed of that name of the project in a folder, or None.

    Raises:
        DefinitionError: it is no dbt project, or `find_seed` refuses what is there.
    """
    project = read_project(project_dir)
    return find_seed(project.root, project.seed_paths, name)


def find_seed(root: Path, seed_paths: Sequence[str], name: str) -> Path | None:
    """Return the seed of that name of a project, or None; dbt knows a seed by its file's name.

    Raises:
        DefinitionError: there are several, or it is no regular file of the project.
    """
    found = sorted(
        path
        for folder in dict.fromkeys(seed_paths)
        for path in (root / folder).rglob("*")
        if path.name.casefold() == f"{name}.csv"
    )
    found = list(dict.fromkeys(found))
    if len(found) > 1:
        others = ", ".join(path.relative_to(root).as_posix() for path in found[1:])
        raise _refused(found[0], f"the seed {name} stands in {others} as well", "keep one of them")
    for path in found:
        if path.name != f"{name}.csv":
            raise _refused(path, f"the seed is called {name}.csv, in small letters", "rename it")
        inside = Path(os.path.realpath(root))
        if not path.is_file() or not Path(os.path.realpath(path)).is_relative_to(inside):
            raise _refused(path, "it is no file of the project", "put the file itself there")
    return found[0] if found else None


def read_seed(path: Path, columns: Sequence[str]) -> list[SeedRow]:
    """Return the rows of a seed that has exactly these columns, in any order.

    Raises:
        DefinitionError: it cannot be read, or dbt would read something else: a column is missing,
            unknown or there twice, or a row has more or fewer cells than there are columns.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        rows = [(reader.line_num, row) for row in reader if row]
    except UnicodeDecodeError:
        raise _refused(path, "it is not UTF-8 text", "save it as UTF-8") from None
    except csv.Error:
        message = "it is no CSV: a quotation mark is in the wrong place"
        raise _refused(path, message, 'write a " within quotation marks twice') from None
    header = rows[0][1] if rows else []
    hint = f"its columns are {', '.join(columns)}"
    problems = [
        *(f"the column {name!r} is unknown" for name in header if name not in columns),
        *(f"the column {name!r} is there twice" for name in columns if header.count(name) > 1),
        *(f"the column {name!r} is missing" for name in columns if name not in header),
    ]
    if problems:
        raise DefinitionError(
            Diagnostic("ESS302", Severity.ERROR, problem, str(path), Position(1, 1), hint=hint)
            for problem in dict.fromkeys(problems)
        )
    found = [SeedRow(path, line, dict(zip(header, row, strict=False))) for line, row in rows[1:]]
    uneven = [
        known.refused("ESS302", f"the row has {len(row)} cells, the header {len(header)}")
        for known, (_, row) in zip(found, rows[1:], strict=True)
        if len(row) != len(header)
    ]
    if uneven:
        raise DefinitionError(uneven)
    return found


def _refused(path: Path, message: str, hint: str) -> DefinitionError:
    return DefinitionError([Diagnostic("ESS302", Severity.ERROR, message, str(path), hint=hint)])
