"""Published definitions become definition files that mean what was published."""

import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transpiler.definition import AgeRange, DefinitionError, Policy, terms
from transpiler.definition.identity import version_of
from transpiler.importing import ImportOutcome, import_definitions
from transpiler.importing.assemble import assemble
from transpiler.importing.inference import age_of, name_of
from transpiler.importing.labels import fields_named
from transpiler.importing.record import PublishedRecord
from transpiler.parsing import load_definition


def published(text, title="Fall injury v2", **values):
    return PublishedRecord(origin="a.txt", title=title, text=text, **values)


def fields(definition):
    return [part.fields for part in definition.parts]


def queries(definition):
    return [part.query.text for part in definition.parts]


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("CCDD TERMS: ", ("ccdd",)),
        ("Search CC and DD Parsed Free Text:", ("ccdd_parsed",)),
        (
            "Search CC and DD Parsed Free Text with Also Apply to Chief Complaint History:\n",
            ("ccdd_parsed", "chief_complaint_history"),
        ),
        (
            "Chief Complaint History\nAlso Apply To: Admit Reason Code, Admit Reason Combo TERMS: ",
            ("chief_complaint_history", "admit_reason_code", "admit_reason_combo"),
        ),
        (
            "Discharge Diagnosis, Admit Reason Combo, and Chief Complaint History TERMS: ",
            ("discharge_diagnosis", "admit_reason_combo", "chief_complaint_history"),
        ),
        ("Search Chief Complaint and Discharge Diagnosis Field: \r\n", ("ccdd",)),
        ("Heat Inclusions (CC and DD): ", ("ccdd",)),
        ("Similar to the CCDD TERMS (exclusions are in Chief Complaint Orig): ", ("ccdd",)),
        ("Search CC History and DD History fields: \n", None),
        ("Medical Grouping System:\nChiefComplaints:\n", ("chief_complaint",)),
        ("Search SubSyndrome Free Text: ", ("subsyndrome",)),
        (
            "Search Chief Complaint Combo Free Text and Discharge Diagnosis Combo Free Text:\n",
            ("chief_complaint_combo", "diagnosis_combo"),
        ),
    ],
)
def test_fields_in_the_prose_in_front(prose, expected):
    expected = expected or ("chief_complaint_history", "discharge_diagnosis_history")
    assert fields_named(prose).fields == expected
    definition = assemble(published(f"{prose}(,^fall^,or,^fell^,)"))
    assert fields(definition) == [expected]
    assert queries(definition) == ["(,^fall^,or,^fell^,)"]
    assert dict(definition.meta)["imported"]["inferred"]["fields"] == "prose"


def test_several_boxes_each_with_its_field():
    definition = assemble(
        published(
            "Search CC and DD Parsed Free Text with Also Apply to Chief Complaint History:\n"
            "(,^;V86^,OR,^atv^,)\n\n"
            "In a separate Chief Complaint History field, add the following negation criteria\n"
            "ISNULL,OR,^,ANDNOT,(,^atv helmet^,OR,^weeks ago^,)\n\n"
            "In a separate Triage Notes Orig field, add the following negation criteria:\n"
            "ISNULL,OR,^,ANDNOT,^helmet^\n"
        )
    )
    assert fields(definition) == [
        ("ccdd_parsed", "chief_complaint_history"),
        ("chief_complaint_history",),
        ("triage_notes",),
    ]
    assert queries(definition)[1] == "ISNULL,OR,^,ANDNOT,(,^atv helmet^,OR,^weeks ago^,)"


def test_several_boxes_on_one_line():
    definition = assemble(
        published(
            "ChiefComplaints: ^,andnot,^influenza^ CC and DD: ^norov^,or,^noro v^ "
            "Discharge Diagnosis: ^,andnot,^J10^"
        )
    )
    assert fields(definition) == [("chief_complaint",), ("ccdd",), ("discharge_diagnosis",)]
    assert [len(list(terms(part.query.root))) for part in definition.parts] == [2, 2, 2]


def test_a_field_of_essence_that_the_project_does_not_have_is_refused():
    with pytest.raises(DefinitionError) as refused:
        assemble(
            published("Search CC and DD and Medication Combo fields:\n(,^naloxone^,or,^narcan^,)")
        )
    assert [found.code for found in refused.value.diagnostics] == ["ESS511"]


def test_a_negation_in_another_field_is_not_taken_for_a_box():
    text = "CCDD TERMS: ^ mump^  AND NOT Chief Complaint Parsed: ^testing^,or,^immunization^"
    with pytest.raises(DefinitionError) as refused:
        assemble(published(text))
    assert "ESS021" in {found.code for found in refused.value.diagnostics}


def test_without_prose_the_codes_tell_the_field():
    parsed = assemble(published("(,^;T742^,or,^;Z5681^,)"))
    raw = assemble(published("^[;/ ]T74.2^,or,^[;/ ]T742^"))
    assert (fields(parsed), fields(raw)) == ([("ccdd_parsed",)], [("ccdd",)])
    assert "codes" in dict(raw.meta)["imported"]["inferred"]["fields"]


def test_a_page_with_the_query_under_a_heading():
    definition = assemble(
        published(
            "Example Syndrome v3\n\nThe definition is not intended to be used for case-finding.\n"
            "The CC and DD Parsed and Chief Complaint History fields are used to query the\n"
            "discharge diagnosis codes and chief complaint free text.\n"
            "1. As quoted: (,^a^,or,^b^,),),\n"
            "Syndrome Definition\n\n(,^a^,or,^b^,),andnot,^c^\n\nSubmitting Author\nNobody\n",
            title="Example Syndrome v3",
        )
    )
    assert queries(definition) == ["(,^a^,or,^b^,),andnot,^c^"]
    assert fields(definition) == [("ccdd_parsed", "chief_complaint_history")]
    assert definition.policy is Policy.NO_CASE_FINDING


def test_repairs_are_recorded_at_their_place_in_the_published_text():
    text = "CCDD TERMS:\n^fall^,or,^fell^,\nor^slip^"
    definition = assemble(published(text))
    assert definition.repairs
    line = text.split("\n")[definition.repairs[-1].line - 1]
    assert line[definition.repairs[-1].column - 1 :].startswith("or")
    assert [term.text for term in terms(definition.parts[0].query.root)] == [
        "^fall^",
        "^fell^",
        "^slip^",
    ]


@pytest.mark.parametrize(
    ("title", "name", "version"),
    [
        ("CDC Suspected Sex Trafficking v1", "cdc_suspected_sex_trafficking", 1),
        ("CDC Fentanyl Overdose v2 Parsed", "cdc_fentanyl_overdose_parsed", 2),
        ("CDC EVALI v1-Manually limit to ages 11-34", "cdc_evali", 1),
        ("CDC Firearm Injury V1", "cdc_firearm_injury", 1),
        ("España Ébola", "espana_ebola", None),
        ("2019-nCoV", "definition_2019_ncov", None),
        ("???", "definition", None),
        (f"Long {'word ' * 30}", "_".join(["long", *["word"] * 9]), None),
        ("x" * 200, "x" * 50, None),
    ],
)
def test_names_and_versions(title, name, version):
    assert (name_of(title), version_of(title)) == (name, version)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("CDC EVALI v1-Manually limit to ages 11-34", AgeRange(11, 34)),
        ("Age Group = 65+ and Search CCDD Field", AgeRange(65, None)),
        ("CDC Falls 65 and Older v1", AgeRange(65, None)),
        ("Children 17 and under", AgeRange(None, 17)),
        ("CDC AFM Broad v1-Limit to Pediatric", None),
        ("^;V86[0-9][59]XA^,or,^age 5^", None),
    ],
)
def test_ages(text, age):
    assert age_of(text) == age


RECORDS = [
    {"name": "Falls v1", "field": "CCDDParsed", "query": "^fall^"},
    {"name": "Falls v1", "field": "CCDDParsed", "query": "^fell^", "id": "falls-v1--until-2023"},
    {"name": "Broken v1", "field": "CCDDParsed", "query": "(,^a^,or,^b^"},
    {"name": "Combo v1", "field": "MedicationCombo", "query": "^a^"},
    {
        "name": "Two v1",
        "parts": [
            {"field": "CCDD", "also_apply_to": ["TriageNotesOrig"], "query": "^a^"},
            {"field": "ChiefComplaint", "query": "ISNULL,or,^,andnot,^b^"},
        ],
    },
]


@pytest.fixture
def source(tmp_path):
    file = tmp_path / "published.jsonl"
    lines = [*map(json.dumps, RECORDS), "{not json"]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_records_are_written_and_refusals_do_not_stop_the_rest(source, tmp_path):
    done = list(import_definitions([source], tmp_path / "out"))
    assert [found.outcome for found in done] == [
        ImportOutcome.CLEAN,
        ImportOutcome.CLEAN,
        ImportOutcome.REFUSED,
        ImportOutcome.REFUSED,
        ImportOutcome.CLEAN,
        ImportOutcome.REFUSED,
    ]
    codes = [found.diagnostics[0].code for found in done if found.diagnostics]
    assert codes == ["ESS003", "ESS511", "ESS512"]
    names = [found.definition.name for found in done if found.definition]
    assert names == ["falls", "falls_until_2023", "two"]
    for found in done:
        if found.definition:
            loaded = load_definition(found.path)
            assert fields(loaded) == fields(found.definition)
            assert [part.query.root for part in loaded.parts] == [
                part.query.root for part in found.definition.parts
            ]
    assert fields(load_definition(tmp_path / "out" / "two" / "v1.yml")) == [
        ("ccdd", "triage_notes"),
        ("chief_complaint",),
    ]


def test_a_file_that_differs_is_not_written_over(source, tmp_path):
    output = tmp_path / "out"
    first = list(import_definitions([source], output))
    again = list(import_definitions([source], output))
    assert [found.outcome for found in again] == [found.outcome for found in first]
    path = output / "falls" / "v1.yml"
    path.write_text(path.read_text() + "description: mine\n")
    refused = next(iter(import_definitions([source], output)))
    assert refused.diagnostics[0].code == "ESS514"
    assert "mine" in path.read_text()
    next(iter(import_definitions([source], output, overwrite=True)))
    assert "mine" not in path.read_text()


def test_csv_text_and_folders(tmp_path):
    (tmp_path / "a.csv").write_text(
        'Name,Definition,Source\nFalls v2,"Search CCDD Field: ^fall^,or,^fell^",County\n'
    )
    (tmp_path / "heat.txt").write_text("Search CC and DD Parsed Free Text: ^heat^")
    (tmp_path / "notes.md").write_text("not a definition")
    done = list(import_definitions([tmp_path], tmp_path / "out"))
    assert [found.definition.identifier for found in done] == ["falls_v2", "heat_v1"]
    assert done[0].definition.source.reference == "County"
    assert fields(done[1].definition) == [("ccdd_parsed",)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"\xff\xfe"),
        ("a.pdf", b"%PDF"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DefinitionError) as refused:
        list(import_definitions([tmp_path / name], tmp_path / "out"))
    assert refused.value.diagnostics[0].code == "ESS512"


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        "3",
        '{"name": null}',
        '{"name": "A v1", "query": ""}',
        '{"name": "A v1", "parts": "x"}',
        '{"name": "A v1", "parts": [3]}',
        '{"name": "A v1", "field": 3, "query": ["^a^"]}',
        "[" * 5000,
    ],
)
def test_strange_records_are_refused_and_do_not_crash(tmp_path, line):
    file = tmp_path / "a.jsonl"
    file.write_text(line)
    done = list(import_definitions([file], tmp_path / "out"))
    assert all(found.outcome is ImportOutcome.REFUSED for found in done)
    assert not (tmp_path / "out").exists()


def test_words_within_a_query_are_not_taken_for_prose():
    definition = assemble(published("CCDD TERMS: ^age 65 and older^,or,^case-finding: not^"))
    assert not definition.filters
    assert definition.policy is Policy.STANDARD


PIECES = st.sampled_from(
    [
        "^a^",
        ",or,",
        ",andnot,",
        "(,",
        ",)",
        "CCDD",
        "Chief Complaint History",
        ": ",
        "\n",
        " and ",
        "Also Apply to",
        "Search ",
        "!b!",
        "ISNULL",
        "Syndrome Definition\n",
        "not ",
        "[;/ ]",
        ";T742",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join))
def test_whatever_is_published_is_read_or_refused(text):
    try:
        definition = assemble(published(text))
    except DefinitionError as refused:
        assert refused.diagnostics
    else:
        assert all(part.fields and part.query.text for part in definition.parts)


def test_a_long_text_with_many_labels_is_read_in_time_that_grows_with_it():
    text = "CCDD TERMS: " + ",or,".join(f"^chief complaint {number}^" for number in range(5000))
    assert len(list(terms(assemble(published(text)).parts[0].query.root))) == 5000


@pytest.fixture(scope="module")
def imported_corpus(corpus, tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    file = folder / "published.jsonl"
    file.write_text("\n".join(map(json.dumps, corpus)), encoding="utf-8")
    return list(import_definitions([file], folder / "out"))


def test_the_published_definitions(corpus, imported_corpus):
    done = imported_corpus
    assert len(done) == len(corpus)
    outcomes = Counter(found.outcome for found in done)
    assert outcomes[ImportOutcome.REFUSED] < len(corpus) / 10
    identifiers = [found.definition.identifier for found in done if found.definition]
    assert len(set(identifiers)) == len(identifiers)
    for record, found in zip(corpus, done, strict=True):
        if record["status"] == "not-free-text":
            assert found.outcome is ImportOutcome.REFUSED
        if record["status"] == "ok":
            assert found.outcome is ImportOutcome.CLEAN
        if found.definition:
            loaded = load_definition(found.path)
            assert [part.query.root for part in loaded.parts] == [
                part.query.root for part in found.definition.parts
            ]
            assert loaded.repairs == found.definition.repairs


def test_prose_gives_the_same_fields_and_terms_as_the_records_own_keys(corpus, imported_corpus):
    differing = []
    compared = 0
    for record, found in zip(corpus, imported_corpus, strict=True):
        if not found.definition or not record.get("raw"):
            continue
        compared += 1
        alone = assemble(PublishedRecord(origin="x", title=record["name"], text=record["raw"]))
        if fields(alone) != fields(found.definition) or [
            [term.pattern for term in terms(part.query.root)] for part in alone.parts
        ] != [[term.pattern for term in terms(part.query.root)] for part in found.definition.parts]:
            differing.append(record["id"])
    assert compared
    # Its prose says CCDD Category; whoever keeps the collection reads that as CCDD.
    assert differing == ["cdc-pregnancy-and-pregnancy-loss-and-delivery-v1"]
