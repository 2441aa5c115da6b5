"""The ICD-10-CM codes of one release, sorted, with what is above, below and beside each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from transpiler.codes.code import Code, CodeChange

_WORD = re.compile(r"[a-z]+")


class CodeIndex:
    """The codes of a release, and those that an earlier one had besides.

    Attributes:
        release: what the codes are called, such as ``April 2026``.
        earlier_release: the release compared with, or None where there is none at hand.
        codes: every code in use, sorted by its undotted spelling.
        retired: the codes that only the earlier release has, sorted.
    """

    def __init__(self, release: str, earlier_release: str | None, codes: Sequence[Code]) -> None:
        self.release = release
        self.earlier_release = earlier_release
        self.codes = tuple(code for code in codes if code.change is not CodeChange.RETIRED)
        self.retired = tuple(code for code in codes if code.change is CodeChange.RETIRED)
        self._places = [code.code for code in self.codes]

    @property
    def fiscal_year(self) -> int | None:
        """The fiscal year of the release, which begins in October before; None if not known."""
        found = re.fullmatch(r"([A-Z][a-z]+) (20\d\d)", self.release)
        return int(found[2]) + (found[1] == "October") if found else None

    def find(self, code: str) -> Code | None:
        """Return the code spelled ``code`` (undotted, capitals), or None."""
        at = bisect_left(self._places, code)
        return self.codes[at] if at < len(self.codes) and self._places[at] == code else None

    def below(self, prefix: str) -> tuple[Code, ...]:
        """Return every code that begins with ``prefix``, in order, ``prefix`` itself included."""
        start = bisect_left(self._places, prefix)
        return self.codes[start : bisect_left(self._places, prefix + "\uffff", lo=start)]

    def parent(self, code: Code) -> Code | None:
        """Return the code directly above, or None for a category."""
        for length in range(len(code.code) - 1, 2, -1):
            found = self.find(code.code[:length])
            if found is not None:
                return found
        return None

    def children(self, code: Code) -> tuple[Code, ...]:
        """Return the codes directly below."""
        return tuple(self._by_parent.get(code.code, ()))

    def siblings(self, code: Code) -> tuple[Code, ...]:
        """Return the other codes under the same parent; none for a category."""
        parent = self.parent(code)
        beside = () if parent is None else self.children(parent)
        return tuple(found for found in beside if found.code != code.code)

    def categories(
        self, first: frozenset[str] | None, *, in_use: bool = True
    ) -> Iterator[tuple[str, list[Code]]]:
        """Yield each category whose first character is one of ``first``, with its codes.

        Args:
            first: letters in capitals; None for all.
            in_use: whether to yield the codes in use or the retired ones.
        """
        by_letter = self._by_letter if in_use else self._retired_by_letter
        for letter, found in by_letter.items():
            if first is None or letter in first:
                yield from found.items()

    @cached_property
    def title_words(self) -> Counter[str]:
        """How many titles each word stands in, words in small letters."""
        counts: Counter[str] = Counter()
        for title in {code.title for code in self.codes}:
            counts.update(set(_WORD.findall(title.lower())))
        return counts

    @cached_property
    def _by_letter(self) -> dict[str, dict[str, list[Code]]]:
        return _by_letter(self.codes)

    @cached_property
    def _retired_by_letter(self) -> dict[str, dict[str, list[Code]]]:
        return _by_letter(self.retired)

    @cached_property
    def _by_parent(self) -> dict[str, list[Code]]:
        found: dict[str, list[Code]] = {}
        for parent, code in self._parents():
            found.setdefault(parent.code, []).append(code)
        return found

    def _parents(self) -> Iterator[tuple[Code, Code]]:
        """Yield (parent, code) for every code that has one: a code's parent comes before it."""
        above: list[Code] = []
        for code in self.codes:
            while above and not code.code.startswith(above[-1].code):
                above.pop()
            if above:
                yield above[-1], code
            above.append(code)


def _by_letter(codes: Sequence[Code]) -> dict[str, dict[str, list[Code]]]:
    """Return first letter → category → codes."""
    found: dict[str, dict[str, list[Code]]] = {}
    for code in codes:
        found.setdefault(code.code[0], {}).setdefault(code.category, []).append(code)
    return found
