"""The schema of definition files knows every column that a filter asks of, and every filter."""

import json
from dataclasses import fields

from transpiler.definition import FILTER_COLUMNS, FILTER_NAMES, Filters
from transpiler.definition.document import SCHEMA_PATH


def test_the_schema_has_every_filter_and_its_column():
    schema = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
    keys = set(schema["properties"]["filters"]["properties"])
    assert keys == {field.name for field in fields(Filters)}
    assert keys == {column.filter for column in FILTER_COLUMNS}
    example = schema["$defs"]["examples"]["items"]
    assert set(FILTER_NAMES) <= set(example["properties"])
