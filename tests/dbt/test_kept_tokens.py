"""Tokens kept from run to run answer a new definition over all visits as the evaluator does."""

from __future__ import annotations

import re

import pytest
import yaml
from click.testing import CliRunner

from tests.dbt.conftest import TARGETS, write_seed
from tests.dbt.small import small_project, visit
from transpiler.cli import main
from transpiler.library.tokens import SHORTEST, tokens
from transpiler.meaning import matches
from transpiler.parsing import load_definition

KEPT = ["ccdd_parsed", "chief_complaint_history"]

QUERIES = {
    "fever": (["ccdd_parsed"], "^fever^,andnot,^no fever^"),
    "both": (KEPT, "(,^;r509^,or,^sick^,),and,!cough!"),
    "short": (["ccdd_parsed"], "^ a ^,or,^x^"),
    "missing": (["chief_complaint_history"], "ISNULL"),
}
"""By tokens of one field, of two, and by none."""


@pytest.mark.parametrize("name", TARGETS)
def test_kept_tokens_answer_a_new_definition(tmp_path, open_target, name):
    target = open_target(name)
    project = small_project(tmp_path / "kept")
    definitions = []
    for title, (fields, query) in QUERIES.items():
        path = tmp_path / f"{title}.yml"
        known = {"name": title, "version": 1, "title": title, "fields": fields, "query": query}
        path.write_text(yaml.safe_dump(known), encoding="utf-8")
        definitions.append((path, load_definition(path)))

    def run(fields, *visits):
        write_seed(project, list(visits))
        select = ("--select", "+int_kept_tokens")
        kinds = ("--resource-type", "seed", "--resource-type", "model")
        variables = {"syndrome_kept_fields": list(fields), "syndrome_accept_lost_visits": True}
        target.dbt(project, "build", *select, *kinds, schema="kept", **variables)

    def check(path, definition, fields, *visits):
        options = [option for field in fields for option in ("--kept-tokens", field)]
        printed = CliRunner().invoke(
            main, ["sql", str(path), "--dialect", target.name, *options], catch_exceptions=False
        )
        assert printed.exit_code == 0, printed.stderr
        sql = re.sub(r"\bint_kept_", "kept_restricted.int_kept_", printed.stdout)
        found = target.query(
            "select visits.facility_id from kept_restricted.syndrome_visits as visits"
            f" inner join ({sql}) as matches on visits.visit_id = matches.visit_id"
        )
        latest = {one.facility_id: one for one in sorted(visits, key=lambda one: one.arrived_at)}
        expected = {
            facility for facility, one in latest.items() if matches(definition, one._asdict())
        }
        assert sorted(found) == sorted((facility,) for facility in expected)
        return expected

    first = [
        visit("one", "FEVER AND A COUGH |", arrived=0, chief_complaint_history="{1};SICK;"),
        visit("two", "COUGH | ;R509;", arrived=1),
        visit("three", "FEVER |", arrived=2, chief_complaint_history=""),
        visit("four", None, arrived=3, chief_complaint_history="SICK COUGH"),
    ]
    run(KEPT, *first)
    check(*definitions[0], KEPT, *first)
    second = [
        *first[1:],
        visit("three", "NO FEVER |", arrived=30),
        visit("five", "TEXT WITH FEVER | ;I10;R509;", arrived=31),
    ]
    run(KEPT, *second)
    assert {
        title: bool(check(*found, KEPT, *second))
        for title, found in zip(QUERIES, definitions, strict=True)
    } == dict.fromkeys(QUERIES, True)

    rows = target.query("select field, token from kept_restricted.int_kept_tokens")
    texts = [text.lower() for one in (*first, *second) if (text := one.ccdd_parsed)]
    assert {token for field, token in rows if field == "ccdd_parsed"} == {
        token for text in texts for token in tokens(text) if len(token) >= SHORTEST
    }
    run(KEPT, *second)
    again = target.query("select field, token from kept_restricted.int_kept_tokens")
    assert sorted(again) == sorted(rows)


def test_a_field_whose_tokens_are_not_kept_is_refused(tmp_path):
    path = tmp_path / "one.yml"
    known = {"name": "one", "version": 1, "title": "One", "fields": KEPT, "query": "^fever^"}
    path.write_text(yaml.safe_dump(known), encoding="utf-8")
    result = CliRunner().invoke(main, ["sql", str(path), "--kept-tokens", KEPT[0]])
    assert result.exit_code == 2
    assert f"reads {KEPT[1]}, whose tokens are not kept" in result.stderr
