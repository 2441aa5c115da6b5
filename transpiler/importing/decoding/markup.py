"""Marks of Markdown, comments and e-mail around a query, and backslashes before its signs."""

from __future__ import annotations

import re
from typing import Final

from transpiler.importing.decoding.import_steps import DecodingStep, Done
from transpiler.importing.excerpt import Excerpt

_FENCE: Final = re.compile(r"^[ \t>]*(?:```|~~~)[^\n`]*(?:\n|\Z)", re.MULTILINE)
_QUOTED: Final = re.compile(r"^[ \t]*(?:>[ \t]?|#+[ \t]|#+'[ \t]|//+[ \t]?|--[ \t])", re.MULTILINE)
_BULLET: Final = re.compile(r"^[ \t]*(?:[-*+\u2022\u2023\u25e6]|\d{1,3}[.)])[ \t]+", re.MULTILINE)
_EMPHASIS: Final = re.compile(r"(\*{1,3}|_{2,3}|`+)(?![*_`])(.+?)(?<![*_`])\1", re.DOTALL)
_BARS: Final = re.compile(r"\|[ \t]*(.*?)[ \t]*\|", re.DOTALL)
_RULE: Final = re.compile(r"[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*")
_CELL: Final = re.compile(r"(?<!\\)\|")

_ESCAPE_OR_CLASS: Final = re.compile(r"\\(?P<sign>.)|\[[^\]\\]*\]|(?P<caret>\^)", re.DOTALL)
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_PUNCTUATION: Final = frozenset("^_![]*()|.-#+\\<>~&`{}")
"""What writers of Markdown put a backslash before."""

_TYPED_BREAK: Final = re.compile(
    r"(?:(?<=[,)])|\A)[ \t]*(?:\\r)?\\n|(?:\\r)?\\n[ \t]*(?=[,)]|\s*\Z)"
)
"""``\\n`` typed out, where a line may end: beside a comma or a parenthesis, or at either end."""


def without_markup(excerpt: Excerpt) -> tuple[Excerpt, list[DecodingStep]]:
    """Return the excerpt without marks that stand around lines, and what was done."""
    steps: list[DecodingStep] = []
    if _FENCE.search(excerpt.text):
        excerpt = excerpt.substitute(_FENCE, lambda _: "")
        steps.append(DecodingStep(Done.CUT, "the marks of a block of code"))
    lines = [line for line in excerpt.text.splitlines() if line.strip()]
    if lines and all(_QUOTED.match(line) for line in lines):
        excerpt = excerpt.substitute(_QUOTED, lambda _: "")
        steps.append(DecodingStep(Done.CUT, "the marks of a comment or quotation"))
        lines = [line for line in excerpt.text.splitlines() if line.strip()]
    bullets = [line for line in lines if _BULLET.match(line)]
    if len(bullets) == 1 and _has_sign(bullets[0]):
        excerpt = excerpt.substitute(_BULLET, lambda _: "")
        steps.append(DecodingStep(Done.CUT, "the mark of an item"))
    return excerpt, steps


def without_edges(excerpt: Excerpt) -> tuple[Excerpt, list[DecodingStep]]:
    """Return a query without emphasis or bars at its ends, and what was done."""
    steps: list[DecodingStep] = []
    excerpt = excerpt.stripped()
    bars = _BARS.fullmatch(excerpt.text)
    if bars is not None and not _CELL.search(bars[1]):
        excerpt = excerpt.cut(*bars.span(1))
        steps.append(DecodingStep(Done.CUT, "the bars of a table"))
    emphasis = _EMPHASIS.fullmatch(excerpt.text)
    if emphasis is not None and re.search(r"[\^!]", emphasis[2]):
        excerpt = excerpt.cut(*emphasis.span(2))
        steps.append(DecodingStep(Done.CUT, "the marks of emphasis"))
    return excerpt, steps


def without_backslashes(excerpt: Excerpt) -> tuple[Excerpt, list[DecodingStep]]:
    r"""Return the excerpt without backslashes before its signs, and what was done.

    Classes of ESSENCE hold backslashes that count, ``[ \/;.]``. So a text is either escaped as a
    whole, every caret of it, or left as it is.
    """
    steps: list[DecodingStep] = []
    broken = excerpt.substitute(_TYPED_BREAK, lambda _: "\n")
    if broken is not excerpt:
        excerpt = broken
        steps.append(DecodingStep(Done.DECODED, r"line breaks typed out as \n"))
    found = list(_ESCAPE_OR_CLASS.finditer(excerpt.text))
    signs = {match["sign"] for match in found if match["sign"]}
    if "^" not in signs or any(match["caret"] for match in found) or not signs <= _PUNCTUATION:
        return excerpt, steps
    steps.append(DecodingStep(Done.DECODED, "backslashes before signs"))
    if "[" in signs or "[" not in excerpt.text:
        return excerpt.substitute(_ESCAPED, lambda match: match[1]), steps
    outside = [(*match.span(), match["sign"]) for match in found if match["sign"]]
    return excerpt.put(outside), steps


def table_rows(text: str) -> list[tuple[int, list[str]]] | None:
    """Return the rows of a Markdown table, the header first, each with its line number.

    Returns:
        None where ``text`` holds no table with a header.
    """
    lines = text.splitlines()
    for number, line in enumerate(lines[1:], start=1):
        if "|" in line and _RULE.fullmatch(line) and "|" in lines[number - 1]:
            rows = [(number, _cells(lines[number - 1]))]
            for at in range(number + 1, len(lines)):
                if "|" not in lines[at]:
                    break
                rows.append((at + 1, _cells(lines[at])))
            return rows
    return None


def _cells(line: str) -> list[str]:
    inner = line.strip()
    inner = inner.removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip().replace("\\|", "|") for cell in _CELL.split(inner)]


def _has_sign(text: str) -> bool:
    return "^" in text or "%5e" in text.lower()
