"""How a complaint and its diagnoses stand in the fields of an extract (docs/language.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from transpiler.generating.vocabulary import vocabulary

_ICD_10 = re.compile(r"[A-TV-Z][0-9][0-9A-Z][0-9A-Z]{1,4}", re.IGNORECASE)

_PUNCTUATION = str.maketrans(dict.fromkeys(map(chr, [*range(33, 48), *range(58, 65), 91, 92]), " "))
"""ASCII punctuation, each replaced by a blank in the parsed complaint."""


def parse_complaint(text: str) -> str:
    """Return a complaint as ``ChiefComplaintParsed`` holds it.

    Capitals, punctuation replaced by blanks, runs of blanks closed up, common abbreviations
    written out.
    """
    written_out = vocabulary().abbreviations.get
    words = text.upper().translate(_PUNCTUATION).split()
    return " ".join([written_out(word, word) for word in words])


def undotted(code: str) -> str:
    """Return a code as the parsed fields hold it: ``T74.51XA`` → ``T7451XA``."""
    return code.replace(".", "")


@lru_cache(maxsize=4096)
def dotted(code: str) -> str:
    """Return an ICD-10-CM code with its full stop; any other code as it is."""
    return f"{code[:3]}.{code[3:]}" if _ICD_10.fullmatch(code) else code


def join_codes(codes: Sequence[str]) -> str:
    """Return codes between semicolons, ``;U071;R112;``; the empty string for no code."""
    return f";{';'.join(codes)};" if codes else ""


def join_ccdd(complaint: str | None, codes: str | None) -> str | None:
    """Return complaint and codes with a bar between them: ``COUGH | ;U071;``.

    ``COUGH |`` without codes, ``| ;U071;`` without a complaint, None with neither.
    """
    if not complaint and not codes:
        return None
    return f"{complaint or ''} | {codes or ''}".strip(" ")


def join_history(values: Iterable[str]) -> str:
    """Return every value received, each behind its message number: ``{1};FEVER;|{2};COUGH;``."""
    return "|".join([f"{{{at}}};{value};" for at, value in enumerate(values, 1)])
