"""Definition files: what is refused, where diagnostics point, and what a rewrite leaves alone."""

import json
import textwrap

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from transpiler.definition import DefinitionError, Span
from transpiler.definition.document import (
    MAX_YAML_DEPTH,
    SCHEMA_PATH,
    parse_document,
    read_document,
)
from transpiler.parsing import load_text

GOOD = textwrap.dedent("""\
    # kept
    name: fall
    version: 1
    title: Fall
    fields: [ccdd_parsed]  # kept too
    query: |
      ^fall^,or,
      ^fell^
    examples:
      matches: ["FALL"]
    """)


def findings(text):
    with pytest.raises(DefinitionError) as caught:
        parse_document(text, "fall.yml")
    return [
        (found.code, found.position.line, found.position.column)
        for found in caught.value.diagnostics
    ]


def test_a_block_query_is_read_with_the_place_of_each_character():
    document = parse_document(GOOD, "fall.yml")
    (query,) = document.queries
    assert query.text == "^fall^,or,\n^fell^"
    for index, character in enumerate(query.text):
        assert GOOD[query.offsets[index]] == character
    found = document.origin(0).diagnose("ESS001", "message", Span(11, 17))
    assert (found.position.line, found.position.column) == (8, 3)
    assert found.source_line == "  ^fell^"
    assert found.render().splitlines()[2].endswith("|   ^^^^^^")


@pytest.mark.parametrize("query", ["^fall^,or,^fell^", "'^fall^,or,^fell^'", '"^fall^,or,^fell^"'])
def test_a_query_on_the_line_of_its_key_is_read_with_places(query):
    text = f"name: fall\nversion: 1\ntitle: Fall\nfields: [ccdd]\nquery: {query}\n"
    (scalar,) = parse_document(text, "fall.yml").queries
    assert scalar.text == "^fall^,or,^fell^"
    assert text[scalar.offsets[10] : scalar.offsets[16]] == "^fell^"


def places(written, value):
    """Check that each character but blanks of a query is found where it is written."""
    text = (
        f"name: fall\nversion: 1\ntitle: Fall\nfields: [ccdd]\nquery: {written}\ndescription: x\n"
    )
    (scalar,) = parse_document(text, "fall.yml").queries
    assert scalar.text.strip() == value.strip()
    assert len(scalar.offsets) == len(scalar.text) + 1
    assert len(set(scalar.offsets)) > 1 or len(value) < 2
    for index, character in enumerate(scalar.text):
        spot = text[scalar.offsets[index]]
        assert spot in (character, "\\") or (character == " " and spot in "\r\n"), (index, spot)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('"^fall\\t^,or,^fell^"', "^fall\t^,or,^fell^"),
        ('"^f\\x61ll^,or,\\u005efell\\^"'.replace("\\^", "\\x5e"), "^fall^,or,^fell^"),
        ('"^fall^,\\\n   or,^fell^"', "^fall^,or,^fell^"),
        ('"^fall^\n  down,or,\n\n  ^fell^"', "^fall^ down,or,\n^fell^"),
        ("'^it''s^,or,\n  ^fell^'", "^it's^,or, ^fell^"),
        ("^fall^,or,^fell\n  down^", "^fall^,or,^fell down^"),
        (">-\n  ^fall^,or,^fell\n  down^,\n\n  or,^slip^", "^fall^,or,^fell down^,\nor,^slip^"),
        (">\n    ^fall^,or,\n      ^fell^\n    ,or,^slip^", "^fall^,or,\n  ^fell^\n,or,^slip^"),
        ("|2-\n   ^fall^,\n  or,^fell^", " ^fall^,\nor,^fell^"),
        ("|+\n  ^fall^,\n  or,^fell^\n", "^fall^,\nor,^fell^"),
    ],
)
def test_a_query_in_any_style_of_yaml_is_read_with_the_place_of_each_character(written, value):
    places(written, value)


@settings(max_examples=300)
@given(
    value=st.text("^,ab ;'\"\\\n\té", min_size=1, max_size=60).map(lambda text: f"^{text}^"),
    style=st.sampled_from(["'", '"', ">", "|", None]),
    width=st.integers(4, 60),
)
def test_whatever_yaml_writes_is_found_again(value, style, width):
    dumped = yaml.dump({"query": value}, default_style=None, width=width, allow_unicode=True)
    if style is not None:
        node = yaml.ScalarNode("tag:yaml.org,2002:str", value, style=style)
        dumped = "query: " + yaml.serialize(node, width=width, allow_unicode=True)
    if not dumped.startswith("query: ") or yaml.safe_load(dumped) != {"query": value}:
        return
    head = "name: fall\nversion: 1\ntitle: Fall\nfields: [ccdd]\n"
    (scalar,) = parse_document(head + dumped, "fall.yml").queries
    text = head + dumped
    for index, character in enumerate(scalar.text):
        if character not in " \n\t":
            assert text[scalar.offsets[index]] in (character, "\\"), (index, dumped)


def test_a_finding_in_a_folded_query_points_at_its_line():
    text = GOOD.replace("|\n  ^fall^,or,\n  ^fell^", ">-\n  ^fall^,or,^fell\n  down^,xor,^slip^")
    with pytest.raises(DefinitionError) as caught:
        load_text(text, "fall.yml")
    (found, *_) = caught.value.diagnostics
    assert found.position is not None
    assert found.position.line == 8
    assert "down^,xor" in found.source_line


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path):
    path = tmp_path / "fall.yml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    document = read_document(path)
    (query,) = document.queries
    assert query.text == "^fall^,or,\n^fell^"
    at = query.offsets[query.text.index("fell")]
    assert document.text[at : at + 4] == "fell"


def test_a_query_is_replaced_and_every_other_byte_stays():
    document = parse_document(GOOD, "fall.yml")
    changed = document.with_queries(("^slip^,or,\n^trip^",))
    assert changed == GOOD.replace("^fall^,or,", "^slip^,or,").replace("^fell^", "^trip^")
    assert document.with_queries((document.queries[0].text,)) == GOOD


def test_a_query_on_one_line_becomes_a_block():
    text = "name: fall\nversion: 1\ntitle: Fall\nquery: ^fall^\nfields: [ccdd]\n"
    changed = parse_document(text, "fall.yml").with_queries(("^slip^,or,\n^trip^",))
    document = parse_document(changed, "fall.yml")
    assert document.queries[0].text == "^slip^,or,\n^trip^"
    assert document.values["fields"] == ["ccdd"]


def test_queries_of_several_parts_are_replaced():
    text = textwrap.dedent("""\
        name: fall
        version: 1
        title: Fall
        parts:
          - fields: [ccdd]
            query: |
              ^fall^
          - query: ^fell^
            fields: [triage_notes]
        """)
    document = parse_document(text, "fall.yml")
    assert [query.text for query in document.queries] == ["^fall^", "^fell^"]
    changed = parse_document(document.with_queries(("^a^,or,\n^b^", "^c^,or,\n^d^")), "fall.yml")
    assert [query.text for query in changed.queries] == ["^a^,or,\n^b^", "^c^,or,\n^d^"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("name: fall", "name: &a fall"), ("ESS104", 2, 7)),
        (("title: Fall", "title: *a"), ("ESS104", 4, 8)),
        (("title: Fall", "title: !!python/object/apply:os.system [id]"), ("ESS104", 4, 8)),
        (("version: 1", "name: fell"), ("ESS105", 3, 1)),
        (("version: 1", "version: one"), ("ESS103", 3, 10)),
        (("name: fall", "name: Fall Injuries"), ("ESS103", 2, 7)),
        (("title: Fall", "titel: Fall"), ("ESS103", 4, 8)),
        (("query: |", "query: ["), ("ESS102", 9, 9)),
    ],
)
def test_a_bad_file_is_refused_at_the_spot(change, expected):
    assert expected in findings(GOOD.replace(*change))


ENDINGS = ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", " ", "\x00", "é"]
"""What may stand behind a name and be overlooked: line ends above all."""


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("at", ["name", "rule"])
def test_a_name_is_nothing_but_a_name(at, ending):
    written = json.dumps(("fall" if at == "name" else "SYN001") + ending)
    text = (
        GOOD.replace("name: fall", f"name: {written}")
        if at == "name"
        else GOOD + f"lint: {{ignore: [{{rule: {written}, reason: because}}]}}\n"
    )
    assert findings(text)[0][0] in ("ESS103", "ESS102")


@pytest.mark.parametrize(
    "rule", ["SYN\u0661\u0662\u0663", "SYN00\uff11", "SYN01", "SYN0001", "syn001"]
)
def test_a_rule_is_three_plain_digits(rule):
    assert (
        findings(GOOD + f"lint: {{ignore: [{{rule: {rule}, reason: because}}]}}\n")[0][0]
        == "ESS103"
    )


WHOLE_NUMBERS = {
    "version": "version: {}",
    "age.min": "filters: {{age: {{min: {}}}}}",
    "age.max": "filters: {{age: {{max: {}}}}}",
    "repairs.line": "repairs: [{{code: a, line: {}, column: 1, message: a, before: a, after: b}}]",
    "repairs.part": (
        "repairs: [{{code: a, part: {}, line: 1, column: 1, message: a, before: a, after: b}}]"
    ),
}


@pytest.mark.parametrize("number", ["1.0", "1e0", "true", "yes", '"1"', ".inf", ".nan", "\u0661"])
@pytest.mark.parametrize("key", WHOLE_NUMBERS)
def test_a_whole_number_is_written_as_one(key, number):
    text = GOOD.replace("version: 1\n", "") if key == "version" else GOOD
    assert findings(f"{text}{WHOLE_NUMBERS[key].format(number)}\n")[0][0] == "ESS103"
    parse_document(f"{text}{WHOLE_NUMBERS[key].format(1)}\n", "fall.yml")


def test_every_pattern_of_the_schema_is_of_a_whole_text():
    """Patterns are asked of the whole text; one that is not written so would mean two things."""

    def patterns(value):
        if isinstance(value, dict):
            yield from [found for key, found in value.items() if key == "pattern"]
            value = list(value.values())
        if isinstance(value, list):
            for item in value:
                yield from patterns(item)

    found = list(patterns(json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))))
    assert found
    for pattern in found:
        assert pattern.startswith("^")
        assert pattern.endswith("$")
        assert "|" not in pattern


def test_every_breach_of_the_schema_is_listed():
    bad = GOOD.replace("version: 1", "version: zero").replace("name: fall", "name: 7")
    assert {code for code, _, _ in findings(bad)} == {"ESS103"}
    assert len(findings(bad)) == 2


def test_query_and_parts_together_are_refused():
    assert findings(GOOD + "parts: [{fields: [ccdd], query: ^a^}]\n")[0][0] == "ESS103"


def test_depth_is_bounded_before_anything_is_built():
    deep = GOOD + "meta: " + "[" * 100_000
    assert findings(deep)[0][0] == "ESS104"
    assert MAX_YAML_DEPTH < 100


@pytest.mark.parametrize("text", ["", "- a", "fall", "null"])
def test_what_is_no_mapping_is_refused(text):
    assert findings(text)[0][0] == "ESS103"


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path):
    (tmp_path / "bytes.yml").write_bytes(b"name: \xff\xfe")
    for name in ("absent.yml", "bytes.yml", "."):
        with pytest.raises(DefinitionError) as caught:
            read_document(tmp_path / name)
        assert [found.code for found in caught.value.diagnostics] == ["ESS101"]


def test_dates_and_numbers_like_text_stay_text():
    text = GOOD + "source: {published: 2024-05-01}\n"
    assert parse_document(text, "fall.yml").values["source"] == {"published": "2024-05-01"}
