"""SYN023: a policy that allows more than the definition's codes and words call for."""

from __future__ import annotations

from collections.abc import Iterator

from transpiler.definition import Policy, Severity
from transpiler.linting.issue import Issue
from transpiler.linting.phrases import quoted
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import Subject
from transpiler.sensitivity import calls_of, policy_called_for, policy_of_words

CODE = "SYN023"


def check(subject: Subject) -> Iterator[Issue]:
    """Compare the policy with what the title and the terms call for."""
    definition = subject.definition
    calls = list(calls_of(definition.parts))
    words = f"{definition.title}\n{definition.name.replace('_', ' ')}"
    by_words = policy_of_words(words)
    asked = [found.definition for found in definition.references]
    needed = policy_called_for(
        [by_words, *(call.policy for call in calls), *(found.policy for found in asked)]
    )
    if policy_called_for([definition.policy, needed]) is definition.policy:
        return
    evidence = [call for call in calls if call.policy is needed]
    first = evidence[0] if evidence else None
    shown = "; ".join(f"{quoted(call.term.text)} ({call.because})" for call in evidence[:3])
    asking = [found.key for found in asked if found.policy is needed]
    if asking and not shown:
        shown = f"the asked {' and '.join(dict.fromkeys(asking))}"
    more = f" and {len(evidence) - 3} more terms" if len(evidence) > 3 else ""
    is_grave = needed is Policy.NO_CASE_FINDING
    yield Issue(
        CODE,
        Severity.ERROR if is_grave else Severity.WARNING,
        f"the policy is {definition.policy.value}, and "
        + (f"{shown}{more} call for {needed.value}" if shown else f"the title calls for {needed}"),
        first.part if first else 1,
        first.term.span if first else None,
        hint=f"write policy: {needed.value}; where it is about something else, ignore the rule and "
        "say why",
        details={
            "policy": definition.policy.value,
            "needed": needed.value,
            "terms": [{"term": call.term.text, "because": call.because} for call in evidence],
        },
    )


RULE = Rule(
    code=CODE,
    title="Policy laxer than the terms",
    severity=Severity.ERROR,
    what="The definition's policy allows more than its title, its codes or its words call for. "
    "Codes and words of trafficking and forced labor call for `no_case_finding`, and a laxer "
    "policy is an error. Maltreatment, sexual and other violence, self-harm and overdoses call "
    "for `sensitive`, and a laxer policy is a warning. A code pattern calls for a policy where "
    "more than half of the codes that it takes belong to the subject, so that all injuries, `;T`, "
    "do not; excluded terms say nothing. A definition that another asks calls for its own policy, "
    "which holds for both.",
    why="Under `standard` the visits of a definition can be listed and counted by week. A list of "
    "trafficking's victims puts them at risk.",
    fix="Write the policy that is named. Where the terms are about something else, ignore the rule "
    "and write down why.",
    bad=(
        RuleExample("^;T7451^,or,^fever^"),
        RuleExample("^[;/ ]T7[46].5^", fields=("ccdd",)),
        RuleExample("^;T7[46][56]^,or,^;Z048[12]^"),
        RuleExample("^human traffick^"),
        RuleExample("^debt_bondage^"),
        RuleExample("^;X9[2-9]^,or,^ass[au]lt^"),
    ),
    good=(
        RuleExample("^;T^,or,^;S^"),
        RuleExample("^;Z0^,or,^;Y^"),
        RuleExample("^fever^,andnot,^human traffick^"),
        RuleExample("^traffic accident^"),
    ),
    check=check,
)
