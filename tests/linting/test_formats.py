"""Findings as records, SARIF and GitHub annotations."""

import json

import pytest
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as SarifLog

from transpiler.definition import Diagnostic, Position, Severity
from transpiler.linting.formats import (
    Checked,
    CheckFinding,
    as_annotations,
    as_records,
    as_sarif,
    counts,
    has_findings,
)

HERE = CheckFinding(
    Diagnostic(
        "SYN001",
        Severity.WARNING,
        "“^car^” also stands in care, scared: 100%\nfirst",
        "a b/v1.yml",
        Position(3, 5),
        "  x ^car^ y",
        length=5,
        hint="bound it",
    ),
    term="^car^",
    details={"everyday": ["care", "scared"]},
)
NOWHERE = CheckFinding(Diagnostic("SYN020", Severity.NOTE, "the prose differs", "a b/v1.yml"))
UNREADABLE = CheckFinding(
    Diagnostic("ESS002", Severity.ERROR, "nothing follows", "/d/v2.yml", Position(1, 1), "x")
)
CHECKED = [
    Checked("a b/v1.yml", "Fall", (HERE, NOWHERE)),
    Checked("/d/v2.yml", "", (UNREADABLE,), is_readable=False),
]


def test_counts_name_every_severity():
    assert counts(CHECKED) == {Severity.ERROR: 1, Severity.WARNING: 1, Severity.NOTE: 1}
    assert counts([]) == {Severity.ERROR: 0, Severity.WARNING: 0, Severity.NOTE: 0}


@pytest.mark.parametrize(
    ("findings", "mildest"),
    [
        ((), []),
        ((NOWHERE,), ["note"]),
        ((HERE,), ["warning", "note"]),
        ((NOWHERE, UNREADABLE), ["error", "warning", "note"]),
    ],
)
def test_what_is_worse_counts_as_well(findings, mildest):
    checked = [Checked("v1.yml", "Fall", findings)]
    assert [severity for severity in Severity if has_findings(checked, severity)] == mildest


def test_records_are_json_and_hold_everything():
    records = json.loads(json.dumps(as_records(CHECKED)))
    first, second = records["definitions"]
    assert first["findings"][0] | {"message": ""} == {
        "code": "SYN001",
        "severity": "warning",
        "message": "",
        "line": 3,
        "column": 5,
        "length": 5,
        "term": "^car^",
        "hint": "bound it",
        "expected": [],
        "details": {"everyday": ["care", "scared"]},
    }
    assert first["findings"][1]["line"] is None
    assert second["is_readable"] is False
    assert records["counts"] == {"error": 1, "warning": 1, "note": 1}


def test_the_sarif_log_is_valid():
    log = json.loads(json.dumps(as_sarif(CHECKED, "1.2.3")))
    SarifLog.model_validate(log)


def test_the_validation_refuses_what_is_no_sarif():
    log = as_sarif(CHECKED, "1.2.3")
    log["runs"][0]["results"][0]["position"] = 3
    with pytest.raises(ValueError, match="position"):
        SarifLog.model_validate(log)


def test_sarif_results_point_at_their_rule_and_place():
    (run,) = as_sarif(CHECKED, "1.2.3")["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20b/v1.yml"
    assert place["region"] == {"startLine": 3, "startColumn": 5, "endColumn": 10}
    assert "region" not in run["results"][1]["locations"][0]["physicalLocation"]
    last = run["results"][2]["locations"][0]["physicalLocation"]
    assert last["artifactLocation"]["uri"] == "file:///d/v2.yml"
    assert [result["level"] for result in run["results"]] == ["warning", "note", "error"]


def test_annotations_cannot_be_broken_out_of():
    warning, notice, error, totals = as_annotations(CHECKED)
    assert totals == "1 error, 1 warning, 1 note"
    assert warning.startswith("::warning file=a b/v1.yml,line=3,col=5,endColumn=10,title=SYN001::")
    assert "100%25" in warning
    assert "\n" not in warning
    assert notice == "::notice file=a b/v1.yml,title=SYN020::the prose differs"
    assert error.startswith("::error file=/d/v2.yml,")


def test_a_file_name_cannot_add_properties_to_an_annotation():
    odd = CheckFinding(Diagnostic("SYN020", Severity.NOTE, "x", "a,line=1::b.yml"))
    line, _totals = as_annotations([Checked("a", "", (odd,))])
    assert line == "::notice file=a%2Cline=1%3A%3Ab.yml,title=SYN020::x"
