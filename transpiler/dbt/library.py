"""The models of the library shape: the steps of one classification by all definitions."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import yaml

from transpiler import __version__
from transpiler.dbt.entry import Entry, make_entry
from transpiler.dbt.library_columns import COLUMNS, DESCRIPTIONS
from transpiler.dbt.models import render
from transpiler.dbt.shape import LEAST_DEFINITIONS, Shape, choose_shape
from transpiler.dbt.source import SourceFile
from transpiler.definition import Definition, DefinitionError
from transpiler.dialects import DIALECTS
from transpiler.library import DEFINED, KEPT, STEPS, Library, classification_steps, make_library
from transpiler.parsing import load_definition

CLASSIFICATION: Final = "int_syndrome_classification"
VETOED: Final = "int_syndrome_vetoed"

_VISITS: Final = "visits"
_MARK: Final = "\x1a{}\x1a"
"""A relation until the SQL is written. No SQL holds the character: literals write it as CHR(26)."""
_FILLED: Final = 0.9
"""The share of an engine's limit for a statement that the SQL may fill; the rest is for the names
of the tables."""
_MOST_TERMS: Final = 40_000
"""Up to this many terms the SQL is rendered to see how long it is. Published definitions take 42
bytes a term, so about half as many fit into a statement of BigQuery."""
_Steps = dict[str, dict[str, str]]
"""Step → dialect → its SQL."""
_OF_A_GROUP: Final = tuple(step for step in STEPS if step not in KEPT)
_MARKED: Final = re.compile("\x1a([a-z_]+)\x1a")


def step_model(step: str, group: int = 1, prefix: str = "") -> str:
    """Return the name of the model of a step.

    Args:
        step: the step.
        group: number of the group of definitions that is asked, from 1; what does not depend on the
            definitions is there once.
        prefix: how the names of models begin.
    """
    name = f"{prefix}int_library_{step}"
    return name if group == 1 or step in KEPT else f"{name}_{group}"


def library_files(files: Sequence[SourceFile], forced: Shape | None, prefix: str) -> dict[str, str]:
    """Return what the library shape of a project consists of, name → text.

    Nothing where the shape is another one, and where a file cannot be used: what is wrong with it
    is told where it is compiled by itself.

    Args:
        files: the definition files of the project.
        forced: as in `choose_shape`.
        prefix: how the names of models begin.
    """
    if forced is Shape.SIMPLE or (forced is None and len(files) < LEAST_DEFINITIONS):
        return {}
    try:
        definitions = {file: load_definition(file.path) for file in files}
        found = [(one, make_entry(one, file, prefix)) for file, one in definitions.items()]
        terms = sum(entry.term_count for _, entry in found)
        if choose_shape(forced, len(found), terms) is not Shape.LIBRARY:
            return {}
        found.sort(key=lambda pair: (pair[1].name, pair[1].version))
        return _models([one for one, _ in found], [entry for _, entry in found], prefix)
    except DefinitionError:
        return {}


def _models(
    definitions: Sequence[Definition], entries: Sequence[Entry], prefix: str
) -> dict[str, str]:
    whole = make_library(definitions)
    shared = _steps(whole, KEPT)
    first = [step_model(step, prefix=prefix) for step in shared]
    models = _step_models(shared, entries, 1, (), prefix)
    listed = [(step, 1) for step in shared]
    groups = list(enumerate(_in_groups(definitions), 1))
    for number, steps in groups:
        models |= _step_models(steps, entries, number, first, prefix)
        listed += [(step, number) for step in steps]
    models[f"{prefix}{CLASSIFICATION}.sql"] = render(
        "int_library_classification.sql.jinja",
        entries=entries,
        before=[step_model(step, number, prefix) for step, number in listed],
        matches=[step_model("matches", number, prefix) for number, _ in groups],
        prefix=prefix,
    )
    models[f"{prefix}{VETOED}.sql"] = render(
        "int_library_vetoed.sql.jinja",
        entries=[entry for entry in entries if entry.has_negations],
        before=[
            *(step_model(step, number, prefix) for step, number in listed),
            f"{prefix}{CLASSIFICATION}",
        ],
        vetoed=[step_model("vetoed", number, prefix) for number, _ in groups],
        prefix=prefix,
    )
    models["_int_library.yml"] = _properties(whole, listed, prefix)
    return models


def _step_models(
    steps: _Steps, entries: Sequence[Entry], group: int, before: Sequence[str], prefix: str
) -> dict[str, str]:
    """Return the models of ``steps``, file name → text; those ``before`` are built before them."""
    models = {}
    for step, sql in steps.items():
        model = render(
            "int_library_step.sql.jinja",
            entries=entries,
            before=list(before),
            takes_visits=step == "texts",
            is_defined=step in DEFINED,
            sql=sql,
        )
        name = step_model(step, group, prefix)
        models[f"{name}.sql"] = _with_relations(model, group, prefix)
        before = [*before, name]
    return models


def _in_groups(definitions: Sequence[Definition]) -> list[_Steps]:
    """Return the steps of each group of definitions that is asked at once.

    Mostly all of them are one group. It is divided where an engine would not read a statement that
    asks them all; definitions stay in their order.
    """
    groups = []
    left = [definitions]
    while left:
        found = left.pop()
        library = make_library(found)
        middle = len(found) // 2
        if not middle or library.term_count <= _MOST_TERMS:
            steps = _steps(library, _OF_A_GROUP)
            if not middle or _are_read(steps):
                groups.append(steps)
                continue
        left += [found[middle:], found[:middle]]
    return groups


def _are_read(steps: _Steps) -> bool:
    """Return whether every engine reads its statements."""
    limits = {name: dialect.limits.query_length for name, dialect in DIALECTS.items()}
    return all(
        limit is None or len(sql[name].encode()) <= _FILLED * limit
        for sql in steps.values()
        for name, limit in limits.items()
    )


def _steps(library: Library, only: Collection[str]) -> _Steps:
    relations = {step: _MARK.format(step) for step in STEPS}
    visits = _MARK.format(_VISITS)
    steps: _Steps = {}
    for dialect in DIALECTS:
        for step in classification_steps(
            library, dialect, visits=visits, relations=relations, folded=True, only=only
        ):
            steps.setdefault(step.name, {})[dialect] = step.sql
    return steps


def _with_relations(model: str, group: int, prefix: str) -> str:
    def reference(found: re.Match[str]) -> str:
        name = "syndrome_visits" if found[1] == _VISITS else step_model(found[1], group, prefix)
        return f"{{{{ ref('{name}') }}}}"

    return _MARKED.sub(reference, model)


def _properties(library: Library, listed: Sequence[tuple[str, int]], prefix: str) -> str:
    asked = [*library.fields, *library.filters]
    models: list[dict[str, Any]] = []
    for step, group in listed:
        columns: dict[str, str] = dict(COLUMNS[step])
        if step == "texts":
            columns |= {name: f"`{name}` of the visit." for name in asked}
        name = step_model(step, group, prefix)
        models.append(_model(name, DESCRIPTIONS[step], columns))
    body = yaml.safe_dump({"version": 2, "models": models}, sort_keys=False, width=100)
    return f"# Generated by syndrome-sql {__version__}. Run `syndrome compile`.\n{body}"


def _model(name: str, description: str, columns: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": name,
        "description": description,
        "config": {"meta": {"sensitivity": "R"}},
        "columns": [{"name": column, "description": text} for column, text in columns.items()],
    }
