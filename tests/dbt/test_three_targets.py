"""One project, three warehouses: everything builds, and every row is the same."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from tests.dbt.conftest import HOSTILE, TARGETS
from tests.dbt.expected import (
    expected_evidence,
    implied_flags,
    takes_without_negations,
    visit_key,
)
from transpiler.dbt import DbtError
from transpiler.definition import Term, clauses, fold
from transpiler.definition.identity import identity_of
from transpiler.meaning import evidence, matches

PUBLISHED = {
    "dim_syndrome_definitions": None,
    "rpt_syndrome_trends": None,
    "rpt_syndrome_recurrence": {
        *("definition", "version", "period", "period_label", "period_start", "period_end"),
        *("setting", "cut", "stratum", "matched_visits", "is_suppressed", "has_year_before"),
    },
    "rpt_syndrome_ppv": {
        *("definition", "version", "reviewed_from", "reviewed_to", "ppv_from", "ppv_to"),
        *("counted_on", "is_suppressed"),
    },
}
"""The published tables, and the columns of some."""

TRENDS = """
select definition, version, period, period_label, period_start, period_end, setting, cut, stratum,
    matched_visits, visits, is_suppressed, is_complete, is_partial
from surveillance_mart.rpt_syndrome_trends
"""


@pytest.mark.parametrize("name", TARGETS)
def test_every_match_is_the_evaluators(build, name, definitions, visits):
    rows = build(name).target.query(
        "select visit_id, definition, version from surveillance_restricted.fct_syndrome_matches"
    )
    expected = Counter(
        (visit_key(visit), definition.name, definition.version)
        for visit in visits
        for definition in definitions
        if matches(definition, visit._asdict())
    )
    assert {name for _, name, _ in expected} == {definition.name for definition in definitions}
    assert Counter(rows) == expected


@pytest.mark.parametrize("name", TARGETS)
def test_a_corrected_visit_is_one_visit(build, name, rows, visits):
    """A date moved past midnight, another patient number, an admission: the last row holds."""
    corrected = [row for row in rows if len(row) > 1]
    changed = {
        *(row[0].visit_date < row[-1].visit_date for row in corrected),
        *("patient" for row in corrected if row[0].patient_id != row[-1].patient_id),
        *("admitted" for row in corrected if row[0].is_emergency > row[-1].is_emergency),
    }
    assert changed == {True, False, "patient", "admitted"}
    found = build(name).target.query(
        "select visit_id, visit_date, is_emergency, setting, ccdd_parsed"
        " from surveillance_restricted.syndrome_visits"
    )
    assert Counter(found) == Counter(
        (
            *(visit_key(visit), visit.visit_date, bool(visit.is_emergency)),
            "emergency" if visit.is_emergency else "ambulatory",
            fold(visit.ccdd_parsed) if visit.ccdd_parsed else None,
        )
        for visit in visits
    )


@pytest.mark.parametrize("name", TARGETS[1:])
def test_the_trends_are_those_of_duckdb(build, name):
    expected = build("duckdb").target.query(TRENDS)
    assert len(expected) > 100
    assert Counter(build(name).target.query(TRENDS)) == Counter(expected)


@pytest.mark.parametrize("name", TARGETS)
def test_recurrence_adds_up_to_the_matches(build, name):
    target = build(name).target
    matched = target.query(
        "select definition, period_start, setting, sum(matched_visits)"
        " from surveillance_restricted.int_trend_cells where cut = 'all'"
        " group by definition, period_start, setting"
    )
    assert sum(count for *_, count in matched) > 0
    for cut in ("earlier visit", "phase of care"):
        parts = target.query(
            "select definition, period_start, setting, sum(matched_visits)"
            f" from surveillance_restricted.int_trend_code_cells where cut = '{cut}'"
            " and not is_of_several"
            " group by definition, period_start, setting"
        )
        assert Counter(parts) == Counter(matched)
    strata = target.query("select distinct stratum from surveillance_restricted.int_recurrence")
    assert {("initial",), ("no such code",), ("none in a year",)} <= set(strata)
    published = target.query(
        "select cut, count(*) from surveillance_mart.rpt_syndrome_recurrence group by cut"
    )
    assert "earlier visit" in {cut for cut, _ in published} <= {"earlier visit", "phase of care"}


EVIDENCE = """
select visit_id, definition, is_match, part, field, clause, is_negation
from surveillance_review.fct_syndrome_evidence
"""


@pytest.mark.parametrize("name", TARGETS)
def test_the_evidence_is_the_evaluators(build, name, definitions, visits):
    expected = expected_evidence(definitions, visits)
    assert any(not is_match for _, _, is_match, *_ in expected)
    assert Counter(build(name).target.query(EVIDENCE)) == expected


@pytest.mark.parametrize("name", TARGETS)
def test_the_flag_is_what_the_evidence_implies(build, name, definitions):
    flags = implied_flags(definitions, build(name).target.query(EVIDENCE))
    assert {is_match for is_match, _ in flags.values()} == {True, False}
    assert [key for key, (is_match, implied) in flags.items() if is_match != implied] == []


@pytest.mark.parametrize("name", TARGETS)
def test_the_audit_shows_what_a_negation_removes(build, name, definitions, visits):
    rows = build(name).target.query(
        "select removed_visits, removed_by_it_alone, removed_with_code"
        " from surveillance_review.rpt_negation_audit"
        " where definition = 'cdc_suspected_sex_trafficking' and term = '^Car^'"
    )
    (sst,) = [found for found in definitions if found.name == "cdc_suspected_sex_trafficking"]
    removed = []
    for visit in visits:
        values = visit._asdict()
        if takes_without_negations(sst, values) and not matches(sst, values):
            terms = {match.term.text for match in evidence(sst, values).matches}
            if "^Car^" in terms:
                removed.append(terms)
    negations = {
        clause.node.text
        for clause in clauses(sst.parts[0].query.root)
        if clause.is_negation and isinstance(clause.node, Term)
    }
    codes = {
        "^;T7[46]5^",
        "^;Z0481^",
        "^;713834002^",
        "^;734998001^",
        "^;T742^",
        "^;T762^",
        "^;Z5681^",
    }
    assert removed
    assert rows == [
        (
            len(removed),
            sum(terms & negations == {"^Car^"} for terms in removed),
            sum(bool(terms & codes) for terms in removed),
        )
    ]


@pytest.mark.parametrize("name", TARGETS)
def test_every_run_leaves_its_record(build, name, definitions):
    target, project = build(name).target, build(name).project
    runs = "select count(distinct run_id), count(*) from surveillance_restricted.fct_syndrome_runs"
    assert target.query(runs) == [(1, len(definitions) + 1)]
    said = {"syndrome_purpose": "it's a test", "syndrome_run_by": "o'brien"}
    # not even a full refresh forgets the runs before
    target.dbt(project, "run", "--select", "fct_syndrome_runs", "--full-refresh", **said)
    assert target.query(runs) == [(2, 2 * (len(definitions) + 1))]
    recorded = target.query(
        "select definition, max(matched_visits), min(purpose), max(purpose)"
        " from surveillance_restricted.fct_syndrome_runs group by definition"
    )
    matched = Counter(
        definition
        for (definition,) in target.query(
            "select definition from surveillance_restricted.fct_syndrome_matches"
        )
    )
    assert {(name, count) for name, count, *_ in recorded if count} == set(matched.items())
    assert all((first, last) == ("", "it's a test") for _, _, first, last in recorded)
    assert target.query(
        "select distinct run_by, engine, source, as_of"
        " from surveillance_restricted.fct_syndrome_runs"
        " where purpose <> ''"
    ) == [("o'brien", name, "generated", None)]
    published = "union all ".join(
        f"select is_suppressed from surveillance_mart.{model} "
        for model in ("rpt_syndrome_trends", "rpt_syndrome_ppv")
    )
    assert target.query(
        "select sum(published_cells), sum(suppressed_cells)"
        " from surveillance_restricted.fct_syndrome_runs where purpose <> ''"
    ) == target.query(
        f"select count(*), count(case when is_suppressed then 1 end) from ({published}) as cells"
    )


@pytest.mark.parametrize("name", TARGETS)
def test_texts_of_a_definition_stay_texts(build, name):
    target = build(name).target
    assert target.query("select one from surveillance.planted") == [(1,)]
    found = target.query(
        "select title, organization, url, validated_by, supersedes"
        " from surveillance_mart.dim_syndrome_definitions where definition = 'hostile_texts'"
    )
    assert found == [(HOSTILE["title"], *HOSTILE["source"].values(), *HOSTILE["meta"].values())]


@pytest.mark.parametrize("name", TARGETS)
def test_the_list_says_where_each_definition_stands(build, name):
    found = build(name).target.query(
        "select definition, family, site, status, supersedes, supersedes_version"
        " from surveillance_mart.dim_syndrome_definitions where definition in"
        " ('cdc_sexual_violence', 'cdc_suspected_sex_trafficking', 'hostile_texts')"
    )
    supersedes = HOSTILE["meta"]["supersedes"]
    family, sst = identity_of(HOSTILE["title"]).family, "cdc sex suspected trafficking"
    assert sorted(found) == [
        ("cdc_sexual_violence", "sexual violence", None, "in ESSENCE", "hostile_texts", 1),
        ("cdc_suspected_sex_trafficking", sst, None, "draft", None, None),
        ("hostile_texts", family, None, "retired", supersedes, None),
    ]


def test_no_secret_of_the_surroundings_is_rendered(build, project):
    for name in TARGETS:
        build(name)
    written = [path for path in project.rglob("*") if path.is_file() and not path.is_symlink()]
    assert any(path.name == "manifest.json" for path in written)
    assert any(path.name == "dbt.log" for path in written)
    leaked = [path for path in written if b"the planted secret" in path.read_bytes()]
    assert leaked == []


@pytest.mark.parametrize("name", TARGETS)
def test_a_wrong_example_fails_its_unit_test(build, name):
    target, project = build(name).target, build(name).project
    properties = project / "models" / "classification" / "syndrome_hostile_texts_v1.yml"
    right = properties.read_text(encoding="utf-8")
    given, expected, last = right.rpartition("- visit_id: matches 6\n")
    assert expected
    wrong = f"{given}- visit_id: does not match 1\n{last}"
    properties.write_text(wrong, encoding="utf-8")
    try:
        with pytest.raises(DbtError, match="syndrome_hostile_texts_v1_examples"):
            target.dbt(project, "test", "--select", "test_type:unit,syndrome_hostile_texts_v1")
    finally:
        properties.write_text(right, encoding="utf-8")
    target.dbt(project, "test", "--select", "test_type:unit,syndrome_hostile_texts_v1")


def test_everything_is_described(build):
    """`dbt docs generate` works, and no model, seed, source or column is without a description."""
    target, project = build("duckdb").target, build("duckdb").project
    target.dbt(project, "docs", "generate")
    manifest = json.loads((project / "target" / "duckdb" / "manifest.json").read_text("utf-8"))
    catalog = json.loads((project / "target" / "duckdb" / "catalog.json").read_text("utf-8"))
    nodes = [*manifest["nodes"].values(), *manifest["sources"].values()]
    of_project = [
        node
        for node in nodes
        if node["resource_type"] in ("model", "seed", "source")
        and node["package_name"] in ("syndrome_surveillance", "syndrome_sql")
    ]
    assert len(of_project) > 30
    assert [node["name"] for node in of_project if not node["description"]] == []
    missing = [
        (node["name"], column)
        for node in of_project
        if node["unique_id"] in catalog["nodes"]
        for column in catalog["nodes"][node["unique_id"]]["columns"]
        if not node["columns"].get(column, {}).get("description")
        and column not in {name for name in node["columns"] if name.lower() == column.lower()}
    ]
    assert missing == []
    assert {node["name"] for node in manifest["exposures"].values()} == {
        *("published_trends", "published_report")
    }
    published = {
        node["name"] for node in of_project if node.get("config", {}).get("access") == "public"
    }
    assert published == PUBLISHED.keys()
    exposed = {
        name.rpartition(".")[2]
        for node in manifest["exposures"].values()
        for name in node["depends_on"]["nodes"]
    }
    assert exposed == PUBLISHED.keys()


@pytest.mark.parametrize("name", ["duckdb", "postgres"])
def test_the_mart_has_neither_keys_nor_texts(build, name):
    target = build(name).target
    tables = target.query(
        "select table_name from information_schema.tables where table_schema = 'surveillance_mart'"
    )
    assert {name for (name,) in tables} == set(PUBLISHED)
    for table, expected in PUBLISHED.items():
        columns = target.query(
            "select column_name from information_schema.columns"
            f" where table_schema = 'surveillance_mart' and table_name = '{table}'"
        )
        assert expected is None or {name for (name,) in columns} == expected
    columns = target.query(
        "select column_name from information_schema.columns"
        " where table_schema = 'surveillance_mart' and table_name = 'rpt_syndrome_trends'"
    )
    assert {name for (name,) in columns} == {
        *("definition", "version", "period", "period_label", "period_start", "period_end"),
        *("setting", "cut", "stratum", "place", "age_group", "sex", "matched_visits", "visits"),
        *("percent_of_visits", "is_suppressed", "is_complete", "is_partial", "counted_on"),
    }


@pytest.mark.parametrize("name", ["duckdb", "postgres"])
def test_what_is_published_keeps_to_the_policies(build, name):
    rows = build(name).target.query(
        "select definitions.policy, trends.period, "
        " min(case when trends.matched_visits > 0 then trends.matched_visits end), count(*)"
        " from surveillance_mart.rpt_syndrome_trends as trends"
        " inner join surveillance_mart.dim_syndrome_definitions as definitions"
        " on trends.definition = definitions.definition"
        " group by definitions.policy, trends.period"
    )
    assert {(policy, period) for policy, period, *_ in rows} == {
        ("no_case_finding", "quarter"),
        ("sensitive", "month"),
        ("standard", "week"),
    }
    assert all(least is None or least >= 11 for _, _, least, _ in rows)


def test_readers_of_trends_read_nothing_else(build):
    target, project = build("postgres").target, build("postgres").project
    target.query("create role trend_reader")
    readers = {"syndrome_trend_readers": ["trend_reader"]}
    target.dbt(project, "run", "--select", "rpt_syndrome_trends", **readers)
    allowed = target.query(
        "select table_schema, table_name from information_schema.tables"
        " where table_schema like 'surveillance%'"
        " and has_schema_privilege('trend_reader', table_schema, 'usage')"
        " and has_table_privilege("
        "   'trend_reader', quote_ident(table_schema) || '.' || quote_ident(table_name), 'select')"
    )
    assert allowed == [("surveillance_mart", "rpt_syndrome_trends")]


def test_readers_of_trends_are_granted_nothing_else_on_bigquery(build):
    target, project = build("bigquery").target, build("bigquery").project
    readers = {"syndrome_trend_readers": ["group:epi@example.org", "user:a@example.org"]}
    target.dbt(project, "run", "--select", "rpt_syndrome_trends", **readers)
    granted = target.query(
        "select object_schema, object_name, privilege_type, grantee"
        " from `region-us`.INFORMATION_SCHEMA.OBJECT_PRIVILEGES"
    )
    assert sorted(granted) == [
        ("surveillance_mart", "rpt_syndrome_trends", "roles/bigquery.dataViewer", reader)
        for reader in readers["syndrome_trend_readers"]
    ]
