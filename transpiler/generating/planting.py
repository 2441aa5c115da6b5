"""Matches and near-misses of a definition, to be planted among visits that know nothing of it.

A definition's terms are rare words: hardly any visit would match it, and none would just miss it,
if they were not planted. What is planted is drawn from the definition's own terms and judged by the
evaluator, so it works for any definition that asks fields of a visit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from transpiler.definition import (
    And,
    AndNot,
    Definition,
    IsNull,
    Leaf,
    Node,
    Or,
    Part,
    Term,
    children,
    walk,
)
from transpiler.definition.combination import supporting
from transpiler.generating.complaints import mistype
from transpiler.generating.draws import Uniform, pick
from transpiler.generating.wording import Wording, word


class PlantedKind(StrEnum):
    """What a planted visit is to its definition."""

    MATCH = "match"
    """The definition takes it."""
    VETOED = "vetoed"
    """All that the definition includes is there, and a negation as well."""
    PARTIAL = "partial"
    """Some of what must stand together is missing."""
    MISSPELT = "misspelt"
    """A word or a code is one character off."""


@dataclass(frozen=True, slots=True)
class Planted:
    """What is put into a visit for the sake of a definition.

    Attributes:
        words: the complaint, or the words put into it; empty to leave it as it is.
        codes: diagnoses put before the visit's own, as the definition writes them.
        fields: field name → text of the fields that hold neither complaint nor diagnosis, or None
            where the field is to be missing.
        is_verbatim: whether codes must be sent as the definition writes them, with or without
            their full stops.
    """

    words: str = ""
    codes: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    is_verbatim: bool = False


_IN_COMPLAINT: Final = frozenset(
    {
        "chief_complaint",
        "chief_complaint_history",
        "chief_complaint_original",
        "chief_complaint_parsed",
    }
)
_IN_DIAGNOSIS: Final = frozenset(
    {"dd_parsed", "discharge_diagnosis", "discharge_diagnosis_history"}
)
_IN_BOTH: Final = frozenset({"ccdd", "ccdd_parsed"})
_DOTTED: Final = frozenset({"ccdd", "discharge_diagnosis", "discharge_diagnosis_history"})


_SPOILT: Final = {PlantedKind.VETOED: AndNot, PlantedKind.PARTIAL: And}
"""The level of the tree at which each kind of near-miss is made."""


def draft(definition: Definition, kind: PlantedKind, uniform: Uniform) -> Planted:
    """Return something that may make a visit ``kind`` to ``definition``.

    It is a proposal: terms can rule each other out, and negations hit by accident. Whoever plants
    it asks the evaluator.
    """
    parts = [
        definition.parts[number]
        for number in supporting(definition.combination, lambda below: pick(below, uniform))
    ]
    spots = [
        (part, node)
        for part in parts
        for node in walk(part.query.root)
        if kind in _SPOILT and isinstance(node, _SPOILT[kind])
    ]
    where, spoilt = pick(spots, uniform) if spots else (None, None)
    against = [part for part in definition.parts if part.is_negation]
    if kind is PlantedKind.VETOED and spoilt is None and against:
        parts.append(pick(against, uniform))
    if kind is PlantedKind.PARTIAL and spoilt is None and parts:
        parts.pop(int(uniform() * len(parts)))
    found = Planted()
    for part in parts:
        found = _add(found, part, spoilt if part is where else None, uniform)
    return _misspell(found, uniform) if kind is PlantedKind.MISSPELT else found


def _add(found: Planted, part: Part, spoilt: Node | None, uniform: Uniform) -> Planted:
    root = part.query.root
    leaves = list(_choose(root, spoilt, _path(root, spoilt), uniform))
    wordings = [word(leaf.pattern, uniform) for leaf in leaves if isinstance(leaf, Term)]
    name = pick(_fit(part.fields, wordings), uniform)
    if name in _IN_BOTH:
        codes = tuple(code for wording in wordings for code in wording.codes)
        words = _sentence(wording.words for wording in wordings)
    elif name in _IN_DIAGNOSIS:
        codes = tuple(code for wording in wordings for code in _as_codes(wording))
        words = ""
    elif name in _IN_COMPLAINT:
        codes = ()
        words = _sentence(_as_words(wording) for wording in wordings)
    else:
        is_missing = any(isinstance(leaf, IsNull) for leaf in leaves)
        text = None if is_missing else " ".join(wording.text for wording in wordings)
        return replace(found, fields={**found.fields, name: text})
    return replace(
        found,
        words=" ".join(filter(None, (found.words, words))),
        codes=found.codes + codes,
        is_verbatim=found.is_verbatim or name in _DOTTED,
    )


def _fit(fields: Sequence[str], wordings: Sequence[Wording]) -> Sequence[str]:
    """Return those of ``fields`` where the wordings would be met, or all where there is none."""
    unfit = set[str]()
    if any(wording.codes for wording in wordings):
        unfit |= _IN_COMPLAINT
    if any(wording.words for wording in wordings):
        unfit |= _IN_DIAGNOSIS
    return [name for name in fields if name not in unfit] or fields


def _choose(
    node: Node, spoilt: Node | None, path: frozenset[int], uniform: Uniform
) -> Iterator[Leaf]:
    """Yield leaves that make ``node`` hold if they do not get in each other's way.

    On the ``path`` to the level that is to be ``spoilt`` the leaves lead there; that level gets a
    negation beside what it includes, or lacks one of what must stand together.
    """
    below = [child for child in children(node) if id(child) in path]
    match node:
        case Or(found):
            chosen = below or [pick(found, uniform)]
        case And(found):
            chosen = list(found)
            if node is spoilt:
                chosen.pop(int(uniform() * len(chosen)))
        case AndNot(include, exclude):
            chosen = [include]
            if node is spoilt:
                chosen.append(pick(exclude, uniform))
        case _:
            yield node
            return
    for child in chosen:
        yield from _choose(child, spoilt, path, uniform)


def _path(root: Node, to: Node | None) -> frozenset[int]:
    """Return the identities of the nodes from ``root`` down to ``to``; none where it is None."""
    if to is None:
        return frozenset()
    above = {id(child): node for node in walk(root) for child in children(node)}
    path = [to]
    while path[-1] is not root:
        path.append(above[id(path[-1])])
    return frozenset(id(node) for node in path)


def _sentence(fragments: Iterable[str]) -> str:
    return " ".join(filter(None, (fragment.strip() for fragment in fragments)))


def _as_words(wording: Wording) -> str:
    return wording.words or " ".join(wording.codes)


def _as_codes(wording: Wording) -> tuple[str, ...]:
    return wording.codes or ((wording.words.strip(" ;"),) if wording.words.strip(" ;") else ())


def _misspell(found: Planted, uniform: Uniform) -> Planted:
    """Return ``found`` with one character of its words, or of its first code, changed."""
    if found.words:
        return replace(found, words=mistype(found.words, uniform))
    if found.codes:
        code = found.codes[0]
        at = min(len(code) - 1, 2 + int(uniform() * 2))
        digit = pick([d for d in "0123456789" if d != code[at]], uniform)
        changed = code[:at] + digit + code[at + 1 :]
        return replace(found, codes=(changed, *found.codes[1:]))
    fields = {name: mistype(text, uniform) if text else text for name, text in found.fields.items()}
    return replace(found, fields=fields)
