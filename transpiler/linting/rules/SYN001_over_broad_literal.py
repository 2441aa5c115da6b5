"""SYN001: a literal that also stands inside other words."""

from __future__ import annotations

from collections.abc import Iterator

from transpiler.definition import And, Severity
from transpiler.linting.accidents import accidental_words
from transpiler.linting.issue import Issue
from transpiler.linting.phrases import listed, quoted
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import PlacedClause, Subject

CODE = "SYN001"
_KEPT = 20
"""How many words of either kind go into the details."""


def check(subject: Subject) -> Iterator[Issue]:
    """Look at every plain ``^text^`` of one word."""
    for placed in subject.terms:
        if placed.shape is not None:
            continue
        words = accidental_words(placed.term.pattern)
        if words is None:
            continue
        found = " and ".join(
            f"the {kind} {'word' if len(listing) == 1 else 'words'} {listed(listing)}"
            for kind, listing in (("everyday", words.everyday), ("clinical", words.clinical))
            if listing
        )
        term = quoted(placed.term.text)
        consequence = "each of them vetoes" if placed.place.is_negation else "each counts"
        yield placed.issue(
            CODE,
            Severity.NOTE if _is_narrowed(placed.place) else Severity.WARNING,
            f"{term} also stands in {found}; {consequence}",
            hint="bound it with blanks or write !word!; or list the words that are meant",
            details={"everyday": words.everyday[:_KEPT], "clinical": words.clinical[:_KEPT]},
        )


def _is_narrowed(place: PlacedClause) -> bool:
    """Return whether something else must hold besides, so that the term alone decides nothing."""
    above = place.parent
    while above is not None:
        if isinstance(above.node, And):
            return True
        above = above.parent
    return False


RULE = Rule(
    code=CODE,
    title="Over-broad literal",
    severity=Severity.WARNING,
    what="A plain `^text^` is found anywhere in the field, in the middle of other words too. The "
    "rule looks it up among the everyday words of English and the words of ICD-10-CM titles, and "
    "names those that hold it without being an inflection of it, commonest first. It warns where "
    "they make up a tenth or more of all occurrences. A stem that is not a word itself, such as "
    "`^halluci^`, is taken to mean every word that begins with it. It is a note where something "
    "else must hold besides the term.",
    why="`^Car^`, meant for traffic accidents, also stands in CARE, SCARED and CARDIAC. As an "
    "inclusion it brings false positives; as a negation it silently removes true cases: a visit "
    "REFERRED FROM URGENT CARE is lost, whatever its diagnosis.",
    fix="Bound the literal (`^ car ^` with `^ car` and so on, or `!car!`), or list the words that "
    "are meant (`^car accident^`). Where the breadth is wanted, ignore the rule for the term and "
    "say why.",
    bad=(
        RuleExample("^trafficking^,andnot,^Car^"),
        RuleExample("^manic^"),
        RuleExample("(,^punch^,or,^force^,),and,^assault^"),
    ),
    good=(
        RuleExample("^trafficking^,andnot,!car!"),
        RuleExample("^halluci^"),
        RuleExample("^vehicle^"),
        RuleExample("^ sane ^"),
    ),
    check=check,
)
