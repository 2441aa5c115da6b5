"""Every published definition is explained, and the page's script reads it as Python does.

Skipped where the published definitions are not at hand; they are not part of the project.
"""

from random import Random

from tests.explaining.script import Script, expected, same
from transpiler.definition import Definition, DefinitionError, Part, terms
from transpiler.explaining import outline, render_page
from transpiler.parsing import Mode, parse_query
from transpiler.probing.probes import probe_texts

TEXTS = 3
"""How many generated texts each definition is asked of."""

LONGEST = 120
"""Longer texts are left out: QuickJS takes a hundred times as long as a browser."""


def test_every_definition_is_explained_and_read_alike(corpus):
    script = Script()
    explained = 0
    for record in corpus:
        try:
            query = parse_query(record["query"], mode=Mode.REPAIR)
        except DefinitionError:
            continue
        definition = Definition(parts=(Part((), query),))
        (found,) = outline(definition, None)
        assert count_terms(found.root) == len(list(terms(query.root)))
        assert render_page(definition, None).endswith("</html>")
        probes = [
            text for text in probe_texts(definition, limit=50) if text and len(text) < LONGEST
        ]
        visits = [{"": text} for text in Random(0).sample(probes, TEXTS)]
        for visit, answer in zip(visits, script.ask(definition, visits), strict=True):
            assert same(answer, expected(definition, visit)), (record["id"], visit)
        explained += 1
    assert explained > 100


def count_terms(entry):
    return bool(entry.written) + sum(map(count_terms, entry.children))
