"""What the golden files hold: the DuckDB SQL of a definition whole, the others as they differ."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

from transpiler.definition import Definition, DefinitionError
from transpiler.dialects import DIALECTS
from transpiler.emitting import to_select
from transpiler.parsing import load_definition

FOLDER = Path(__file__).parent
PROJECT = FOLDER.parents[1] / "dbt_project" / "definitions"

_BASE = next(iter(DIALECTS))


def golden_files() -> dict[str, str]:
    """Return the contents of every golden file by its name."""
    found: dict[str, str] = {}
    for path in sorted((FOLDER / "definitions").glob("*.yml")):
        found |= _files_of(path.stem, load_definition(path), folded=True)
    sst = load_definition(PROJECT / "cdc_suspected_sex_trafficking" / "v1.yml")
    found |= _files_of("cdc_suspected_sex_trafficking_v1", sst, folded=True)
    blank = load_definition(FOLDER / "definitions" / "blank.yml")
    return found | _files_of("unfolded", blank, folded=False)


def _files_of(name: str, definition: Definition, *, folded: bool) -> dict[str, str]:
    texts = {dialect: _text(definition, dialect, folded=folded) for dialect in DIALECTS}
    found = {f"{name}.{_BASE}.sql": texts[_BASE]}
    for dialect, text in texts.items():
        if dialect != _BASE:
            lines = unified_diff(
                texts[_BASE].splitlines(), text.splitlines(), _BASE, dialect, lineterm="", n=1
            )
            found[f"{name}.{dialect}.diff"] = "\n".join(lines) + "\n"
    return found


def _text(definition: Definition, dialect: str, *, folded: bool) -> str:
    """Return the query, or why there is none."""
    try:
        return to_select(definition, dialect, folded=folded) + "\n"
    except DefinitionError as error:
        return "".join(f"-- {found.code}: {found.message}\n" for found in error.diagnostics)
