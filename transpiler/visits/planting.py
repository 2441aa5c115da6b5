"""Matches and near-misses of a definition, to be planted among visits that know nothing of it.

A definition's terms are rare words: hardly any visit would match it, and none would just miss it,
if they were not planted. What is planted is drawn from the definition's own terms and judged by the
evaluator, so it works for any definition that asks fields of a visit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from transpiler.definition import (
    And,
    AndNot,
    Definition,
    IsBlank,
    IsNull,
    Node,
    Or,
    Part,
    Term,
    terms,
    walk,
)
from transpiler.visits.complaints import mistype
from transpiler.visits.draws import Uniform, Weighted, pick
from transpiler.visits.wording import Wording, word


class Kind(StrEnum):
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

_LEADS: Final = ("", "", "alleged ", "possible ", "pt states ", "reports ")


def draft(definition: Definition, kind: Kind, uniform: Uniform) -> Planted:
    """Return something that may make a visit ``kind`` to ``definition``.

    It is a proposal: terms can rule each other out, and negations hit by accident. Whoever plants
    it asks the evaluator.
    """
    found = Planted()
    for part in definition.parts:
        found = _add(found, part, kind, uniform)
    if kind is Kind.MISSPELT:
        found = _misspell(found, uniform)
    return found


def _add(found: Planted, part: Part, kind: Kind, uniform: Uniform) -> Planted:
    leaves = list(_choose(part.query.root, uniform))
    if kind is Kind.VETOED:
        leaves += _negation(part.query.root, uniform)
    if kind is Kind.PARTIAL and len(leaves) > 1:
        leaves.pop(int(uniform() * len(leaves)))
    name = pick(part.fields, uniform)
    wordings = [word(leaf.pattern, uniform) for leaf in leaves if isinstance(leaf, Term)]
    if name in _IN_BOTH:
        codes = tuple(code for wording in wordings for code in wording.codes)
        words = _sentence([wording.words for wording in wordings if wording.words], uniform)
    elif name in _IN_DIAGNOSIS:
        codes = tuple(code for wording in wordings for code in _as_codes(wording))
        words = ""
    elif name in _IN_COMPLAINT:
        codes = ()
        words = _sentence([_as_words(wording) for wording in wordings], uniform)
    else:
        is_missing = any(isinstance(leaf, IsNull) for leaf in leaves)
        text = None if is_missing else " ".join(_as_text(wording) for wording in wordings)
        return replace(found, fields={**found.fields, name: text})
    return replace(
        found,
        words=" ".join(filter(None, (found.words, words))),
        codes=found.codes + codes,
        is_verbatim=found.is_verbatim or name in _DOTTED,
    )


def _choose(node: Node, uniform: Uniform) -> Iterator[Term | IsNull | IsBlank]:
    """Yield leaves that make ``node`` hold if they do not get in each other's way."""
    match node:
        case Or(children):
            yield from _choose(pick(children, uniform), uniform)
        case And(children):
            for child in children:
                yield from _choose(child, uniform)
        case AndNot(include):
            yield from _choose(include, uniform)
        case Term() | IsNull() | IsBlank():
            yield node


def _negation(root: Node, uniform: Uniform) -> Iterator[Term | IsNull | IsBlank]:
    """Yield leaves of one negation anywhere in the tree; nothing where there is none."""
    exclusions = [
        child for node in walk(root) if isinstance(node, AndNot) for child in node.exclude
    ]
    if exclusions:
        yield from _choose(pick(exclusions, uniform), uniform)


def _sentence(fragments: Sequence[str], uniform: Uniform) -> str:
    text = " ".join(filter(None, (fragment.strip() for fragment in fragments)))
    return pick(_LEADS, uniform) + text if text else ""


def _as_words(wording: Wording) -> str:
    return wording.words or " ".join(wording.codes)


def _as_codes(wording: Wording) -> tuple[str, ...]:
    return wording.codes or ((wording.words.strip(" ;"),) if wording.words.strip(" ;") else ())


def _as_text(wording: Wording) -> str:
    return wording.words or f";{';'.join(wording.codes)};"


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


_NEAR_MISSES: Final = (Kind.VETOED, Kind.PARTIAL, Kind.MISSPELT)

_MOST = 0.1
"""The largest share of visits that anything is planted in."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to plant, and in which share of visits.

    Attributes:
        share: the share of visits in which something is planted.
        choice: the definitions and kinds planted there.
    """

    share: float
    choice: Weighted[tuple[Definition, Kind]]


def plan(definitions: Sequence[Definition]) -> Plan:
    """Return what to plant for ``definitions``.

    A definition of many terms is matched oftener than one of few: between 2 and 10 visits in
    10,000 are planted matches, and as many again each of them near-misses of the three kinds in
    turn. That is many times what surveillance sees (docs/demo.md), so that a small set of visits
    has something to show. A definition that names no field cannot be planted.
    """
    weights: list[tuple[tuple[Definition, Kind], float]] = []
    for definition in definitions:
        if all(part.fields for part in definition.parts):
            share = planted_share(definition)
            weights.append(((definition, Kind.MATCH), share))
            weights += [((definition, kind), share / 3) for kind in _NEAR_MISSES]
    total = sum(share for _, share in weights)
    return Plan(min(total, _MOST), Weighted.of(weights))


def planted_share(definition: Definition) -> float:
    """Return the share of visits that are planted as matches of ``definition``."""
    count = sum(1 for part in definition.parts for _ in terms(part.query.root))
    return min(10.0, 1.8 + 0.12 * count) / 10_000
