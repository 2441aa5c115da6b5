"""Documents that commands print with ``--format json``, held to their schema."""

from __future__ import annotations

import json
from typing import Any

from jsonschema import Draft202012Validator

from transpiler.cli.json_output import OUTPUT_SCHEMA_PATH

SCHEMA = json.loads(OUTPUT_SCHEMA_PATH.read_text(encoding="utf-8"))


def closed(schema: Any) -> Any:
    """Return the schema with no key allowed that it does not name."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(value) for key, value in schema.items()}
    return found | {"additionalProperties": False} if "required" in found else found


STRICT = Draft202012Validator(closed(SCHEMA))


def read_record(printed: str) -> dict[str, Any]:
    """Return a document, after the schema has named every key of it."""
    found: dict[str, Any] = json.loads(printed)
    STRICT.validate(found)
    return found
