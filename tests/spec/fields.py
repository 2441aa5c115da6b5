"""Fields, parts, filters, and the layout of the parsed fields."""

from tests.spec.tables import Basis, Box, Section, Table
from transpiler.definition import AgeRange, Filters, Sex

_BOTH = ("ccdd_parsed", "chief_complaint_history")


def _visit(parsed: str | None, history: str | None, **others: object) -> dict[str, object]:
    return {"ccdd_parsed": parsed, "chief_complaint_history": history, **others}


FIELDS = Section(
    "Fields, parts and filters",
    """A definition says which fields of a visit its query is asked of. [Definition
files](definition-files.md) lists the fields and how they are called.""",
    (
        Table(
            heading="Several fields",
            text="The whole query is asked of each field separately, and any one suffices. So a "
            "negation found in one field does not veto a match in another.",
            basis=Basis.INFERRED,
            boxes=(Box(_BOTH, "^fall^,andnot,^asleep^"),),
            yes=(
                _visit("FALL |", None),
                _visit(None, "{1};fall;"),
                _visit("FALL ASLEEP |", "{1};fall;"),
                _visit("ASLEEP |", "{1};fall;"),
            ),
            no=(
                _visit("FALL ASLEEP |", None),
                _visit("FALL ASLEEP |", "{1};fall asleep;"),
                _visit("ASLEEP |", "{1};cough;"),
            ),
        ),
        Table(
            heading="Parts",
            text="A definition may have several queries, each with its fields. All of them must "
            "hold.",
            basis=Basis.SEEN,
            boxes=(
                Box(("ccdd_parsed",), "^fall^"),
                Box(("chief_complaint_history",), "ISNULL,or,^,andnot,^asleep^"),
            ),
            yes=(_visit("FALL |", None), _visit("FALL |", ""), _visit("FALL |", "{1};fall;")),
            no=(_visit("FALL |", "{1};asleep;"), _visit(None, "{1};fall;")),
        ),
        Table(
            heading="Filters",
            text="Filters ask for an age in completed years (both ends included), a sex, or "
            "emergency visits. All of them must hold, and a missing value passes none. They "
            "are values, never SQL.",
            basis=Basis.DECIDED,
            boxes=(Box(("ccdd_parsed",), "^fall^"),),
            filters=Filters(AgeRange(65, 90), (Sex.FEMALE, Sex.UNKNOWN), emergency_visit=True),
            yes=(
                _visit("FALL |", None, age_years=65, sex="F", is_emergency=True),
                _visit("FALL |", None, age_years=90, sex="U", is_emergency=True),
            ),
            no=(
                _visit("FALL |", None, age_years=64, sex="F", is_emergency=True),
                _visit("FALL |", None, age_years=91, sex="F", is_emergency=True),
                _visit("FALL |", None, age_years=None, sex="F", is_emergency=True),
                _visit("FALL |", None, age_years=70, sex="M", is_emergency=True),
                _visit("FALL |", None, age_years=70, sex=None, is_emergency=True),
                _visit("FALL |", None, age_years=70, sex="F", is_emergency=False),
                _visit("FALL |", None, age_years=70, sex="F", is_emergency=None),
                _visit("COUGH |", None, age_years=70, sex="F", is_emergency=True),
            ),
        ),
        Table(
            heading="Filters of words and flags",
            text="One of the words listed suffices, and case does not count. A flag is as it is "
            "asked. A missing value passes none.",
            basis=Basis.DECIDED,
            boxes=(Box(("ccdd_parsed",), "^fall^"),),
            filters=Filters(inpatient=False, facility_type=("Emergency Care", "urgent care")),
            yes=(
                _visit("FALL |", None, is_inpatient=False, facility_type="EMERGENCY CARE"),
                _visit("FALL |", None, is_inpatient=False, facility_type="Urgent Care"),
            ),
            no=(
                _visit("FALL |", None, is_inpatient=True, facility_type="URGENT CARE"),
                _visit("FALL |", None, is_inpatient=None, facility_type="URGENT CARE"),
                _visit("FALL |", None, is_inpatient=False, facility_type="URGENT"),
                _visit("FALL |", None, is_inpatient=False, facility_type=None),
                _visit("COUGH |", None, is_inpatient=False, facility_type="URGENT CARE"),
            ),
        ),
        Table(
            heading="Codes in `CCDDParsed`",
            text="The field holds the parsed complaint, a blank, a bar, a blank, and then every "
            "diagnosis code without its full stop, each between semicolons. `^;Z0481^` finds "
            "codes that begin that way, `^;Z0481;^` exactly that code. Nothing pads the "
            "front of the field.",
            basis=Basis.SEEN,
            boxes=(Box(("ccdd_parsed",), "^;T742^,or,^;Z0481;^"),),
            yes=(
                _visit("RAPE | ;T7421XA;", None),
                _visit("EXAM | ;R109;Z0481;", None),
                _visit("| ;Z0481;", None),
            ),
            no=(
                _visit("EXAM | ;Z04810;", None),
                _visit("T742 IN TEXT |", None),
                _visit("RAPE | ;T74.21XA;", None),
                _visit("EXAM |", None),
            ),
        ),
    ),
)
