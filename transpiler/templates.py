"""Templates of SQL and of HTML pages.

In a template of SQL the delimiters of dbt's own Jinja are text: ``<< >>`` puts a value in,
``<% %>`` decides and repeats, ``<# #>`` is a comment. So it shows the Jinja that dbt will read as
it stands.

A page needs no network: its style and script are inside it, and its content security policy allows
no others.
"""

from __future__ import annotations

import base64
import hashlib
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


def page_templates(folder: Path) -> ImmutableSandboxedEnvironment:
    """Return the templates of pages in ``folder``: values escaped, a missing one an error."""
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder, encoding="utf-8"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def policy_hash(text: str) -> str:
    """Return how a content security policy names an inline style or script."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
