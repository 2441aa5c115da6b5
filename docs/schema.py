"""The parts of the schema of definition files that follow the filters."""

from __future__ import annotations

import json
from typing import Any

from transpiler.definition import FILTER_COLUMNS, FilterColumn, FilterKind
from transpiler.definition.document import SCHEMA_PATH


def definition_schema() -> str:
    """Return the schema with a key for each filter, and for its column in examples."""
    schema = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
    schema["properties"]["filters"]["properties"] = {
        column.filter: _wanted(column) for column in FILTER_COLUMNS
    }
    schema["$defs"]["examples"]["items"]["properties"] = {
        column.name: _value(column) for column in FILTER_COLUMNS
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _wanted(column: FilterColumn) -> dict[str, Any]:
    said = {"description": column.description}
    match column.kind:
        case FilterKind.RANGE:
            end = {"type": "integer", "minimum": 0, "maximum": column.most}
            return {
                "type": "object",
                "additionalProperties": False,
                "minProperties": 1,
                "properties": {
                    "min": end,
                    "max": end,
                    **({"band": {"enum": list(column.bands)}} if column.bands else {}),
                },
                **said,
            }
        case FilterKind.CHOICE:
            items = (
                {"enum": list(map(str, column.values))}
                if column.values
                else {"type": "string", "minLength": 1}
            )
            return {"type": "array", "minItems": 1, "uniqueItems": True, "items": items, **said}
        case FilterKind.FLAG:
            return {"type": "boolean", **said}


def _value(column: FilterColumn) -> dict[str, Any]:
    said = {"description": column.description}
    match column.kind:
        case FilterKind.RANGE:
            return {"type": ["integer", "null"], "minimum": 0, "maximum": column.most, **said}
        case FilterKind.CHOICE if column.values:
            return {"enum": [*map(str, column.values), None], **said}
        case FilterKind.CHOICE:
            return {"type": ["string", "null"], **said}
        case FilterKind.FLAG:
            return {"type": ["boolean", "null"], **said}
