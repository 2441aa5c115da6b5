"""Comments that lead from a clause of the SQL back to the query it says, as `explain` names it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlglot import exp

from transpiler.definition import Definition, Span, Term, clauses

WHY_CASE: Final = "CASE, not AND: THEN is asked only where WHEN held; ELSE makes unknown FALSE"
"""Why the SQL is built so. A query and a model say it once."""

_UNSAFE: Final = re.compile(r"(?<=/)\*|\*(?=/)|[{}]")
"""What a comment cannot hold besides characters without a picture: what opens or closes one, and
the braces of Jinja."""

_LONGEST: Final = 60
"""Characters of a term that a comment quotes."""

_ROOM: Final = 80
"""Characters up to which a comment on a group goes on with one more of its terms."""

_RANGES: Final = 4
"""Ranges of clauses up to which a comment names each."""


def comment(expression: exp.Expression, text: str) -> exp.Expression:
    """Put ``text``, made safe, above the clause ``expression``, and return the expression."""
    expression.add_comments([sanitized(text)])
    return expression


def sanitized(text: str) -> str:
    """Return ``text`` as a comment can hold it: nothing of it closes the comment or acts as Jinja.

    Definitions are not trusted. What a comment cannot hold is named by its code point.
    """
    shown = "".join(found if found.isprintable() else _named(found) for found in text)
    return _UNSAFE.sub(lambda found: _named(found[0]), shown)


@dataclass(frozen=True, slots=True)
class Notes:
    """What comments say of the terms of one query.

    Attributes:
        numbers: where a term stands in the query → the number of its clause. A term that is not
            among them is quoted without a number.
        part: what stands before the numbers: which part, where there are several.
    """

    numbers: Mapping[Span, str] = field(default_factory=dict)
    part: str = ""

    def term(self, term: Term) -> str:
        """Return what a comment says of a term that is written out."""
        number = self._places([term])
        return f"{number}: {_quoted(term)}" if number else _quoted(term)

    def group(self, terms: Sequence[Term]) -> str:
        """Return what a comment says of terms that are asked together."""
        if len(terms) == 1:
            return self.term(terms[0])
        ordered = sorted(terms, key=lambda term: term.span.start)
        places = self._places(ordered)
        words = ", ".join(_first_words(ordered, _ROOM - len(places)))
        said = f"{words} ({len(terms)} terms)"
        return f"{places}: {said}" if places else said

    def guard(self, terms: Sequence[Term]) -> str:
        """Return what a comment says of the terms that are asked before the query itself."""
        if len(terms) == 1:
            said = f"{self._places(terms)} {_quoted(terms[0])}"
            return f"asked first: {said.strip()} must be there"
        places = self._places(sorted(terms, key=lambda term: term.span.start))
        return f"asked first: one of {places or f'{len(terms)} terms'} must be there"

    def _places(self, terms: Sequence[Term]) -> str:
        """Return the numbers of ``terms``, neighbours as ranges; empty where one has none."""
        found = [self.numbers.get(term.span) for term in terms]
        numbers = [number for number in found if number is not None]
        if len(numbers) < len(found):
            return ""
        ranges = list(_ranges(numbers))
        if len(ranges) > _RANGES:
            return f"{self.part}{numbers[0]} to {numbers[-1]}"
        return self.part + ", ".join(ranges)


def notes_of(definition: Definition) -> list[Notes]:
    """Return what comments say of each part of ``definition``.

    A part whose query has no text was put together from pieces of others, and has no numbers.
    """
    return [
        Notes(
            {
                found.node.span: found.number
                for found in clauses(part.query.root)
                if part.query.text and isinstance(found.node, Term)
            },
            f"part {at}, " if len(definition.parts) > 1 else "",
        )
        for at, part in enumerate(definition.parts, 1)
    ]


def _quoted(term: Term) -> str:
    return term.text if len(term.text) <= _LONGEST else f"{term.text[:_LONGEST]}..."


def _first_words(terms: Sequence[Term], room: int) -> Iterator[str]:
    """Yield terms as long as there is room for them, one at least."""
    for at, term in enumerate(terms):
        quoted = _quoted(term)
        room -= len(quoted) + len(", ")
        if at and room < 0:
            yield "..."
            return
        yield quoted


def _ranges(numbers: Sequence[str]) -> Iterator[str]:
    """Yield ``numbers``, clauses that follow one another under the same clause as one range."""
    first = last = numbers[0]
    for number in numbers[1:]:
        if number != _next(last):
            yield _range(first, last)
            first = number
        last = number
    yield _range(first, last)


def _range(first: str, last: str) -> str:
    if first == last:
        return first
    return f"{first}, {last}" if last == _next(first) else f"{first}-{last}"


def _next(number: str) -> str:
    """Return the number of the clause after ``number`` under the same clause."""
    above, dot, own = number.rpartition(".")
    return f"{above}{dot}{int(own) + 1}"


def _named(character: str) -> str:
    return f"<U+{ord(character):04X}>"
