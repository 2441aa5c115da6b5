"""Random trees, larger than Hypothesis draws them, and texts that some of their terms match.

The words share pieces, open alike and fold oddly, so that groups, guards and needles all come into
play and matches are common. The same seed gives the same trees and texts.
"""

from __future__ import annotations

from random import Random

from transpiler.definition import (
    And,
    AndNot,
    AnyOne,
    AnyRun,
    Definition,
    IsBlank,
    IsNull,
    Literal,
    Node,
    OneOf,
    Or,
    Part,
    Pattern,
    Piece,
    Precedence,
    Query,
    Span,
    Term,
    fold,
    terms,
)

WORDS = (
    *("sex", "sexual", "sex traf", "traffick", "human traf", "rape", "grape", "scrape", "car"),
    *(";t745", ";t765", ";z0481", ";713834002", "asseau", "ass", "kiss", "é", "àé", "ß", "ı", "ſ"),
    *("a_b", "50%", "o'b", "\\", "{{x}}", '"', "--", "*/", "a\nb", "\u00a0", "😀", "]", "^", "-"),
    *("(", "[", "+", "$", ".", "|", "?", "k", "s", "i"),
)
BIG_CLASS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


def random_definition(random: Random, *, depth: int = 3, width: int = 12) -> Definition:
    """Return a bare query."""
    root = random_tree(random, depth=depth, width=width)
    return Definition(parts=(Part((), Query("", root, Precedence.TIGHT)),))


def random_tree(random: Random, *, depth: int = 3, width: int = 12) -> Node:
    """Return a tree at most ``depth`` levels deep; an OR has up to ``width`` children."""
    kind = random.random()
    if depth == 0 or kind < 0.15:
        return _leaf(random)
    if kind < 0.55:
        return _flat(Or, [random_tree(random, depth=depth - 1) for _ in _several(random, width)])
    if kind < 0.75:
        return _flat(And, [random_tree(random, depth=depth - 1) for _ in _several(random, 3)])
    include = random_tree(random, depth=depth - 1, width=width)
    exclude = [random_tree(random, depth=depth - 1) for _ in range(random.randint(1, 3))]
    if isinstance(include, AndNot):
        return AndNot(include.include, (*include.exclude, *exclude), _span(random))
    return AndNot(include, tuple(exclude), _span(random))


def random_texts(random: Random, root: Node, count: int) -> list[str | None]:
    """Return texts that hold what terms of ``root`` ask for, alone, together and spoiled."""
    hits = [hit(random, term.pattern) for term in terms(root)] or [""]
    texts: list[str | None] = [None, "", " ", "\n"]
    while len(texts) < count:
        chosen = [random.choice(hits) for _ in range(random.choice((1, 1, 2, 3)))]
        text = random.choice(("", " ", "x ", ";")).join(chosen)
        if random.random() < 0.3:
            text = random.choice(("", " ", "zz")) + text + random.choice(("", " ", "qq"))
        if text and random.random() < 0.3:
            at = random.randrange(len(text))
            text = text[:at] + random.choice(("", "K", "İ", "s", "\n")) + text[at + 1 :]
        texts.append(text.swapcase() if random.random() < 0.4 else text)
    return texts


def _several(random: Random, most: int) -> range:
    return range(random.randint(2, max(2, most)))


def _flat(kind: type[And] | type[Or], children: list[Node]) -> Node:
    flat = [
        grandchild
        for child in children
        for grandchild in (child.children if isinstance(child, kind) else (child,))
    ]
    return kind(tuple(flat), Span(0, 1))


def _leaf(random: Random) -> Node:
    kind = random.random()
    if kind < 0.02:
        return IsNull(_span(random))
    if kind < 0.04:
        return IsBlank(_span(random))
    return Term("^term^", random_pattern(random), _span(random))


def _span(random: Random) -> Span:
    start = random.randrange(1000)
    return Span(start, start + random.randint(1, 30))


def random_pattern(random: Random) -> Pattern:
    """Return a pattern of any kind, plain ones oftenest."""
    word = fold(random.choice(WORDS))
    kind = random.random()
    if kind < 0.5:
        return Pattern((AnyRun(), Literal(word), AnyRun()))
    if kind < 0.6:
        return Pattern(tuple(_with_class(random, word)), is_word=True)
    if kind < 0.7:
        other = Literal(fold(random.choice(WORDS)))
        return Pattern((AnyRun(), Literal(word), AnyRun(), other, AnyRun()))
    if kind < 0.72:
        return Pattern((AnyRun(),))
    opening: list[Piece] = [AnyRun()] if random.random() < 0.8 else []
    closing: list[Piece] = [AnyRun()] if random.random() < 0.8 else []
    return Pattern((*opening, *_with_class(random, word), *closing))


def _with_class(random: Random, word: str) -> list[Piece]:
    """Return ``word`` with a character made a class or ``_``, sometimes behind separators."""
    at = random.randrange(len(word))
    other = fold(random.choice(random.choice(WORDS)))
    member: Piece = random.choice(
        (OneOf(frozenset({word[at], other})), OneOf(BIG_CLASS | {word[at]}), AnyOne())
    )
    pieces: list[Piece] = [OneOf(frozenset(";/ "))] if random.random() < 0.3 else []
    pieces += [Literal(word[:at])] if at else []
    pieces.append(member)
    pieces += [Literal(word[at + 1 :])] if word[at + 1 :] else []
    return pieces


def hit(random: Random, pattern: Pattern) -> str:
    """Return a text that ``pattern`` covers, or would if it stood between blanks."""
    text = ""
    for piece in pattern.pieces:
        match piece:
            case Literal(literal):
                text += literal
            case AnyOne():
                text += random.choice("a\n é")
            case OneOf(members):
                text += random.choice(sorted(members))
            case AnyRun():
                text += random.choice(("", "", "y", " ", "\n"))
    return text
