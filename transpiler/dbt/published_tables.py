"""Where the tables of a project that was built on DuckDB stand, however it names them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from transpiler.dbt.project import PACKAGE, PREFIX, PROJECT_FILE, yaml_of
from transpiler.definition import DefinitionError, Diagnostic, Severity

_DEFINITIONS: Final = "dim_syndrome_definitions"
_TRENDS: Final = "rpt_syndrome_trends"
_MART: Final = "mart"
_KINDS: Final = {
    _DEFINITIONS: _MART,
    _TRENDS: _MART,
    "rpt_syndrome_ppv": _MART,
    "fct_published_trends": "restricted",
    "int_trend_visits": "restricted",
}
"""The models that are read, and the schemas that they ask for."""
_SCHEMAS: Final = "syndrome_schemas"
_SHIPPED: Final = "surveillance_"
"""How the names of schemas begin in a project of `syndrome init`."""


def find_tables(
    project_dir: Path, database: Path, schema: str | None = None
) -> Mapping[str, tuple[str, str]]:
    """Return where the tables of a project stand.

    dbt's record of its last run says it. Where there is none, or where it is not of that schema,
    names are put together as the project's vars say.

    Args:
        project_dir: the dbt project.
        database: the DuckDB file, for the message.
        schema: the schema of published tables; None for that of the record, or else of a project
            of `syndrome init`.

    Raises:
        DefinitionError: the schema is none of published tables.
    """
    said = _mapping(yaml_of(project_dir / PROJECT_FILE))
    given = _mapping(said.get("vars"))
    prefix = str(given.get(PREFIX) or "")
    recorded = _recorded(project_dir, said, prefix + _DEFINITIONS)
    if recorded and schema in (None, recorded[_TRENDS][0]):
        held = {recorded[name][0] for name in recorded if _KINDS[name] != _MART}
        for name in recorded:
            if _KINDS[name] == _MART and recorded[name][0] in held:
                raise _refused(recorded[name][0], database)
        return recorded
    named = {kind: kind for kind in _KINDS.values()} | _mapping(given.get(_SCHEMAS))
    schema = _SHIPPED + str(named[_MART]) if schema is None else schema
    if not schema.endswith(str(named[_MART])):
        raise _refused(schema, database)
    beginning = schema.removesuffix(str(named[_MART]))
    return {name: (f"{beginning}{named[kind]}", prefix + name) for name, kind in _KINDS.items()}


def _recorded(
    project_dir: Path, said: Mapping[str, Any], generated: str
) -> Mapping[str, tuple[str, str]]:
    """Return where dbt's last run on DuckDB put the tables; nothing where it did not say."""
    target = os.environ.get("DBT_TARGET_PATH") or str(said.get("target-path") or "target")
    try:
        record = json.loads((project_dir / target / "manifest.json").read_bytes())
        if record["metadata"]["adapter_type"] != "duckdb":
            return {}
        root = record["metadata"]["project_name"]
        nodes = {f"model.{PACKAGE}.{name}": name for name in _KINDS if name != _DEFINITIONS}
        nodes[f"model.{root}.{generated}"] = _DEFINITIONS
        found = {
            name: (str(node["schema"]), str(node["alias"]))
            for identifier, name in nodes.items()
            for node in [record["nodes"].get(identifier)]
            if node is not None
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}  # none, or of a dbt that writes it in another way
    return found if _TRENDS in found else {}


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _refused(schema: str, database: Path) -> DefinitionError:
    message = f"the schema {schema} is not one of published tables"
    hint = (
        "a project says where they stand once dbt has run there with its DuckDB target; without "
        "that, --schema names a schema that ends in mart, or as the var syndrome_schemas has it"
    )
    return DefinitionError(
        [Diagnostic("ESS321", Severity.ERROR, message, path=str(database), hint=hint)]
    )
