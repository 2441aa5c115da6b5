"""The definitions that a definition file asks: found in the library, read and compiled in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from transpiler.definition import (
    Definition,
    DefinitionError,
    Diagnostic,
    QueryOrigin,
    Reference,
    Span,
    Term,
    link,
    names_of_categories,
    terms,
)
from transpiler.definition.document import Document, Heading, YamlPath
from transpiler.definition.nearest import did_you_mean
from transpiler.parsing.shelf import Shelf

_CATEGORY: Final = "ccdd_category"
"""The field whose names are those of definitions. The names of syndromes and subsyndromes are of
another kind: of them only a whole name is looked up."""

ReadAsked = Callable[[Document, Shelf, tuple[str, ...]], Definition]
"""File, library and way → the definition, with those that it asks compiled in."""


def link_asked(
    own: Definition, document: Document, shelf: Shelf, way: tuple[str, ...], read: ReadAsked
) -> Definition:
    """Return a definition with those that it asks compiled in.

    Args:
        own: the definition as its file has it.
        document: its file.
        shelf: where the definitions are looked up that it asks.
        way: the definitions that lead to this one, each asking the next.
        read: how a definition is read that is asked.

    Raises:
        DefinitionError: a definition that it asks is not there or cannot be used, or leads back to
            one on the way; every finding is listed, at the place where the definition is asked.
    """
    asking = _AskedFor(shelf, (*way, own.key), read)
    references = []
    for at, part in enumerate(document.values.get("parts", ())):
        if "definition" in part:
            diagnose = partial(_at_value, document, ("parts", at, "definition"))
            found = asking.named(part["definition"], diagnose)
            if found is not None:
                references.append(Reference(found, is_negation=part.get("negated", False)))
    called: dict[Term, Sequence[Definition]] = {}
    for index, own_part in enumerate(own.parts):
        partly = set(own_part.fields) == {_CATEGORY}
        for term in terms(own_part.query.root) if names_of_categories(own_part) else ():
            diagnose = partial(_at_span, document.origin(index), term.span)
            called[term] = asking.called(term, diagnose, partly=partly)
    if asking.findings:
        raise DefinitionError(asking.findings)
    return link(own, references, lambda term: called.get(term, ()))


_Diagnose = Callable[[str, str, str], Diagnostic]
"""Code, message and hint → the diagnostic at the place where a definition is asked."""


@dataclass(slots=True)
class _AskedFor:
    """Looks up what one definition asks, and notes what cannot be used."""

    shelf: Shelf
    way: tuple[str, ...]
    read: ReadAsked
    findings: list[Diagnostic] = field(default_factory=list)

    def named(self, asked: str, diagnose: _Diagnose) -> Definition | None:
        """Return the definition named ``asked``, such as ``fall/v1``."""
        listed = self.shelf.find(asked)
        if listed:
            return self._read(listed, asked, diagnose)
        meant = did_you_mean(asked, self.shelf.keys)
        message = f"no definition of the library is {asked}.{meant}".removesuffix(".")
        hint = "the library is the folder `definitions` around the file, and what --library names"
        self.findings.append(diagnose("ESS108", message, hint))
        return None

    def called(self, term: Term, diagnose: _Diagnose, *, partly: bool) -> Sequence[Definition]:
        """Return the definitions that a term asked of the names of categories is about."""
        found = {}
        for listed in self.shelf.called(term, self.way[-1], partly=partly):
            if (asked := self._read(listed, f"“{term.text}”", diagnose)) is not None:
                found[asked.identifier] = asked
        return list(found.values())

    def _read(
        self, listed: Sequence[Heading], asked: str, diagnose: _Diagnose
    ) -> Definition | None:
        if len(listed) > 1:
            which = " and ".join(str(heading.path) for heading in listed)
            message = f"{asked} is more than one definition: {which}"
            self.findings.append(diagnose("ESS110", message, "keep one, or name its version"))
            return None
        (found,) = listed
        if found.key in self.way:
            way = " → ".join((*self.way, found.key))
            message = f"definitions ask one another in a circle: {way}"
            self.findings.append(diagnose("ESS109", message, _CIRCLE))
            return None
        try:
            return self.read(self.shelf.document(found.path), self.shelf, self.way)
        except DefinitionError as error:
            first = error.diagnostics[0]
            if first.code == "ESS109":
                self.findings.append(diagnose("ESS109", first.message, _CIRCLE))
            else:
                message = f"{asked} cannot be used: {first.message}"
                hint = f"run `syndrome check {found.path}`"
                self.findings.append(diagnose("ESS110", message, hint))
        return None


_CIRCLE = "leave one of these out"


def _at_value(
    document: Document, place: YamlPath, code: str, message: str, hint: str
) -> Diagnostic:
    return document.diagnose(code, message, place, hint=hint)


def _at_span(origin: QueryOrigin, span: Span, code: str, message: str, hint: str) -> Diagnostic:
    return origin.diagnose(code, message, span, hint=hint)
