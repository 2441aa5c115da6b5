import re
from pathlib import Path

import pytest

from docs.diagnostics_page import diagnostics_page, findings_of
from transpiler.definition.catalogue import CATALOGUE
from transpiler.linting.registry import RULES_BY_CODE
from transpiler.parsing.grammar import KINDS, NAMES, query_grammar, term_grammar
from transpiler.parsing.term_reader import _TermActions

ROOT = Path(__file__).parents[2]
CODES = [code.code for code in CATALOGUE]
OF_QUERIES = [code for code in CATALOGUE if code.code.startswith("ESS0")]


def test_codes_are_listed_once_and_in_order():
    assert sorted(set(CODES)) == CODES


@pytest.mark.parametrize("code", OF_QUERIES, ids=lambda code: code.code)
def test_every_code_of_the_query_language_is_given_for_its_example(code):
    assert code.example is not None
    assert code.code in {found.code for found in findings_of(code.example)}


def test_every_code_that_the_program_can_give_is_listed():
    given = set()
    macros = (path for top in ("macros", "dbt_project") for path in (ROOT / top).rglob("*.sql"))
    for path in (*(ROOT / "transpiler").rglob("*.py"), *macros):
        if path.name != "catalogue.py":
            given |= set(re.findall(r"ESS[0-9]{3}", path.read_text(encoding="utf-8")))
    assert given == {*CODES, *(code for code in RULES_BY_CODE if code.startswith("ESS"))}


def test_every_code_stands_in_a_test_that_provokes_it():
    """But those of queries, which are given for their examples above."""
    named = set()
    for path in (ROOT / "tests").rglob("*.py"):
        named |= set(re.findall(r"ESS[0-9]{3}", path.read_text(encoding="utf-8")))
    assert set(CODES) - {code.code for code in OF_QUERIES} - named == set()


def test_the_page_is_as_generated():
    page = (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8")
    assert page == diagnostics_page(), "stale: run make docs"


def test_every_terminal_of_the_grammar_has_a_name():
    terminals = {terminal.name for terminal in query_grammar().terminals}
    assert terminals == set(KINDS)
    terminals |= {terminal.name for terminal in term_grammar(_TermActions()).terminals}
    assert terminals == set(NAMES) - {"$END"}


def test_every_message_of_an_example_says_how_to_go_on():
    for code in OF_QUERIES:
        for found in findings_of(code.example):
            assert found.hint or found.expected or found.code == "ESS099"
