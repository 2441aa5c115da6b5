"""Published definitions that name others flag the visits that ESSENCE's own tags would lead to.

The tags are made by other code than what compiles references in: every definition of the library is
asked of a visit, and the names of those that take it are put into the field of categories, in which
a query that names them is then asked as it stands.

Skipped where the published definitions are not at hand; they are not part of the project.
"""

from __future__ import annotations

from random import Random

import pytest

from transpiler.definition import DefinitionError, find_field, fold
from transpiler.importing import import_definitions
from transpiler.meaning import evaluate_filters, evaluate_part, matches
from transpiler.parsing import Shelf, find_definitions, load_definition
from transpiler.probing.probes import probe_visits
from transpiler.verifying.engine_table import VisitTable

TAGS = find_field("CCDDCategory_flat").name
VISITS = 60
"""How many visits each definition is asked of, besides those that what it asks takes."""


@pytest.fixture(scope="module")
def library(request, tmp_path_factory):
    """Every published definition that comes in, by identifier."""
    request.getfixturevalue("corpus")
    corpus = request.getfixturevalue("corpus_folder")
    output = tmp_path_factory.mktemp("published") / "definitions"
    for _ in import_definitions(sorted(corpus.glob("definitions*.jsonl")), output):
        pass
    shelf = Shelf([output])
    found = {}
    for path in find_definitions([output]):
        try:
            definition = load_definition(path, shelf)
        except DefinitionError:
            continue
        found[definition.identifier] = definition
    return found


def tagged(definition, visit, library):
    """Return whether ``definition`` as published takes a visit that ESSENCE has tagged."""
    names = [
        other.title
        for other in library.values()
        if other is not definition and other.identifier in asked_by(definition)
        if tagged(other, visit, library)
    ]
    seen = {**visit, TAGS: f"{visit.get(TAGS) or ''};{';'.join(names)};"}
    own = definition.as_written or definition
    return evaluate_filters(own.filters, seen) is True and all(
        evaluate_part(part, seen) is True for part in own.parts
    )


def asked_by(definition):
    return {found.definition.identifier for found in definition.references}


@pytest.mark.slow
def test_published_references_are_their_tags_on_every_engine(library, engines):
    asking = [found for found in library.values() if found.references]
    assert len(asking) >= 5
    random = Random(5)
    for definition in asking:
        visits = probe_visits(definition)
        own = random.sample(visits, min(VISITS, len(visits)))
        for other in definition.references:
            taken = [
                one for one in probe_visits(other.definition) if matches(other.definition, one)
            ]
            own += [{**visit, **taken[0]} for visit in own[:3] if taken]
        own = [{**visit, TAGS: random.choice(["", ";Rash;", ";x;y;"])} for visit in own]
        wanted = [tagged(definition, visit, library) for visit in own]
        assert [matches(definition, visit) for visit in own] == wanted, definition.identifier
        for engine in engines:
            table = VisitTable.load(engine, [definition], own)
            (answered,) = table.ask([definition])
            wrong = [at for at, flag in answered.items() if flag is not wanted[at]]
            assert not wrong, (engine.name, definition.identifier)


def test_every_name_of_a_definition_of_the_library_is_compiled_in(library):
    titles = [fold(found.title) for found in library.values()]
    for definition in library.values():
        for part in definition.parts:
            if TAGS in part.fields and part.of is None:
                assert fold(part.query.text).strip("^;") not in titles
