"""Every key of a definition file with every kind of YAML value: read, or refused at its place."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml

from transpiler.cli.wrong_examples import wrong_examples
from transpiler.dbt.compiled import CompiledDefinition, compile_definition
from transpiler.dbt.source import SourceFile
from transpiler.definition import DefinitionError
from transpiler.definition.catalogue import CATALOGUE
from transpiler.dialects import DIALECTS
from transpiler.emitting import to_select
from transpiler.linting import lint
from transpiler.parsing import load, load_text, render_definition

FULL: dict[str, Any] = {
    "name": "fall",
    "version": 1,
    "title": "Falls",
    "description": "Falls.",
    "source": {
        **dict.fromkeys(("organization", "url", "published", "license", "reference"), "x"),
        "verbatim": False,
    },
    "policy": "standard",
    "precedence": "tight",
    "fields": ["ccdd_parsed"],
    "query": "^fell^,andnot,^fellow^",
    "filters": {"age": {"min": 1, "max": 90}, "sex": ["F", "M"], "emergency_visit": True},
    "examples": {
        "matches": [{"ccdd_parsed": "FELL", "age_years": 3, "sex": "F", "is_emergency": True}],
        "does_not_match": ["COUGH", None],
    },
    "lint": {"ignore": [{"rule": "SYN001", "reason": "x", "term": "^fell^"}]},
    "prose": {
        **{key: ["x"] for key in ("codes", "terms", "exclusions")},
        "exclusions_apply_to": "everything",
    },
    "repairs": [
        {"code": "ESS016", "line": 1, "column": 1, "message": "x", "before": "x", "after": ""}
    ],
    "meta": {"x": "y"},
}

VALUES = [
    "true", "yes", "null", "~", "''", "0", "-1", "5", "1.0", "5.5", "1e3", "0x1F", "0o17", "1_000",
    "9" * 30, "-" + "9" * 30, "9" * 5000, ".inf", "-.inf", ".nan", "190:20:30", "2024-05-01",
    "2024-05-01T10:00:00Z", "=", "'<<'", "x", "'5'", '"\\0"', '"\\ud800"', '"\\x07"', '"\\u202e"',
    "!!binary aGk=", "!!set {a}", "!!python/name:os.system", "&a x", "[]", "{}", "[x]", "[[x]]",
    "{x: y}", "[null]", "[5]", "{1: 2}", "{null: x}", "{ccdd_parsed: 5}", "{ccdd_parsed: [x]}",
    "{age_years: .inf}", "[{}]", "[{x: {y: [z]}}]", "|\n  x\n", "'" + "x" * 70_000 + "'",
]  # fmt: skip
CODES = {code.code for code in CATALOGUE}


def spots(value, at=()):
    """Yield the keys that lead to every value."""
    if at:
        yield at
    if isinstance(value, dict | list):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from spots(below, (*at, key))


def written(at, value):
    """Return the file with ``value`` written, as YAML, where the keys ``at`` lead."""
    values = copy.deepcopy(FULL)
    holder = values
    for key in at[:-1]:
        holder = holder[key]
    holder[at[-1]] = "PLACE"
    flow = value.replace("|\n  x\n", "'x'") if len(at) > 1 else value
    return yaml.safe_dump(values, sort_keys=False, width=100_000).replace("PLACE", flow)


def use(definition):
    """Do with a definition what commands do."""
    lint(definition)
    for dialect in DIALECTS:
        try:
            to_select(definition, dialect)
        except DefinitionError as error:
            assert {found.code for found in error.diagnostics} <= CODES
    assert load_text(render_definition(definition), "again.yml").definition == definition


@pytest.mark.parametrize("at", list(spots(FULL)), ids=lambda at: ".".join(map(str, at)))
def test_a_value_is_used_or_refused_at_its_place(at, tmp_path):
    path = tmp_path / "v1.yml"
    for value in VALUES:
        path.write_text(written(at, value), encoding="utf-8")
        try:
            loaded = load(path)
        except DefinitionError as error:
            for found in error.diagnostics:
                assert found.code in CODES
                assert found.position is not None or found.code == "ESS102", (value, found)
                assert str(path) in found.render()
            continue
        use(loaded.definition)
        for found in wrong_examples(loaded):
            assert found.position is not None
        compiled = compile_definition(SourceFile(path, "definitions/v1.yml", "0" * 16))
        if isinstance(compiled, CompiledDefinition):
            for name, text in compiled.files.items():
                if name.endswith(".yml"):
                    yaml.safe_load(text)
        else:
            assert {found.code for found in compiled} <= CODES


@pytest.mark.parametrize(
    "example",
    ["5", "true", "[x]", "{ccdd_parsed: true}", "{ccdd_parsed: 5}", "{age_years: .inf}",
     "{age_years: 1.0}", "{age_years: '5'}", f"{{age_years: {'9' * 30}}}", "{age_years: -1}",
     "{sex: female}", "{sex: 1}", "{is_emergency: 1}", "{is_emergency: 'no'}", "{ccdd_parsed: {}}"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["matches", "does_not_match"])
def test_an_example_of_the_wrong_type_is_refused(kind, example):
    values = {key: FULL[key] for key in ("name", "version", "title", "fields", "query")}
    text = f"{yaml.safe_dump(values)}examples:\n  {kind}:\n    - x\n    - {example}\n"
    with pytest.raises(DefinitionError) as caught:
        load_text(text, "v1.yml")
    for found in caught.value.diagnostics:
        assert found.code == "ESS103"
        assert found.position is not None
        assert found.source_line == f"    - {example}"
