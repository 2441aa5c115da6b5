"""SYN005: a clause that can never decide anything, because of what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator

from transpiler.definition import Pattern, Query, Severity, Term
from transpiler.linting.implied import guaranteed, suffices, wider
from transpiler.linting.issue import Issue
from transpiler.linting.lists import ListGroup, lists
from transpiler.linting.phrases import quoted
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import Subject

CODE = "SYN005"


def check(subject: Subject) -> Iterator[Issue]:
    """Look at every list for members that another member makes superfluous."""
    for part in subject.parts:
        for group in lists(part):
            yield from _dead(group, part.given.query, part.number)


def _dead(group: ListGroup, query: Query, part: int) -> Iterator[Issue]:
    """Yield the superfluous members of a list.

    In an OR a member is superfluous that implies another; in an AND one that another implies.
    """
    narrow = [(member, term) for member in group.members for term in guaranteed(member)]
    wide: dict[Pattern, list[int]] = {}
    for place, member in enumerate(group.members):
        # In an OR only a whole member can make another superfluous.
        terms = suffices(member) if group.is_conjunction or isinstance(member, Term) else ()
        for term in terms:
            wide.setdefault(term.pattern, []).append(place)
    implied = wider([*(term.pattern for _, term in narrow), *wide])
    places = {id(member): place for place, member in enumerate(group.members)}
    dead: set[int] = set()
    for member, term in narrow:
        at = places[id(member)]
        for pattern in (term.pattern, *implied.get(term.pattern, ())):
            for other in wide.get(pattern, ()):
                superfluous, reason = (other, at) if group.is_conjunction else (at, other)
                if superfluous == reason or superfluous in dead or reason in dead:
                    continue
                if _is_duplicate(group, superfluous, reason):
                    continue
                dead.add(superfluous)
                yield _issue(group, superfluous, reason, query, part)


def _is_duplicate(group: ListGroup, one: int, other: int) -> bool:
    """Return whether two members are the same term, which is another rule's finding."""
    first, second = group.members[one], group.members[other]
    return isinstance(first, Term) and isinstance(second, Term) and first.pattern == second.pattern


def _issue(group: ListGroup, superfluous: int, reason: int, query: Query, part: int) -> Issue:
    member, other = group.members[superfluous], group.members[reason]
    text, cause = member.span.of(query.text), other.span.of(query.text)
    because = (
        f"whatever {quoted(cause)} beside it matches, it matches too"
        if group.is_conjunction
        else f"{quoted(cause)} beside it matches whatever it matches"
    )
    return Issue(
        CODE,
        Severity.NOTE,
        f"{quoted(text)} never decides anything: {because}",
        part,
        member.span,
        member.text if isinstance(member, Term) else None,
        hint="remove it, or narrow the wider one when it is too wide",
        details={
            "decided_by": cause,
            "decided_at": [other.span.start, other.span.end],
            "in_conjunction": group.is_conjunction,
        },
    )


RULE = Rule(
    code=CODE,
    title="Dead term",
    severity=Severity.NOTE,
    what="In a list joined by OR, a term or a clause in parentheses matches only what another one "
    "matches anyway; or in a list joined by AND, one matches whenever another one does. The rule "
    "reports only what it can prove for all texts.",
    why="The clause decides nothing: with it or without it the same visits match. It misleads "
    "readers, who take it for a restriction or a special case, and it often shows that the wider "
    "term is wider than meant.",
    fix="Remove it. If the wider term takes too much, narrow that one instead.",
    bad=(
        RuleExample("^sex^,or,^sexual assault^"),
        RuleExample("^;T74^,or,^[;/ ]X^,or,^;T745[12]^"),
        RuleExample("^overdose^,and,(,^dose^,or,^pill^,)"),
        RuleExample("^fever^,andnot,(,^denies^,or,^denies fever^,)"),
        RuleExample("^rape^,or,(,^rape^,and,^kit^,)"),
    ),
    good=(
        RuleExample("^sexual ass[au]lt^,or,^sexual abuse^"),
        RuleExample("^ rape^,or,^rape ^"),
        RuleExample("^overdose^,and,^pill^"),
    ),
    check=check,
)
