"""Whether a pattern is written for a code, and of which system, told from its shape alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from transpiler.codes.code import CodeSystem
from transpiler.definition import FixedPiece, Pattern, capitals

CodePosition = frozenset[str] | None
"""The characters that one place of a segment takes, in capitals; None for any."""

_LETTERS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_DIGITS: Final = frozenset("0123456789")
_ALNUM: Final = _LETTERS | _DIGITS
_BOUNDARY: Final = frozenset(";/|")
"""What stands beside codes and hardly ever beside words."""


@dataclass(frozen=True, slots=True)
class CodeShape:
    """How a code is written in a pattern.

    Attributes:
        systems: the systems whose codes look like this, most likely first. ``V58`` and ``E960`` are
            well-formed in ICD-9-CM and in ICD-10-CM.
        body: the places of the code itself, without what stands around it.
        is_dotted: whether the full stop is one of the places.
        opens: whether the pattern demands something in front: the code begins here.
        closes: whether the pattern demands something behind, or the field's end: the code ends
            here. Otherwise it is a prefix.
        rest: the places of what the pattern asks for further on, behind inner carets.
    """

    systems: tuple[CodeSystem, ...]
    body: tuple[CodePosition, ...]
    is_dotted: bool
    opens: bool
    closes: bool
    rest: tuple[tuple[CodePosition, ...], ...] = ()

    def expression(self) -> re.Pattern[str]:
        """Return a regular expression for ``CODE;``, to be matched from its first character."""
        segments = [self.body + ((frozenset(";"),) if self.closes else ()), *self.rest]
        return re.compile(".*".join("".join(map(_place, segment)) for segment in segments))

    @property
    def text(self) -> str:
        """The code as a reader would write it, such as ``T7[46]5``."""
        return shown(self.body)


@lru_cache(maxsize=65_536)
def code_shape(pattern: Pattern) -> CodeShape | None:
    """Return the shape of the code that ``pattern`` begins with, or None where it is none."""
    if pattern.is_word or not pattern.segments:
        return None
    first, *rest = pattern.segments
    shape = segment_shape(first, ends_field=not rest and not pattern.closes_with_run)
    if shape is None or not rest:
        return shape
    return replace(shape, rest=tuple(map(capitals, rest)))


def segment_shape(segment: tuple[FixedPiece, ...], *, ends_field: bool = False) -> CodeShape | None:
    """Return the shape of the code that one run of fixed pieces is, or None where it is none."""
    places = capitals(segment)
    start, end = 0, len(places)
    while start < end and _is_around(places[start]):
        start += 1
    while end > start and _is_around(places[end - 1]):
        end -= 1
    around = places[:start]
    bounded = any(place is not None and place & _BOUNDARY for place in around)
    body = places[start:end]
    systems = tuple(_systems(body, bounded=bounded))
    if not systems:
        return None
    return CodeShape(
        systems=systems,
        body=body,
        is_dotted=any(place is not None and "." in place for place in body),
        opens=bool(around),
        closes=ends_field or end < len(places),
    )


def _is_around(place: CodePosition) -> bool:
    return place is not None and not place & _ALNUM


def _systems(body: tuple[CodePosition, ...], *, bounded: bool) -> Iterator[CodeSystem]:
    """Yield the systems whose codes look like ``body``.

    A word is not to be taken for a code: without a semicolon, slash or bar in front (``bounded``)
    only what no word looks like counts, a dotted code or a long number.
    """
    dots = [at for at, place in enumerate(body) if place is not None and "." in place]
    plain = tuple(place for place in body if place is None or "." not in place)
    if not plain or len(dots) > 1 or plain[0] is None:
        return
    if any(place is not None and not place <= _ALNUM for place in plain):
        return
    all_digits = all(place is None or place <= _DIGITS for place in plain)
    if all_digits and not dots and 6 <= len(plain) <= 18 and (bounded or len(plain) >= 7):
        yield CodeSystem.SNOMED_CT
        return
    if not bounded and (not dots or dots[0] != 3 or len(body) < 5):
        return
    if all_digits and len(plain) <= 5 and (not dots or dots[0] == 3):
        yield CodeSystem.ICD_9_CM
    if plain[0] <= _LETTERS and 2 <= len(plain) <= 7 and _takes_digit(plain[1]):
        is_external = plain[0] <= {"E", "V"} and all(map(_takes_digit, plain[1:]))
        ninth_dot = 4 if "E" in plain[0] else 3
        is_ninth = is_external and len(plain) <= 5 and (not dots or dots[0] == ninth_dot)
        # A full stop in the wrong place is still a code, one that no record holds.
        if not is_ninth or not dots or dots[0] == 3:
            yield CodeSystem.ICD_10_CM
        if is_ninth:
            yield CodeSystem.ICD_9_CM


def _takes_digit(place: CodePosition) -> bool:
    return place is None or bool(place & _DIGITS)


def _place(place: CodePosition) -> str:
    if place is None:
        return "."
    return "[" + "".join(re.escape(character) for character in sorted(place)) + "]"


def shown(places: Sequence[CodePosition]) -> str:
    """Return places as a reader would write them, such as ``T7[46]5``."""
    return "".join(map(_shown_place, places))


def _shown_place(place: CodePosition) -> str:
    if place is None:
        return "_"
    return min(place) if len(place) == 1 else class_text(place)


def class_text(members: Iterable[str]) -> str:
    """Return characters as a class in brackets, runs of letters or digits as ranges."""
    runs: list[list[str]] = []
    for member in sorted(members):
        if runs and member.isalnum() and ord(member) == ord(runs[-1][-1]) + 1:
            runs[-1].append(member)
        else:
            runs.append([member])
    return f"[{''.join(map(_run_text, runs))}]"


def _run_text(run: list[str]) -> str:
    return f"{run[0]}-{run[-1]}" if len(run) > 2 else "".join(run)
