"""What the SQL asks first, how it groups terms, and that it can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from tests.definitions import bare
from transpiler.definition import (
    Definition,
    DefinitionError,
    Literal,
    Part,
    Pattern,
    Precedence,
    Query,
    Span,
    Term,
    clauses,
)
from transpiler.dialects import DIALECTS
from transpiler.emitting import WHY_CASE, to_select, to_sql
from transpiler.parsing import load_definition, parse_query

SST = load_definition(
    Path(__file__).parents[2] / "dbt_project/definitions/cdc_suspected_sex_trafficking/v1.yml"
)
REGEX = r"REGEXP_MATCHES\(|REGEXP_CONTAINS\(| ~ "


def sst(dialect):
    bare = Definition(parts=(Part((), SST.parts[0].query),))
    return to_sql(bare, dialect, "txt", folded=True)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_sst_asks_for_what_is_necessary_before_anything_else(dialect):
    tree = sqlglot.parse_one(sst(dialect), dialect=dialect)
    assert isinstance(tree, exp.Case)
    (branch,) = tree.args["ifs"]
    first, then = branch.this.sql(dialect), branch.args["true"].sql(dialect)
    assert "traf" in first
    for exclusion in ("vehicle", "psychosis", "manic", "sane kit"):
        assert exclusion not in first
        assert exclusion in then


@pytest.mark.parametrize("dialect", ["duckdb", "bigquery"])
def test_sst_takes_five_expressions_where_they_are_cheap(dialect):
    assert len(re.findall(REGEX, sst(dialect))) == 5


def test_sst_takes_none_on_postgres():
    assert not re.findall(REGEX, sst("postgres"))


def test_postgres_passes_texts_over_by_as_few_searches_as_it_can():
    first = sst("postgres").split("THEN", 1)[0]
    assert re.findall(r"LIKE '([^']*)'", first) == ["%;t7_5%", "%sex%"]
    assert first.count("STRPOS") == 5


def test_postgres_joins_no_literals_with_a_sign_of_like():
    rare = ("zq1z", "zq2z", "z%1z", "z%2z")
    pairs = (f"(,^{text}^,and,^chest^,and,^cough^,)" for text in rare)
    first = to_sql(bare(",or,".join(pairs)), "postgres", "txt", folded=True).split("THEN", 1)[0]
    assert re.findall(r"'(.*?)'", first) == ["%zq_z%", "z%1z", "z%2z"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_exclusion_is_asked_only_where_the_inclusion_matched(dialect):
    sql = to_sql(bare("^fall^,andnot,^fallopian^"), dialect, "txt", folded=True)
    tree = sqlglot.parse_one(sql, dialect=dialect)
    assert isinstance(tree, exp.Case)
    (branch,) = tree.args["ifs"]
    assert "'fall'" in branch.this.sql()
    assert isinstance(branch.args["true"], exp.Not)
    assert tree.args["default"] == exp.false()


def test_postgres_stays_below_the_expressions_a_process_keeps():
    terms = ",or,".join(f"^[;/ ]v{n}[0-9][0-9]x[1-9]^" for n in range(100, 250))
    sql = to_sql(bare(terms), "postgres", "txt", folded=True)
    expressions = re.findall(REGEX, sql)
    assert 1 <= len(expressions) <= 25
    assert len(re.findall(r"STRPOS\(\"txt\", 'v\d{3}'\) > 0", sql)) == 150


@pytest.mark.parametrize(
    ("term", "first"),
    [
        ("^[;/ ]v10[0-9][0-9]^", "\"txt\" LIKE '%_v10__%'"),
        ("^[;/ ]v10.[0-9][0-9]^", "STRPOS(\"txt\", 'v10.') > 0"),
        ("^[;/ ]50%[0-9][0-9]^", "STRPOS(\"txt\", '50%') > 0"),
        ("^a[a-z]e[a-z]i^", "\"txt\" LIKE '%a_e_i%'"),
        ("^[a-e]ee^", "\"txt\" LIKE '%_ee%'"),
        ("^[a-e]e%e^", "STRPOS(\"txt\", 'e%e') > 0"),
        ("^ee[a-z]ee^", "\"txt\" LIKE '%ee_ee%'"),
    ],
)
def test_postgres_asks_something_cheap_before_an_expression(term, first):
    sql = to_sql(bare(f"^,andnot,(,{term},)"), "postgres", "txt", folded=True)
    assert re.findall(r"\n +(.*?)\s+AND (?!NOT)", sql) == [first]


def longer_list(count):
    """Return terms of some forms that hold a piece, and a few that hold none."""
    forms = (
        "^word{}x^",
        "^[;/ ]c{}[0-9]^",
        "^a{} b^c{}^",
        "!w{}!",
        "{}d^",
        "^[;/ ]v{}[0-9]x[1-9]^",
    )
    with_piece = [forms[n % len(forms)].format(n, n) for n in range(100, 100 + count)]
    return ",or,".join([*with_piece, "^ab^", "^a^b^", "^[;/ ]t4^"])


def test_postgres_looks_up_the_terms_of_a_longer_list():
    most = DIALECTS["postgres"].limits.searches
    assert most is not None
    assert "EXISTS(" not in to_sql(bare(longer_list(most // 2)), "postgres", "txt", folded=True)
    sql = to_sql(bare(longer_list(2 * most)), "postgres", "txt", folded=True)
    tree = sqlglot.parse_one(sql, dialect="postgres")
    (exists,) = tree.find_all(exp.Exists)
    (array,) = exists.find_all(exp.Array)
    pieces = {literal.name for literal in array.expressions}
    cases = [case for case in exists.find_all(exp.Case) if case.this]
    branches = [branch for case in cases for branch in case.args["ifs"]]
    assert {branch.this.name for branch in branches} == pieces
    for branch in branches:
        asked = branch.args["true"].sql("postgres")
        assert branch.this.name in re.sub(r"\[(.)\]", r"\1", asked)
    for literal in ("word102x", " w105 ", "100d", "%a104 b%c104%", "ab", " t4"):
        assert sql.count(f"'{literal}'") == 1
    outside = tree.sql("postgres", comments=False).replace(
        exists.sql("postgres", comments=False), ""
    )
    assert "word102x" not in outside
    assert "'ab'" in outside


def test_the_names_that_postgres_gives_are_no_callers():
    sql = to_sql(bare(longer_list(400)), "postgres", "v.txt", folded=True)
    tree = sqlglot.parse_one(sql, dialect="postgres")
    (exists,) = tree.find_all(exp.Exists)
    given = {found.alias for found in exists.find_all(exp.Subquery, exp.Alias)}
    assert len(given) == 6
    for name in given:
        with pytest.raises(DefinitionError):
            to_sql(bare("^a^"), "postgres", name)


def test_alternations_stay_below_the_memory_of_re2():
    terms = ",or,".join(f"^word{n}x^" for n in range(2_000))
    sql = to_sql(bare(terms), "bigquery", "txt", folded=True)
    literals = [
        node.name for node in sqlglot.parse_one(sql, dialect="bigquery").find_all(exp.Literal)
    ]
    assert len(literals) >= 2_000 / DIALECTS["bigquery"].limits.regex_terms
    for literal in literals:
        assert literal.count("|") < DIALECTS["bigquery"].limits.regex_terms


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_lines_are_short_where_the_engine_allows(dialect):
    longest = max(map(len, sst(dialect).split("\n")))
    assert longest < (120 if DIALECTS[dialect].joins_literals else 500)


def test_the_lines_of_a_longer_list_are_short():
    sql = to_sql(bare(longer_list(400)), "postgres", "txt", folded=True)
    assert max(map(len, sql.split("\n"))) < 120


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_same_definition_gives_the_same_text(dialect):
    assert sst(dialect) == sst(dialect)


def comments(sql):
    return re.findall(r"/\* (.*?) \*/", sql)


def test_comments_name_clauses_as_explain_does():
    query = ",or,".join(f"^longword{n}^" for n in range(10))
    words = ", ".join(f"^longword{n}^" for n in range(5))
    assert comments(to_sql(bare(query), "duckdb", "txt", folded=True)) == [
        "asked first: one of 1-10 must be there",
        f"1-10: {words}, ... (10 terms)",
    ]
    query = "(,^;T7[46]5^,or,^b^,),and,^c[de]^,andnot,(,^é[%']^,or,(,^x^y^,and,^z[uv]^,),)"
    found = comments(to_sql(bare(query), "postgres", "txt", folded=True))
    assert sorted(found) == ["1.1.1: ^;T7[46]5^", "1.2: ^c[de]^", "2.1: ^é[%']^", "2.2.2: ^z[uv]^"]


def test_a_guard_names_the_clauses_of_which_one_must_be_there():
    assert comments(sst("duckdb"))[0] == (
        "asked first: one of 1.1-1.3, 1.4.1.1-1.4.1.3, 1.5-1.10 must be there"
    )
    alone = to_sql(bare("^a^,or,^b^,andnot,^c^"), "duckdb", "txt", folded=True)
    assert not comments(alone)
    assert comments(to_sql(bare("^feel^drown^"), "duckdb", "txt", folded=True)) == [
        "asked first: 0 ^feel^drown^ must be there"
    ]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_number_in_a_comment_is_that_of_the_term_beside_it(dialect):
    """Every term that a comment quotes first has the number that stands in front of it."""
    root = SST.parts[0].query.root
    numbers = {clause.number: clause.node for clause in clauses(root)}
    quoted = 0
    for text in comments(sst(dialect)):
        number = re.match(r"([0-9.]+)[-, 0-9.]*: ", text)
        if number is None:
            assert text.startswith("asked first: one of ")
            assert all(one in numbers for one in re.findall(r"\d[0-9.]*", text))
            continue
        node = numbers[number[1]]
        assert isinstance(node, Term)
        assert text[number.end() :].startswith(node.text)
        quoted += 1
    assert quoted >= 3


def test_a_part_of_several_is_named():
    parts = tuple(Part((field,), parse_query("^;T7[46]5^")) for field in ("a", "b"))
    sql = to_sql(Definition(parts=parts), "postgres", folded=True)
    assert comments(sql) == [
        "asked first: part 1, 0 ^;T7[46]5^ must be there",
        "part 1, 0: ^;T7[46]5^",
        "asked first: part 2, 0 ^;T7[46]5^ must be there",
        "part 2, 0: ^;T7[46]5^",
    ]


def test_a_tree_made_of_pieces_has_words_and_no_numbers():
    pieces = Query("", parse_query("^;T7[46]5^,or,^b^").root, Precedence.TIGHT)
    sql = to_sql(Definition(parts=(Part((), pieces),)), "postgres", "txt", folded=True)
    assert comments(sql) == ["^;T7[46]5^"]


def test_a_guard_is_not_asked_again_behind_itself():
    sql = to_sql(bare("^50%_[a-z]^"), "postgres", "txt", folded=True)
    assert sql.count("STRPOS") == 1
    assert "THEN \"txt\" ~ '(?s)50%.[a-z]'" in sql


def test_a_query_says_once_why_it_is_a_case():
    for folded in (False, True):
        assert to_select(SST, "duckdb", folded=folded).count(WHY_CASE) == 1


@pytest.mark.parametrize("dialect", DIALECTS)
def test_nothing_of_a_definition_escapes_its_comment_or_literal(dialect):
    hostile = "x*/ OR TRUE; DROP TABLE v; -- ' \\' {{ x }} {% x %}\n\r\u2028\u202e"
    pattern = Pattern((Literal(hostile),))
    terms = [Term(f"^{hostile}[ab]^", pattern, Span(n, n + 1)) for n in range(9)]
    hostile_class = parse_query("^zz[ab]^").root
    assert isinstance(hostile_class, Term)
    terms.append(Term(hostile, hostile_class.pattern, Span(9, 10)))
    root = type(parse_query("^a^,or,^b^").root)(tuple(terms), Span(0, 10))
    definition = Definition(
        title=hostile, parts=(Part((), Query(hostile, root, Precedence.TIGHT)),)
    )
    sql = to_select(definition, dialect, "txt")
    assert all(line.isprintable() for line in sql.split("\n"))
    statements = sqlglot.parse(sql, dialect=dialect)
    assert len(statements) == 1
    assert isinstance(statements[0], exp.Select)
    for comment in re.findall(r"/\*.*?\*/", sql):
        assert not re.search(r"[{}]|/\*|\*/", comment[2:-2])
    without_comments = re.sub(r"/\*.*?\*/", "", sql)
    literals = {node.name for node in statements[0].find_all(exp.Literal)}
    assert any("DROP TABLE" in literal for literal in literals)
    outside = re.sub(r"'(?:[^'\\]|''|\\.)*'", "", without_comments)
    assert "DROP" not in outside


def test_a_select_is_the_expression_over_the_table_of_visits():
    sql = to_select(SST, "duckdb", folded=True)
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    assert tree.named_selects == ["visit_id", "is_match"]
    assert [table.name for table in tree.find_all(exp.Table)] == ["syndrome_visits"]
    assert sql.startswith(
        "/* cdc_suspected_sex_trafficking_v1: CDC Suspected Sex Trafficking v1 */"
    )


MODELS = Path(__file__).parents[2] / "dbt_project" / "models" / "classification"


def test_the_model_of_sst_is_short():
    model = MODELS / "syndrome_cdc_suspected_sex_trafficking_v1.sql"
    assert len(model.read_text(encoding="utf-8").splitlines()) < 200


def test_only_patterns_of_bigquery_make_lines_of_models_long():
    models = sorted(MODELS.glob("syndrome_*.sql"))
    assert len(models) > 5
    for model in models:
        for line in model.read_text(encoding="utf-8").splitlines():
            assert len(line) <= 120 or re.search(r"REGEXP_CONTAINS\(`[^`]*`, '", line), model.name
