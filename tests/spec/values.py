"""What is read as what: values as files have them, and how every reader reads them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from tests.spec.reference import cell
from transpiler.macros import load_macros

PAGE = Path(__file__).resolve().parents[2] / "docs" / "values.md"

Reading = int | bool | str | dt.datetime | None


@dataclass(frozen=True)
class Values:
    """One kind of value.

    Attributes:
        heading: its name.
        macro: the macro that reads it.
        text: the rule, in Markdown.
        read: value → reading.
        unreadable: values that are there and cannot be read.
        missing: values that stand for none.
        variables: vars of the project that the readings depend on.
    """

    heading: str
    macro: str
    text: str
    read: dict[str, Reading]
    unreadable: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    variables: dict[str, str] = field(default_factory=dict)

    def rows(self) -> list[tuple[str | None, Reading, bool]]:
        """Return value, reading, and whether it counts as unreadable; the missing value last."""
        return [
            *((value, reading, False) for value, reading in self.read.items()),
            *((value, None, True) for value in self.unreadable),
            *((value, None, False) for value in self.missing),
            (None, None, False),
        ]


_MISSING = (
    *("", " ", "[]", "NA", "n/a", "#N/A", "NaN", "null", "None", "unknown", "\\N", "-", ".", "?"),
)


_NOON = dt.datetime(2025, 3, 1, 13, 15)
_DAY = dt.datetime(2025, 3, 1)

AGES = Values(
    "Ages",
    "read_age",
    "Ages are completed years, 0 to 130. Infants' ages may be in months, weeks, days or hours; "
    "only complete years count.",
    read={
        "70": 70,
        "70.0": 70,
        " 34 ": 34,
        "\u00a034": 34,
        "007": 7,
        "0": 0,
        "130": 130,
        "34 Y": 34,
        "34y": 34,
        "34 years": 34,
        "34-year-old": 34,
        "2 y 3 m": 2,
        "6 M": 0,
        "6 months": 0,
        "30 mo": 2,
        "2 W": 0,
        "3 D": 0,
        "400 days": 1,
        "5 h": 0,
    },
    unreadable=("-1", "131", "1e2", "90+", "18-24", "adult", "70,5", "3 X"),
    missing=_MISSING,
)

SEXES = Values(
    "Sex",
    "read_sex",
    "The sex is F, M or U, in capitals or small letters. U stands for other and unknown, so "
    "words for these are not missing values. Numbers cannot be read: 1 is a man in one system "
    "and a woman in the next. "
    "[A mapping](existing-project.md#your-table-your-columns) says what other words mean.",
    read={
        "F": "F",
        "female": "F",
        "Woman": "F",
        "girl": "F",
        "m": "M",
        "Male": "M",
        "man": "M",
        "boy": "M",
        "U": "U",
        "unknown": "U",
        "other": "U",
        "X": "U",
        "Non-binary": "U",
    },
    unreadable=("1", "2", "8507", "femal"),
    missing=("", " ", "NA", "null", "none"),
)

FLAGS = Values(
    "Flags",
    "read_flag",
    "A flag is true or false. The letter of a patient class is neither.",
    read={
        "true": True,
        "T": True,
        "Yes": True,
        "y": True,
        "1": True,
        "1.0": True,
        "FALSE": False,
        "f": False,
        "no": False,
        "N": False,
        "0": False,
        "0.0": False,
    },
    unreadable=("E", "I", "2", "-1", "X", "admitted"),
    missing=_MISSING,
)

_TIMES: dict[str, Reading] = {
    "2025-03-01": _DAY,
    "2025-03-01 13:15": _NOON,
    "2025-03-01T13:15:00": _NOON,
    "2025-03-01 13:15:00.123456789": dt.datetime(2025, 3, 1, 13, 15, 0, 123456),
    "2025/3/1": _DAY,
    "20250301": _DAY,
    "202503011315": _NOON,
    "20250301131500": _NOON,
    "1-Mar-2025": _DAY,
    "01MAR2025:13:15:00": _NOON,
    "Mar 1, 2025": _DAY,
    "March 1, 2025 1:15 p.m.": _NOON,
    "2024-02-29": dt.datetime(2024, 2, 29),
}
_NO_TIMES = (
    "2025-02-29",
    "1900-02-29",
    "2025-04-31",
    "2025-13-01",
    "2025-03-01 24:00:00",
    "2025-03-01 13:15 PM",
    "2025-03-01 13:15:60",
    "2025-03-01x",
    "3/1/25",
    "1.3.2025",
    "45717",
    "1740787200",
    "9999-12-31",
    "yesterday",
)
_OFFSETS = ("2025-03-01T06:30:00Z", "2025-03-01 23:30:00-07:00", "20250301063000.000-0000")

WORDS = Values(
    "Words",
    "read_word",
    "The kind of a facility, the class of a patient, the kind of admission and the disposition are "
    "words, in any code. Case does not count.",
    read={
        "Emergency Care": "EMERGENCY CARE",
        " e ": "E",
        "01": "01",
        "hospital d'enfants": "HOSPITAL D'ENFANTS",
    },
    missing=_MISSING,
)

TIMES = Values(
    "Days and times",
    "read_time",
    "Years go from 1900 to 2099; a day alone means its midnight. A day or time that does not "
    "exist cannot be read, and never becomes the day after. Times have no zone and stay as they "
    "are. `3/1/2025` is the first of March, unless the var `syndrome_date_order` is `dmy`; dates "
    "with dots or with years of two digits cannot be read. A time with an offset can be read "
    "only with the var `syndrome_time_zone`; without it, a typed column of such times is refused.",
    read=_TIMES
    | {
        "3/1/2025": _DAY,
        "03/01/2025 1:15 PM": _NOON,
        "3/1/2025 12:15 am": dt.datetime(2025, 3, 1, 0, 15),
        "3/1/2025 12:15 PM": dt.datetime(2025, 3, 1, 12, 15),
        "12-31-2025": dt.datetime(2025, 12, 31),
    },
    unreadable=(*_NO_TIMES, *_OFFSETS, "13/1/2025", "2/30/2025"),
    missing=_MISSING,
)

DAY_FIRST = Values(
    "With `syndrome_date_order: dmy`",
    "read_time",
    "",
    read={"1/3/2025": _DAY, "01/03/2025 1:15 PM": _NOON, "31-12-2025": dt.datetime(2025, 12, 31)},
    unreadable=("12/31/2025", "30/2/2025"),
    missing=_MISSING,
    variables={"syndrome_date_order": "dmy"},
)

IN_ZONE = Values(
    "With `syndrome_time_zone: America/Phoenix`",
    "read_time",
    "A time with an offset becomes the local time of the zone, and its day is the day there.",
    read=_TIMES
    | {
        "2025-03-01T06:30:00Z": dt.datetime(2025, 2, 28, 23, 30),
        "2025-03-01 06:30:00+00": dt.datetime(2025, 2, 28, 23, 30),
        "2025-03-01 06:30:00 UTC": dt.datetime(2025, 2, 28, 23, 30),
        "2025-03-01 23:30:00-07:00": dt.datetime(2025, 3, 1, 23, 30),
        "20250301063000.000-0000": dt.datetime(2025, 2, 28, 23, 30),
        "3/1/2025 1:15 PM -0500": dt.datetime(2025, 3, 1, 11, 15),
    },
    unreadable=(*_NO_TIMES, "2025-03-01 06:30:00+25", "2025-03-01 06:30:00 MST", "2025-03-01Z"),
    missing=_MISSING,
    variables={"syndrome_time_zone": "America/Phoenix"},
)

CODES = Values(
    "Codes",
    "read_codes",
    """Codes of ICD-10-CM, ICD-9-CM, SNOMED CT and HCPCS are recognised by their shape, with or
without full stops. In a value that holds only codes, blanks, `; , | ~ /`, quotes and brackets
separate them. In a value that holds words too:

- A semicolon, `~`, `|`, a tab, a line break, a quotation mark and a bracket begin a new piece.
- A code counts at the beginning of a piece or directly after another code there; the rest of the
  piece is a description. A code with a full stop in it counts wherever it stands, and a code of
  at least four characters also counts after a comma, and a category of ICD-10-CM between a comma
  and a dash or colon: `I10 - Hypertension, R05 - Cough`.
- Three characters followed by words count only if ICD-10-CM has a category of that name: `I10
  Hypertension`, not `B12 deficiency`. A number of up to five digits followed by words does not
  count.
- Of `code^text^system^code^text^system` (HL7) the two codes count.
- In JSON objects, only the keys whose names say that they hold a code count (`code`, `icd10`,
  `dx` …).
- Database arrays are read like JSON arrays.
- What is put before a code and says only that one follows is left out: `ICD10:`, `SNOMED`, `DX2:`,
  `Primary:`, `1)`.

A piece without a code counts as unreadable. So does anything in a description that looks like a
code but does not count (`R07.9 Chest pain, I10 Hypertension`).""",
    read={
        "T74.51XA;Z04.81": "T7451XA;Z0481",
        "t7451xa|713834002": "T7451XA;713834002",
        "R07.9, Z91.81 I10\nJ20": "R079;Z9181;I10;J20",
        "E960.1/V15.88": "E9601;V1588",
        "466.11": "46611",
        "O9A.411": "O9A411",
        "QA0.0101": "QA00101",
        "G0402": "G0402",
        "99283": "99283",
        ";;R07.9;;": "R079",
        '["Z91.81","R07.9"]': "Z9181;R079",
        "{R07.9,Z91.81}": "R079;Z9181",
        "W19.XXXA^Fall^I10": "W19XXXA",
        "W19.XXXA^Fall^I10^217082002^Fall^SCT": "W19XXXA;217082002",
        "W19.XXXA^Fall, down^I10~R07.9^Chest pain^I10": "W19XXXA;R079",
        "I10^Essential hypertension^I10": "I10",
        "Z91.81 History of falling": "Z9181",
        "R07.9 Chest pain, unspecified; Z91.81 History of falling": "R079;Z9181",
        "R07.9\u00a0Chest pain": "R079",
        "I10 Essential hypertension": "I10",
        "713834002 Victim of child sexual exploitation": "713834002",
        "E11.9 Type 2 diabetes": "E119",
        "D51.9 Vitamin B12 deficiency anemia": "D519",
        "I10 - Hypertension, R05 - Cough": "I10;R05",
        "R05: cough, X30 \u2013 heat,E11 -diabetes; W19 - fall, unspecified": "R05;X30;E11;W19",
        "S12.300A Fracture of C4": "S12300A",
        "T7451XA Exploitation, Z0481 Examination": "T7451XA;Z0481",
        "History of falling (Z91.81)": "Z9181",
        "ICD10:R07.9": "R079",
        "ICD10:W19.XXXA|ICD10:I10": "W19XXXA;I10",
        "ICD-10-CM: I10; icd9=401.9": "I10;4019",
        "SNOMED:217082002": "217082002",
        "ICD10 I10": "I10",
        "Primary: I10; Secondary: R05": "I10;R05",
        "DX1:I10 DX2:W19.XXXA": "I10;W19XXXA",
        "1. I10 2. R05.9": "I10;R059",
        "1) I10 Hypertension; 2) R05 Cough": "I10;R05",
        "R07.9;NA": "R079",
        '[{"code":"Z91.81","desc":"History of falling"}]': "Z9181",
        '[{"icd10": "Z91.81", "desc": "I10 and B12, T74.51XA", "rank": 100}]': "Z9181",
        '{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"W19.XXXA"}]}': "W19XXXA",
    },
    unreadable=(
        "B12 deficiency",
        "type A",
        "Chest pain",
        "^Fall^L",
        "486 Pneumonia",
        "H1N1 influenza",
        "A1C",
        "T2",
        "100 mg",
        '{"Z91.81":"History of falling"}',
    ),
    missing=_MISSING,
)

DOUBTS = {
    "R07.9; fall; Z91.81": ("R079;Z9181", 1),
    "R07.9 Chest pain, I10 Hypertension": ("R079", 1),
    "R07.9 Chest pain, I10-like": ("R079", 1),
    "Z13.6 Screening, B12 - low": ("Z136", 0),
    "Z13.6 Screening, see I10 - note": ("Z136", 1),
    "T74.51XA^Z04.81": ("T7451XA", 1),
    "R07.9;1;x": ("R079", 2),
    "ICD10: fall; I10": ("I10", 1),
}
"""Values of which something is read and something is not: the codes, and how much is not."""

FORMS_BESIDE_CODES: dict[str | None, str | None] = {
    None: None,
    "": None,
    "NA": None,
    "R07.9, Z91.81 I10": None,
    '["Z91.81","R07.9"]': None,
    "Z91.81 History of falling": "X99.9 words",
    "Z91.81 history of falling": "X99.9 words",
    "R07.9;Z91.81 - History of falling, other": "X99.9 - words",
    "R07.9; fall; Z91.81": "words",
    "History of falling (Z91.81)": "words (X99.9)",
    "W19.XXXA^Fall^I10": "X99.9^words^X99.9",
    "713834002 Victim of exploitation": "999 words",
    "R07.9\u00a0Chute d\u2019un enfant": "X99.9?words?words",
    "T74.51XA^Z04.81": "X99.9^X99.9",
    '[{"code":"Z91.81","desc":"History of falling"}]': "{key: value}",
}
"""Values → how what stands beside their codes is named in accounts of what came in."""

TOLD: dict[str | None, tuple[bool, bool]] = {
    None: (False, False),
    "": (False, False),
    " \t\u00a0": (False, False),
    "{1};;{2};;": (False, False),
    "unknown": (True, False),
    "N/A": (True, False),
    "see  triage note.": (True, False),
    "{1};unknown;{2};n/a;": (True, False),
    "ED eval, pending": (True, False),
    "???": (True, False),
    "{1};unknown;{2};fall;": (True, True),
    "fall": (True, True),
    "pain, unknown cause": (True, True),
    "\u0431\u043e\u043b\u044c": (True, True),
    ";W19XXXA;": (True, True),
    "7131000": (True, True),
}
"""Texts of a complaint or a diagnosis → whether it is available, and informative."""

KINDS = (AGES, SEXES, FLAGS, WORDS, TIMES, DAY_FIRST, IN_ZONE, CODES)


def null_words() -> list[str]:
    """Return what says nothing of a complaint or diagnosis, in capitals."""
    return str(load_macros("duckdb").null_words()).split(", ")


def render() -> str:
    """Return the page."""
    parts = [
        "<!-- Generated by `make docs` from tests/spec/values.py. Edit the tables there. -->",
        "# What is read as what",
        "",
        "This page says how values of a table or file of visits are read. The dbt models, "
        "`classify`, `diff`, `explain` and `verify` all read them in this way, on every engine, "
        "in every time zone and locale, and from columns of every type. The tests run every line "
        "of this page on DuckDB, PostgreSQL and GoogleSQL (BigQuery).",
        "",
        "A value that cannot be read is treated as missing and counted as unreadable. Nothing "
        "(NULL), blanks, and the words "
        + ", ".join(f"`{word}`" for word in ("NA", "N/A", "null", "none", "NaN", "unknown", "-"))
        + " and their like are missing, not unreadable.",
    ]
    for kind in KINDS:
        level = "###" if kind.variables else "##"
        parts += ["", f"{level} {kind.heading}", *(("", kind.text) if kind.text else ())]
        parts += ["", "| value | read as |", "|---|---|"]
        parts += [f"| {cell(value)} | {_shown(reading)} |" for value, reading in kind.read.items()]
        if kind.unreadable:
            parts += ["", f"Unreadable: {', '.join(map(cell, kind.unreadable))}."]
    parts += ["", "Partly read:", "", "| value | read as | unreadable |", "|---|---|---|"]
    parts += [
        f"| {cell(value)} | {_shown(codes)} | {count} |" for value, (codes, count) in DOUBTS.items()
    ]
    parts += [
        "",
        "## Complaints",
        "",
        "A complaint is a text: whatever it says, even *unknown*, it is not a missing value. In "
        "the parsed fields that are built from it, every run of blanks, line breaks and "
        "punctuation becomes one blank (the no-break blank and Unicode's hyphens, dashes and "
        "quotation marks included), and invisible characters (zero-width, soft hyphen) "
        "disappear. That is our decision; no public page says what ESSENCE does with them. "
        "Fields that come parsed from ESSENCE stay as they are.",
        "",
        "## Available and informative",
        "",
        "Where a source has a column that says whether a complaint or diagnosis is available or "
        "informative (`CCAvailable`, `DDInformative` ...), its values are read as flags. Where it "
        "has none, the texts tell: it is available if one of its fields holds more than blanks, "
        "semicolons and the numbers of a history, and informative if one holds more than null "
        "words and punctuation. Of `ccdd_parsed` the complaint stands before the bar, the "
        "diagnosis behind it. If no field of it is there, nothing tells and a definition that "
        "asks is refused. The null words are ours; ESSENCE's own list is not public:",
        "",
        ", ".join(f"`{word.lower()}`" for word in null_words()) + ".",
        "",
        "| text | available | informative |",
        "|---|---|---|",
        *(
            f"| {cell('' if text is None else text)} | {_shown(is_available)} |"
            f" {_shown(is_informative)} |"
            for text, (is_available, is_informative) in TOLD.items()
            if text is not None
        ),
        "",
    ]
    return "\n".join(parts)


def _shown(reading: Reading) -> str:
    if isinstance(reading, bool):
        return f"`{str(reading).lower()}`"
    if isinstance(reading, dt.datetime):
        return f"`{reading.isoformat(sep=' ')}`"
    return f"`{reading}`"
