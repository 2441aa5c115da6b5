"""What everybody knows of a project, and so whoever attacks what it publishes."""

from __future__ import annotations

from pathlib import Path

from transpiler.attacking import Groups, read_groups, read_smallest_counts
from transpiler.cli.loading import load_definitions
from transpiler.dbt import find_seed_of
from transpiler.definition import Definition


def read_what_all_know(
    project_dir: Path,
) -> tuple[dict[str, Definition], Groups, dict[str, int]]:
    """Return definitions by identifier, their groups of codes, and their smallest counts.

    Raises:
        DefinitionError: a definition cannot be used, or a seed is not where dbt reads it.
    """
    definitions = {
        found.identifier: found for found in load_definitions([project_dir / "definitions"])
    }
    groups = read_groups(find_seed_of(project_dir, "syndrome_code_groups"))
    policies = find_seed_of(project_dir, "syndrome_policies")
    return definitions, groups, read_smallest_counts(policies, definitions)
