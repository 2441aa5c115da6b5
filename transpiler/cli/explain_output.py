"""The text that ``syndrome explain`` prints: the outline, and what a text comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text

from transpiler.cli.output import stdout
from transpiler.definition import Definition, MixedLevel, Precedence, Span
from transpiler.definition.printing import printable
from transpiler.explaining import (
    READINGS,
    EntryKind,
    FieldTrace,
    Mark,
    Outline,
    OutlineEntry,
    Trace,
    asked_of,
    code_lines,
    filter_lines,
    reference_lines,
)

_STYLES = {Mark.TRUE: "green", Mark.FALSE: "dim", Mark.VETOED: "red", Mark.UNKNOWN: "yellow"}
_WIDTH = 100
"""How many characters of a text are shown on a line, with what matched underlined below."""


def print_heading(definition: Definition) -> None:
    """Print what the definition is, and what it is asked of."""
    console = stdout()
    if definition.title:
        title = f"{printable(definition.title)} ({definition.name}, version {definition.version})"
        console.line(Text(title, style="bold"))
        console.line(Text(f"policy {definition.policy.value}"))
    console.line(
        Text(f"precedence {definition.precedence.value}: {READINGS[definition.precedence]}")
    )
    for line in (*filter_lines(definition), *reference_lines(definition)):
        console.line(Text(printable(line)))


def print_outline(
    found: Outline, count: int, counts: Mapping[tuple[int, str], str] | None = None
) -> None:
    """Print one part.

    Args:
        found: the part.
        count: how many parts there are; all of them must hold.
        counts: (part, clause number) → how many visits, as shown; None leaves counts out.
    """
    console = stdout()
    console.line()
    console.line(Text(f"{asked_of(found, count)}:", style="bold"))
    for line in _entry_lines(found.root, 0, _Clauses(part=found.part, counts=counts)):
        console.line(line)


@dataclass(frozen=True, slots=True)
class _Clauses:
    """What is shown beside the clauses of a part.

    Attributes:
        part: the number of the part.
        counts: (part, clause number) → how many visits; None leaves counts out.
        marks: clause number → what it came to; None where no text is asked about.
    """

    part: int
    counts: Mapping[tuple[int, str], str] | None = None
    marks: Mapping[str, Mark] | None = None


def _entry_lines(entry: OutlineEntry, depth: int, beside: _Clauses) -> Iterator[Text]:
    marks = beside.marks
    indent = "  " * depth
    mark = marks[entry.number] if marks is not None else None
    style = _STYLES[mark] if mark is not None else ""
    line = Text(f"{indent}{entry.number} ")
    if mark is not None:
        line.append(f"[{mark.value}] ", style=style)
    line.append("except: " if entry.is_excluded else "")
    line.append(printable(entry.says), style=style)
    if entry.children:
        line.append(":" if marks is None or _has_match(entry, marks) else "; nothing matched")
    if entry.written:
        line.append(f"   {printable(entry.written)}", style="dim")
    if beside.counts is not None:
        line.append(f"   {beside.counts[(beside.part, entry.number)]} visits", style="cyan")
    yield line
    if entry.codes is not None and marks is None:
        yield from (Text(f"{indent}      {printable(told)}") for told in code_lines(entry.codes))
    unmatched = 0
    for child in entry.children if marks is None or _has_match(entry, marks) else ():
        if marks is not None and child.kind is EntryKind.TERM and _is_idle(marks[child.number]):
            unmatched += 1
        else:
            yield from _entry_lines(child, depth + 1, beside)
    if unmatched:
        terms = f"{unmatched:,} term{'' if unmatched == 1 else 's'}"
        yield Text(f"{indent}  {terms} did not match", style="dim")


def _has_match(entry: OutlineEntry, marks: Mapping[str, Mark]) -> bool:
    """Return whether anything within a clause matched; where nothing did, it is not unfolded."""
    return any(
        not _is_idle(marks[child.number]) or _has_match(child, marks) for child in entry.children
    )


def _is_idle(mark: Mark) -> bool:
    return mark in (Mark.FALSE, Mark.UNKNOWN)


def print_mixed_levels(definition: Definition) -> None:
    """Print every level that the two readings of precedence read differently, in both."""
    levels: list[MixedLevel] = [
        level for part in definition.parts for level in part.query.mixed_levels
    ]
    if not levels:
        return
    console = stdout()
    console.line()
    console.line(Text("Levels that mix OR with AND or ANDNOT:", style="bold"))
    is_tight = definition.precedence is Precedence.TIGHT
    for level in levels:
        tight, other = printable(level.tight), printable(level.sequential)
        console.line(
            Text(f"  AND and ANDNOT before OR{' (this one)' if is_tight else ''}: {tight}")
        )
        console.line(Text(f"  left to right{'' if is_tight else ' (this one)'}: {other}"))


def print_answers(
    readings: Sequence[Definition],
    traces: Sequence[Trace],
    outlines: Sequence[tuple[Outline, ...]],
) -> None:
    """Print what the definition does with a text, and the other reading where its answer differs.

    Args:
        readings: the definition, then under the other precedence where levels depend on it.
        traces: what each reading does.
        outlines: each reading in plain words.
    """
    console = stdout()
    if readings[0].filters:
        console.line(Text("Age, sex and kind of visit are not asked of a text.", style="dim"))
    own, *others = zip(readings, traces, outlines, strict=True)
    _print_answer(own[1])
    _print_trace(own[1], own[2])
    for reading, found, parts in others:
        console.line()
        how = READINGS[reading.precedence]
        if found.is_match == own[1].is_match:
            console.line(Text(f"Read {how} the answer is the same."))
        else:
            console.line(Text(f"Read {how} the answer is another:", style="bold"))
            _print_answer(found)
            _print_trace(found, parts)


def _print_answer(found: Trace) -> None:
    console = stdout()
    console.line()
    answer = "matches" if found.is_match else "does not match"
    console.line(Text(answer.upper(), style="bold green" if found.is_match else "bold red"))


def _print_trace(found: Trace, outlines: tuple[Outline, ...]) -> None:
    for one in found.fields:
        if one.text is None and len(found.fields) > 1:
            continue
        _print_field(one, outlines[one.part - 1])


def _print_field(found: FieldTrace, outline: Outline) -> None:
    console = stdout()
    console.line()
    name = found.field or "the text"
    if outline.of is not None:
        name = f"part {found.part}, from {outline.of}: {name}"
    answer = {True: "matches", False: "does not match", None: "is missing"}[found.truth]
    console.line(Text(f"{name} {answer}", style="bold green" if found.truth else "bold red"))
    for shown in _underlined(found):
        console.line(Text(f"  {shown}"))
    for match in found.matches:
        kind = "negation" if match.is_negation else "inclusion"
        seen = _seen(found.text or "", match.span)
        said = f"  {match.clause} {kind} {printable(match.term.text)} found {printable(seen)}"
        console.line(Text(said, style="red" if match.is_negation else "green"))
    for veto in found.vetoes:
        terms = ", ".join(f"{one.clause} {printable(one.term.text)}" for one in veto.matches)
        cancelled = (
            "the inclusion" if veto.clause == "0" else f"the inclusion of clause {veto.clause}"
        )
        console.line(Text(f"  {cancelled} was found and is vetoed by {terms}", style="bold red"))
    console.line()
    for entry in _entry_lines(outline.root, 0, _Clauses(part=found.part, marks=found.marks)):
        console.line(entry)


def _underlined(found: FieldTrace) -> Iterator[str]:
    """Yield the text with what inclusions took underlined by ^, and negations by ~."""
    text = found.text or ""
    shown = printable(text)
    marks = [" "] * len(text)
    for match in sorted(found.matches, key=lambda match: match.is_negation):
        for at in range(match.span.start, match.span.end):
            marks[at] = "~" if match.is_negation else "^"
    for start in range(0, len(shown), _WIDTH):
        yield shown[start : start + _WIDTH]
        under = "".join(marks[start : start + _WIDTH]).rstrip()
        if under:
            yield under


def _seen(text: str, span: Span) -> str:
    """Return what a term took, and the word it stands in where that is longer."""
    start, end = span.start, span.end
    while start > 0 and text[start - 1].isalnum() and text[span.start : span.end][:1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[span.start : span.end][-1:].isalnum():
        end += 1
    taken, whole = text[span.start : span.end], text[start:end]
    return f"“{taken}”" if taken == whole else f"“{taken}” in “{whole}”"
