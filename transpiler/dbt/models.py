"""The SQL of generated models, from the templates beside this file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from transpiler import __version__
from transpiler.dbt.entry import Entry
from transpiler.dbt.escaping import comment_text, jinja_text, sql_text
from transpiler.definition import Definition, Policy
from transpiler.dialects import DIALECTS
from transpiler.emitting import WHY_CASE, Conditions, to_conditions
from transpiler.lineage import LockEntry, library_places
from transpiler.planning import included
from transpiler.templates import sql_templates

VISIT_COLUMNS: Final = (
    "visit_date",
    "arrived_at",
    "facility_id",
    "state",
    "county",
    "age_years",
    "sex",
    "is_emergency",
    "setting",
)
"""What a view of a definition's matches shows of a visit besides its key."""


_FIELD: Final = "\ue000" * len("{{ field }}")
"""What stands in SQL for the field of a loop until a model is written, as long as that. No literal
holds a character of private use as it is (`Dialect.literal`)."""


def _finish(value: object) -> object:
    return jinja_text(value) if isinstance(value, str) else value


# Everything that a template puts in passes `jinja_text` on its way, so that no text acts as Jinja.
_ENVIRONMENT: Final = sql_templates(
    Path(__file__).parent / "templates", keep_trailing_newline=True, finalize=_finish
)
_ENVIRONMENT.filters["sql_text"] = sql_text
_ENVIRONMENT.filters["comment_text"] = comment_text
_ENVIRONMENT.globals["version"] = __version__
_ENVIRONMENT.globals["field"] = _FIELD
_ENVIRONMENT.globals["why_case"] = WHY_CASE


def render(template: str, **values: Any) -> str:
    """Return what a template makes of ``values``; no text among them can act as Jinja."""
    text = _ENVIRONMENT.get_template(template).render(values)
    return text.replace(_FIELD, "{{ field }}")


def shown_columns(definition: Definition) -> tuple[str, ...]:
    """Return what the view of a definition's matches shows: by policy, keys alone or more."""
    shown = VISIT_COLUMNS if definition.policy is not Policy.NO_CASE_FINDING else ()
    return ("visit_id", *shown, "updated_at")


def classification_model(definition: Definition, entry: Entry) -> str:
    """Return the model of the visits that match a definition.

    Raises:
        DefinitionError: a dialect cannot say what the definition asks.
    """
    return render(
        "classification.sql.jinja",
        entry=entry,
        columns=shown_columns(definition),
        conditions=_conditions(definition, numbered=definition),
    )


def vetoed_model(definition: Definition, entry: Entry) -> str:
    """Return the model of the visits that would match a definition but for its negations.

    Raises:
        DefinitionError: a dialect cannot say what the definition asks.
    """
    conditions = _conditions(included(definition), numbered=definition)
    return render("vetoed.sql.jinja", entry=entry, conditions=conditions)


def classifying_model(entries: Sequence[Entry], prefix: str) -> str:
    """Return the model that classifies the visits by every definition, one after the other."""
    return render("int_syndrome_classification.sql.jinja", entries=entries, prefix=prefix)


def vetoes_model(entries: Sequence[Entry], prefix: str) -> str:
    """Return the model of all visits that a negation removes."""
    vetoing = [entry for entry in entries if entry.has_negations]
    return render("int_syndrome_vetoed.sql.jinja", entries=vetoing, prefix=prefix)


def definitions_model(entries: Sequence[Entry], lock: Mapping[str, LockEntry]) -> str:
    """Return the model that lists the definitions.

    Args:
        entries: the definitions.
        lock: the lock of their library.
    """
    places = library_places([entry.notes for entry in entries], lock)
    listed = [(entry, places[entry.notes.key]) for entry in entries]
    return render("dim_syndrome_definitions.sql.jinja", listed=listed)


def shared_properties(prefix: str) -> str:
    """Return the properties of the models that all definitions share."""
    return render("syndrome_models.yml.jinja", prefix=prefix)


def seed_properties() -> str:
    """Return the properties of the generated seeds."""
    return render("syndrome_seeds.yml.jinja")


def _conditions(definition: Definition, *, numbered: Definition) -> dict[str, Conditions]:
    """Return what the template of a condition asks for, by dialect.

    Args:
        definition: the definition to ask.
        numbered: the definition whose clauses comments number.
    """
    return {
        name: to_conditions(definition, each, _FIELD, numbered=numbered)
        for name, each in DIALECTS.items()
    }
