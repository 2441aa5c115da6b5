"""One self-contained HTML page that explains a definition and tries texts on it.

The page needs no network: style, script and the definition's tree are in it. What comes from the
definition is escaped by the template, and the page's content security policy allows no script but
its own, named by its hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import jinja2

from transpiler.codes import MISSING_LIBRARY, CodeIndex
from transpiler.definition import FOLD_FROM, FOLD_TO, Definition
from transpiler.definition.printing import printable
from transpiler.explaining.complaint_and_codes import BUILT, rules_record
from transpiler.explaining.outline import outline
from transpiler.explaining.summary import (
    READINGS,
    asked_of,
    code_lines,
    filter_lines,
    reference_lines,
)
from transpiler.explaining.tree import combination, parts
from transpiler.templates import page_templates, policy_hash

_FOLDER: Final = Path(__file__).parent


def render_page(
    definition: Definition,
    index: CodeIndex | None,
    *,
    other_readings: Sequence[Definition] = (),
    counts: Mapping[tuple[int, str], str] | None = None,
    count_note: str = "",
) -> str:
    """Return the page.

    Args:
        definition: what is explained.
        index: the ICD-10-CM codes, or None to leave their titles out.
        other_readings: the same definition under another precedence; the tester says where its
            answer differs.
        counts: (part, clause number) → how many visits, as shown; None leaves counts out.
        count_note: what the counts are.
    """
    outlines = outline(definition, index)
    style, script = _asset("page.css"), _asset("page.js")
    policy = (
        f"default-src 'none'; style-src {policy_hash(style)}; script-src {policy_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    data: dict[str, Any] = {
        "fold": [FOLD_FROM, FOLD_TO],
        "readings": [
            {
                "name": READINGS[reading.precedence],
                "parts": parts(reading),
                "combined": combination(reading),
            }
            for reading in (definition, *other_readings)
        ],
    }
    fields = list(definition.fields()) or [""]
    is_built = definition.is_bare or any(field in BUILT for field in fields)
    if is_built:
        data["layout"] = rules_record()
    page = _template().render(
        definition=definition,
        heading=definition.title or "A query",
        paragraphs=[" ".join(found.split()) for found in definition.description.split("\n\n")],
        facts=list(_facts(definition)),
        fields=fields,
        is_built=is_built,
        outlines=outlines,
        levels=[level for part in definition.parts for level in part.query.mixed_levels],
        reading=READINGS[definition.precedence],
        counts=counts,
        count_note=count_note,
        has_titles=index is not None,
        missing_titles=MISSING_LIBRARY,
        asked_of=asked_of,
        code_lines=code_lines,
        policy=policy,
        style=style,
        script=script,
        data=data,
    )
    return "\n".join(map(printable, page.split("\n")))


def _facts(definition: Definition) -> Iterable[tuple[str, str]]:
    source = definition.source
    given = {
        "Policy": definition.policy.value if definition.title else None,
        "Read": READINGS[definition.precedence],
        "Besides": "; ".join(filter_lines(definition)),
        "Asks": "; ".join(reference_lines(definition)),
        "Published by": source.organization,
        "Published": source.published,
        "Source": source.reference,
        "Address": source.url,
        "License": source.license,
    }
    return ((name, value) for name, value in given.items() if value)


@cache
def _template() -> jinja2.Template:
    environment = page_templates(_FOLDER)
    environment.filters["capitalize_first"] = lambda text: text[:1].upper() + text[1:]
    return environment.get_template("page.html.j2")


@cache
def _asset(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
