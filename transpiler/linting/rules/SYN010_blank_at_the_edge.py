"""SYN010: a blank that is not there at the field's edge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from transpiler.definition import Literal, Node, OneOf, Pattern, Severity, Term, fold
from transpiler.linting.field_ends import Edge, edges
from transpiler.linting.issue import Issue
from transpiler.linting.phrases import listed, quoted
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import PlacedPart, PlacedTerm, Subject
from transpiler.meaning import evaluate
from transpiler.proving.implication import sample_texts
from transpiler.proving.signatures import Signatures

CODE = "SYN010"


def check(subject: Subject) -> Iterator[Issue]:
    """Ask every term with a blank at one end of fields that begin or end with its word."""
    for part in subject.parts:
        levels: dict[int, _Siblings] = {}
        for placed in part.terms:
            if placed.shape is None:
                level = id(placed.place.parent)
                if level not in levels:
                    levels[level] = _Siblings(placed.place.siblings)
                yield from _missed(placed, part, levels[level])


class _Siblings:
    """The clauses of a list, by a literal that must stand in whatever they match."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._nodes = tuple(nodes)
        self._literals = tuple(map(_key, self._nodes))
        self._signatures = Signatures((literal,) for literal in self._literals)

    def that_may_match(self, texts: Iterable[str]) -> list[Node]:
        """Return those that may match one of ``texts``; a long list has few of them."""
        together = fold("\n".join(texts))
        asked = (*self._signatures.others, *self._signatures.near(together))
        return [self._nodes[at] for at in asked if self._literals[at] in together]


def _missed(placed: PlacedTerm, part: PlacedPart, siblings: _Siblings) -> Iterator[Issue]:
    pattern = placed.term.pattern
    word = sample_texts(pattern)[0].strip(" -").upper()
    if pattern.is_word or not word:
        return
    at_start = pattern.opens_with_run and _is_blank(pattern, 1)
    at_end = pattern.closes_with_run and _is_blank(pattern, -2)
    if not (at_start or at_end):
        return
    asked = [edge for field in part.fields or (None,) for edge in edges(field)]
    either = siblings.that_may_match(
        text for edge in asked for text in edge.texts(f"{word}X {word}")
    )
    missed: list[tuple[Edge, str]] = []
    partly: list[Edge] = []
    for edge in asked:
        if not (at_start if edge.is_start else at_end):
            continue
        lost = [text for text in edge.texts(word) if not _is_found(either, text)]
        if lost:
            missed.append((edge, lost[0]))
        elif (
            edge.is_start
            and not at_end
            and not all(_is_found(either, text) for text in edge.texts(f"{word}X"))
        ):
            partly.append(edge)
    if missed:
        places = [f"{_place(edge)}, as in “{text}”" for edge, text in missed]
        message = f"{quoted(placed.term.text)} misses {word} {'; '.join(places)}"
    elif partly:
        message = (
            f"{quoted(placed.term.text)} misses longer words that begin with {word} "
            f"{listed(map(_place, partly))}; what stands beside it finds only the word by itself"
        )
    else:
        return
    yield placed.issue(
        CODE,
        Severity.WARNING if missed else Severity.NOTE,
        message,
        hint=_hint(word.lower(), missed),
        details={"missed": [text for _, text in missed]},
    )


def _hint(word: str, missed: Iterable[tuple[Edge, str]]) -> str:
    if any("{1};" in text for _, text in missed):
        return f"write ^[; ]{word}[; ]^ for a history field, where a semicolon stands at both ends"
    return f"write !{word}! for the whole word, or add {word}^ for the start, ^{word} for the end"


def _key(node: Node) -> str:
    """Return a literal that must stand in whatever ``node`` matches; empty where none is known."""
    if not isinstance(node, Term):
        return ""
    literals = [piece.text for piece in node.pattern.pieces if isinstance(piece, Literal)]
    return max(literals, key=len, default="")


def _is_found(nodes: Iterable[Node], text: str) -> bool:
    return any(evaluate(node, text) is True for node in nodes)


def _place(edge: Edge) -> str:
    where = "at the start" if edge.is_start else "at the end"
    return f"{where} of {edge.field or 'the field'}"


def _is_blank(pattern: Pattern, at: int) -> bool:
    """Return whether the piece at index ``at`` asks for a blank at its outer end."""
    if len(pattern.pieces) < abs(at):
        return False
    match pattern.pieces[at]:
        case Literal(text):
            return text[0 if at > 0 else -1] == " "
        case OneOf(members):
            return " " in members and not any(member.isalnum() for member in members)
        case _:
            return False


RULE = Rule(
    code=CODE,
    title="Blank at the edge",
    severity=Severity.WARNING,
    what="A term asks for a blank in front of a word or behind it, and no term beside it finds the "
    "word where it is the first or the last of the field. The rule asks the evaluator, for each "
    "field of the part, with that field's layout.",
    why="No field is padded. `^ rape^` misses `RAPE | ;R69;`, where RAPE begins the complaint, and "
    "in the history field it misses every first word, because `{1};` stands in front of it. "
    "`^rape ^` beside it finds the first of the two, and only where a blank follows.",
    fix="Write `!word!`, which knows the field's edges, or add a term for the edge. For a history "
    "field add a term with a semicolon: `^[; ]rape^`.",
    bad=(
        RuleExample("^ rape^"),
        RuleExample("^ rape^,or,^rape ^", fields=("ccdd_parsed", "chief_complaint_history")),
        RuleExample("^flu ^", fields=("chief_complaint_parsed",)),
    ),
    good=(
        RuleExample("!rape!"),
        RuleExample("^ rape ^,or,rape ^"),
        RuleExample("^flu ^"),
        RuleExample("^[; ]rape^", fields=("chief_complaint_history",)),
    ),
    check=check,
)
