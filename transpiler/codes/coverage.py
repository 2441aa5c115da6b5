"""Which ICD-10-CM codes a term covers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from transpiler.codes.code import Code, CodeSystem
from transpiler.codes.code_shape import CodeShape, code_shape
from transpiler.codes.index import CodeIndex
from transpiler.definition import Term


def codes_covered(term: Term, index: CodeIndex) -> tuple[Code, ...]:
    """Return the codes in use that ``term`` finds in a field, in order, headers included.

    A pattern counts by the code it begins with: ``^;T74^XA;^`` covers what ``^;T74^`` does, less
    what does not end in ``XA``. A dotted pattern covers a code by its dotted spelling.

    Args:
        term: a term; one that is not written for an ICD-10-CM code covers nothing.
        index: the codes, from `transpiler.codes.load_index`.
    """
    shape = code_shape(term.pattern)
    if shape is None or CodeSystem.ICD_10_CM not in shape.systems:
        return ()
    return matching_codes(shape, index)


@lru_cache(maxsize=16_384)
def matching_codes(shape: CodeShape, index: CodeIndex, *, in_use: bool = True) -> tuple[Code, ...]:
    """Return the codes that ``shape`` fits, in order.

    Args:
        shape: how the code is written, from `transpiler.codes.code_shape`.
        index: the codes.
        in_use: whether to look among the codes in use or among the retired ones.
    """
    expression = shape.expression()
    first, *more = [place for place in shape.body if place is None or "." not in place][:3]
    return tuple(
        code
        for category, codes in index.categories(first, in_use=in_use)
        if all(
            place is None or character in place
            for character, place in zip(category[1:], more, strict=False)
        )
        for code in codes
        if expression.match(f"{code.dotted if shape.is_dotted else code.code};")
    )


def outermost(codes: Iterable[Code]) -> tuple[Code, ...]:
    """Return the codes that stand below no other of ``codes``; these must be sorted."""
    found: list[Code] = []
    for code in codes:
        if not found or not code.code.startswith(found[-1].code):
            found.append(code)
    return tuple(found)
