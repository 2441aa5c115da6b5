"""Repair: text → text, with a record of every change and of where it was."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lark import Token

from transpiler.definition import Repair, Span
from transpiler.parsing.faults import Fault
from transpiler.parsing.findings import Finding
from transpiler.parsing.grammar import read_elements
from transpiler.parsing.mending import (
    ELEMENT_PASSES,
    LENIENT_ELEMENT_PASSES,
    LENIENT_TEXT_PASSES,
    TEXT_PASSES,
)

_MAX_ROUNDS: Final = 8
"""How often the passes run over a text. Two are usual: one that mends, one that finds nothing."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A text after repair.

    Attributes:
        text: the text as it can be read.
        tokens: its elements.
        repairs: every change, in the order of the text as given.
        findings: the same changes as findings, for a mode that refuses them.
        refusals: faults for which there is no safe change.
        places: where each character of ``text`` comes from in the text as given, then one place
            for the end; None where nothing changed.
    """

    text: str
    tokens: Sequence[Token]
    repairs: tuple[Repair, ...] = ()
    findings: tuple[Finding, ...] = ()
    refusals: tuple[Finding, ...] = ()
    places: _Places | None = None

    def as_given(self, finding: Finding) -> Finding:
        """Return a finding about ``text`` with its span in the text as given."""
        if self.places is None:
            return finding
        return finding.at(_as_given(finding.span, self.places))


def repair_query(text: str) -> tuple[str, tuple[Repair, ...]]:
    """Return ``text`` with every fault mended that has one plausible meaning, and the changes.

    Faults without a safe repair are left as they are, so the result need not be readable.
    """
    mended = mend(text, is_lenient=True)
    return mended.text, mended.repairs


def mend(given: str, *, is_lenient: bool) -> Mended:
    """Mend ``given``.

    Args:
        given: a query as somebody wrote it.
        is_lenient: whether to change also what the language allows and nobody means, such as ``%``.
    """
    draft = _TextDraft(given)
    for _ in range(_MAX_ROUNDS):
        if not draft.improve(is_lenient=is_lenient):
            break
    else:
        message = "the text is damaged in so many layers that repair cannot be trusted"
        draft.refusals.append(Finding("ESS098", message, Span(0, len(given)), hint="type it anew"))
    changes = sorted(draft.changes, key=lambda change: (change[0].start, change[0].end))
    return Mended(
        text=draft.text,
        tokens=draft.tokens,
        repairs=tuple(_repairs(changes, given)),
        findings=tuple(_finding(span, fault) for span, fault in changes),
        refusals=tuple(draft.refusals),
        places=draft.places,
    )


class _TextDraft:
    """A text while it is mended."""

    def __init__(self, given: str) -> None:
        self.text = given
        self.tokens: list[Token] = []
        self.places: _Places | None = None
        self.changes: list[tuple[Span, Fault]] = []
        self.refusals: list[Finding] = []

    def improve(self, *, is_lenient: bool) -> bool:
        """Run every pass once, and return whether any changed the text."""
        self.refusals = []
        changes = len(self.changes)
        for find_in_text in TEXT_PASSES + (LENIENT_TEXT_PASSES if is_lenient else ()):
            self._apply(find_in_text(self.text))
        self.tokens = list(read_elements(self.text))
        find_in_elements = ELEMENT_PASSES + (LENIENT_ELEMENT_PASSES if is_lenient else ())
        self._apply([fault for find in find_in_elements for fault in find(self.tokens)])
        return len(self.changes) > changes

    def _apply(self, found: list[Fault]) -> None:
        mendable = []
        for fault in _in_order(found):
            span = _as_given(fault.span, self.places)
            if fault.after is None:
                self.refusals.append(Finding(fault.code, fault.message, span, hint=fault.hint))
            else:
                mendable.append(fault)
                self.changes.append((span, fault))
        if mendable:
            self.text, self.places = _applied(mendable, self.text, self.places)


def _in_order(faults: list[Fault]) -> list[Fault]:
    """Return the faults by position; of those that overlap the first, neighbours joined."""
    kept: list[Fault] = []
    for fault in sorted(faults, key=lambda fault: (fault.span.start, fault.span.end)):
        last = kept[-1] if kept else None
        if last is None or fault.span.start > last.span.end:
            kept.append(fault)
        elif fault.span.start == last.span.end:
            is_same = (fault.code, fault.done) == (last.code, last.done)
            if is_same and last.after is not None and fault.after is not None:
                span = last.span.to(fault.span)
                kept[-1] = replace(last, span=span, after=last.after + fault.after)
            else:
                kept.append(fault)
    return kept


@dataclass(frozen=True, slots=True)
class _Places:
    """Where each character of a text comes from in the text as given.

    Attributes:
        starts: for each character the start of what it comes from, then the end of the text.
        ends: the same for the end. A character that is new comes from all that it replaced.
    """

    starts: list[int]
    ends: list[int]


def _applied(faults: list[Fault], text: str, places: _Places | None) -> tuple[str, _Places]:
    """Return the text with the faults mended, and where each of its characters came from."""
    if places is None:
        places = _Places(list(range(len(text) + 1)), list(range(1, len(text) + 2)))
    pieces: list[str] = []
    new = _Places([], [])
    done = 0
    for fault in faults:
        assert fault.after is not None
        start, end = fault.span.start, fault.span.end
        pieces += (text[done:start], fault.after)
        new.starts.extend(places.starts[done:start])
        new.ends.extend(places.ends[done:start])
        for span in _aligned(fault.after, text, fault.span):
            origin = _as_given(span, places)
            new.starts.append(origin.start)
            new.ends.append(origin.end)
        done = end
    pieces.append(text[done:])
    new.starts.extend(places.starts[done:])
    new.ends.extend(places.ends[done:])
    return "".join(pieces), new


def _aligned(after: str, text: str, span: Span) -> Iterator[Span]:
    """Yield what each character of ``after`` comes from: its like in what it replaces, or all."""
    at = span.start
    for character in after:
        while at < span.end and text[at] in " \t\r\n" and text[at] != character:
            at += 1
        if at < span.end and text[at] == character:
            yield Span(at, at + 1)
            at += 1
        else:
            yield span


def _as_given(span: Span, places: _Places | None) -> Span:
    """Return where the characters of ``span`` came from."""
    if places is None:
        return span
    start = places.starts[min(span.start, len(places.starts) - 1)]
    if span.start >= span.end:
        return Span(start, start)
    return Span(start, max(start, places.ends[span.end - 1]))


def _repairs(changes: list[tuple[Span, Fault]], given: str) -> list[Repair]:
    line_starts = [0, *(at + 1 for at, character in enumerate(given) if character == "\n")]
    repairs = []
    for span, fault in changes:
        line = bisect_right(line_starts, span.start)
        repairs.append(
            Repair(
                code=fault.code,
                message=f"{fault.message}: {fault.done}",
                span=span,
                line=line,
                column=span.start - line_starts[line - 1] + 1,
                before=span.of(given),
                after=fault.after or "",
            )
        )
    return repairs


def _finding(span: Span, fault: Fault) -> Finding:
    """Return a fault as an error whose hint is what repair mode would do."""
    after = fault.after or ""
    if after.strip():
        change = f"repair mode writes {after}"
    else:
        change = f"repair mode mends it: {fault.done}"
    hint = fault.hint or change
    return Finding(fault.code, fault.message, span, expected=fault.expected, hint=hint)
