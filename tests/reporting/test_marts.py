"""The report opens stored tables of the mart schema, and gives nothing that is withheld."""

import duckdb
import pytest
import yaml

from tests.reporting.conftest import SCHEMA, definition, predictive_value, tables_in, week
from transpiler.definition import DefinitionError
from transpiler.reporting.marts import (
    RECENT_PERIODS,
    RELATIONS,
    TRENDS,
    open_marts,
)
from transpiler.resources import data_path

SENSITIVE = {"visit_id", "patient_id", "encounter_id", "facility_id", "visit_date", "text_of_field"}


def refused(project, schema=SCHEMA):
    with pytest.raises(DefinitionError) as caught:
        project.published(schema)
    (found,) = caught.value.diagnostics
    assert found.path == str(project.database)
    return found


def minimal(project, **trend):
    return project.write(
        dim_syndrome_definitions=[definition()], rpt_syndrome_trends=[week(0, 20, **trend)]
    )


def test_a_table_outside_the_marts_is_never_opened(whole):
    """Each is a view that fails as soon as it is read; so is each of them within the marts."""
    before = whole.published()
    whole.execute("CREATE SCHEMA surveillance_restricted")
    whole.execute("CREATE SCHEMA surveillance_review")
    trap = "AS SELECT error('a restricted table was read') AS"
    for name in ("fct_syndrome_matches", "syndrome_visits", "int_trend_cells", "syndrome_policies"):
        for schema in ("surveillance_restricted", "main", SCHEMA):
            whole.execute(f"CREATE VIEW {schema}.{name} {trap} visit_id")
    for relation in RELATIONS:
        columns = ", NULL AS ".join(relation.names)
        whole.execute(f"CREATE VIEW surveillance_review.{relation.name} {trap} {columns}")
        whole.execute(f"CREATE VIEW main.{relation.name} {trap} {columns}")
    with (
        duckdb.connect(str(whole.database)) as connection,
        pytest.raises(duckdb.Error, match="read"),
    ):
        connection.execute("SELECT * FROM surveillance_review.rpt_syndrome_trends").fetchall()
    assert whole.published() == before


def test_a_view_in_the_marts_is_passed_over(project):
    """It would read what stands behind it."""
    minimal(project)
    project.execute(f"ALTER TABLE {SCHEMA}.rpt_syndrome_trends RENAME TO behind")
    project.execute(f"CREATE VIEW {SCHEMA}.rpt_syndrome_trends AS SELECT * FROM {SCHEMA}.behind")
    found = refused(project)
    assert found.code == "ESS321"
    assert "no stored table rpt_syndrome_trends" in found.message


def test_a_name_of_a_schema_stays_a_name(project):
    minimal(project)
    hostile = 'x"; DROP TABLE surveillance_mart.rpt_syndrome_trends; --mart'
    assert refused(project, hostile).code == "ESS321"
    assert len(project.published().definitions) == 1


def test_the_columns_read_are_those_of_the_shipped_models():
    files = (
        *(data_path("macros") / "models").glob("*/_*.yml"),
        *(data_path("dbt_project") / "models").glob("*/syndrome_models.yml"),
    )
    documented = {
        model["name"]: {column["name"] for column in model["columns"]}
        for file in files
        for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", [])
    }
    for relation in RELATIONS:
        assert set(relation.names) <= documented[relation.name]


def test_no_column_is_one_of_a_visit():
    for relation in RELATIONS:
        assert not SENSITIVE & set(relation.names)


def test_a_column_that_is_not_listed_stays_in_the_database(whole):
    before = whole.published()
    for relation in RELATIONS:
        table = f"{SCHEMA}.{relation.name}"
        whole.execute(f"ALTER TABLE {table} ADD COLUMN visit_id TEXT DEFAULT 'a planted key'")
    assert whole.published() == before


@pytest.mark.parametrize("policy, smallest", [("standard", 5), ("sensitive", 11), ("unheard", 11)])
def test_a_small_count_is_refused_whatever_the_table_says(project, policy, smallest):
    project.write(dim_syndrome_definitions=[definition(policy=policy)])
    for count in (0, smallest):
        project.execute(f"DROP TABLE IF EXISTS {SCHEMA}.rpt_syndrome_trends")
        project.write(rpt_syndrome_trends=[week(0, count)])
        assert (
            project.published().definitions[0].trends["emergency"].points[0].matched_visits == count
        )
    for count in (1, smallest - 1):
        project.execute(f"DROP TABLE {SCHEMA}.rpt_syndrome_trends")
        project.write(rpt_syndrome_trends=[week(0, count)])
        found = refused(project)
        assert found.code == "ESS322"
        assert str(count) not in found.message.replace("fall v1", "")


def test_a_number_in_a_suppressed_row_is_refused(project):
    minimal(project, is_suppressed=True)
    assert refused(project).code == "ESS322"


def test_a_share_from_which_a_withheld_count_follows_is_refused(project):
    minimal(project, matched_visits=None, percent_of_visits=0.3, is_suppressed=True)
    assert refused(project).code == "ESS322"


def test_small_counts_of_strata_and_labels_are_refused(project):
    tables = {
        "rpt_syndrome_trends": [week(0, 20), week(0, 3, cut="place", stratum="AZ")],
        "rpt_syndrome_ppv": [predictive_value(0.8, reviewed_from=3)],
    }
    minimal(project)
    for name, rows in tables.items():
        project.execute(f"DROP TABLE IF EXISTS {SCHEMA}.{name}")
        project.write(**{name: rows})
        found = refused(project)
        assert found.code == "ESS322"
        assert found.message.startswith(name)
        project.execute(f"DROP TABLE {SCHEMA}.{name}")
        if name == "rpt_syndrome_trends":
            project.write(rpt_syndrome_trends=[week(0, 20)])


def test_of_strata_the_latest_periods_are_read(project):
    rows = [week(at, 20, cut=cut, stratum="s") for at in range(20) for cut in ("all", "place")]
    project.write(dim_syndrome_definitions=[definition()], rpt_syndrome_trends=rows)
    (found,) = project.published().definitions
    assert len(found.trends["emergency"].points) == 20
    latest = [point.label for point in found.strata["place"]["s"].points]
    assert latest == [week(at, 0)["period_label"] for at in range(20 - RECENT_PERIODS, 20)]


def test_a_database_that_is_none_is_refused(project):
    assert refused(project).code == "ESS320"
    project.database.write_bytes(b"a planted text" * 1000)
    found = refused(project)
    assert found.code == "ESS320"
    assert "planted" not in found.render()


def test_a_value_of_another_kind_is_refused_without_quoting_it(project):
    minimal(project)
    project.execute(f"ALTER TABLE {SCHEMA}.rpt_syndrome_trends ALTER matched_visits TYPE TEXT")
    project.execute(f"UPDATE {SCHEMA}.rpt_syndrome_trends SET matched_visits = 'a planted text'")
    found = refused(project)
    assert found.code == "ESS320"
    assert "planted" not in found.render()


def test_a_missing_column_and_a_missing_value_are_named(project):
    minimal(project)
    project.execute(f"UPDATE {SCHEMA}.rpt_syndrome_trends SET period_start = NULL")
    assert "period_start of rpt_syndrome_trends is NULL" in refused(project).message
    project.execute(f"ALTER TABLE {SCHEMA}.rpt_syndrome_trends DROP COLUMN is_suppressed")
    assert "has no column is_suppressed" in refused(project).message


def test_the_database_is_read_and_not_written(whole):
    before = whole.database.read_bytes()
    with open_marts(whole.database, tables_in(SCHEMA)) as marts:
        assert marts.rows(TRENDS)
    assert whole.database.read_bytes() == before
