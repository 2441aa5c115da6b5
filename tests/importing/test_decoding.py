"""What people bring is decoded, joined, cut, or refused; it is never taken for a query as it is."""

import json
import time

import pytest

from transpiler.definition import AgeRange, DefinitionError, Filters, Sex
from transpiler.importing import ImportOutcome, import_definitions

WANTED = "^fever^,or,^cough^"
API = "https://essence.example.org/nssp_essence/api/timeSeries?"


def imported(tmp_path, text, name="a.txt"):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return list(import_definitions([file], tmp_path / "out"))


def queries(found):
    return [part.query.text for part in found.definition.parts]


def done(found):
    return dict(found.definition.meta)["imported"].get("done", [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("%5Efever%5E,or,%5Ecough%5E", "percent"),
        ("%5Efever%5E%2Cor%2C%5Ecough%5E", "percent"),
        ("%5efever%5e%2cor%2c%5ecough%5e", "percent"),
        ("%255Efever%255E%252Cor%252C%255Ecough%255E", "percent"),
        ("^fever%5E,or,%5Ecough^", "percent"),
        ("ccddFreeText=^fever^,or,^cough^&startDate=1Jan2025", "startDate"),
        ("&ccddFreeText=%5Efever%5E,or,%5Ecough%5E", "parameters"),
        (f"{API}startDate=1Jan2025&amp;ccddFreeText=^fever^,or,^cough^&userId=5", "userId"),
        (f'url <- "{API}ccddFreeText=%5Efever%5E,or,%5Ecough%5E"', "address"),
        ('url <- "^fever^,or,^cough^"', "string"),
        ("query = '^fever^,or,^cough^'  # as agreed", "string"),
        ('"^fever^,or,",\n"^cough^"', "joined"),
        ('q <- paste0("^fever^,", # first\n  "or,", "^cough^")', "joined"),
        ('q <- paste("^fever^", "or", "^cough^", sep = ",")', "joined"),
        ('q <- paste(c("^fever^", "^cough^"), collapse = ",or,")', "joined"),
        ('q = ",or,".join(["^fever^", "^cough^"])', "joined"),
        ('q = (\n  "^fever^,or,"\n  "^cough^"\n)', "joined"),
        ('q = "^fever^,or," + \\\n  "^cough^"', "joined"),
        ('term <- "fever"\nq <- glue::glue("^{term}^,or,^cough^")', "joined"),
        ('term = "fever"\nq = f"^{term}^,or,^cough^"', "joined"),
        ("^fever^,or,^cough^.", "full stop"),
        ("\\^fever\\^,or,\\^cough\\^", "backslashes"),
        ("^fever^,or,\\n^cough^\\n", "\\n"),
        ("```\n^fever^,or,^cough^\n```", "block of code"),
        ("`^fever^,or,^cough^`", "emphasis"),
        ("**^fever^,or,^cough^**", "emphasis"),
        ("- ^fever^,or,^cough^", "item"),
        ("> ^fever^,or,^cough^", "quotation"),
        ("# ^fever^,or,^cough^", "comment"),
        ("| ^fever^,or,^cough^ |", "table"),
        ("^fever^,or,^cough^\n\nUse with care, and only weekly.", "words behind"),
        ("^fever^,or,^cough^. Use with care.", "words behind"),
    ],
)
def test_what_is_wrapped_means_what_it_meant_and_the_change_is_listed(tmp_path, text, said):
    (found,) = imported(tmp_path, text)
    assert found.outcome is ImportOutcome.REPAIRED
    assert [query.replace("\n", "") for query in queries(found)] == [WANTED]
    assert said in "; ".join(done(found))


def test_labels_are_cut(tmp_path):
    text = "Fever v1\nDefinition: (,^fever^,or,^chills^,)\n\nNotes\nWith care, and only weekly.\n"
    (found,) = imported(tmp_path, text)
    assert queries(found) == ["(,^fever^,or,^chills^,)"]
    (found,) = imported(tmp_path, "pain: (^muscle pain^,or,^joint pain^)", "pain.txt")
    assert queries(found) == ["(,^muscle pain^,or,^joint pain^,)"]


@pytest.mark.parametrize("text", ["^50%^,or,^fever^", "^100%[ ;]^", "^ 5% burn^", "^covid +^"])
def test_signs_that_stand_for_themselves_stay(tmp_path, text):
    (found,) = imported(tmp_path, text)
    assert (found.outcome, queries(found)) == (ImportOutcome.CLEAN, [text])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("^50%20^", "ESS515"),
        ("^a%b^,or,^c^", "ESS515"),
        ("%5Efever%5E,or,%5E50%%5E", "ESS515"),
        ("%5Ecovid+%5E,or,%5Efever%5E", "ESS515"),
        (f"{API}ccddFreeText=^fever^&colour=red", "ESS516"),
        (f"{API}ccddFreeText=^n&v^", "ESS516"),
        (f"{API}ccddFreeText=^n&v^&datasource=va_labresult", "ESS516"),
        (f"{API}startDate=1Jan2025", "ESS510"),
        (f"{API}ccddFreeText=^fever^&ccddFreeTextApplyTo=shoeSize", "ESS511"),
        (f"{API}dischargeDiagnosisApplyTo=ccHistory&ccddFreeText=^fever^", "ESS516"),
        (f'{API}aqt=([FACILITYTYPE="Emergency Care"])', "ESS030"),
        ('q <- paste0("^fever^,or,", more)', "ESS518"),
        ('q <- gsub("x", "y", "^fever^,or,^x^")', "ESS517"),
        ('q = "^fever^,or,^{}^".format(word)', "ESS517"),
        ('q <- c("^fever^", "^cough^")', "ESS517"),
        ('"^fever^,or", "^cough^,or,^chill^"', "ESS517"),
        ("NA", "ESS510"),
        ("TBD", "ESS510"),
        ("see attached document", "ESS510"),
        ("T74.51, T74.52, R50.9", "ESS510"),
        ("1, 2, 3", "ESS510"),
        ("This is about fever. It is, in every way, no query.", "ESS510"),
        ("x <- 2^3\ny = x^2 + 3", "ESS518"),
        ("<table><tr><td>^fever^</td></tr></table>", "ESS518"),
        ("^fever^,or,\\^cough\\^", "ESS518"),
        ("^fever^,or,^cough^, to be used with care only", "ESS518"),
        ("^fever^,or,^cough^,or,^chi...", "ESS518"),
        ("^fever^,or,^f\u0435ver^", "ESS518"),
        (f"^fever^,or,^{'co' * 16_374}^,or,^c", "ESS518"),
    ],
)
def test_what_cannot_be_decoded_for_sure_is_refused_with_a_hint(tmp_path, text, code):
    (found,) = imported(tmp_path, text)
    assert found.outcome is ImportOutcome.REFUSED
    assert code in [finding.code for finding in found.diagnostics]
    assert all(finding.hint or finding.expected for finding in found.diagnostics)


def test_words_behind_the_last_caret_are_doubted(tmp_path):
    (found,) = imported(tmp_path, "^fever^,or,^cough^ weekly")
    assert found.outcome is ImportOutcome.DOUBTFUL
    assert [finding.code for finding in found.diagnostics] == ["ESS519"]


def test_an_address_gives_fields_filters_and_parts(tmp_path):
    text = (
        f"{API}dischargeDiagnosis=%5E;J02%5E,or,%5Estrep%20throat%5E"
        "&dischargeDiagnosisApplyTo=admitReasonCode,ccHistory&CCDDParsedFreeText=%5Efever%5E"
        "&agerange=5&agerangeOperator=btw&agerangeMax=10&hasBeenE=1&sex=F&geography=all"
    )
    (found,) = imported(tmp_path, text)
    definition = found.definition
    assert [part.fields for part in definition.parts] == [
        ("discharge_diagnosis", "admit_reason_code", "chief_complaint_history"),
        ("ccdd_parsed",),
    ]
    assert queries(found) == ["^;J02^,or,^strep throat^", "^fever^"]
    assert definition.filters == Filters(AgeRange(5, 10), (Sex.FEMALE,), emergency_visit=True)


def test_bands_of_age_that_follow_one_another_are_a_range(tmp_path):
    (found,) = imported(tmp_path, f"{API}ccddFreeText=^fall^&ageNCHS=65-74&ageNCHS=75-1000")
    assert found.definition.filters.age == AgeRange(65, None)
    (apart,) = imported(tmp_path, f"{API}ccddFreeText=^f^&ageNCHS=00-10&ageNCHS=75-84", "b.txt")
    assert (apart.outcome, apart.definition.filters) == (ImportOutcome.DOUBTFUL, Filters())


def test_filters_that_a_file_cannot_hold_make_a_definition_doubtful(tmp_path):
    text = f"{API}ccddFreeText=^fever^&dqCOVHasBeenETwoYear=yes&ageNCHS=00-10&age=40&hasBeenE=1"
    (found,) = imported(tmp_path, text)
    assert found.outcome is ImportOutcome.DOUBTFUL
    left_out = dict(found.definition.meta)["imported"]["left_out"]
    assert left_out == {"dqCOVHasBeenETwoYear": "yes", "ageNCHS": "00-10", "age": "40"}
    assert found.definition.filters == Filters(emergency_visit=True)


@pytest.mark.parametrize(
    ("parameters", "age"),
    [
        ("ageTenYear=20-29&ageTenYear=30-39", AgeRange(20, 39)),
        ("ageCDCILI=00-04&ageCDCILI=05-24", AgeRange(None, 24)),
        ("ageCDCILI=65-1000", AgeRange(65, None)),
        ("age=11&age=12&age=13", AgeRange(11, 13)),
    ],
)
def test_every_kind_of_band_is_a_range(tmp_path, parameters, age):
    (found,) = imported(tmp_path, f"{API}ccddFreeText=^fall^&{parameters}")
    assert found.definition.filters.age == age


@pytest.mark.parametrize(
    ("parameters", "name", "wanted"),
    [
        ("hasBeenI=1", "inpatient", True),
        (
            "hospFacilityType=emergency%20care&hospFacilityType=urgent%20care",
            "facility_type",
            (
                "emergency care",
                "urgent care",
            ),
        ),
        ("patientClass=e", "patient_class", ("e",)),
        ("admissionTypeCategory=e", "admission_type", ("e",)),
        ("dispositionCategory=discharged", "disposition", ("discharged",)),
        ("ccAvailable=1", "complaint_available", True),
        ("ccInformative=0", "complaint_informative", False),
        ("ddAvailable=1", "diagnosis_available", True),
        ("ddInformative=1", "diagnosis_informative", True),
        ("dqCOVHasBeenEOneYear=yes&dqCOVHasBeenEOneYearOperator=eq", "steady_facility", True),
    ],
)
def test_a_filter_is_held_or_told(tmp_path, parameters, name, wanted):
    (found,) = imported(tmp_path, f"{API}ccddFreeText=^fall^&{parameters}")
    if hasattr(Filters, name):
        assert found.definition.filters == Filters(**{name: wanted})
        assert "left_out" not in dict(found.definition.meta)["imported"]
    else:
        assert found.outcome is ImportOutcome.DOUBTFUL


def test_names_of_queries_ask_the_field_that_keeps_them(tmp_path):
    text = f"{API}ccddCategory=CDC%20Fall%20v1&ccddCategory=CDC%20Slip%20v2"
    (found,) = imported(tmp_path, text)
    assert [part.fields for part in found.definition.parts] == [("ccdd_category",)]
    assert queries(found) == ["^;CDC Fall v1;^,or,^;CDC Slip v2;^"]


def test_a_parameter_given_twice_is_either(tmp_path):
    (found,) = imported(tmp_path, f"{API}ccddFreeText=^a^,andnot,^b^&ccddFreeText=^c^")
    assert queries(found) == ["(,^a^,andnot,^b^,),or,(,^c^,)"]


def test_a_program_gives_each_of_its_queries_under_its_name(tmp_path):
    text = (
        "start <- Sys.Date()\n"
        f'pneumonia <- paste0("{API}ccddFreeText=%5Ecough%5E,or,",\n'
        '  "%5Epneumon%5E&startDate=", start)\n'
        'flu_terms <- "^flu^,or,^influenza^"\n'
        f'flu <- paste0("{API}CCDDParsedFreeText=", flu_terms)\n'
        'lost <- gsub("x", "y", "^fever^,or,^x^")\n'
        'ok <- grepl("^abc$", name)\n'
    )
    found = imported(tmp_path, text, "pull.R")
    assert [one.title for one in found] == ["pneumonia", "flu", ""]
    assert [queries(one)[0] for one in found[:2]] == [
        "^cough^,or,^pneumon^",
        "^flu^,or,^influenza^",
    ]
    assert "line 6" in found[2].diagnostics[0].message


def test_lists_tables_and_calls_of_a_program_give_their_queries_with_their_names(tmp_path):
    text = (
        "syn <- list(\n"
        '  hepa = list(name = "hepatitis A", queryname = "CDC Hepatitis A v1", kr = "",\n'
        '    apistring = "ccddCategory=cdc%20hepatitis%20a%20v1"),\n'
        '  hus = list(queryname = "HUS, all_kinds v2", apistring = "ccddCategory=hus%20(all)_,")\n'
        ")\n"
        "syn <- lapply(syn, function(one) one)\n"
        'urls <- data.frame(Condition = c("COVID", "Total"),\n'
        '  url = c("&ccddCategoryFreeText=%5ECOVID%5E", "&percentParam=noPercent"))\n'
        f'data <- pull("{API}ccddCategory=cdc%20fall%20v1&hasBeenE=1")\n'
        f'total <- pull("{API}hasBeenE=1")\n'
    )
    found = imported(tmp_path, text, "pull.R")
    assert [one.definition.title for one in found] == [
        *("CDC Hepatitis A v1", "HUS, all_kinds v2", "COVID", "cdc fall v1"),
    ]
    assert queries(found[1]) == ["^;hus (all)[_][,];^"]
    assert found[3].definition.filters.emergency_visit is True


def test_a_program_that_puts_other_dates_in_leaves_the_query_as_it_is(tmp_path):
    text = (
        f'url<-"{API}endDate=5Dec20&dischargeDiagnosis=%5EF41%5E"\n'
        'url <- gsub(pattern="endDate=[0-9]{{1,2}}", replace=paste0("endDate=", end), x=url)\n'
        "response <- GET(url, authenticate(a, b))\n"
        f'other <- "{API}startDate=1Jan20\n&ccddFreeText=%5Efever%5E" %>% gsub("\\n", "", .)\n'
        "other <- str_replace(string = other, pattern = '&startDate=1', replacement = x) %>%\n"
        "  change_dates(start_date = a)\n"
        'changed <- "^cough^" %>% gsub("o", "a", .)\n'
    )
    found = imported(tmp_path, text, "a.R")
    assert [queries(one) for one in found[:2]] == [["^F41^"], ["^fever^"]]
    assert [one.outcome for one in found[2:]] == [ImportOutcome.REFUSED]


def test_a_text_that_a_function_may_change_is_refused_by_its_name_too(tmp_path):
    (found,) = imported(tmp_path, 'q <- "^fever^"\nq <- gsub("e", "a", q)\n', "a.R")
    assert found.outcome is ImportOutcome.REFUSED


def test_only_the_code_of_a_notebook_is_read(tmp_path):
    text = (
        "---\ntitle: A\n---\nWe ask for `^not this^` here.\n\n```{r pull}\n"
        'fever <- "^fever^,or,^cough^"\n```\n\n```\n^nor this^\n```\nThe "end^ of^ it".\n'
    )
    (found,) = imported(tmp_path, text, "a.Rmd")
    assert (found.title, queries(found)) == ("fever", [WANTED])


def test_a_program_without_a_query_is_refused(tmp_path):
    (found,) = imported(tmp_path, 'print("hello")\nx = 2\n', "a.py")
    assert found.outcome is ImportOutcome.REFUSED


def test_a_file_of_addresses_gives_a_definition_a_line(tmp_path):
    text = f"Fever, {API}ccddFreeText=^fever^\nCough, {API}ccddFreeText=^cough^&startDate=1\n"
    found = imported(tmp_path, text)
    assert [one.title for one in found] == ["Fever", "Cough"]
    assert [queries(one) for one in found] == [["^fever^"], ["^cough^"]]


def test_a_table_of_markdown_is_read_by_its_columns(tmp_path):
    text = (
        "Our definitions:\n\n| Syndrome | Query Logic |\n|---|:--|\n"
        "| Fever v1 | ^fever^,or,^cough^ |\n| Bars v1 | ^a \\| b^ |\n\nThe end.\n"
    )
    found = imported(tmp_path, text, "a.md")
    assert [one.definition.identifier for one in found] == ["fever_v1", "bars_v1"]
    assert [queries(one) for one in found] == [[WANTED], ["^a | b^"]]


@pytest.mark.parametrize(
    "column", ["query_logic", "Query Logic", "definition", "LOGIC", "free text"]
)
@pytest.mark.parametrize("name", ["syndrome", "Name", "category"])
def test_common_names_of_columns_are_known(tmp_path, column, name):
    (found,) = imported(tmp_path, f'{name},{column}\nFever,"{WANTED}"\n', "a.csv")
    assert (found.outcome, queries(found)) == (ImportOutcome.CLEAN, [WANTED])
    assert found.definition.name == "fever"


def test_where_no_column_is_known_those_seen_are_listed(tmp_path):
    (found,) = imported(tmp_path, "shoe,size\nFever,^fever^\n", "a.csv")
    assert "shoe, size" in found.diagnostics[0].message
    (empty,) = imported(tmp_path, "name,query_logic\nFever,\n", "b.csv")
    assert "query_logic is empty" in empty.diagnostics[0].message


def test_a_description_beside_a_query_is_not_taken_for_it(tmp_path):
    (found,) = imported(tmp_path, 'name,query,description\nF,^fever^,"Warm, and ill."\n', "a.csv")
    assert queries(found) == ["^fever^"]


def test_a_row_longer_than_its_header_is_refused_with_its_place(tmp_path):
    found = imported(tmp_path, f'name,query\nA,"{WANTED}"\nB,{WANTED}\n', "a.csv")
    assert [one.outcome for one in found] == [ImportOutcome.CLEAN, ImportOutcome.REFUSED]
    finding = found[1].diagnostics[0]
    assert finding.code == "ESS512"
    assert finding.path.endswith("a.csv:3")
    assert "4 cells and the header 2" in finding.message


@pytest.mark.parametrize(
    "value",
    [
        {"categories": [{"category": "A v1", "definition": "CCDD TERMS: ^a^"}, {"x": 1}]},
        [{"name": "A", "query": "^a^"}, {"name": "B"}],
        ["^a^", "NA"],
    ],
)
def test_shapes_of_json(tmp_path, value):
    found = imported(tmp_path, json.dumps(value), "a.json")
    assert [one.outcome for one in found] == [ImportOutcome.CLEAN, ImportOutcome.REFUSED]
    assert queries(found[0]) == ["^a^"]


def test_repairs_point_into_the_text_before_it_was_decoded(tmp_path):
    text = 'q <- paste0("%5Efever%5E ,or,",\n  "%5Ecough%5E")'
    (found,) = imported(tmp_path, text)
    (repair,) = found.definition.repairs
    assert (repair.code, repair.line, repair.column) == ("ESS011", 1, text.index(" ,or") + 1)


def test_a_finding_points_into_the_text_before_it_was_decoded(tmp_path):
    (found,) = imported(tmp_path, 'x <- 1\nq <- paste0("^a^,or,(,", "^b^")')
    (finding,) = [one for one in found.diagnostics if one.code == "ESS003"]
    assert (finding.position.line, finding.position.column) == (2, 21)


def test_nothing_is_run_and_deep_programs_end(tmp_path):
    deep = "q <- " + "(" * 5000 + '"^a^,or,^b^"' + ")" * 5000
    found = imported(tmp_path, deep, "a.R")
    assert all(one.outcome is ImportOutcome.REFUSED for one in found)


def test_refusals_are_diagnostics_and_not_crashes(tmp_path):
    try:
        found = imported(tmp_path, "'" * 1001 + "^a^")
    except DefinitionError:
        return
    assert found


def test_a_page_of_html_is_read_as_a_reader_sees_it(tmp_path):
    text = (
        "<html><head><title>x</title><script>var a = '^no^,or,^code^';</script></head><body>"
        "<h1>Fever v2</h1><p>The CC and DD Parsed fields are used.</p><h2>Syndrome Definition</h2>"
        "<p>^fever^,or,<br>^n&amp;v^,or,^&lt;3 days^</p><h2>Author</h2><p>Nobody</p></body></html>"
    )
    (found,) = imported(tmp_path, text, "fever.html")
    assert found.definition.identifier == "fever_v2"
    assert [query.replace("\n", "") for query in queries(found)] == [
        "^fever^,or,^n&v^,or,^<3 days^"
    ]


def test_a_head_that_is_not_closed_hides_no_body(tmp_path):
    (found,) = imported(tmp_path, f"<html><head><title>x</title><body><p>{WANTED}", "a.html")
    assert queries(found) == [WANTED]


def test_a_table_of_html_is_read_by_its_columns(tmp_path):
    text = (
        "<table><tr><td>menu</td></tr></table><table><tr><th>Name</th><th>Query</th></tr>"
        "<tr><td>Fever v1</td><td>^fever^,or,<b>^cough^</b></td></tr>"
        "<tr><td>Other v1</td><td>see the attached file</td></tr></table>"
    )
    found = imported(tmp_path, text, "a.htm")
    assert [one.outcome for one in found] == [ImportOutcome.CLEAN, ImportOutcome.REFUSED]
    assert queries(found[0]) == [WANTED]


@pytest.mark.parametrize("text", ["", "<p>fever</p>", "<td>^a^", "<table><tr><th>query</th>", "<"])
def test_pages_without_a_query_are_refused(tmp_path, text):
    found = imported(tmp_path, text, "a.html")
    assert all(one.outcome is ImportOutcome.REFUSED or queries(one) == ["^a^"] for one in found)


LONG = ",or,".join(f"^fever {number}^" for number in range(3000))


@pytest.mark.parametrize(
    "text",
    [
        *(LONG, f"**{LONG}*", f"`{LONG}", f"| {LONG} ", f"{LONG}. " + "A. " * 20_000),
        *("\\^" * 20_000, "%5E" * 20_000 + "+", "& " * 20_000, f"{API}" + "&site=1" * 10_000),
        *("'^a^' + " * 5_000, "(" * 20_000 + "'^a^'", "f(" * 5_000 + "'^a^'", '"^a^",' * 5_000),
        *("^a^ (" * 5_000, "- ^a^\n" * 5_000, "> " * 20_000, "https://a.b/ " * 5_000),
        *("{" * 20_000 + "f'" + "{" * 20_000 + "^a^'", "word. Word " * 20_000),
    ],
    ids=range(19),
)
def test_long_texts_are_read_or_refused_in_time_that_grows_with_them(tmp_path, text):
    began = time.process_time()
    assert imported(tmp_path, text)
    assert time.process_time() - began < 20


@pytest.mark.parametrize(
    "header",
    [
        *(
            "name,query",
            "Syndrome Name,ESSENCE Query",
            "SYNDROME_NAME,QUERY-LOGIC",
            "Title, Query ",
        ),
        *("syndromeName,queryText", "Query Name,Query Syntax", "Indicator,Free-Text Query (CCDD)"),
        *("Condition,Search String", "CDC Syndrome Title,NSSP ESSENCE Formula", '"Name:","Terms:"'),
    ],
)
def test_columns_are_known_whatever_their_case_and_signs(tmp_path, header):
    (found,) = imported(tmp_path, f'{header}\nFever,"^fever^,or,^chill^"\n', "a.csv")
    assert found.outcome is not ImportOutcome.REFUSED
    assert found.definition.title == "Fever"
    assert found.definition.parts[0].query.text == "^fever^,or,^chill^"


@pytest.mark.parametrize(
    ("header", "code", "said"),
    [
        ("name,quary", "ESS510", "Did you mean query by quary?"),
        ("name,wording", "ESS510", "they are name, wording"),
        ("name,old query,new query", "ESS510", "nothing says which of old query, new query"),
        ("name,query,Query", "ESS512", "two columns are called query"),
        ("name,query_text,Query Text", "ESS512", "two columns are called query text"),
    ],
)
def test_columns_that_are_not_known_are_refused_with_the_nearest(tmp_path, header, code, said):
    cells = ['"^fever^,or,^chill^"'] * header.count(",")
    (found,) = imported(tmp_path, f"{header}\n{','.join(['Fever', *cells])}\n", "a.csv")
    assert found.outcome is ImportOutcome.REFUSED
    (finding,) = found.diagnostics
    assert finding.code == code
    assert said in finding.message
