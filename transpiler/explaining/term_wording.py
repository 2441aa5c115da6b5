"""What a term asks for, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transpiler.codes import CodeShape, CodeSystem, class_text, code_shape
from transpiler.definition import AnyOne, FixedPiece, Literal, OneOf, Pattern, width


def in_words(pattern: Pattern) -> str:
    """Return what a text must be like for ``pattern`` to match it.

    Examples:
        ``^Car^`` → ``contains “car”``; ``^;Z0481;^`` → ``the ICD-10-CM code Z0481``.
    """
    shape = code_shape(pattern)
    floats = pattern.opens_with_run and pattern.closes_with_run
    if shape is not None and floats and not shape.rest:
        return _code(shape)
    said = _text(pattern)
    notes = list(dict.fromkeys(_notes(pattern)))
    return f"{said} ({'; '.join(notes)})" if notes else said


def _code(shape: CodeShape) -> str:
    systems = " or ".join(system.value for system in shape.systems)
    what = "concept" if shape.systems == (CodeSystem.SNOMED_CT,) else "code"
    if shape.closes:
        return f"the {systems} {what} {shape.text}"
    where = "" if shape.opens else ", also in the middle of another"
    article = "an" if systems.startswith("ICD") else "a"
    return f"{article} {systems} {what} that begins with {shape.text}{where}"


def _text(pattern: Pattern) -> str:
    if pattern.is_word:
        (segment,) = pattern.segments or ((),)
        return f"has the word {_quoted(segment)} between blanks or at the field's edge"
    segments = pattern.segments
    if not segments:
        return "is any text, also the empty one" if pattern.opens_with_run else "is empty"
    if all(isinstance(piece, AnyOne) for segment in segments for piece in segment):
        return _length(pattern)
    first, *others = segments
    if not pattern.opens_with_run and not pattern.closes_with_run and not others:
        return f"is {_quoted(first)} and nothing else"
    last = others.pop() if others and not pattern.closes_with_run else None
    if pattern.opens_with_run:
        ends = last is None and not pattern.closes_with_run
        said = [f"{'ends with' if ends else 'contains'} {_quoted(first)}"]
    else:
        said = [f"begins with {_quoted(first)}"]
    said += [f"later {_quoted(segment)}" for segment in others]
    if last is not None:
        said.append(f"and ends with {_quoted(last)}")
    return ", ".join(said)


def _length(pattern: Pattern) -> str:
    count = sum(map(width, pattern.segments))
    characters = f"{count} character{'' if count == 1 else 's'}"
    at_least = pattern.opens_with_run or pattern.closes_with_run or len(pattern.segments) > 1
    return f"has {'at least ' if at_least else 'exactly '}{characters}"


def _quoted(segment: Sequence[FixedPiece]) -> str:
    return f"“{''.join(map(_piece, segment))}”"


def _piece(piece: FixedPiece) -> str:
    match piece:
        case Literal(text):
            return text
        case OneOf(members):
            return class_text(members)
        case AnyOne():
            return "_"


def _notes(pattern: Pattern) -> Iterator[str]:
    """Yield what a reader may overlook or not know."""
    segments = pattern.segments
    if segments and not pattern.is_word:
        if _is_blank(segments[0][0], 0):
            yield "with a blank in front"
        if _is_blank(segments[-1][-1], -1):
            yield "with a blank behind"
    for segment in segments:
        for piece in segment:
            if isinstance(piece, OneOf):
                yield f"{class_text(piece.members)} is one of these characters"
            elif isinstance(piece, AnyOne) and not _is_length(pattern):
                yield "_ is any one character"


def _is_length(pattern: Pattern) -> bool:
    return all(isinstance(piece, AnyOne) for segment in pattern.segments for piece in segment)


def _is_blank(piece: FixedPiece, at: int) -> bool:
    return isinstance(piece, Literal) and piece.text[at] == " "
