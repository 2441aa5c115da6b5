"""Generated texts that put a definition to the test: they hit every term and just miss it.

The same definition and seed give the same texts, in the same order. No text comes from a visit.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from random import Random
from typing import Any, Final

from transpiler.definition import (
    And,
    AndNot,
    Definition,
    FilterKind,
    Filters,
    Node,
    Or,
    Part,
    Term,
    Visit,
    walk,
)
from transpiler.definition.combination import supporting
from transpiler.probing.near_misses import case_changed, hit, near_misses

PROBE_LIMIT: Final = 3_000
"""About how many texts are made for one definition; every term is hit even if that takes more."""

_LONGEST: Final = 4_000
"""Longer probes are left out: a level of a thousand ANDed terms would make a thousand of them."""

_MOST_COMPANY: Final = 100
"""How many texts of one level at most are put beside a term."""

_DECISIVE: Final = 0.8
"""In how many of the visits the probe text decides; and, apart from that, filters let it pass."""

_COMMON: Final = (
    None,
    "",
    " ",
    "\n",
    "%",
    "_",
    "\\",
    "'",
    '"',
    "; -- */ {{ }}",
    "FEVER AND COUGH |",
    "FEVER AND COUGH | ;R509;R05;",
    "| ;R509;",
    "{1};FEVER;|{2};COUGH;",
)
"""Texts that every definition is asked about: missing, empty, blank, SQL's own characters, and the
layouts of the fields."""


def probe_texts(
    definition: Definition, seed: int = 0, limit: int = PROBE_LIMIT
) -> list[str | None]:
    """Return texts that hit every term of ``definition``, alone and with what it stands beside.

    Args:
        definition: what is put to the test.
        seed: another seed gives other texts.
        limit: about how many texts; near-misses beyond it are left out, hits never.

    Returns:
        The texts, each once, None for a missing field first.
    """
    random = Random(seed)
    share = limit // len(definition.parts)
    texts = (_texts(part.query.root, random, share) for part in definition.parts)
    return list(dict.fromkeys(chain.from_iterable(texts)))


def probe_visits(definition: Definition, seed: int = 0, limit: int = PROBE_LIMIT) -> list[Visit]:
    """Return visits that put the probe texts into the fields the definition reads.

    Each text of a part stands once in each field of the part. In most visits the other parts hold,
    and in most the filters pass, so that the text decides. In the rest every value is drawn from
    what could trip an engine, missing ones among them.
    """
    random = Random(seed)
    share = limit // len(definition.parts)
    return [
        _visit(definition, part, field, text, random)
        for part in definition.parts
        for text in _texts(part.query.root, random, share)
        for field in part.fields or ("",)
    ]


def _texts(root: Node, random: Random, limit: int) -> list[str | None]:
    """Return texts for one query; see `probe_texts`."""
    hits: list[str] = []
    misses: list[Iterator[str]] = []
    levels = list(islice(_levels(root, random), limit // 3))
    for term, company in _terms_with_company(root, random):
        hits += _hits(term, company, random)
        misses.append(_misses(term, company, random))
    wanted = max(0, limit - len(_COMMON) - len(hits) - len(levels))
    made = chain(_COMMON, hits, levels, islice(_in_turn(misses), wanted))
    return list(dict.fromkeys(text for text in made if text is None or len(text) <= _LONGEST))


def _visit(
    definition: Definition, part: Part, field: str, text: str | None, random: Random
) -> Visit:
    """Return a visit with ``text`` in ``field``, where it is the turn of ``part``."""
    is_decisive = random.random() < _DECISIVE
    values: dict[str, str | None] = {
        name: None if is_decisive else random.choice((*_COMMON, text))
        for name in definition.fields()
    }
    values[field] = text
    if is_decisive and text is not None:
        for number in supporting(definition.combination, random.choice):
            other = definition.parts[number]
            if other is not part:
                beside = random.choice(other.fields or ("",))
                spoken = [found for found in (values.get(beside),) if found is not None]
                values[beside] = _together([*spoken, *_witness(other.query.root, random)])
    passing = random.random() < _DECISIVE
    others: dict[str, Any] = {}
    for filters in definition.all_filters[1:]:
        others |= _filter_values(filters, random, passing=random.random() < _DECISIVE)
    return values | others | _filter_values(definition.filters, random, passing=passing)


def _hits(term: Term, company: list[str], random: Random) -> Iterator[str]:
    exact = hit(term.pattern, random, tight=True)
    yield exact
    yield case_changed(exact)
    yield hit(term.pattern, random)
    yield f"FEVER {exact} COUGH | ;R509;"
    if company:
        yield _together([*company, exact])
        yield _together([exact, *company])


def _misses(term: Term, company: list[str], random: Random) -> Iterator[str]:
    for text in near_misses(term.pattern, random):
        yield _together([*company, text])


def _in_turn(sources: list[Iterator[str]]) -> Iterator[str]:
    """Yield one text of each source, then a second of each, until all are used up."""
    while sources:
        still: list[Iterator[str]] = []
        for source in sources:
            for text in islice(source, 1):
                yield text
                still.append(source)
        sources = still


def _terms_with_company(root: Node, random: Random) -> Iterator[tuple[Term, list[str]]]:
    """Yield each term with texts that make it decide: what must hold beside it holds."""
    waiting: list[tuple[Node, list[str]]] = [(root, [])]
    while waiting:
        node, company = waiting.pop()
        match node:
            case Term():
                yield node, company
            case Or(children):
                waiting += [(child, company) for child in children]
            case And(children):
                witnesses = [_witness(child, random) for child in children]
                for at, child in enumerate(children):
                    others = chain.from_iterable(witnesses[:at] + witnesses[at + 1 :])
                    waiting.append((child, [*company, *islice(others, _MOST_COMPANY)]))
            case AndNot(include, exclude):
                waiting.append((include, company))
                beside = [*company, *_witness(include, random)]
                waiting += [(child, beside) for child in exclude]


def _levels(root: Node, random: Random) -> Iterator[str]:
    """Yield, for each level that combines, texts with all of it, with a part, with a negation."""
    for node in walk(root):
        match node:
            case And(children):
                witnesses = [_witness(child, random) for child in children]
                yield _together(chain.from_iterable(witnesses))
                for left_out in range(len(witnesses)):
                    rest = witnesses[:left_out] + witnesses[left_out + 1 :]
                    yield _together(chain.from_iterable(rest))
            case AndNot(include, exclude):
                included = _witness(include, random)
                yield _together(included)
                for child in exclude:
                    negation = _witness(child, random)
                    yield _together(negation)
                    yield _together([*included, *negation])
                    yield _together([*negation, *included])


def _witness(node: Node, random: Random) -> list[str]:
    """Return texts that, put together, make ``node`` hold, unless its terms rule each other out."""
    match node:
        case Term(pattern=pattern):
            return [hit(pattern, random, tight=True)]
        case Or(children):
            return _witness(random.choice(children), random)
        case And(children):
            return [text for child in children for text in _witness(child, random)]
        case AndNot(include):
            return _witness(include, random)
        case _:
            return []


def _together(texts: Iterator[str] | list[str] | chain[str]) -> str:
    return " ".join(texts)


def _filter_values(filters: Filters, random: Random, *, passing: bool) -> dict[str, Any]:
    """Return values that pass every filter, or values on both sides of its bounds, or missing."""
    values: dict[str, Any] = {}
    for column, wanted in filters.asked():
        match column.kind:
            case FilterKind.RANGE:
                good: list[Any] = [end for end in (wanted.min, wanted.max) if end is not None]
                good = good or [30]
                others = [near for end in good for near in (end - 1, end, end + 1) if near >= 0]
            case FilterKind.CHOICE:
                good = [str(one) for one in wanted]
                good += [one.swapcase() for one in good if column.is_folded]
                others = [*good, *map(str, column.values or ("OTHER", ""))]
            case FilterKind.FLAG:
                good, others = [wanted], [True, False]
        values[column.name] = random.choice(good if passing else [None, *others])
    return values
