"""What is said never to match or never to decide anything is so, on every text there is.

Queries are drawn over two letters and a blank, so that all texts up to a length can be tried.
"""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from transpiler.definition import And, AndNot, Definition, Part, Span, alternatives, walk
from transpiler.linting import RULES_BY_CODE, lint
from transpiler.linting.lists import lists
from transpiler.linting.subject import Subject
from transpiler.meaning import evaluate
from transpiler.parsing import parse_query

TEXTS = [None, *("".join(found) for length in range(5) for found in product("ab ", repeat=length))]
CLAIMS = [RULES_BY_CODE[code] for code in ("SYN005", "SYN006", "SYN007", "SYN019")]

piece = st.sampled_from(["a", "b", "ab", "ba", "aa", "_", "[ab]", "^"])
pattern = st.lists(piece, min_size=1, max_size=3).map("".join)
term = st.one_of(
    pattern.map(lambda text: f"^{text}^"),
    pattern,
    st.sampled_from(["!a!", "!ab!", "ISNULL", "ISBLANK", "a^", "^b"]),
)
query = st.recursive(
    term,
    lambda inner: st.builds(
        lambda operator, members: f"(,{f',{operator},'.join(members)},)",
        st.sampled_from(["or", "and", "andnot"]),
        st.lists(inner, min_size=2, max_size=3),
    ),
    max_leaves=6,
)


def claims(text):
    parsed = parse_query(text)
    definition = Definition(parts=(Part((), parsed),))
    return parsed, Subject(definition).parts[0], lint(definition, CLAIMS)


def is_never(node):
    return all(evaluate(node, text) is not True for text in TEXTS)


def is_implied(narrow, wide):
    return all(evaluate(wide, text) is True for text in TEXTS if evaluate(narrow, text) is True)


def check(text):
    """Assert every claim about the query ``text``; return the rules that made one."""
    parsed, part, issues = claims(text)
    for issue in issues:
        match issue.rule:
            case "SYN005":
                _check_dead(part, issue)
            case "SYN006":
                inclusion = Span(*issue.details["inclusion_at"])
                spans = {node.span: node for node in walk(parsed.root)}
                assert not any(
                    evaluate(spans[inclusion], one) is evaluate(spans[issue.span], one) is True
                    for one in TEXTS
                )
            case "SYN007":
                _check_cancelled(parsed.root, issue)
            case "SYN019":
                _check_every_or_none(parsed.root, issue)
    return {issue.rule for issue in issues}


def _check_dead(part, issue):
    reason = Span(*issue.details["decided_at"])
    groups = [
        {member.span: member for member in group.members}
        for group in lists(part)
        if group.is_conjunction is issue.details["in_conjunction"]
    ]
    ((dead, other),) = [
        (group[issue.span], group[reason])
        for group in groups
        if issue.span in group and reason in group
    ]
    narrow, wide = (other, dead) if issue.details["in_conjunction"] else (dead, other)
    assert is_implied(narrow, wide)


def _check_cancelled(root, issue):
    found = [
        AndNot(way, node.exclude, node.span)
        for node in walk(root)
        if isinstance(node, AndNot)
        for way in {id(way): way for way in (node.include, *alternatives(node.include))}.values()
        if way.span == issue.span
    ]
    assert found
    # The same span may be an inclusion on two levels; the claim is about one of them.
    assert any(is_never(node) for node in found)


def _check_every_or_none(root, issue):
    at_place = [node for node in walk(root) if node.span == issue.span]
    if "never_matches" in issue.details:
        assert any(is_never(node) for node in at_place if isinstance(node, And))
    else:
        # `^_^` asks for a character; nothing else is asked.
        (found,) = [node for node in at_place if not isinstance(node, And)]
        assert all(evaluate(found, text) is True for text in TEXTS if text and len(text) == 4)


@settings(max_examples=400, deadline=None)
@given(query)
def test_every_claim_about_a_drawn_query_is_true(text):
    check(text)


def test_each_rule_makes_a_claim_that_is_put_to_the_test():
    made = set()
    for rule in CLAIMS:
        for text in (
            "(,^ab^,or,^a^,)",
            "(,a,andnot,^b^,)",
            "(,^ab^,andnot,^a^,)",
            "(,a^,and,b^,)",
            "(,^a^,or,^_^,)",
        ):
            made |= check(text) & {rule.code}
    assert made == {rule.code for rule in CLAIMS}
