"""SYN016: a class with a character that hardly belongs in it, or a bracket that closes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from transpiler.definition import Severity
from transpiler.linting.brackets import classes, stray_brackets
from transpiler.linting.issue import Issue
from transpiler.linting.phrases import quoted
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import Doubt, Subject

CODE = "SYN016"


def check(subject: Subject) -> Iterable[Issue]:
    """Look at the inside of every class, and for closing brackets outside of one."""
    return subject.doubts(CODE, _doubts)


def _doubts(text: str) -> Iterator[Doubt]:
    """Yield what is doubtful in a term, where, and how to mend it."""
    for found in classes(text):
        doubt = _doubt(found.members)
        if doubt is not None:
            message, hint = doubt
            message = f"the class {found.text} in {quoted(text)} {message}"
            yield message, (found.start, found.end), hint
    for at in stray_brackets(text):
        message = f"a ] in {quoted(text)} closes no class and stands for itself"
        yield message, (at, at + 1), "put the [ where the class begins"


def _doubt(members: str) -> tuple[str, str] | None:
    """Return what is doubtful about the inside of a class, and how to mend it."""
    if "|" in members and any(character.isalnum() for character in members):
        return (
            "holds a bar, which is one of its characters and no OR",
            "leave the bar out: a class already means one of its characters",
        )
    if "," in members:
        return (
            "holds a comma, where ESSENCE may split the query",
            "leave the comma out, or write it as [COMMA] in a term of its own",
        )
    if "[" in members:
        return (
            "holds a [, which is one of its characters",
            "close the class before the next one opens",
        )
    return None


RULE = Rule(
    code=CODE,
    title="Slip in a class",
    severity=Severity.WARNING,
    what="A class in brackets holds a bar beside letters or digits, a comma, or an opening "
    "bracket; or a closing bracket stands outside of a class.",
    why="`[o|r]` is o, bar or r, not an alternative. A comma inside a class is read as one of its "
    "characters here, and may split the query in ESSENCE. `[0-9[0-9]` is one character, not two, "
    "and a stray `]` asks for a `]` in the field: such terms do not match what their author meant.",
    fix="Write the class as the characters it takes and nothing else.",
    bad=(
        RuleExample("^c[o|r]ugh^"),
        RuleExample("^[;., ]pots^"),
        RuleExample("^;X[14[0-9]^"),
        RuleExample("^;2505[0-3];];^"),
    ),
    good=(
        RuleExample("^c[or]ugh^"),
        RuleExample("^[;. ]pots^,or,^[COMMA]pots^"),
        RuleExample("^[|;]COUGH^"),
    ),
    check=check,
)
