"""SYN021: the formula takes the exclusions from more, or less, than the prose says."""

from __future__ import annotations

from collections.abc import Iterator

from transpiler.definition import AndNot, Node, Prose, Severity, Term
from transpiler.linting.issue import Issue
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import PlacedPart, Subject, all_terms, is_code, sufficient_leaves
from transpiler.meaning import find_match

CODE = "SYN021"
_IN_WORDS = {
    "everything": "everything",
    "terms": "the terms only",
    "codes": "the codes only",
}


def check(subject: Subject) -> Iterator[Issue]:
    """Compare what the prose says of the exclusions with what the formula takes them from."""
    prose = subject.definition.prose
    said = prose.exclusions_apply_to
    if said is None:
        return
    for part in subject.parts:
        vetoing = [node for node in _deciding(part) if _is_meant(node, prose.exclusions)]
        if not vetoing:
            continue
        vetoed = {_kind(leaf) for node in vetoing for leaf in _leaves(node.include)}
        spared = {_kind(leaf) for leaf in _leaves(part.root)} - vetoed
        # With nothing spared, "everything" is true as well.
        scopes = (
            {"everything"} if len(vetoed) > 1 else vetoed | (set() if spared else {"everything"})
        )
        if vetoed and said not in scopes:
            taken = min(scopes, key=list(_IN_WORDS).index)
            yield Issue(
                CODE,
                Severity.WARNING,
                f"the prose takes the exclusions from {_IN_WORDS[said]}, the formula from "
                f"{_IN_WORDS[taken]}",
                part.number,
                vetoing[0].exclude[0].span.to(vetoing[0].exclude[-1].span),
                hint="ask the authors which of the two was validated; the formula is what counts "
                "visits",
                details={"prose": said, "formula": taken},
            )


def _deciding(part: PlacedPart) -> Iterator[AndNot]:
    return (node for place, node in part.and_nots() if place.is_sufficient)


def _is_meant(node: AndNot, exclusions: tuple[str, ...]) -> bool:
    """Return whether the negations are those the prose lists; where it lists none, all are."""
    texts = [f"x {item.strip()} x" for item in exclusions]
    return not texts or any(
        find_match(term.pattern, text) for term in all_terms(node.exclude) for text in texts
    )


def _leaves(node: Node) -> Iterator[Term]:
    return (leaf for leaf in sufficient_leaves(node) if isinstance(leaf, Term))


def _kind(term: Term) -> str:
    return "codes" if is_code(term) else "terms"


RULE = Rule(
    code=CODE,
    title="Scope of the exclusions",
    severity=Severity.WARNING,
    what="The definition file says, under `prose.exclusions_apply_to`, what the page of the "
    "definition takes its exclusions from: everything, the terms only, or the codes only. The "
    "formula takes them from something else.",
    why="The page of CDC Suspected Sex Trafficking v1 lists its exclusions under the "
    "chief-complaint terms; its formula takes them from the diagnosis codes too. A visit with a "
    "confirmed code and the word CARE in its complaint is counted by the page, not by the formula.",
    fix="Ask the authors which of the two was validated, and correct the other one.",
    bad=(
        RuleExample(
            "(,^;T745^,or,^sex traf^,),andnot,^car^",
            prose=Prose(exclusions=("Car",), exclusions_apply_to="terms"),
        ),
        RuleExample(
            "^;T745^,or,(,^sex traf^,andnot,^car^,)", prose=Prose(exclusions_apply_to="everything")
        ),
    ),
    good=(
        RuleExample(
            "^;T745^,or,(,^sex traf^,andnot,^car^,)",
            prose=Prose(exclusions=("Car",), exclusions_apply_to="terms"),
        ),
        RuleExample(
            "(,^;T745^,or,^sex traf^,),andnot,^car^",
            prose=Prose(exclusions_apply_to="everything"),
        ),
    ),
    check=check,
)
