"""One definition compiled: everything that is generated from it alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from transpiler.dbt.entry import Entry, make_entry
from transpiler.dbt.models import classification_model, vetoed_model
from transpiler.dbt.properties import definition_properties
from transpiler.dbt.source import SourceFile
from transpiler.dbt.terms import term_rows
from transpiler.definition import Definition, DefinitionError, Diagnostic
from transpiler.meaning import false_examples
from transpiler.parsing import load


@dataclass(frozen=True, slots=True)
class CompiledDefinition:
    """What is generated from one definition file.

    Attributes:
        entry: what the models of the whole library know of it.
        files: name → text of its own files.
        terms: its rows of the seed of terms, as CSV.
    """

    entry: Entry
    files: Mapping[str, str]
    terms: str


def compile_definition(
    file: SourceFile, prefix: str = ""
) -> CompiledDefinition | tuple[Diagnostic, ...]:
    """Compile one definition file, or return why it cannot be compiled.

    Args:
        file: the file.
        prefix: how the names of its models begin.
    """
    try:
        loaded = load(file.path)
        definition = loaded.definition
        wrong = tuple(
            loaded.document.diagnose("ESS305", found.message, found.keys, hint=found.reason)
            for found in false_examples(definition)
        )
        return wrong or _compiled(definition, make_entry(definition, file, prefix))
    except DefinitionError as error:
        return error.diagnostics


def _compiled(definition: Definition, entry: Entry) -> CompiledDefinition:
    files = {
        f"{entry.model}.sql": classification_model(definition, entry),
        f"{entry.model}.yml": definition_properties(definition, entry),
    }
    if entry.has_negations:
        files[f"{entry.vetoed_model}.sql"] = vetoed_model(definition, entry)
    return CompiledDefinition(entry, files, term_rows(definition, entry))
