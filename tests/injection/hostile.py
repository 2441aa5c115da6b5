"""Texts that would like to be something else than text, and a definition that is full of one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

SECRET: Final = "SYNDROME_PLANTED"
"""The variable that holds something nobody may see."""
SECRET_VALUE: Final = "the-planted-secret"

TEXTS: Final = (
    # SQL
    "'; drop table planted; --",
    '"; drop table planted; --',
    "\\'; drop table planted; --",
    "`; drop table planted; --",
    "'' or 1=1 /*",
    "*/ drop table planted; /*",
    "-- \n; drop table planted;",
    "$$; drop table planted; $$",
    "%s %(a)s :name ? @p $1",
    "chr(39)||'x",
    "end $ ^ $ .* (?i) [[:alpha:]] \\Q \\E \\d",
    # templates
    f"{{{{ env_var('{SECRET}') }}}}",
    f"{{% raw %}}{{{{ env_var('{SECRET}') }}}}{{% endraw %}}",
    f"{{% endraw %}}{{{{ env_var('{SECRET}') }}}}",
    f"{{# {SECRET} #}} }}}} {{% if true %}}",
    "{%- set x = modules.os -%}",
    "{" * 7 + "%" * 3 + "}" * 7,
    f"${{{SECRET}}} $({SECRET}) `{SECRET}` %{SECRET}%",
    # YAML
    "!!python/object/apply:os.system ['true']",
    "&anchor *anchor <<: *anchor",
    "- item: {a: b} # comment",
    "key: |\n  block\n---\n...\n",
    "'single' \"double\" \\x41 \\u0041",
    "yes",
    "2024-01-01",
    "? ~ null 0x1F 1e3",
    # terminals
    "\x1b[31m\x1b]0;title\x07 red",
    "\x9b31m\x7f\x08\x0c\x0b",
    "\u202edesrever\u2066x\u2069\u200f",
    "zero\u200bwidth\u2060\ufeff\u00ad",
    "line\u2028separator\u2029\x85",
    "[red]markup[/red] [link=https://example.org]x[/link] :skull:",
    # letters that look alike, or fold oddly
    "К\u0435lvin \u212aIRSCH \u0130\u0131 \u1e9e \u017f",
    "e\u0301 \U0001f600 \U000e0041",
    # HTML
    "<script>planted()</script>",
    '"><img src=x onerror=planted()>',
    "' onmouseover='planted()",
    "</style></title></textarea><svg/onload=planted()>",
    "<!-- --> ]]> &lt;b&gt; &#x3c;",
    "javascript:planted()",
    # CSV, workflow commands, paths, links
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "::error file=a,line=1::planted",
    "a%0A::set-output name=planted::1",
    "../../../planted",
    "[planted](javascript:planted()) | a | b |",
    "CON.aux NUL lpt1",
)
"""Each stands in every place of a definition that takes a text."""

MIGHT_BE_A_PATH: Final = tuple(text for text in TEXTS if not {"/", "\n"} & set(text))


def definition(text: str, number: int) -> dict[str, Any]:
    """Return a definition that has ``text`` wherever a text can be."""
    return {
        "name": f"hostile_{number}",
        "version": 1,
        "title": text,
        "description": text,
        "source": dict.fromkeys(("organization", "url", "published", "license", "reference"), text),
        "fields": ["chief_complaint_original"],
        "query": f"{_term(text)},or,^{number}planted^,andnot,!veto{inner(text)}!",
        "examples": {
            "matches": [f"A {number}PLANTED, {text}"],
            "does_not_match": ["", f"NOT {text[::-1]}{number + 1}"],
        },
        "lint": {"ignore": [{"rule": "SYN001", "reason": text, "term": text}]},
        "prose": {
            **{key: [text] for key in ("codes", "terms", "exclusions")},
            "exclusions_apply_to": "everything",
        },
        "repairs": [
            {"code": "ESS016", "line": 1, "column": 1, "message": text, "before": text, "after": ""}
        ],
        "meta": {text: [text, {text: text}]},
    }


def write(text: str, number: int, folder: Path, *, name: str | None = None) -> Path:
    """Write that definition into a folder of definitions, under a hostile name if one is given."""
    path = folder / f"hostile_{number}" / f"{name or 'v1'}.yml"
    path.parent.mkdir(parents=True)
    as_is = "\x85" not in text  # YAML takes it for a line break where it is not escaped
    written = yaml.safe_dump(definition(text, number), allow_unicode=as_is)
    path.write_text(written, encoding="utf-8", newline="\n")
    return path


def _term(text: str) -> str:
    """Return ``text`` as a term, as an author would have to write it."""
    return f"^{inner(text)}^"


def inner(text: str) -> str:
    """Return ``text`` as a term can hold it: a query with what is taken out here is refused."""
    signs = {"^": "", "_": "", "&": "+", "!": "", "[": "(", "]": ")", ",": "[COMMA]"}
    return "".join(signs.get(sign, sign) for sign in text if sign.isprintable()).strip()
