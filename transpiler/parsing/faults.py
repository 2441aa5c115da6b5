"""A fault of a query's text, and the characters that would mend it."""

from __future__ import annotations

from dataclasses import dataclass

from transpiler.definition import Span


@dataclass(frozen=True, slots=True)
class Fault:
    """Something the language does not allow.

    Attributes:
        code: the diagnostic code.
        message: what is the matter.
        span: the characters concerned.
        after: what to put in their place, or None where there is no safe change.
        done: the change in words; empty where there is none.
        hint: what a person could do; where None, the change is the hint.
        expected: what could stand there, as the reader would write it.
    """

    code: str
    message: str
    span: Span
    after: str | None = None
    done: str = ""
    hint: str | None = None
    expected: tuple[str, ...] = ()
