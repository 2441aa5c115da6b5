"""SYN008: words that remove visits with a diagnosis code."""

from __future__ import annotations

from collections.abc import Iterator

from transpiler.codes import codes_covered, load_index, outermost
from transpiler.definition import AndNot, Severity, Term
from transpiler.linting.accidents import accidental_words
from transpiler.linting.issue import Issue
from transpiler.linting.phrases import code_and_title, listed, quoted, quoted_list
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import Subject, all_terms, is_code, sufficient_leaves

CODE = "SYN008"


def check(subject: Subject) -> Iterator[Issue]:
    """Look at every ANDNOT that decides by itself, for codes inside and words taken from them."""
    for part in subject.parts:
        for place, node in part.and_nots():
            if place.is_sufficient:
                yield from _vetoed(node, part.number)


def _vetoed(node: AndNot, part: int) -> Iterator[Issue]:
    codes = [
        leaf for leaf in sufficient_leaves(node.include) if isinstance(leaf, Term) and is_code(leaf)
    ]
    words = [term for term in all_terms(node.exclude) if not is_code(term)]
    if not codes or not words:
        return
    accidents = {
        term.text: found.everyday
        for term in words
        if (found := accidental_words(term.pattern)) is not None and found.everyday
    }
    worst = next(iter(accidents), None)
    aside = f"; {quoted(worst)} alone does so for {listed(accidents[worst], 3)}" if worst else ""
    yield Issue(
        CODE,
        Severity.WARNING,
        f"{_negations(words)} also visits with a diagnosis code: "
        f"{listed(map(_with_titles, codes), 4)}{aside}",
        part,
        node.exclude[0].span.to(node.exclude[-1].span),
        hint="to keep coded visits, take the negations from the words only: "
        "codes,or,(,words,andnot,negations,)",
        details={"codes": _texts(codes), "negations": _texts(words), "exclusions": _texts(words)},
    )


def _negations(words: list[Term]) -> str:
    if len(words) == 1:
        return f"the negation {quoted(words[0].text)} removes"
    return f"{len(words)} negations of words, such as {quoted_list(_texts(words), 3)}, remove"


def _texts(terms: list[Term]) -> list[str]:
    return [term.text for term in terms]


def _with_titles(term: Term) -> str:
    index = load_index()
    found = outermost(codes_covered(term, index)) if index is not None else ()
    titles = f" ({listed(map(code_and_title, found), 2)})" if found else ""
    return f"{quoted(term.text)}{titles}"


RULE = Rule(
    code=CODE,
    title="Veto of codes",
    severity=Severity.WARNING,
    what="Negations of words are taken from an inclusion that also lists diagnosis codes.",
    why="A visit with a confirmed diagnosis is removed because a word stands in its complaint: "
    "`REFERRED FROM URGENT CARE | ;T7451XA;` is lost to `^Car^`. Authors find negations by "
    "reading complaints, and rarely mean them to overrule what a clinician coded.",
    fix="Take the negations from the words only: `codes,or,(,words,andnot,negations,)`. Where "
    "they are meant to overrule codes, ignore the rule and say why.",
    bad=(RuleExample("(,^;T745^,or,^sex traf^,),andnot,(,^car^,or,^manic^,)"),),
    good=(
        RuleExample("^;T745^,or,(,^sex traf^,andnot,(,^car^,or,^manic^,),)"),
        RuleExample("^;Z5681^,andnot,^;Z044[12]^"),
    ),
    check=check,
)
