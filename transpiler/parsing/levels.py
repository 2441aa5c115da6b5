"""Levels: what stands between two parentheses, and which of its items belong together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from transpiler.definition import MAX_DEPTH, And, AndNot, Leaf, Node, Or, Precedence, Span
from transpiler.parsing.findings import Finding


class Joint(Enum):
    """What joins an item to what stands before it on its level."""

    OR = "or"
    AND = "and"
    AND_NOT = "andnot"


@dataclass(slots=True)
class Level:
    """The items of one level, and the joints between them.

    Attributes:
        items: one or more; a level in parentheses is itself an item of the level around it.
        span: from the first item to the last; with the parentheses once they are read.
        joints: ``joints[i]`` stands between ``items[i]`` and ``items[i + 1]``.
    """

    items: list[Item]
    span: Span
    joints: list[Joint] = field(default_factory=list)

    @property
    def is_mixed(self) -> bool:
        """Whether the two readings of precedence differ: an AND or ANDNOT comes after an OR."""
        return Joint.OR in self.joints and any(
            joint is not Joint.OR for joint in self.joints[self.joints.index(Joint.OR) :]
        )

    def runs(self) -> list[Level]:
        """Return the level cut at every OR: what AND and ANDNOT tie together."""
        found = [Level([self.items[0]], self.items[0].span)]
        for joint, item in zip(self.joints, self.items[1:], strict=True):
            if joint is Joint.OR:
                found.append(Level([item], item.span))
            else:
                last = found[-1]
                last.items.append(item)
                last.joints.append(joint)
                last.span = last.span.to(item.span)
        return found


Item = Leaf | Level


@dataclass(slots=True)
class _NodeDraft:
    """A node whose children are still to be built."""

    joint: Joint
    items: list[Item | _NodeDraft]
    span: Span


def walk_levels(root: Level) -> Iterator[Level]:
    """Yield ``root`` and every level below it, outer ones first, in the order written."""
    waiting = [root]
    while waiting:
        level = waiting.pop()
        yield level
        waiting.extend(item for item in reversed(level.items) if isinstance(item, Level))


def build_tree(level: Level, precedence: Precedence) -> Node | Finding:
    """Return the flat tree of ``level`` and all levels below it.

    Works on a stack of its own, so no depth can exhaust the interpreter's.

    Returns:
        The root, or a finding where the tree would be deeper than `MAX_DEPTH`.
    """
    built: list[Node] = []
    waiting: list[tuple[Item | _NodeDraft, int, bool]] = [(level, 1, False)]
    while waiting:
        item, depth, has_children = waiting.pop()
        draft = _resolved(item, precedence)
        if not isinstance(draft, _NodeDraft):
            built.append(draft)
        elif has_children:
            count = len(draft.items)
            children = tuple(built[-count:])
            del built[-count:]
            built.append(_node(draft, children))
        elif depth >= MAX_DEPTH:
            return Finding(
                "ESS006",
                f"the definition is nested more than {MAX_DEPTH} levels deep here",
                Span(draft.span.start, draft.span.start + 1),
                hint="split the definition into parts, or join levels that need no parentheses",
            )
        else:
            draft.items = _flattened(draft, precedence)
            waiting.append((draft, depth, True))
            waiting.extend((child, depth + 1, False) for child in reversed(draft.items))
    return built[0]


def _resolved(item: Item | _NodeDraft, precedence: Precedence) -> Leaf | _NodeDraft:
    """Return ``item`` with its outermost joint decided and redundant parentheses gone."""
    if not isinstance(item, Level):
        return item
    span = item.span
    while len(item.items) == 1:
        inner = item.items[0]
        if not isinstance(inner, Level):
            return inner
        item = inner
    if precedence is Precedence.TIGHT and Joint.OR in item.joints:
        return _NodeDraft(Joint.OR, [_left_to_right(run) for run in item.runs()], span)
    draft = _left_to_right(item)
    assert isinstance(draft, _NodeDraft)
    draft.span = span
    return draft


def _left_to_right(level: Level) -> Item | _NodeDraft:
    """Return the items of ``level`` joined strictly in the order written."""
    joined: Item | _NodeDraft = level.items[0]
    for joint, item in zip(level.joints, level.items[1:], strict=True):
        if isinstance(joined, _NodeDraft) and joined.joint is joint:
            joined.items.append(item)
            joined.span = joined.span.to(item.span)
        else:
            joined = _NodeDraft(joint, [joined, item], joined.span.to(item.span))
    return joined


def _flattened(draft: _NodeDraft, precedence: Precedence) -> list[Item | _NodeDraft]:
    """Return the children of ``draft``, with those of the same kind replaced by theirs.

    Of an ANDNOT only the inclusion may be: ``(a,andnot,b),andnot,c`` has one inclusion and two
    negations, but a negation that is itself an ANDNOT stays one.
    """
    flat: list[Item | _NodeDraft] = []
    waiting: list[Item | _NodeDraft] = list(reversed(draft.items))
    while waiting:
        item = _resolved(waiting.pop(), precedence)
        is_same = isinstance(item, _NodeDraft) and item.joint is draft.joint
        if is_same and (draft.joint is not Joint.AND_NOT or not flat):
            assert isinstance(item, _NodeDraft)
            waiting.extend(reversed(item.items))
        else:
            flat.append(item)
    return flat


def _node(draft: _NodeDraft, children: tuple[Node, ...]) -> Node:
    match draft.joint:
        case Joint.OR:
            return Or(children, draft.span)
        case Joint.AND:
            return And(children, draft.span)
        case Joint.AND_NOT:
            return AndNot(children[0], children[1:], draft.span)
