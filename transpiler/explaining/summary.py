"""What a definition is asked of, how it is read, and what else a visit must be, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from transpiler.definition import Definition, Filters, Precedence, filters_in_words
from transpiler.definition.combination import in_words
from transpiler.explaining.outline import CodesBehind, Outline

READINGS: Final = {
    Precedence.TIGHT: "AND and ANDNOT before OR",
    Precedence.SEQUENTIAL: "strictly left to right",
}
"""What each precedence means."""


def asked_of(found: Outline, count: int) -> str:
    """Return what a part is asked of.

    Args:
        found: the part.
        count: how many parts the definition has.
    """
    said = [f"part {found.part} of {count}"] if count > 1 else []
    said += ["all of which must hold"] if count > 1 and found.is_required else []
    said += [f"from {found.of}"] if found.of is not None else []
    said += ["which speaks against a match"] if found.is_negation else []
    part = f"{', '.join(said)}: " if said else ""
    match found.fields:
        case ():
            return f"{part}asked of one text"
        case (only,):
            return f"{part}asked of {only}"
        case names:
            listed = f"{', '.join(names[:-1])} and {names[-1]}"
            return f"{part}asked of {listed}, each by itself; one of them suffices"


def reference_lines(definition: Definition) -> Iterator[str]:
    """Yield the definitions that one asks, a line each, and how its parts combine."""
    for reference in definition.references:
        found = reference.definition
        called = f", asked as {reference.called}" if reference.called is not None else ""
        asks = "must not have the flag of" if reference.is_negation else "asks"
        yield f"{asks} {found.key} ({found.title}){called}"
    if (combined := combination_in_words(definition)) is not None:
        yield f"matches where {combined}"


def combination_in_words(definition: Definition) -> str | None:
    """Return how the parts of a definition combine; None where all must hold."""
    if definition.combined is None:
        return None
    return in_words(definition.combined, lambda filters: "; ".join(_lines(filters)))


def filter_lines(definition: Definition) -> Iterator[str]:
    """Yield what a visit must be besides its texts, a line each."""
    yield from _lines(definition.filters)


def _lines(filters: Filters) -> Iterator[str]:
    for name, said in filters_in_words(filters):
        yield f"{name}: {said}"


def code_lines(codes: CodesBehind) -> Iterator[str]:
    """Yield the codes behind a pattern, a line each."""
    if codes.name is not None:
        yield f"{codes.name} (so named by the definition)"
    for code in codes.codes:
        yield f"{code.dotted} {code.title}"
    if codes.others:
        yield f"and {codes.others:,} more"
    if codes.total > len(codes.codes) + codes.others:
        yield f"{codes.total:,} codes in all, with those below"
