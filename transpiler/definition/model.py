"""A syndrome definition: its name, its source, what it asks, and how it may be used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from transpiler.definition.combination import AllOf, Combination, Holds, Passes, walk_combination
from transpiler.definition.fields import BY_NAME, Field
from transpiler.definition.filters import NO_FILTERS, Filters
from transpiler.definition.nodes import has_negations
from transpiler.definition.query import Precedence, Query

NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,62}")
"""What a definition may be called: it becomes part of model and column names."""


class Policy(StrEnum):
    """What may be built from a definition's matches (``docs/privacy.md``)."""

    STANDARD = "standard"
    """Counts by week may be published, small ones suppressed."""
    SENSITIVE = "sensitive"
    """Counts by month may be published, small ones suppressed."""
    NO_CASE_FINDING = "no_case_finding"
    """Trends only: counts by quarter, nothing from which a person could be found."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who published the definition, and where.

    Attributes:
        organization: who published it.
        url: the address of its page.
        published: date or year of publication.
        license: under what terms.
        reference: page, paper or file, in words.
        verbatim: whether the queries are the source's to the letter, and are to stay so.
    """

    organization: str | None = None
    url: str | None = None
    published: str | None = None
    license: str | None = None
    reference: str | None = None
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a definition: a query and its fields, what ESSENCE calls a query box.

    Attributes:
        fields: names of the fields; the whole expression runs on each by itself, any one suffices.
            Empty for a bare query, which is asked of one text.
        query: its query.
        of: the definition of the library that it is part of, as ``name_v1``; None for the own.
        is_negation: whether its holding speaks against a match.
        declared: those of the fields that the project declares, not ESSENCE.
    """

    fields: tuple[str, ...]
    query: Query
    of: str | None = None
    is_negation: bool = False
    declared: tuple[Field, ...] = ()

    def field(self, name: str) -> Field:
        """Return the field of a name."""
        own = {found.name: found for found in self.declared}
        return own.get(name) or BY_NAME[name]


@dataclass(frozen=True, slots=True)
class Reference:
    """A definition of the library that another one asks.

    Attributes:
        definition: the definition asked.
        is_negation: whether its flag speaks against a match.
        called: the name by which a query asks for it in a field of categories; None where the file
            names it as a part.
    """

    definition: Definition
    is_negation: bool = False
    called: str | None = None


Visit = Mapping[str, Any]
"""Field name → text or None, with the value of each of `FILTER_COLUMNS` that filters ask of."""

Example = str | Mapping[str, Any] | None
"""A text for the definition's first field, None where it is missing, or a visit."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Visits that the definition's author says do and do not match."""

    matches: tuple[Example, ...] = ()
    does_not_match: tuple[Example, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.matches or self.does_not_match)


@dataclass(frozen=True, slots=True)
class LintIgnore:
    """A lint rule that does not apply here, and why."""

    rule: str
    reason: str
    term: str | None = None


@dataclass(frozen=True, slots=True)
class Prose:
    """What the definition's own page lists in words, for comparison with the formula."""

    codes: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    exclusions_apply_to: str | None = None

    def __bool__(self) -> bool:
        return self != Prose()


@dataclass(frozen=True, slots=True)
class RecordedRepair:
    """A change that an import made to the published text, as its definition file records it.

    Attributes:
        code: the diagnostic code of the fault.
        line: 1-based line in the published text.
        column: 1-based column in the published text.
        message: what was done, in words.
        before: the characters replaced.
        after: the characters put in their place.
        part: the part it happened in, from 1.
    """

    code: str
    line: int
    column: int
    message: str
    before: str
    after: str
    part: int = 1


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A syndrome definition, one version of it.

    Attributes:
        name: identifier in small letters, digits and underscores.
        version: 1 and up.
        title: the name people use.
        description: purpose and limits, in prose.
        source: who published it.
        policy: what may be built from its matches.
        precedence: how mixed levels are read, in every part.
        parts: the parts, first its own and then those of the definitions that it asks; all of them
            must hold, unless they are combined in another way.
        combined: how the parts combine; None where all must hold.
        references: the definitions that it asks, in the order written.
        as_written: the definition as its file has it, for whoever reads or writes the file; None
            where it asks no other. It asks nothing of the definitions that it names.
        filters: what else a visit must be.
        examples: visits that match and that do not.
        ignores: lint rules that do not apply.
        prose: what the definition's page lists in words.
        repairs: what an import changed in the published text, as its file records it.
        meta: anything else worth carrying, free-form.
    """

    name: str = "query"
    version: int = 1
    title: str = ""
    description: str = ""
    source: Source = Source()
    policy: Policy = Policy.STANDARD
    precedence: Precedence = Precedence.TIGHT
    parts: tuple[Part, ...]
    combined: Combination | None = None
    references: tuple[Reference, ...] = ()
    as_written: Definition | None = None
    filters: Filters = NO_FILTERS
    examples: Examples = Examples()
    ignores: tuple[LintIgnore, ...] = ()
    prose: Prose = Prose()
    repairs: tuple[RecordedRepair, ...] = ()
    meta: tuple[tuple[str, Any], ...] = ()

    @property
    def identifier(self) -> str:
        """Name and version in one word, as model names carry it: ``name_v1``."""
        return f"{self.name}_v{self.version}"

    @property
    def key(self) -> str:
        """Name and version as another definition asks for it: ``name/v1``."""
        return f"{self.name}/v{self.version}"

    @property
    def is_bare(self) -> bool:
        """Whether this is a query without fields, asked of one text."""
        return not any(part.fields for part in self.parts)

    def fields(self) -> Iterator[str]:
        """Yield the names of the fields it reads, each once, in the order written."""
        return iter(dict.fromkeys(name for part in self.parts for name in part.fields))

    @property
    def combination(self) -> Combination:
        """How the parts combine."""
        return self.combined or AllOf(tuple(map(Holds, range(len(self.parts)))))

    @property
    def all_filters(self) -> tuple[Filters, ...]:
        """Its own filters, and those of the definitions that it asks which its own do not hold."""
        of_rule = walk_combination(self.combined) if self.combined is not None else ()
        return (self.filters, *(found.filters for found in of_rule if isinstance(found, Passes)))

    @property
    def filter_columns(self) -> tuple[str, ...]:
        """The names of the columns besides texts that it asks of, each once."""
        return tuple(
            dict.fromkeys(name for filters in self.all_filters for name in filters.columns)
        )

    @property
    def has_negations(self) -> bool:
        """Whether something, also a definition that it asks, can remove a match."""
        return any(part.is_negation or has_negations(part.query.root) for part in self.parts)
