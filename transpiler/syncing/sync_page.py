"""The report of a sync as one page of HTML, to be read from top to bottom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import jinja2

from transpiler.definition.printing import printable
from transpiler.syncing.change import ChangeKind, SyncChange
from transpiler.syncing.sync import SyncReport
from transpiler.templates import page_templates, policy_hash

_FOLDER: Final = Path(__file__).parent
_SHOWN: Final = {
    ChangeKind.CHANGED: "The text is another, or a later version has taken its place.",
    ChangeKind.MOVED: "Their texts are the same, and definitions that they ask are others.",
    ChangeKind.NEW: "The export has them, and the library had not.",
    ChangeKind.RENAMED: "The export calls them by another title; a file keeps its name, and so "
    "does its series.",
    ChangeKind.RETIRED: "The export no longer has them. Their files stay until you delete them.",
    ChangeKind.DELETED: "Their files were deleted here, and are not written again.",
    ChangeKind.REFUSED: "What the export has cannot be used; the library keeps what it has.",
}
"""Kind of change → what it means; in the order of the page."""


def page_style() -> str:
    """Return the style of pages about a library."""
    return (_FOLDER / "library.css").read_text(encoding="utf-8")


def render_sync_page(report: SyncReport, told: Mapping[str, Sequence[str]]) -> str:
    """Return the page.

    Args:
        report: what the sync did.
        told: title → how the definition differs, a line each.
    """
    by_kind: dict[ChangeKind, list[SyncChange]] = {kind: [] for kind in ChangeKind}
    for change in report.changes:
        by_kind[change.kind].append(change)
    style = page_style()
    page = _template().render(
        report=report,
        counts=[(kind, len(by_kind[kind])) for kind in (*_SHOWN, ChangeKind.SAME)],
        sections=[(kind, means, by_kind[kind]) for kind, means in _SHOWN.items() if by_kind[kind]],
        told=told,
        style=style,
        policy=f"default-src 'none'; style-src {policy_hash(style)}; base-uri 'none'; "
        "form-action 'none'",
    )
    return "\n".join(map(printable, page.split("\n")))


@cache
def _template() -> jinja2.Template:
    return page_templates(_FOLDER).get_template("sync_page.html.j2")
