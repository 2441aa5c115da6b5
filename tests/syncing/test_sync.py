"""A library against a new export: each change has its right name, proof and file."""

import json
import time
from collections import Counter
from datetime import date

import pytest
from click.testing import CliRunner

from tests.cli.records import read_record
from transpiler.cli import main
from transpiler.comparing import Verdict
from transpiler.definition import DefinitionError
from transpiler.definition.identity import Identity, identity_of, title_of
from transpiler.importing import published_in
from transpiler.lineage import LOCK, read_lock
from transpiler.parsing import Shelf, load_definition
from transpiler.syncing import ChangeKind, sync


def export(path, **definitions):
    """Write what ESSENCE returns for all its categories; underscores in a title are blanks."""
    rows = [
        {"category": title.replace("_", " "), "definition": query}
        for title, query in definitions.items()
    ]
    path.write_text(json.dumps({"categories": rows}), encoding="utf-8")
    return path


@pytest.fixture
def run(tmp_path):
    def run(day, /, **definitions):
        source = export(tmp_path / "categories.json", **definitions)
        report = sync(
            published_in([source]),
            tmp_path / "library",
            source=source.name,
            exported=date(2026, day, 1),
        )
        return {change.title: change for change in report.changes}

    return run


FEVER = {"Fever_v1": "^fever^,or,^;R50^"}


def files(tmp_path):
    folder = tmp_path / "library"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.yml"))


def test_new_definitions_are_written_once_with_their_provenance(run, tmp_path):
    assert run(1, **FEVER)["Fever v1"].kind is ChangeKind.NEW
    lock = (tmp_path / "library" / LOCK).read_bytes()
    definition = load_definition(tmp_path / "library/fever/v1.yml")
    provenance = dict(definition.meta)["synced"]
    assert (provenance["source"], provenance["exported"]) == ("categories.json", "2026-01-01")
    assert provenance["sha256"] == read_lock(tmp_path / "library")["Fever v1"].published
    assert run(2, **FEVER)["Fever v1"].kind is ChangeKind.SAME
    assert (tmp_path / "library" / LOCK).read_bytes() == lock
    assert files(tmp_path) == ["fever/v1.yml"]


@pytest.mark.parametrize(
    ("query", "verdict", "written"),
    [
        ("^;R50^,or,^fever^", Verdict.EQUAL, False),
        ("^fever^", Verdict.NARROWER, True),
        ("^fever^,or,^;R50^,or,^pyrexia^", Verdict.WIDER, True),
        ("^fever^,or,^pyrexia^", Verdict.DIFFERENT, True),
    ],
)
def test_a_change_is_proved_and_written_as_the_next_version(run, tmp_path, query, verdict, written):
    run(1, **FEVER)
    change = run(2, Fever_v1=query)["Fever v1"]
    assert change.kind is ChangeKind.CHANGED
    assert change.difference.comparison.verdict is verdict
    assert (change.is_written, change.file) == (written, f"fever/v{1 + written}.yml")
    assert files(tmp_path) == ["fever/v1.yml", "fever/v2.yml"][: 1 + written]
    assert run(3, Fever_v1=query)["Fever v1"].kind is ChangeKind.SAME


def test_a_later_version_is_compared_with_the_one_before_whichever_comes_first(run):
    later = {"Fever_v2_Parsed": "^;R50^", **FEVER}
    change = run(1, **later)["Fever v2 Parsed"]
    assert (change.kind, change.before) == (ChangeKind.NEW, "Fever v1")
    assert change.difference.comparison.verdict is Verdict.NARROWER


def test_a_version_that_takes_the_place_of_another_is_a_change(run, tmp_path):
    run(1, **FEVER)
    found = run(2, Fever_v2="^fever^")
    assert set(found) == {"Fever v2"}
    change = found["Fever v2"]
    assert (change.kind, change.before) == (ChangeKind.CHANGED, "Fever v1")
    assert change.supersedes == "fever/v1.yml"
    assert read_lock(tmp_path / "library")["Fever v1"].retired == "2026-02-01"


def test_another_title_of_the_same_text_is_a_rename_and_the_file_keeps_its_name(run, tmp_path):
    run(1, **FEVER)
    change = run(2, Hot_v1=FEVER["Fever_v1"])["Hot v1"]
    assert (change.kind, change.before, change.file) == (
        ChangeKind.RENAMED,
        "Fever v1",
        "fever/v1.yml",
    )
    assert read_lock(tmp_path / "library")["Hot v1"].former_titles == ("Fever v1",)
    assert run(3, Hot_v1=FEVER["Fever_v1"])["Hot v1"].kind is ChangeKind.SAME


def test_another_title_of_nearly_the_same_text_is_a_rename_with_its_difference(run):
    terms = [f"^term {letter}^" for letter in "abcdefghij"]
    run(1, Old_name_v1=",or,".join(terms))
    change = run(2, New_name_v1=",or,".join(terms[:-1]))["New name v1"]
    assert (change.kind, change.before) == (ChangeKind.RENAMED, "Old name v1")
    assert change.difference.comparison.verdict is Verdict.NARROWER


def test_what_is_gone_is_retired_once_and_stays_in_the_library(run, tmp_path):
    run(1, **FEVER, Cough_v1="^cough^")
    assert run(2, **FEVER)["Cough v1"].kind is ChangeKind.RETIRED
    assert set(run(3, **FEVER)) == {"Fever v1"}
    assert "cough/v1.yml" in files(tmp_path)
    assert run(4, **FEVER, Cough_v1="^cough^")["Cough v1"].kind is ChangeKind.SAME
    assert read_lock(tmp_path / "library")["Cough v1"].retired is None


def test_a_file_that_was_edited_here_is_told_and_never_written(run, tmp_path):
    run(1, **FEVER)
    file = tmp_path / "library/fever/v1.yml"
    edited = file.read_text(encoding="utf-8").replace("^fever^", "^fever^,or,^pyrexia^")
    file.write_text(edited, encoding="utf-8")
    assert run(2, **FEVER)["Fever v1"].is_edited
    change = run(3, Fever_v1="^fever^")["Fever v1"]
    assert change.is_edited
    assert change.difference.old.parts[0].query.text.count("pyrexia") == 1
    assert file.read_text(encoding="utf-8") == edited


def test_files_that_were_there_before_are_adopted_or_followed_never_written(run, tmp_path):
    folder = tmp_path / "library" / "fever"
    folder.mkdir(parents=True)
    own = "name: fever\nversion: 1\ntitle: Fever v1\nfields: [dd_parsed]\n"
    own += "query: ^;R50^,or,^fever^\n"
    (folder / "v1.yml").write_text(own, encoding="utf-8")
    assert run(1, **FEVER)["Fever v1"].kind is ChangeKind.SAME
    later = run(2, Fever_v1="^fever^,or,^;R51^")["Fever v1"]
    assert (later.file, later.difference.new.parts[0].fields) == ("fever/v2.yml", ("dd_parsed",))
    assert (folder / "v1.yml").read_text(encoding="utf-8") == own


def test_a_file_that_was_deleted_here_is_not_written_again(run, tmp_path):
    run(1, **FEVER)
    (tmp_path / "library/fever/v1.yml").unlink()
    assert run(2, **FEVER)["Fever v1"].kind is ChangeKind.DELETED
    assert files(tmp_path) == []


def test_what_cannot_be_used_leaves_the_library_as_it_is(run, tmp_path):
    run(1, **FEVER)
    change = run(2, Fever_v1="see attached document", Other_v1="TBD")
    assert [found.kind for found in change.values()] == [ChangeKind.REFUSED] * 2
    assert change["Fever v1"].file == "fever/v1.yml"
    assert files(tmp_path) == ["fever/v1.yml"]


@pytest.mark.parametrize(
    "text", ["", "{}", '{"format": 2, "definitions": []}', '{"format": 1, "definitions": [{}]}']
)
def test_a_damaged_lock_is_refused(run, tmp_path, text):
    run(1, **FEVER)
    (tmp_path / "library" / LOCK).write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as error:
        run(2, **FEVER)
    assert error.value.diagnostics[0].code == "ESS541"


def test_an_export_older_than_the_library_is_refused(run, tmp_path):
    run(2, **FEVER)
    with pytest.raises(DefinitionError) as error:
        run(1, Cough_v1="^cough^")
    assert error.value.diagnostics[0].code == "ESS542"
    assert files(tmp_path) == ["fever/v1.yml"]


def test_a_lock_that_points_out_of_the_library_is_refused(run, tmp_path):
    run(1, **FEVER)
    lock = tmp_path / "library" / LOCK
    lock.write_text(lock.read_text("utf-8").replace("fever/v1", "../secret/v1"), encoding="utf-8")
    with pytest.raises(DefinitionError):
        run(2, **FEVER)


def test_the_command_reports_as_text_json_and_a_page(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    visits = ["visit_id,CCDDParsed,ChiefComplaintUpdates,CCDD"]
    visits += [f"{n},fever |,fever,fever | R50" for n in range(20)]
    visits += [f"{n},pyrexia |,pyrexia,pyrexia |" for n in range(20, 50)]
    (tmp_path / "visits.csv").write_text("\n".join(visits) + "\n", encoding="utf-8")

    def command(*more):
        return CliRunner().invoke(main, ["sync", "e.json", "--exported", "2026-02-01", *more])

    export(tmp_path / "e.json", **FEVER)
    assert command().exit_code == 1
    assert command().exit_code == 0
    export(tmp_path / "e.json", Fever_v1="^fever & <^,or,^pyrexia^")
    told = command("--dry-run", "--visits", "visits.csv")
    assert "different" in told.stdout
    assert "gained" in told.stdout
    assert "nothing was written" in told.stderr
    record = read_record(command("--dry-run", "--visits", "visits.csv", "--format", "json").stdout)
    (change,) = record["changes"]
    assert (change["kind"], change["difference"]["suggested_version"]) == ("changed", 2)
    assert change["difference"]["visits"]["gained"] == 30
    page = command("--format", "html").stdout
    assert "fever &amp; &lt;^" in page
    assert "fever & <" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert (tmp_path / "definitions/fever/v2.yml").exists()


@pytest.mark.parametrize(
    ("title", "identity"),
    [
        ("CCDD Category: CDC Opioid Overdose v4 Parsed", Identity("cdc opioid overdose", 4, "")),
        ("CDC Opioid Overdose v2", Identity("cdc opioid overdose", 2, "")),
        ("Medication Refill v1 - CDC", Identity("cdc medication refill", 1, "")),
        ("Vehicle (ATV) related (TN CI) v1", Identity("atv related vehicle", 1, "TN CI")),
        ("Drowning - Oregon", Identity("drowning", None, "Oregon")),
        ("Pertussis v2 DD", Identity("dd pertussis", 2, "")),
    ],
)
def test_identities(title, identity):
    assert identity_of(title) == identity


def test_two_exports_of_the_published_definitions_take_seconds(corpus, tmp_path):
    """Two exports a year apart: the latest versions, and half of those with something changed."""
    rows = [
        {"category": record["name"], "definition": record.get("raw") or record["query"]}
        for record in corpus
    ]
    before = [row for row in rows if (identity_of(row["category"]).version or 1) == 1]
    after = [dict(row) for row in rows]
    for row in after[::4]:
        row["definition"] = row["definition"].rstrip() + ",or,^something new^"
    times, reports = [], []
    for day, found in ((1, before), (2, after), (3, after)):
        path = tmp_path / "categories.json"
        path.write_text(json.dumps({"categories": found}), encoding="utf-8")
        start = time.process_time()
        report = sync(
            published_in([path]), tmp_path / "library", source="e", exported=date(2026, day, 1)
        )
        times.append(time.process_time() - start)
        reports.append(report)
    _are_named_rightly(reports[1], before, after)
    assert {change.kind for change in report.changes} <= {ChangeKind.SAME, ChangeKind.REFUSED}
    print(f"seconds of processor time: {times}")
    assert max(times) < 10


def _are_named_rightly(report, before, after):
    """What stands once in an export is new, changed or the same as its text says."""
    texts = [
        {title_of(row["category"]): row["definition"] for row in rows} for rows in (before, after)
    ]
    counted = Counter(title_of(row["category"]) for row in after)
    judged = 0
    for change in report.changes:
        if change.kind is ChangeKind.REFUSED or counted[change.title] != 1:
            continue
        judged += 1
        old, new = (each.get(change.title) for each in texts)
        if old is None:
            assert change.kind is ChangeKind.NEW, change.title
        elif old == new:
            assert change.kind in (ChangeKind.SAME, ChangeKind.MOVED), change.title
            assert (change.kind is ChangeKind.SAME) is (change.difference is None)
        else:
            assert change.kind is ChangeKind.CHANGED, change.title
            assert change.difference.comparison.verdict is not Verdict.UNDECIDED, change.title
    assert judged > 140
    assert sum(change.kind is ChangeKind.MOVED for change in report.changes) == 1


ASKED = {
    "Flu_DD_v1": "DDParsed: ^;J10^,or,^;J11^",
    "No_flu_v1": "CCDDCategory_flat: ISNULL,or,^,andnot,^;Flu DD v1;^",
    "Cough_v1": "^cough^",
}


def test_a_title_that_is_asked_means_the_text_that_essence_has_now(run, tmp_path):
    """Both versions have one title; what asks it was refused as asking two definitions."""
    run(1, **ASKED)
    later = {**ASKED, "Flu_DD_v1": "DDParsed: ^;J10^,or,^;J11^,or,^;J09^"}
    found = run(2, **later)
    assert {title: change.kind for title, change in found.items()} == {
        "Flu DD v1": ChangeKind.CHANGED,
        "No flu v1": ChangeKind.MOVED,
        "Cough v1": ChangeKind.SAME,
    }
    moved = found["No flu v1"]
    assert not moved.is_written
    assert moved.difference.comparison.verdict is Verdict.NARROWER
    asking = load_definition(tmp_path / "library/no_flu/v1.yml", Shelf([tmp_path / "library"]))
    assert [one.definition.key for one in asking.references] == ["flu_dd/v2"]
    assert {change.kind for change in run(3, **later).values()} == {ChangeKind.SAME}


def test_a_title_that_is_asked_is_found_under_its_new_name(run, tmp_path):
    run(1, **ASKED)
    found = run(
        2,
        Flu_diagnoses=ASKED["Flu_DD_v1"],
        No_flu_v1=ASKED["No_flu_v1"].replace("Flu DD v1", "Flu diagnoses"),
    )
    assert found["Flu diagnoses"].kind is ChangeKind.RENAMED
    asking = load_definition(tmp_path / "library/no_flu/v1.yml", Shelf([tmp_path / "library"]))
    assert [one.definition.key for one in asking.references] == ["flu_dd/v1"]


def test_a_dry_run_names_what_moves(run, tmp_path):
    run(1, **ASKED)
    later = {**ASKED, "Flu_DD_v1": "DDParsed: ^;J10^"}
    source = export(tmp_path / "later.json", **later)
    day = date(2026, 2, 1)
    before = files(tmp_path)
    for dry_run in (True, False):
        library = tmp_path / "library"
        report = sync(
            published_in([source]), library, source="later", exported=day, dry_run=dry_run
        )
        moved = [change.title for change in report.changes if change.kind is ChangeKind.MOVED]
        assert moved == ["No flu v1"]
        assert (files(tmp_path) == before) is dry_run


def test_a_definition_of_ones_own_moves_with_what_it_asks(run, tmp_path):
    """It is in no export; a version that it names by number stays what it was."""
    run(1, **ASKED)
    named = "name: {0}\nversion: 1\ntitle: {0}\nparts:\n- fields: [ccdd]\n  query: ^a^\n{1}\n"
    category = "- fields: [ccdd_category]\n  query: ^;Flu DD v1;^"
    for name, part in (("by_title", category), ("by_key", "- definition: flu_dd/v1")):
        (tmp_path / f"library/{name}").mkdir()
        text = named.format(name, part)
        (tmp_path / f"library/{name}/v1.yml").write_text(text, encoding="utf-8")
    found = run(2, **{**ASKED, "Flu_DD_v1": "DDParsed: ^;J10^"})
    assert found["by_title"].kind is ChangeKind.MOVED
    assert "by_key" not in found
