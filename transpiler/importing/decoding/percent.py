"""Percent-encoded text: ``%5Efever%5E`` is ``^fever^``.

A per cent sign is also a character of a query. So nothing is decoded without evidence, and what
could be read both ways is refused.
"""

from __future__ import annotations

import re
from typing import Final

from transpiler.definition import DefinitionError, Diagnostic, Severity
from transpiler.importing.excerpt import Excerpt

_BYTES: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_CERTAIN: Final = re.compile(r"%(?:25)*(?:5[BDEbde]|2[CcFfBb]|3[BbAaDd]|7[Cc])")
"""A caret, bracket, comma, slash, plus, semicolon, colon, equals sign or bar. Nobody writes a per
cent sign, a digit and one of these letters into a query."""

_BETWEEN_WORDS: Final = re.compile(r"[A-Za-z]%20(?=[A-Za-z])")
_RESERVED: Final = re.compile(r"%(?:2[0-9]|3[BDFbdf])")
_PLUS: Final = re.compile(r"\+")
_BLANK: Final = re.compile(r"%20| ")
_LAYERS: Final = 4
"""How often a text may have been encoded one time after the other."""


def is_percent_encoded(text: str) -> bool:
    """Return whether something in ``text`` can only be an encoded character."""
    return bool(_CERTAIN.search(text) or (_BETWEEN_WORDS.search(text) and " " not in text))


def decode_percent(excerpt: Excerpt, *, in_address: bool, path: str) -> Excerpt:
    """Return the excerpt decoded; itself where nothing in it is encoded.

    Args:
        excerpt: a query, or the value of one parameter of an address.
        in_address: whether it is such a value, where ``+`` is a blank as well.
        path: the file, for the refusal.

    Raises:
        DefinitionError: it could be read as encoded and as it stands.
    """
    text = excerpt.text
    if not is_percent_encoded(text):
        reserved = _RESERVED.search(text)
        if reserved and not in_address:
            raise _undecidable(path, reserved)
        if not in_address or not ("%" in text or "+" in text):
            return excerpt
    for layer in range(_LAYERS):
        excerpt = _without_pluses(excerpt, in_address=in_address and layer == 0, path=path)
        if not _BYTES.search(excerpt.text):
            break
        stray = re.search(r"%(?![0-9A-Fa-f]{2})", excerpt.text)
        if stray is not None:
            raise _undecidable(path, stray)
        excerpt = _decoded_once(excerpt, path)
        if not _CERTAIN.search(excerpt.text):
            break
    return excerpt


def _decoded_once(excerpt: Excerpt, path: str) -> Excerpt:
    def characters(found: re.Match[str]) -> str:
        data = bytes.fromhex(found[0].replace("%", ""))
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            raise _undecidable(path, found) from None

    return excerpt.substitute(_BYTES, characters)


def _without_pluses(excerpt: Excerpt, *, in_address: bool, path: str) -> Excerpt:
    """Return the excerpt with a blank for each ``+``, where that is what it stands for.

    Who encodes a blank as ``+`` encodes commas and plus signs too, and writes no blank as ``%20``.
    """
    text = excerpt.text
    found = _PLUS.search(text)
    if found is None:
        return excerpt
    if "\\+" in text:
        raise _undecidable(path, found)  # Markdown has been at it since
    encodes_all = "," not in text and "%2c" in text.lower()
    if "%2b" in text.lower() or (encodes_all and not _BLANK.search(text)):
        return excerpt.substitute(_PLUS, lambda _: " ")
    if in_address and not _BLANK.search(text):
        return excerpt.substitute(_PLUS, lambda _: " ")
    if "%20" in text and not in_address:
        return excerpt
    raise _undecidable(path, found)


def _undecidable(path: str, found: re.Match[str]) -> DefinitionError:
    return DefinitionError(
        [
            Diagnostic(
                "ESS515",
                Severity.ERROR,
                f"{found[0]} may be an encoded character, or stand for itself",
                path=path,
                hint="decode the text, or write [%] for a per cent sign, and import again",
            )
        ]
    )
