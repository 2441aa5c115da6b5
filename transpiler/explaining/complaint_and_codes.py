"""A complaint and codes as somebody types them, laid out as the fields that definitions ask.

The rules are those by which the dbt models build these fields: they are read out of the package's
macros, so that the command and the page apply the very same. Tests hold them to the engines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from string import ascii_lowercase, ascii_uppercase
from typing import Any, Final

from transpiler.macros import load_macros

BUILT: Final = (
    *("ccdd_parsed", "dd_parsed", "chief_complaint_parsed", "ccdd", "chief_complaint_history"),
    *("discharge_diagnosis", "chief_complaint", "chief_complaint_original"),
)
"""The fields that are built of a complaint and codes."""

_CAPITALS: Final = str.maketrans(ascii_lowercase, ascii_uppercase)
_BARRED: Final = ("ccdd_parsed", "ccdd")


@dataclass(frozen=True, slots=True)
class LayoutRules:
    """How texts are laid out, as regular expressions that Python, SQL and the page read alike.

    Attributes:
        gone: characters of a complaint that go.
        between: what stands between words of a complaint.
        code_list: a text of codes alone, in capitals.
        rewrites: (what, by what) in turn, from a text with words beside codes to its codes.
    """

    gone: str
    between: str
    code_list: str
    rewrites: tuple[tuple[str, str], ...]


@cache
def layout_rules() -> LayoutRules:
    """Return the rules of the macros, which are asked for them rather than for SQL."""
    macros: Any = load_macros("duckdb")
    asked: list[tuple[str, str]] = []
    forms: list[str] = []
    gone: list[str] = []

    def replace_all(text: str, pattern: str, replacement: str) -> str:
        asked.append((pattern, replacement))
        return text

    def has_form(_text: str, form: str) -> str:
        forms.append(form)
        return "true"

    def capital_letters(text: str, without: str = "") -> str:
        gone.append(without)
        return text

    macros.replace_all = replace_all
    macros.has_form = has_form
    macros.capital_letters = capital_letters
    macros.chief_complaint_parsed("complaint")
    ((between, _),) = asked
    asked.clear()
    macros.read_codes("codes")
    return LayoutRules("".join(gone), between, forms[0], tuple(asked))


def parsed_complaint(complaint: str) -> str | None:
    """Return a complaint as ``ChiefComplaintParsed`` has it; None where nothing is left of it."""
    rules = layout_rules()
    shown = complaint.translate(_CAPITALS | dict.fromkeys(map(ord, rules.gone)))
    return re.sub(rules.between, " ", shown).strip(" ") or None


def read_codes(text: str) -> str | None:
    """Return the codes of a text, undotted, with semicolons between; None where it has none."""
    rules = layout_rules()
    *rewrites, (between, joined) = rules.rewrites
    rest = text.translate(_CAPITALS)
    if not re.search(rules.code_list, rest):
        rest = f";{rest};"
        for what, by in rewrites:
            rest = re.sub(what, by, rest)
    return re.sub(between, joined, rest.replace(".", "")).strip(joined) or None


def laid_out(complaint: str | None, codes: str | None) -> dict[str, str | None]:
    """Return each field of `BUILT` as the dbt models build it."""
    said = parsed_complaint(complaint) if complaint is not None else None
    found = read_codes(codes) if codes is not None else None
    parsed = f";{found};" if found else None
    return {
        "ccdd_parsed": _barred(said, parsed),
        "dd_parsed": parsed,
        "chief_complaint_parsed": said,
        "ccdd": _barred(said, codes),
        "chief_complaint_history": f"{{1}};{complaint};" if complaint is not None else None,
        "discharge_diagnosis": codes,
        "chief_complaint": complaint,
        "chief_complaint_original": complaint,
    }


def _barred(complaint: str | None, codes: str | None) -> str | None:
    joined = f"{complaint or ''} | {codes or ''}".strip(" ")
    return None if joined == "|" else joined


def is_laid_out(field: str, text: str) -> bool:
    """Return whether a text may stand in a field as it is: others are as somebody types them."""
    if not text.strip():
        return True
    if field in _BARRED:
        return "|" in text
    return field != "dd_parsed" or text.startswith(";")


def taken_apart(text: str) -> tuple[str | None, str | None]:
    """Return the complaint and the codes of a text in which both may stand.

    A piece between semicolons, bars or line breaks that holds nothing but codes is codes.
    """
    complaint: list[str] = []
    codes: list[str] = []
    for piece in filter(None, map(str.strip, re.split(r"[;|\r\n]+", text))):
        is_codes = re.search(layout_rules().code_list, piece.translate(_CAPITALS))
        (codes if is_codes else complaint).append(piece)
    return ("; ".join(complaint) or None, "; ".join(codes) or None)


def rules_record() -> Mapping[str, Any]:
    """Return the rules as the page's script reads them: groups are ``$1`` there."""
    rules = layout_rules()
    return {
        "gone": rules.gone,
        "between": rules.between,
        "codeList": rules.code_list,
        "rewrites": [[what, by.replace("\\", "$")] for what, by in rules.rewrites],
    }
