import pytest

from tests.parsing.shapes import shape
from transpiler.definition import (
    AndNot,
    DefinitionError,
    ElementKind,
    IsBlank,
    IsNull,
    Precedence,
    QueryOrigin,
    Span,
    terms,
    walk,
)
from transpiler.parsing import parse_query


def findings(text, **options):
    with pytest.raises(DefinitionError) as caught:
        parse_query(text, **options)
    return caught.value.diagnostics


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("^a^", "^a^"),
        ("(,^a^,)", "^a^"),
        ("(,(,(,^a^,),),)", "^a^"),
        ("^a^,or,^b^,or,^c^", ("or", "^a^", "^b^", "^c^")),
        ("^a^,^b^,OR,^c^", ("or", "^a^", "^b^", "^c^")),
        ("^a^,or,(,^b^,or,(,^c^,),)", ("or", "^a^", "^b^", "^c^")),
        ("(,(,^a^,or,^b^,),or,^c^,)", ("or", "^a^", "^b^", "^c^")),
        ("^a^,and,^b^,AND,^c^", ("and", "^a^", "^b^", "^c^")),
        ("^a^,and,(,^b^,and,^c^,)", ("and", "^a^", "^b^", "^c^")),
        ("^a^,andnot,^b^", ("andnot", "^a^", "^b^")),
        ("^a^,andnot,^b^,AndNot,^c^", ("andnot", "^a^", "^b^", "^c^")),
        ("(,^a^,andnot,^b^,),andnot,^c^", ("andnot", "^a^", "^b^", "^c^")),
        ("^a^,andnot,(,^b^,andnot,^c^,)", ("andnot", "^a^", ("andnot", "^b^", "^c^"))),
        ("^a^,andnot,(,^b^,or,^c^,)", ("andnot", "^a^", ("or", "^b^", "^c^"))),
        ("^a^,and,^b^,andnot,^c^", ("andnot", ("and", "^a^", "^b^"), "^c^")),
        ("^a^,andnot,^b^,and,^c^", ("and", ("andnot", "^a^", "^b^"), "^c^")),
        ("isnull,or,IsBlank", ("or", "ISNULL", "ISBLANK")),
        ("^or smoke^,or,labor,or,tremor", ("or", "^or smoke^", "labor", "tremor")),
        ("^a[;., ]b^,or,x", ("or", "^a[;., ]b^", "x")),
        ("^a^,or,^b^,and,^c^", ("or", "^a^", ("and", "^b^", "^c^"))),
    ],
)
def test_the_tree_is_flat_and_says_what_was_written(text, tree):
    assert shape(parse_query(text).root) == tree


def test_layout_means_nothing():
    plain = "^a^,or,(,^b^,andnot,^c^,)"
    laid_out = "\n  ^a^,\n  or,(,\r\n\t^b^,\n\tandnot,^c^,\n)\n\n"
    query = parse_query(laid_out)
    assert shape(query.root) == shape(parse_query(plain).root)
    assert [one.text for one in query.elements if one.kind is ElementKind.LAYOUT] == [
        "\n  ",
        "\n  ",
        "\r\n\t",
        "\n\t",
        "\n",
        "\n\n",
    ]
    assert query.render() == laid_out


def test_blanks_of_a_term_count_unless_they_are_indentation():
    assert [term.text for term in terms(parse_query(" a ,or, b ,\n  c").root)] == [
        " a ",
        " b ",
        "c",
    ]


def test_elements_are_gapless_and_of_the_right_kind():
    text = "(,^a^,or,ISNULL,and,isblank,),\nANDNOT,!b!"
    query = parse_query(text)
    assert query.render() == text
    at = 0
    for element in query.elements:
        assert element.span == Span(at, at + len(element.text))
        at = element.span.end
    kinds = [element.kind for element in query.elements if element.kind != ElementKind.COMMA]
    assert kinds == [
        ElementKind.OPEN,
        ElementKind.TERM,
        ElementKind.OR,
        ElementKind.IS_NULL,
        ElementKind.AND,
        ElementKind.IS_BLANK,
        ElementKind.CLOSE,
        ElementKind.LAYOUT,
        ElementKind.AND_NOT,
        ElementKind.TERM,
    ]


def test_spans_point_at_what_a_node_was_read_from():
    text = "^x^,or,(,^a^,or,^b^,),andnot,(,(,^c^,and,ISNULL,),andnot,^d^,)"
    root = parse_query(text).root
    spans = {shape(node): node.span.of(text) for node in walk(root)}
    assert spans == {
        shape(root): text,
        "^x^": "^x^",
        "^a^": "^a^",
        "^b^": "^b^",
        "^c^": "^c^",
        "^d^": "^d^",
        "ISNULL": "ISNULL",
        ("or", "^a^", "^b^"): "(,^a^,or,^b^,)",
        ("and", "^c^", "ISNULL"): "(,^c^,and,ISNULL,)",
        ("andnot", ("and", "^c^", "ISNULL"), "^d^"): "(,(,^c^,and,ISNULL,),andnot,^d^,)",
        ("andnot", ("or", "^a^", "^b^"), ("andnot", ("and", "^c^", "ISNULL"), "^d^")): (
            "(,^a^,or,^b^,),andnot,(,(,^c^,and,ISNULL,),andnot,^d^,)"
        ),
    }


def test_a_span_of_a_compound_node_reads_as_that_node():
    text = "^x^,or,^a^,and,(,^b^,or,^c^,),andnot,^d^,or,(,^e^,andnot,^f^,)"
    for node in walk(parse_query(text).root):
        assert shape(parse_query(node.span.of(text)).root) == shape(node)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("ESS001", 1)]),
        ("\n\n", [("ESS001", 1)]),
        ("or,^a^", [("ESS002", 1)]),
        ("^a^,or", [("ESS002", 5)]),
        ("^a^,or,and,^b^", [("ESS002", 8)]),
        ("^a^,or,or,or,^b^", [("ESS002", 8), ("ESS002", 11)]),
        ("(,or,^a^,)", [("ESS002", 3)]),
        ("(,^a^,or,)", [("ESS002", 7)]),
        ("(,^a^", [("ESS003", 1)]),
        ("(", [("ESS003", 1)]),
        ("(,(,^a^,)", [("ESS003", 1)]),
        ("^a^,)", [("ESS004", 5)]),
        ("),^a^", [("ESS004", 1)]),
        ("(,)", [("ESS005", 1)]),
        ("^a^,or,(,(,),)", [("ESS005", 10)]),
        (
            "or,^a[^,or,(,),or,!b,or,^c^,),or",
            [
                ("ESS002", 1),
                ("ESS022", 6),
                ("ESS005", 12),
                ("ESS026", 19),
                ("ESS004", 29),
                ("ESS002", 31),
            ],
        ),
    ],
)
def test_every_fault_of_structure_is_found_in_one_run(text, expected):
    assert [(one.code, one.position.column) for one in findings(text)] == expected


def test_a_diagnostic_says_where_what_was_expected_and_what_to_do():
    (found,) = findings("^fever^,or,and,^rash^")
    assert found.render().split("\n") == [
        "<query>:1:12: error ESS002: 'and' cannot directly follow 'or'",
        "  1 | ^fever^,or,and,^rash^",
        "    |            ^^^",
        "  expected: a term such as ^fever^, ISNULL, ISBLANK, an opening parenthesis",
        "  hint: remove one of the two, or add a term between them",
    ]


def test_diagnostics_point_into_the_file_a_query_stands_in():
    file = "name: x\nquery: |\n  ^a^,\n  or,(,\n    ^b^,or\n"
    query = "^a^,\nor,(,\n  ^b^,or"
    offsets = []
    at = file.index("^a^")
    for line in query.split("\n"):
        at = file.index(line, at)
        offsets += range(at, at + len(line) + 1)
    origin = QueryOrigin(path="d.yml", text=file, offsets=tuple(offsets))
    found = findings(query, origin=origin)
    assert [(one.code, one.location) for one in found] == [
        ("ESS003", "d.yml:4:6"),
        ("ESS002", "d.yml:5:9"),
    ]


def test_many_findings_are_counted_not_listed():
    found = findings("^a[^," * 200 + "^b^")
    assert [one.code for one in found] == ["ESS022"] * 50 + ["ESS099"]
    assert found[-1].message == "150 more findings in this query are not shown"


def test_what_is_hardly_meant_does_not_stop_a_query():
    assert shape(parse_query("^a]^,or,^b%^").root) == ("or", "^a]^", "^b%^")


def test_a_missing_operator_is_or_in_both_readings():
    for precedence in Precedence:
        root = parse_query("^a^,^b^,andnot,^c^", precedence=precedence).root
        tight = ("or", "^a^", ("andnot", "^b^", "^c^"))
        sequential = ("andnot", ("or", "^a^", "^b^"), "^c^")
        assert shape(root) == (tight if precedence == "tight" else sequential)


def test_keywords_are_leaves_of_their_own():
    root = parse_query("ISNULL,andnot,ISBLANK").root
    assert isinstance(root, AndNot)
    assert isinstance(root.include, IsNull)
    assert isinstance(root.exclude[0], IsBlank)
