"""SYN020: what the definition's page lists in words is not what the formula asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from transpiler.codes import read_listed
from transpiler.definition import Prose, Severity, Term
from transpiler.linting.issue import Issue
from transpiler.linting.phrases import plural, quoted_list
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import (
    PlacedPart,
    PlacedTerm,
    Subject,
    all_terms,
    is_code,
    sufficient_leaves,
)
from transpiler.meaning import find_match

CODE = "SYN020"
_MOST_PAIRS = 1_000_000
"""How many pairs of an item and a term are compared; longer lists are left out."""


def check(subject: Subject) -> Iterator[Issue]:
    """Compare the lists of the prose with the terms of the formula, both ways."""
    prose = subject.definition.prose
    if not prose:
        return
    inclusions = [placed for placed in subject.terms if not placed.place.is_negation]
    exclusions = [placed for placed in subject.terms if placed.place.is_negation]
    decisive = [term for part in subject.parts for term in _decisive(part)]
    final = [term for part in subject.parts for term in _final_exclusions(part)]
    items = max(len(prose.codes), len(prose.terms), len(prose.exclusions))
    if items * (len(inclusions) + len(exclusions)) > _MOST_PAIRS:
        return
    yield from _missing("code", prose.codes, inclusions, _code_text)
    yield from _missing("term", prose.terms, inclusions, _words_text)
    yield from _missing("exclusion", prose.exclusions, exclusions, _words_text)
    yield from _unlisted("code", prose.codes, [t for t in decisive if is_code(t)], _code_text)
    yield from _unlisted("term", prose.terms, [t for t in decisive if not is_code(t)], _words_text)
    yield from _unlisted("exclusion", prose.exclusions, final, _words_text)


def _code_text(item: str) -> str:
    code, _ = read_listed(item)
    return f"x | ;{code};"


def _words_text(item: str) -> str:
    # A blank in front and behind stands for a place in the middle of a complaint.
    return f"x {item.strip()} x"


def _missing(
    kind: str, items: tuple[str, ...], terms: Iterable[PlacedTerm], text: Callable[[str], str]
) -> Iterator[Issue]:
    """Yield an issue for the items of the prose that no term of the formula finds."""
    patterns = [placed.term.pattern for placed in terms]
    absent = [
        item for item in items if not any(find_match(pattern, text(item)) for pattern in patterns)
    ]
    if absent:
        yield _issue(
            f"the prose lists {plural(len(absent), kind)} that the formula does not have: "
            f"{quoted_list(absent)}",
            {"missing": absent, "kind": kind},
        )


def _unlisted(
    kind: str, items: tuple[str, ...], terms: Iterable[Term], text: Callable[[str], str]
) -> Iterator[Issue]:
    """Yield an issue for the terms of the formula that find no item of the prose."""
    texts = list(map(text, items))
    extra = [
        term.text
        for term in terms
        if items and not any(find_match(term.pattern, found) for found in texts)
    ]
    if extra:
        yield _issue(
            f"the formula has {plural(len(extra), kind)} that the prose does not list: "
            f"{quoted_list(extra)}",
            {"unlisted": extra, "kind": kind},
        )


def _issue(message: str, details: dict[str, object]) -> Issue:
    return Issue(
        CODE,
        Severity.WARNING,
        message,
        hint="correct the one that is wrong; the formula is what counts visits",
        details=details,
    )


def _decisive(part: PlacedPart) -> Iterator[Term]:
    """Yield the terms that take a visit by themselves: what a page lists as its codes and terms."""
    for leaf in sufficient_leaves(part.root):
        if isinstance(leaf, Term):
            yield leaf


def _final_exclusions(part: PlacedPart) -> Iterator[Term]:
    """Yield the terms of the outermost negations: what a page lists as its exclusions."""
    for place, node in part.and_nots():
        if place.parent is None:
            yield from all_terms(node.exclude)


RULE = Rule(
    code=CODE,
    title="Prose and formula differ",
    severity=Severity.WARNING,
    what="The definition file lists, under `prose`, the codes, terms and exclusions that the page "
    "of the definition names in words. The rule looks for each of them in the formula and names "
    "what the formula does not find. It also names terms that the page does not list and that "
    "take a visit alone, or are taken from everything.",
    why="Readers go by the page, and counts go by the formula. If they differ, nobody knows which "
    "of the two was validated.",
    fix="Correct the one that is wrong, in the page or in the next version of the formula.",
    bad=(
        RuleExample("^;T745^,or,^sex traf^", prose=Prose(codes=("T74.5", "T76.5- Suspected"))),
        RuleExample("^sex traf^,or,^sex slave^", prose=Prose(terms=("Sex traf",))),
        RuleExample("^traf^,andnot,^car^", prose=Prose(exclusions=("Vehicle",))),
    ),
    good=(
        RuleExample(
            "(,^;T7[46]5^,or,^sex traf^,),andnot,^car^",
            prose=Prose(
                codes=("T74.5- Forced sexual exploitation, confirmed", "T76. 51"),
                terms=("Sex Traf",),
                exclusions=("Car",),
            ),
        ),
    ),
    check=check,
)
