"""The SQL models of definitions, from the templates beside this file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from transpiler import __version__
from transpiler.dbt.escaping import comment_text, jinja_text, sql_text
from transpiler.definition import Definition, Policy, terms
from transpiler.dialects import DIALECTS
from transpiler.emitting import to_sql

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

_LONGEST_NAME: Final = 63
"""Characters of a relation's name in PostgreSQL."""


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """A definition and where it came from.

    Attributes:
        definition: the definition.
        source: path of its file, relative to the project, with forward slashes.
        content_hash: the first 16 hexadecimal digits of the SHA-256 of the file.
    """

    definition: Definition
    source: str
    content_hash: str

    @property
    def model_name(self) -> str:
        """Name of the model of the definition's matches."""
        return f"syndrome_{self.definition.identifier}"

    @property
    def alias(self) -> str | None:
        """The view's name where the model's is too long for PostgreSQL, else None."""
        if len(self.model_name) <= _LONGEST_NAME:
            return None
        digest = hashlib.sha256(self.model_name.encode()).hexdigest()[:8]
        return f"{self.model_name[: _LONGEST_NAME - 9]}_{digest}"


def _finish(value: object) -> object:
    return jinja_text(value) if isinstance(value, str) else value


# The delimiters are not dbt's, so that a template shows the Jinja that dbt will read as it stands;
# everything that a template puts in passes `jinja_text` on its way (`finalize`).
_ENVIRONMENT: Final = ImmutableSandboxedEnvironment(
    loader=FileSystemLoader(Path(__file__).parent / "templates", encoding="utf-8"),
    undefined=StrictUndefined,
    autoescape=False,
    keep_trailing_newline=True,
    trim_blocks=True,
    lstrip_blocks=True,
    variable_start_string="<<",
    variable_end_string=">>",
    block_start_string="<%",
    block_end_string="%>",
    comment_start_string="<#",
    comment_end_string="#>",
    finalize=_finish,
)
_ENVIRONMENT.filters["sql_text"] = sql_text
_ENVIRONMENT.filters["comment_text"] = comment_text


def classification_model(entry: LibraryEntry) -> str:
    """Return the model that selects the visits that match a definition.

    Raises:
        DefinitionError: a dialect cannot say what the definition asks.
    """
    definition = entry.definition
    shows_visits = definition.policy is not Policy.NO_CASE_FINDING
    columns = {field: field for field in definition.fields()}
    return _ENVIRONMENT.get_template("classification.sql.jinja").render(
        entry=entry,
        definition=definition,
        version=__version__,
        columns=VISIT_COLUMNS if shows_visits else (),
        expressions={name: to_sql(definition, name, columns, folded=True) for name in DIALECTS},
    )


def library_model(entries: Sequence[LibraryEntry]) -> str:
    """Return the model that classifies the visits by every definition."""
    template = _ENVIRONMENT.get_template("int_syndrome_classification.sql.jinja")
    return template.render(entries=entries, version=__version__)


def definitions_model(entries: Sequence[LibraryEntry]) -> str:
    """Return the model that lists the definitions."""
    rows = [
        {
            "definition": entry.definition.name,
            "version": entry.definition.version,
            "title": entry.definition.title,
            "policy": entry.definition.policy.value,
            "precedence": entry.definition.precedence.value,
            "organization": entry.definition.source.organization,
            "url": entry.definition.source.url,
            "terms": sum(1 for part in entry.definition.parts for _ in terms(part.query.root)),
            "content_hash": entry.content_hash,
            "source": entry.source,
        }
        for entry in entries
    ]
    template = _ENVIRONMENT.get_template("dim_syndrome_definitions.sql.jinja")
    return template.render(rows=rows, version=__version__)
