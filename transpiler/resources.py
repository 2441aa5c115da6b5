"""Where the project's data is: the grammar, the dbt package and the dbt project.

In a wheel they lie inside the package; in a checkout at the top of the repository.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_path(name: str) -> Path:
    """Return the folder ``name`` (``grammar``, ``macros`` or ``dbt_project``)."""
    shipped = _PACKAGE / "_data" / name
    return shipped if shipped.is_dir() else _PACKAGE.parent / name
