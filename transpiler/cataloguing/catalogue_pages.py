"""A library as a folder of pages that need no network, no server and no script to be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import jinja2

from transpiler.cataloguing.catalogue_entry import CatalogueEntry
from transpiler.definition import Severity, terms
from transpiler.definition.printing import printable
from transpiler.explaining import READINGS, asked_of, code_lines, filter_lines
from transpiler.syncing.sync_page import page_style
from transpiler.templates import page_templates, policy_hash
from transpiler.writing import replace_file

_FOLDER: Final = Path(__file__).parent
PAGES: Final = "definitions"
"""The folder of the definitions' pages, beside ``index.html``."""

_MARK: Final = '<meta name="generator" content="syndrome catalogue">'


def write_catalogue(entries: Sequence[CatalogueEntry], output: Path, title: str) -> int:
    """Write the pages, and remove pages that an earlier catalogue wrote for what is gone.

    Args:
        entries: what the pages say.
        output: the folder; what is no page of a catalogue stays in it.
        title: the heading of the catalogue.

    Returns:
        How many files were written or changed.

    Raises:
        OSError: a file cannot be written.
    """
    folder = output / PAGES
    folder.mkdir(parents=True, exist_ok=True)
    pages = {output / "index.html": render_index(entries, title)}
    titles = {entry.key: entry for entry in entries}
    pages |= {folder / entry.page: render_entry(entry, titles, title) for entry in entries}
    for stale in set(folder.glob("*.html")) - set(pages):
        if _MARK in stale.read_text(encoding="utf-8", errors="replace"):
            stale.unlink()
    return sum(replace_file(path, page) for path, page in pages.items())


def render_index(entries: Sequence[CatalogueEntry], title: str) -> str:
    """Return the page that lists and searches the definitions."""
    return _render(
        "index.html.j2",
        heading=title,
        entries=entries,
        searched={entry.key: _searched(entry) for entry in entries},
        pages=PAGES,
        script=_asset("search.js"),
    )


def render_entry(entry: CatalogueEntry, others: dict[str, CatalogueEntry], title: str) -> str:
    """Return the page of a definition.

    Args:
        entry: what it says.
        others: key → entry of the whole library, for links.
        title: the heading of the catalogue.
    """
    definition = entry.definition
    return _render(
        "entry.html.j2",
        heading=definition.title or definition.name,
        catalogue=title,
        entry=entry,
        others=others,
        definition=definition.as_written or definition,
        paragraphs=[" ".join(found.split()) for found in definition.description.split("\n\n")],
        facts=[(name, value) for name, value in _facts(entry) if value],
        asked_of=asked_of,
        code_lines=code_lines,
        script="",
    )


def _facts(entry: CatalogueEntry) -> Iterator[tuple[str, str | None]]:
    definition, standing, source = entry.definition, entry.standing, entry.definition.source
    yield "Status", standing.status.value
    yield "Validated by", standing.validated_by
    yield "Policy", definition.policy.value
    yield "Fields", ", ".join(definition.fields())
    yield "Visits", "; ".join(filter_lines(definition))
    yield "Read", READINGS[definition.precedence]
    yield "Site", standing.identity.site
    yield "Published by", source.organization
    yield "Published", source.published
    yield "Source", source.reference
    yield "Address", source.url
    yield "License", source.license
    if entry.lock is not None:
        yield "From", f"{entry.lock.source} of {entry.lock.exported}"
        yield "Called before", ", ".join(entry.lock.former_titles)
        yield "Retired", entry.lock.retired
        yield "SHA-256", entry.lock.published


def _searched(entry: CatalogueEntry) -> str:
    """Return all that a search looks at, in small letters."""
    definition = entry.definition
    found = [definition.title, definition.name, entry.standing.status.value]
    found += [definition.policy.value, entry.standing.identity.site, *definition.fields()]
    found += dict.fromkeys(
        term.text.strip("^!;") for part in definition.parts for term in terms(part.query.root)
    )
    return " ".join(filter(None, found)).lower()


def _render(template: str, *, script: str, **values: Any) -> str:
    style = page_style() + _asset("catalogue.css")
    scripts = f" script-src {policy_hash(script)};" if script else ""
    page = _template(template).render(
        **values,
        style=style,
        script=script,
        mark=_MARK,
        warnings=_warnings,
        policy=f"default-src 'none'; style-src {policy_hash(style)};{scripts} base-uri 'none'; "
        "form-action 'none'",
    )
    return "\n".join(map(printable, page.split("\n")))


def _warnings(entry: CatalogueEntry) -> int:
    return sum(issue.severity is not Severity.NOTE for issue in entry.issues)


@cache
def _template(name: str) -> jinja2.Template:
    environment = page_templates(_FOLDER)
    environment.filters["capitalize_first"] = lambda text: text[:1].upper() + text[1:]
    return environment.get_template(name)


@cache
def _asset(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
