"""`syndrome compile`: the same definitions give the same files, and nothing else stays."""

from __future__ import annotations

import os
import shutil
import threading

import jinja2
import pytest
import yaml

from tests.dbt.conftest import HOSTILE
from transpiler.dbt import Shape, compile_project, create_project
from transpiler.dbt.compile import GENERATED
from transpiler.dbt.escaping import jinja_text, jinja_values, sql_text
from transpiler.dbt.manifest import MANIFEST
from transpiler.dbt.policy import SEED
from transpiler.definition import DefinitionError
from transpiler.lineage import LOCK, LockEntry, write_lock
from transpiler.resources import data_path

POLICIES = (data_path("dbt_project") / SEED).read_text(encoding="utf-8")

FALL = {
    "name": "fall",
    "version": 1,
    "title": "Fall",
    "fields": ["ccdd_parsed"],
    "query": "^fall^",
    "examples": {"matches": ["FALL |"], "does_not_match": ["FELL |"]},
}


@pytest.fixture
def project(tmp_path):
    project = create_project(tmp_path / "project")
    for folder in (project / "definitions", project / GENERATED):
        shutil.rmtree(folder)
    write(project, FALL)
    return project


def write(project, definition, file="v1.yml"):
    folder = project / "definitions" / definition["name"]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(yaml.safe_dump(definition), encoding="utf-8")


def generated(project):
    return {path.name: path.read_bytes() for path in (project / GENERATED).iterdir()}


def codes(error):
    return [found.code for found in error.value.diagnostics]


def test_the_shipped_project_is_compiled():
    """What stands in the repository is what its definitions give."""
    assert not compile_project(data_path("dbt_project"), check=True).is_stale


def test_nothing_to_do_leaves_every_file_alone(project):
    assert len(compile_project(project).written) == 10
    before = {path: path.stat().st_mtime_ns for path in (project / GENERATED).iterdir()}
    report = compile_project(project)
    assert (report.written, report.removed, report.is_stale) == ((), (), False)
    shutil.rmtree(project / "target")  # and neither does it without the cache
    assert not compile_project(project).is_stale
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_new_definition_leaves_the_others_files_alone(project):
    compile_project(project)
    model = project / GENERATED / "syndrome_fall_v1.sql"
    before = model.stat().st_mtime_ns
    write(project, {**FALL, "name": "other"})
    assert set(compile_project(project).written) == {
        *("syndrome_other_v1.sql", "syndrome_other_v1.yml"),
        *("syndrome_standings.csv", "syndrome_terms.csv"),
        *("dim_syndrome_definitions.sql", "int_syndrome_classification.sql", MANIFEST),
    }
    assert model.stat().st_mtime_ns == before


def test_a_sync_changes_the_list_of_definitions_alone(project):
    """The list says of each definition whether it is in ESSENCE, which the library's lock knows."""
    compile_project(project)
    library = project / "definitions"
    entry = LockEntry("Falls", "fall/v1.yml", "0", "0", "export", "2026-01-01")
    write_lock(library, {"Falls": entry})
    assert compile_project(project, check=True).is_stale
    listed = "dim_syndrome_definitions.sql"
    assert set(compile_project(project).written) == {listed, MANIFEST}
    assert b"'in ESSENCE'" in generated(project)[listed]
    assert not compile_project(project, check=True).is_stale
    (library / LOCK).write_text("{", encoding="utf-8")
    with pytest.raises(DefinitionError) as error:
        compile_project(project)
    assert codes(error) == ["ESS541"]


def test_a_definition_that_is_gone_takes_its_models_along(project):
    write(project, {**FALL, "name": "other"})
    compile_project(project)
    shutil.rmtree(project / "definitions" / "other")
    assert compile_project(project).removed == ("syndrome_other_v1.sql", "syndrome_other_v1.yml")
    assert sorted(generated(project)) == [
        "dim_syndrome_definitions.sql",
        "int_syndrome_classification.sql",
        "int_syndrome_vetoed.sql",
        "syndrome_fall_v1.sql",
        "syndrome_fall_v1.yml",
        "syndrome_manifest.lock",
        "syndrome_models.yml",
        "syndrome_seeds.yml",
        "syndrome_standings.csv",
        "syndrome_terms.csv",
    ]


def test_check_writes_nothing(project):
    report = compile_project(project, check=True)
    assert (report.is_stale, len(report.written)) == (True, 10)
    assert not (project / GENERATED).exists()
    compile_project(project)
    assert not compile_project(project, check=True).is_stale


@pytest.mark.parametrize("with_cache", [True, False])
def test_a_file_changed_by_hand_is_stale(project, with_cache):
    compile_project(project)
    if not with_cache:
        shutil.rmtree(project / "target")
    model = project / GENERATED / "syndrome_fall_v1.sql"
    right = model.read_bytes()
    model.write_bytes(right.replace(b"fall", b"fell"))
    assert compile_project(project, check=True).written == (model.name,)
    edited = model.read_bytes()
    with pytest.raises(DefinitionError) as error:
        compile_project(project)
    assert codes(error) == ["ESS310"]
    assert model.read_bytes() == edited
    compile_project(project, overwrite=True)
    assert model.read_bytes() == right


def test_the_same_on_every_machine(project):
    compile_project(project)
    first = generated(project)
    shutil.rmtree(project / GENERATED)
    shutil.rmtree(project / "target")
    for path in (project / "definitions").rglob("*.yml"):
        os.utime(path, (0, 0))
    compile_project(project)
    assert generated(project) == first


def test_two_at_once_leave_a_whole_library(project):
    for number in range(20):
        write(project, {**FALL, "name": f"fall{number}"})
    failures = []

    def compile_it():
        try:
            compile_project(project)
        except OSError as error:
            failures.append(error)

    threads = [threading.Thread(target=compile_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    found = generated(project)
    compile_project(project)
    assert generated(project) == found
    assert len(found) == 8 + 2 * 21


def test_an_example_that_is_not_so_is_refused(project):
    write(project, {**FALL, "examples": {"matches": ["FALL |", "FELL |"]}})
    with pytest.raises(DefinitionError) as error:
        compile_project(project)
    assert codes(error) == ["ESS305"]
    assert "example 2 of matches" in str(error.value)
    assert not (project / GENERATED).exists()


def test_every_bad_file_is_told_of(project):
    write(project, {**FALL, "name": "other", "query": "^fall^,or,("})
    write(project, {**FALL, "name": "third", "fields": ["no_such_field"]})
    write(project, FALL, "v1_again.yml")
    with pytest.raises(DefinitionError) as error:
        compile_project(project)
    assert {"ESS304", "ESS106"} < set(codes(error))
    assert len({found.path for found in error.value.diagnostics}) == 3


def test_processes_compile_what_one_compiles(project):
    for number in range(20):
        write(project, {**FALL, "name": f"fall_{number}", "title": f"Fall {number}"})
    compile_project(project)
    alone = generated(project)
    shutil.rmtree(project / GENERATED)
    shutil.rmtree(project / "target")
    compile_project(project, processes=2)
    assert generated(project) == alone


def test_processes_tell_of_every_bad_file(project):
    for number in range(20):
        query = "^fall^" if number < 18 else "(,^fall^"
        title = f"Fall {number}"
        write(project, {**FALL, "name": f"fall_{number}", "title": title, "query": query})
    with pytest.raises(DefinitionError) as error:
        compile_project(project, processes=2)
    assert len(codes(error)) == 2
    assert not (project / GENERATED).exists()


def test_no_definitions_at_all_is_an_empty_library(project):
    shutil.rmtree(project / "definitions" / "fall")
    assert compile_project(project).models == 3


def test_no_folder_of_definitions_is_refused(project):
    shutil.rmtree(project / "definitions")
    with pytest.raises(DefinitionError) as error:
        compile_project(project)
    assert codes(error) == ["ESS303"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("no_case_finding,quarter", "no_case_finding,week"),
        ("no_case_finding,quarter,state", "no_case_finding,quarter,county"),
        ("no_case_finding,quarter,state,broad", "no_case_finding,quarter,state,fine"),
        ("no_case_finding,quarter,state,broad,11", "no_case_finding,quarter,state,broad,5"),
        ("no_case_finding,quarter,state,broad,11,14", "no_case_finding,quarter,state,broad,11,0"),
        ("sensitive,month", "sensitive,week"),
    ],
)
def test_publishing_more_than_the_policy_allows_is_refused(project, before, after):
    seed = project / SEED
    text = seed.read_text(encoding="utf-8")
    assert before in text
    seed.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(DefinitionError) as error:
        compile_project(project)
    assert codes(error) == ["ESS301"]
    assert not (project / GENERATED).exists()


def test_publishing_less_is_allowed(project):
    seed = project / SEED
    text = seed.read_text(encoding="utf-8").replace("standard,week", "standard,quarter")
    seed.write_text(text, encoding="utf-8")
    compile_project(project)


@pytest.mark.parametrize(
    "text",
    [
        "policy,period\n",
        "policy,period,geography,age_bands,smallest_count,hold_back_days\nstandard,day,state,,x,\n",
        "",
        "\n\n",
        POLICIES.replace("hold_back_days", "hold_back_days,smallest_count").replace("14", "14,1"),
        POLICIES.replace("hold_back_days", "hold_back_days,note").replace("14", "14,1"),
        POLICIES.replace("smallest_count", "Smallest_Count"),
        POLICIES.replace("smallest_count", "smallest_count "),
        POLICIES.replace(",14", ",14,"),
        POLICIES.replace(",14", ""),
        POLICIES.replace("11,", "+11,"),
        POLICIES.replace("11,", "\u0661\u0661,"),
        POLICIES.replace("11,", "9" * 5_000 + ","),
        POLICIES.replace("quarter", '"quarter'),
        POLICIES.replace("quarter", "quarter "),
        POLICIES.replace(",", ";"),
        POLICIES.replace("\n", "\x85"),
        POLICIES + POLICIES.splitlines()[-1] + "\n",
    ],
)
def test_a_policy_table_that_cannot_be_used_is_refused(project, text):
    (project / SEED).write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as error:
        compile_project(project)
    assert set(codes(error)) == {"ESS302"}


def test_no_case_finding_models_show_no_visit(project):
    write(project, {**FALL, "policy": "no_case_finding"})
    compile_project(project)
    model = (project / GENERATED / "syndrome_fall_v1.sql").read_text(encoding="utf-8")
    selected = model.split("select")[-1].split("from visits")[0]
    assert selected.split() == ["visit_id,", "updated_at"]


def test_a_name_too_long_for_postgres_gets_an_alias(project):
    name = "a" + "b" * 62
    write(project, {**FALL, "name": name})
    compile_project(project)
    properties = (project / GENERATED / f"syndrome_{name}_v1.yml").read_text(encoding="utf-8")
    alias = yaml.safe_load(properties)["models"][0]["config"]["alias"]
    assert len(alias) == 63


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE["title"],
        HOSTILE["description"],
        HOSTILE["query"],
        "{{{ {%- x -%} }}}",
        "{",
        "{{",
        "",
    ],
)
def test_jinja_gives_every_text_back(text):
    assert jinja2.Template(jinja_text(text), keep_trailing_newline=True).render() == text
    values = jinja_values({"a": [text, 1, None], "b": (text,)})
    assert values["a"][1:] == [1, None]
    assert values["a"][0] == values["b"][0] == jinja_text(text)


@pytest.mark.parametrize(
    "text", [*HOSTILE["examples"]["matches"], HOSTILE["title"], "", "é ß \u202e"]
)
def test_an_sql_text_is_itself_on_every_engine(engines, text):
    for engine in engines:
        assert engine.query(f"select {sql_text(text)}") == [(text,)], engine.name


def test_a_missing_text_is_null():
    assert sql_text(None) == "null"


GROUPS = "definition,cut,stratum,code\n"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("fall,a,one,T745\nfall,a,two,T765\n", []),
        ("fall,a,one,T745\nfall,a,one,T7451\n", []),  # of one group
        ("fall,a,one,T745\nrash,a,two,T7451\n", []),  # of two definitions
        ("fall,a,one,T745\nfall,a,one,T765\nfall,b,two,T745\nfall,b,two,Z04\n", []),  # crossed
        ("fall,a,one,T745\nfall,a,two,T7451\n", ["ESS312"]),
        ("fall,a,one,T7451\nfall,a,two,t745\n", ["ESS312"]),
        ("fall,a,one,T745\nfall,a,two,T745\nfall,a,two,Z04\n", ["ESS312"]),
        (
            "fall,a,one,T745\nfall,a,one,T746\nfall,b,adults,T7451\nfall,b,minors,T7452\n",
            ["ESS312"] * 2,
        ),
        ("fall,a,one,T745\nfall,b,two,T745\n", ["ESS312"]),
        ("fall,a,one,T74.5\n", ["ESS302"]),
        ("fall,a,one,\n", ["ESS302"]),
        ("fall, ,one,T745\n", ["ESS302"]),
        ("fall,place,one,T745\n", ["ESS302"]),
        ("fall,a,several,T745\n", ["ESS302"]),
        ("fall,a,one + other,T745\n", ["ESS302"]),
        ("fall,a,one,T745,x\n", ["ESS302"]),
        ("fall,a,one,T745%\n", ["ESS302"]),
    ],
)
def test_groups_of_codes_do_not_tell_a_third_one(project, rows, expected):
    seed = project / "seeds" / "syndrome_code_groups.csv"
    seed.write_text(GROUPS + rows, encoding="utf-8")
    if not expected:
        compile_project(project)
        return
    with pytest.raises(DefinitionError) as error:
        compile_project(project)
    assert codes(error) == expected
    assert all(found.position.line > 1 for found in error.value.diagnostics)


@pytest.mark.parametrize(
    "other", ["seeds/sub/syndrome_policies.csv", "models/Syndrome_Policies.csv"]
)
def test_two_seeds_of_one_name_are_refused(project, other):
    (project / other).parent.mkdir(exist_ok=True)
    shutil.copy(project / SEED, project / other)
    with pytest.raises(DefinitionError) as error:
        compile_project(project)
    assert codes(error) == ["ESS302"]


def test_a_seed_outside_the_project_is_not_read(project, tmp_path):
    secret = tmp_path / "credentials"
    secret.write_text("policy,password\nroot,hunter2\n", encoding="utf-8")
    (project / SEED).unlink()
    (project / SEED).symlink_to(secret)
    with pytest.raises(DefinitionError) as error:
        compile_project(project)
    assert codes(error) == ["ESS302"]
    assert "hunter2" not in str(error.value)
    assert "password" not in str(error.value)


@pytest.mark.parametrize(
    "part",
    [
        "syndrome_sql/models/staging/_staging.yml",
        "syndrome_sql/models/visits/syndrome_visits.sql",
        "syndrome_sql/models/matches/fct_syndrome_matches.sql",
        "packages.yml",
        "syndrome_sql/dbt_project.yml",
    ],
)
def test_a_project_that_cannot_hold_the_models_is_refused(project, part):
    (project / part).unlink()
    with pytest.raises(DefinitionError) as error:
        compile_project(project)
    assert set(codes(error)) == {"ESS308"}
    assert not (project / GENERATED).exists()


def test_what_is_no_dbt_project_is_refused_and_left_as_it_is(tmp_path):
    with pytest.raises(DefinitionError) as error:
        compile_project(tmp_path)
    assert codes(error) == ["ESS307"]
    assert "syndrome init --here" in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_every_generated_model_names_its_schema_group_and_access(project):
    for number in range(3):
        write(project, {**FALL, "name": f"fall{number}", "query": "^fall^,andnot,^car^"})
    for shape in Shape:
        compile_project(project, shape=shape)
        for path in (project / GENERATED).glob("*.sql"):
            model = path.read_text(encoding="utf-8")
            is_list = path.stem == "dim_syndrome_definitions"
            assert f"schema_of('{'mart' if is_list else 'restricted'}')" in model, path
            assert f"access='{'public' if is_list else 'private'}'" in model, path
            assert "group='syndrome_surveillance'" in model, path
