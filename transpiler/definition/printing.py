"""Text of others on a line of a terminal, a log or a page: it stays text, and stays on its line."""

from __future__ import annotations

import re
from typing import Final

_LOG_COMMAND: Final = re.compile(r"##(?=\w*\[)")
"""What logs of Azure Pipelines, TeamCity and GitHub take for a command wherever it stands:
``##vso[``, ``##teamcity[``, ``##[``."""


def printable(text: str) -> str:
    """Return ``text`` with every control and direction-changing character made visible.

    One character stays one character, so that underlines stay under what they mean, and a
    definition cannot move the cursor or reorder the line of the terminal that shows it.
    """
    if text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def one_line(text: str) -> str:
    """Return ``text`` as one line that no terminal and no log of a CI service obeys.

    Line breaks are made visible like all control characters. A line that GitHub would take for a
    workflow command (``::error::``, blanks in front or not) has another sign for its first colon,
    and the commands of other services another for their second ``#``; each as wide as what it
    stands for.
    """
    shown = _LOG_COMMAND.sub("#\u266f", printable(text))
    blanks = len(shown) - len(shown.lstrip())
    if shown.startswith("::", blanks):
        return f"{shown[:blanks]}\ua789{shown[blanks + 1 :]}"
    return shown


def shown_path(path: object) -> str:
    """Return a path as messages name it; one that begins with a colon is led in by ``./``."""
    shown = printable(str(path))
    return f"./{shown}" if shown.startswith(":") else shown


def _visible(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)  # the Unicode pictures of control characters
    if code == 0x7F:
        return "\u2421"
    return character if character.isprintable() else "\ufffd"
