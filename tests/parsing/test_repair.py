import pytest

from tests.parsing.shapes import meaning, shape
from transpiler.definition import DefinitionError, QueryOrigin
from transpiler.parsing import Mode, parse_query, repair_query

MENDED = [
    # Blanks and line breaks beside elements.
    ("^a^ ,or, ^b^", "^a^,or,^b^", ["ESS011"] * 2),
    ("^a^, OR ,^b^", "^a^,OR,^b^", ["ESS011"] * 2),
    (" ^a^\t", "^a^", ["ESS011"] * 2),
    ("^a^\n,or,^b^", "^a^,or,^b^", ["ESS011"]),
    ("^a^,or\n,^b^", "^a^,or,^b^", ["ESS011"]),
    ("( ,^a^, ) ", "(,^a^,)", ["ESS011"] * 3),
    (" !a! ,or,^b^", "!a!,or,^b^", ["ESS011"] * 2),
    (" isnull,or, ISBLANK ", "isnull,or,ISBLANK", ["ESS011"] * 3),
    ("\ntick\n,or,^b^", "\ntick,or,^b^", ["ESS011"]),
    # The comma missing at an operator.
    ("^a^,or^fluscand^", "^a^,or,^fluscand^", ["ESS007"]),
    ("^phentxr^OR,^b^", "^phentxr^,OR,^b^", ["ESS007"]),
    ("^[;/ ]V68.1^or,^b^", "^[;/ ]V68.1^,or,^b^", ["ESS007"]),
    ("^a^,OR^;186850003;^", "^a^,OR,^;186850003;^", ["ESS007"]),
    ("^a^,OR ^NO SI[ \\/;.]^", "^a^,OR,^NO SI[ \\/;.]^", ["ESS007"]),
    ("^[;/ ]125015009^ or,^b^", "^[;/ ]125015009^,or,^b^", ["ESS007"]),
    ("^a^,or!ativan!", "^a^,or,!ativan!", ["ESS007"]),
    ("^a^,or[;/ ]T75^", "^a^,or,[;/ ]T75^", ["ESS007"]),
    ("!ativan!or,^a^", "!ativan!,or,^a^", ["ESS007"]),
    ("^a^,ANDNOT^b^", "^a^,ANDNOT,^b^", ["ESS007"]),
    ("^a^,and not ^b^", "^a^,andnot,^b^", ["ESS007"]),
    ("^a^ AND_NOT,^b^", "^a^,ANDNOT,^b^", ["ESS007"]),
    ("^a^,or(,^b^,and,^c^,)", "^a^,or,(,^b^,and,^c^,)", ["ESS007"]),
    ("(,^a^,)or,^b^", "(,^a^,),or,^b^", ["ESS007"]),
    ("(,^a^,) AND (,^b^,)", "(,^a^,),AND,(,^b^,)", ["ESS007"]),
    # Operators between terms without commas.
    ("^outside^ or ^prostration^", "^outside^,or,^prostration^", ["ESS008"]),
    ("^a^ Or^b^", "^a^,Or,^b^", ["ESS008"]),
    ("^a^andnot^b^", "^a^,andnot,^b^", ["ESS008"]),
    ("^a^ AND NOT ^b^", "^a^,ANDNOT,^b^", ["ESS008"]),
    ("^a^ or !b! and ^c^", "^a^,or,!b!,and,^c^", ["ESS008"] * 2),
    ("^a^\nor\n^b^", "^a^,or,^b^", ["ESS008"]),
    ("^fever^or^chills^", "^fever^,or,^chills^", ["ESS008"]),
    ("isnull or ^a^", "isnull,or,^a^", ["ESS007"]),
    ("^a^ or isnull,and,^b^", "^a^,or,isnull,and,^b^", ["ESS007"]),
    (
        "(^a^ or ^b^) and (^c^ or ^d^)",
        "(,^a^,or,^b^,),and,(,^c^,or,^d^,)",
        ["ESS010", "ESS008", "ESS008", "ESS008", "ESS010"],
    ),
    # AND NOT in two words.
    ("^a^,AND NOT,^b^", "^a^,ANDNOT,^b^", ["ESS009"]),
    ("^a^,and_not,^b^", "^a^,andnot,^b^", ["ESS009"]),
    ("^a^, And  Not ,^b^", "^a^,AndNot,^b^", ["ESS009"]),
    # Glued parentheses.
    ("(^a^,or,^b^)", "(,^a^,or,^b^,)", ["ESS010"] * 2),
    ("(,^a^,AND,^Reactive),or,^b^", "(,^a^,AND,^Reactive,),or,^b^", ["ESS010"]),
    ("((,^a^,or,^b^,),)", "(,(,^a^,or,^b^,),)", ["ESS010"]),
    ("((^a^))", "(,(,^a^,),)", ["ESS010"] * 2),
    ("(tick)", "(,tick,)", ["ESS010"] * 2),
    ("(,^a^,)^b^", "(,^a^,),^b^", ["ESS010"]),
    # Empty elements.
    ("^a^,,OR,^b^", "^a^,OR,^b^", ["ESS012"]),
    (",^a^", "^a^", ["ESS012"]),
    ("^a^,or,^b^,", "^a^,or,^b^", ["ESS012"]),
    ("^a^,,,\n", "^a^\n", ["ESS012"]),
    ("(,,^a^,,)", "(,^a^,)", ["ESS012"] * 2),
    ("^a^, ,or,^b^", "^a^,or,^b^", ["ESS011", "ESS012"]),
    # Damage.
    ("^;408\n682005;^", "^;408682005;^", ["ESS013"]),
    ("^over \n dose^", "^over dose^", ["ESS013"]),
    ("^a^\n^b^", "^a^,^b^", ["ESS013"]),
    ("^[a\x02z]pertuss^", "^[a-z]pertuss^", ["ESS014"]),
    ("^[0–9]^", "^[0-9]^", ["ESS014"]),
    ("^a\u00a0b^", "^a b^", ["ESS015"]),
    ("^a\u200bb^\ufeff", "^ab^", ["ESS015"] * 2),
    ("^a\tb^", "^a b^", ["ESS015"]),
    ("^EspaÃ±a^", "^España^", ["ESS017"]),
    ("^canâ€™t^", "^can't^", ["ESS017", "ESS056"]),
    ("^can’t^,or,^“x”^", '^can\'t^,or,^"x"^', ["ESS056"] * 3),
    # What surrounds a query.
    ("&lt;p&gt;^a^,or,^b &amp; c^&lt;/p&gt;", "^a^,or,^b & c^", ["ESS016"] * 7),
    ("&lt;p&gt;(,^a^,)&lt;/p&gt;", "(,^a^,)", ["ESS016"] * 6),
    ("<p>^a^,or,^b^</p>", "^a^,or,^b^", ["ESS016"] * 2),
    ("^a&nbsp;b^", "^a b^", ["ESS016", "ESS015"]),
    ("^a&#39;b^", "^a'b^", ["ESS016"]),
    ('{"ops":[{"insert":"^a^,or,^b^\\n"}]}', "^a^,or,^b^\n", ["ESS018"] * 2),
    (
        '{"ops": [{"insert": "^a^,or,"}, {"attributes": {"b": 1}, "insert": "^b\\"\\u00e9^"}]}',
        '^a^,or,^b"é^',
        ["ESS018"] * 4,
    ),
    ("^a^  \n\nAPI URL for above query: https://x.org/api?a=%5E1%5E \n", "^a^", ["ESS019"]),
    ("^a^ https://x.org/api", "^a^", ["ESS019"]),
    ("CCDD TERMS: ^a^,or,^b^", "^a^,or,^b^", ["ESS020"]),
    ("CCDD TERMS:\n(,^a^,)", "(,^a^,)", ["ESS020"]),
    ("Search CC and DD Parsed Free Text\r\n!RSV!,or,^b^", "!RSV!,or,^b^", ["ESS020"]),
    ("Discharge Diagnosis, also apply to CC TERMS: [;/ ]x", "[;/ ]x", ["ESS020"]),
    ("Heat Inclusions (CC and DD): (,^a^,)", "(,^a^,)", ["ESS020"]),
    ("Chief Complaint: ^,andnot,^a^", "^,andnot,^a^", ["ESS020"]),
    ("Chief Complaint:^a^", "^a^", ["ESS020"]),
    ("CCDD TERMS: SI,or,OD", "SI,or,OD", ["ESS020"]),
    ("CC: ISNULL,or,^", "ISNULL,or,^", ["ESS020"]),
    ('"^a^,or,^b^"', "^a^,or,^b^", ["ESS029"] * 2),
    ("“^a^,or,^b^”", "^a^,or,^b^", ["ESS029"] * 2),
    ("'^can't^,or,!b!'", "^can't^,or,!b!", ["ESS029"] * 2),
    ('"^a^",or,"^b^"', "^a^,or,^b^", ["ESS029"] * 4),
    ("'^a^','or','^b^'", "^a^,or,^b^", ["ESS029"] * 6),
    ('^a^,"andnot",^b^', "^a^,andnot,^b^", ["ESS029"] * 2),
    ('"(","ISNULL","^a^",")"', "(,ISNULL,^a^,)", ["ESS029"] * 8),
    ("^a^，or，ˆb＾", "^a^,or,^b^", ["ESS015"] * 3),
    # Slips in a term.
    ("![sc]elexa!^", "![sc]elexa!", ["ESS027"]),
    ("^!a!^", "!a!", ["ESS027"] * 2),
    ("\\!TSS\\!", "!TSS!", ["ESS027"] * 2),
    ("^a^,or, \\!TSS\\!", "^a^,or,!TSS!", ["ESS011", "ESS027", "ESS027"]),
    ("^;ShortnessOfBreath;%", "^;ShortnessOfBreath;^", ["ESS055"]),
    ("^a[%]b^", "^a[%]b^", []),
]
"""Before, after, and the codes of the changes where their number is worth saying."""

LAID_OUT = [
    ("^EV68^,or,\n^EV_68^", "^EV68^,or,^EV_68^", ["ESS011"]),
    ("^a^,\n  tick,\r\n\tor, b ,\nor,^c^\n", "^a^,tick,or, b ,or,^c^\n", ["ESS011"] * 3),
    ("^a^,\u2028or,^b^", "^a^,or,^b^", ["ESS015", "ESS011"]),
    ("^a^,\n,or,^b^", "^a^,or,^b^", ["ESS011", "ESS012"]),
]
"""The same where line breaks follow commas: strict mode takes those for layout."""

UNMENDED = [
    ("(,^a^,or,^b^", "ESS003"),
    ("^a^,or,^b^,)", "ESS004"),
    ("((,^a^,)", "ESS003"),
    ("(,^a^,),),", "ESS004"),
    ("^a^,or,or,^b^", "ESS002"),
    ("^a^,or or,^b^", "ESS002"),
    ("^a^, OR and not ,^b^", "ESS002"),
    ("^a^,or,(,)", "ESS005"),
    ("^a^,or", "ESS002"),
    (",or,^a^", "ESS002"),
    ("or^fluscand^", "ESS002"),
    ("^a\x07b^", "ESS014"),
    ("^[\x02z]^", "ESS014"),
    ("^a\ud800^", "ESS014"),
    ("^a^ https://x.org/api and more", "ESS019"),
    ("^a^,andnot,Chief Complaint Parsed: ^testing^", "ESS021"),
    ("^ mump^  AND NOT Chief Complaint Parsed: ^testing^,or,^titer^", "ESS021"),
    ("(,  CHIEF COMPLAINT TERMS:^ DENIES HER[IO][OI]N^,)", "ESS021"),
    ("^a^  Chief Complaint History: ^,ANDNOT,^trunk^", "ESS021"),
    ("^a^\n\nDischarge Diagnosis:\n^,andnot,^b^", "ESS021"),
    ("^a^\n\nIn a separate Chief Complaint History field, add the following\nISNULL", "ESS021"),
    ("^a^; Discharge Diagnosis: ^;R50^", "ESS021"),
    ("^a^,or,also apply to triage notes", "ESS021"),
    ("# a remark\n^a^", "ESS013"),
    ("^a^\ntick,or,^b^", "ESS013"),
    ("^a^,not,^b^", "ESS031"),
    ("^a^,or not,^b^", "ESS031"),
    ("^a[b^,or,^c^", "ESS022"),
    ("^a[9-0]^", "ESS025"),
    ("!meth^", "ESS026"),
    ("^a^,or,!meth", "ESS026"),
    ("*X*: Negations (*Y*, Z), *A*", "ESS030"),
    ('([FACILITYTYPE="Emergency Care"] AND [HASBEENEMERGENCY="1"])', "ESS030"),
    ("&#38;" + "#38;" * 20 + "lt;", "ESS098"),
]

LEFT_ALONE = [
    "^or smoke^,or,labor",
    "^deny^ attem[pt]or",
    "or smoke^",
    "^hit^and run^",
    "or[ao]l^,or,^x^",
    "^fever^and chills^",
    "^pain (l)^,or,pain (r),or,(l) leg pain^",
    "^FEEL^DROWN^",
    " tick,or,tick ",
    "^;T40;^,or,^;743^;190[0-9];^",
    "Triage Note:^,or,^x^",
    "temp: ^high^",
    "^Chief Complaint: ^pain^",
    "^Chief Complaint:^,or,^history: fall^",
    "Chief Complaint: pain^",
    "^x^,or,history: fall^",
    "^fever^history:^fall^",
    "\n  ^a^,or,^b^\n",
    "^<3 days^,or,^x > y^",
    "^R&B^,or,^a;b^",
    "SI,or,OD,or,K2",
]


LENIENT = {"ESS055", "ESS056"}
"""What strict mode takes for what it is, with a warning."""


@pytest.mark.parametrize(("before", "after", "codes"), [*MENDED, *LAID_OUT])
def test_what_has_one_plausible_meaning_is_mended(before, after, codes):
    text, repairs = repair_query(before)
    assert text == after
    assert [repair.code for repair in repairs] == codes
    assert all(repair.before == repair.span.of(before) for repair in repairs)
    assert all(repair.message and repair.before != repair.after for repair in repairs)


@pytest.mark.parametrize("before", [before for before, _, _ in [*MENDED, *LAID_OUT]])
def test_what_is_mended_needs_no_more_and_means_the_same_in_strict_mode(before):
    query = parse_query(before, mode=Mode.REPAIR)
    again = parse_query(query.text, mode=Mode.REPAIR)
    assert again.repairs == ()
    assert meaning(parse_query(query.text).root) == meaning(again.root) == meaning(query.root)


@pytest.mark.parametrize(
    ("before", "codes"),
    [(before, codes) for before, _, codes in MENDED if {*codes} - LENIENT],
)
def test_strict_mode_refuses_what_repair_mode_mends(before, codes):
    with pytest.raises(DefinitionError) as caught:
        parse_query(before)
    found = [one for one in caught.value.diagnostics if one.severity == "error"]
    assert [one.code for one in found] == [code for code in codes if code not in LENIENT]
    assert all(one.hint for one in found)


@pytest.mark.parametrize(("text", "code"), UNMENDED)
def test_what_could_mean_several_things_is_refused_in_both_modes(text, code):
    for mode in Mode:
        with pytest.raises(DefinitionError) as caught:
            parse_query(text, mode=mode)
        errors = [one for one in caught.value.diagnostics if one.severity == "error"]
        assert code in {one.code for one in errors}
        assert all(one.hint or one.expected for one in errors)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_the_language_allows_is_left_alone(text):
    assert repair_query(text) == (text, ())
    assert shape(parse_query(text, mode=Mode.REPAIR).root) == shape(parse_query(text).root)


def test_every_repair_has_its_place_and_what_was_there():
    text = "\n^a^ ,or, ^b^,and not,\n(^c^,,or,^d^)"
    query = parse_query(text, mode=Mode.REPAIR)
    assert query.text == "\n^a^,or,^b^,andnot,(,^c^,or,^d^,)"
    assert [(r.code, r.line, r.column, r.before, r.after) for r in query.repairs] == [
        ("ESS011", 2, 4, " ", ""),
        ("ESS011", 2, 9, " ", ""),
        ("ESS009", 2, 14, "and not", "andnot"),
        ("ESS011", 2, 22, "\n", ""),
        ("ESS010", 3, 1, "(", "(,"),
        ("ESS012", 3, 6, ",", ""),
        ("ESS010", 3, 13, ")", ",)"),
    ]


def test_faults_that_stay_point_into_the_text_as_it_was_given():
    text = "CCDD TERMS: ^a^ , or , ^b[^"
    with pytest.raises(DefinitionError) as caught:
        parse_query(text, mode=Mode.REPAIR)
    (found,) = caught.value.diagnostics
    assert (found.code, found.position.column, found.length) == ("ESS022", 26, 2)


def test_faults_in_a_file_point_into_the_file():
    file = "query: '^a^ ,or,(,^b^'"
    text = "^a^ ,or,(,^b^"
    offsets = tuple(range(8, 8 + len(text) + 1))
    with pytest.raises(DefinitionError) as caught:
        parse_query(text, origin=QueryOrigin(path="d.yml", text=file, offsets=offsets))
    located = [(one.code, one.location) for one in caught.value.diagnostics]
    assert located == [("ESS011", "d.yml:1:12"), ("ESS003", "d.yml:1:17")]


def test_the_best_guess_for_a_lone_parenthesis_is_in_the_hint():
    for text, guess in (
        ("(,^a^,or,^b^", "add ,) at the end"),
        ("^a^,or,^b^,)", "remove it"),
    ):
        with pytest.raises(DefinitionError) as caught:
            parse_query(text, mode=Mode.REPAIR)
        assert f"best guess: {guess}" in caught.value.diagnostics[0].hint


def test_a_label_on_its_own_line_is_a_second_query_not_a_term():
    text = "CC: ^a^\nDischarge Diagnosis: ^b^"
    with pytest.raises(DefinitionError) as caught:
        parse_query(text, mode=Mode.REPAIR)
    assert [one.code for one in caught.value.diagnostics] == ["ESS021"]


@pytest.mark.parametrize(
    "query", ["^or^", "^a^,^or^,^b^", "!or!,or,^x^", "^ or ^", "^andnot^", "^labor^or^"]
)
def test_the_letters_of_an_operator_between_signs_are_a_term(query):
    """Taken for an operator, ``^or^`` would become ``^,or,^`` and match every visit."""
    assert parse_query(query).text == query
    repaired = parse_query(query, mode=Mode.REPAIR)
    assert repaired.text == query
    assert not repaired.repairs
