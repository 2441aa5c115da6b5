"""Templates of SQL, in which the delimiters of dbt's own Jinja are text.

``<< >>`` puts a value in, ``<% %>`` decides and repeats, ``<# #>`` is a comment; so a template
shows the Jinja that dbt will read as it stands.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment


def sql_templates(folder: Path, **settings: Any) -> ImmutableSandboxedEnvironment:
    """Return the templates in ``folder``; a value that is missing is an error.

    Args:
        folder: where they are.
        settings: of the environment, besides those that all of them share.
    """
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder, encoding="utf-8"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        **settings,
    )
