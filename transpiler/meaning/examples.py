"""Examples of a definition that are not as its file says, and what decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from transpiler.definition import Definition, Example
from transpiler.meaning.evaluate import as_visit
from transpiler.meaning.evidence import Evidence, FieldEvidence, TermMatch, evidence

_SHOWN = 3
"""How many terms are named."""


@dataclass(frozen=True, slots=True)
class FalseExample:
    """An example that the definition answers otherwise.

    Attributes:
        kind: the list it stands in, ``matches`` or ``does_not_match``.
        index: its place there, from 0.
        reason: what decided, in words.
    """

    kind: str
    index: int
    reason: str

    @property
    def message(self) -> str:
        """What is the matter, in one sentence."""
        answer = "it does not match" if self.kind == "matches" else "it matches"
        return f"example {self.index + 1} of {self.kind}: {answer}"

    @property
    def keys(self) -> tuple[str, str, int]:
        """The keys that lead to it in the definition file."""
        return ("examples", self.kind, self.index)


def false_examples(definition: Definition) -> Iterator[FalseExample]:
    """Yield every example that is not as the file says, in the order of the file."""
    listed = (
        ("matches", True, definition.examples.matches),
        ("does_not_match", False, definition.examples.does_not_match),
    )
    for kind, expected, examples in listed:
        for index, example in enumerate(examples):
            found = evidence(definition, as_visit(definition, example))
            if found.is_match is not expected:
                yield FalseExample(kind, index, _reason(definition, example, found))


def _reason(definition: Definition, example: Example, found: Evidence) -> str:
    visit = as_visit(definition, example)
    if found.is_match:
        taken = [one for one in found.fields if one.truth]
        return "; ".join(_told(one, _terms(one, visit, is_negation=False)) for one in taken)
    said = []
    for part in range(1, len(definition.parts) + 1):
        fields = [one for one in found.fields if one.part == part]
        if not any(one.truth for one in fields):
            said += [_told(one, _against(one, visit)) for one in fields]
    if found.filters is not True:
        said.append(
            "it does not pass the filters"
            if found.filters is False
            else "the filters ask for a value that the example does not give"
        )
    return "; ".join(said)


def _against(found: FieldEvidence, visit: Mapping[str, object]) -> str:
    if visit.get(found.field) is None:
        return "missing"
    if found.vetoes:
        vetoed = [match for veto in found.vetoes for match in veto.matches]
        return f"vetoed by {_listed(vetoed, visit.get(found.field))}"
    terms = _terms(found, visit, is_negation=False)
    return f"not enough is found ({terms})" if terms else "no term is found"


def _terms(found: FieldEvidence, visit: Mapping[str, object], *, is_negation: bool) -> str:
    wanted = [match for match in found.matches if match.is_negation is is_negation]
    return _listed(wanted, visit.get(found.field))


def _listed(matches: list[TermMatch], text: object) -> str:
    told = [
        f"{match.clause} {match.term.text} found “{match.span.of(str(text))}”"
        for match in matches[:_SHOWN]
    ]
    more = len(matches) - len(told)
    return ", ".join([*told, *([f"{more:,} more"] if more else [])])


def _told(found: FieldEvidence, what: str) -> str:
    field = found.field or "the text"
    return f"{field}: {what or 'it holds without any term'}"
