import pytest
from click.testing import CliRunner

from transpiler.cli import main
from transpiler.parsing import load_definition

FILE = """\
# A comment that stays.
name: fever   # so does this one
version: 1
title: 'Fever'
fields: [ccdd_parsed]
query: |
  ^fever^,OR,^chills^,
  ANDNOT,(,^afebrile^,)
description: >-
  Words   with  blanks.
"""

FORMATTED = FILE.replace(
    "  ^fever^,OR,^chills^,\n  ANDNOT,(,^afebrile^,)\n",
    "  ^fever^,\n  or,^chills^,andnot,(,^afebrile^,)\n",
)


def run(*arguments, given=None):
    return CliRunner().invoke(main, ["fmt", *map(str, arguments)], input=given)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "fever.yml"
    path.write_text(FILE, encoding="utf-8", newline="")
    return path


def test_only_the_query_of_a_file_changes(file):
    before = load_definition(file)
    result = run(file)
    assert (result.exit_code, result.stdout) == (0, "")
    assert file.read_text(encoding="utf-8") == FORMATTED
    assert load_definition(file).parts[0].query.root != before.parts[0].query.root  # other spans
    assert run("--check", file).exit_code == 0
    assert run(file).stderr == ""


def test_a_folder_stands_for_its_files(file):
    assert run(file.parent).exit_code == 0
    assert file.read_text(encoding="utf-8") == FORMATTED


@pytest.mark.parametrize("options", [(), ("--repair",)])
def test_a_text_to_the_letter_stays(file, options):
    text = FILE + "source: {organization: CDC, verbatim: true}\n"
    file.write_text(text, encoding="utf-8", newline="")
    assert run("--check", file, *options).exit_code == 0
    assert run(file, *options).exit_code == 0
    assert file.read_text(encoding="utf-8") == text


def test_a_text_to_the_letter_must_still_be_readable(file):
    text = FILE.replace("(,^afebrile^,)", "(,^afebrile^")
    file.write_text(text + "source: {verbatim: true}\n", encoding="utf-8", newline="")
    result = run("--repair", file)
    assert result.exit_code == 2
    assert "ESS" in result.stderr


def test_check_writes_nothing_and_says_what_would_change(file):
    result = run("--check", file)
    assert result.exit_code == 1
    assert f"would change: {file}" in result.stderr.replace("\n", "")
    assert file.read_text(encoding="utf-8") == FILE


def test_diff_writes_nothing_and_shows_the_change(file):
    result = run("--diff", file)
    assert result.exit_code == 0
    assert "-  ^fever^,OR,^chills^," in result.stdout
    assert "+  or,^chills^,andnot,(,^afebrile^,)" in result.stdout
    assert file.read_text(encoding="utf-8") == FILE


def test_windows_line_breaks_and_a_byte_order_mark_stay(file):
    file.write_bytes(b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode())
    assert run(file).exit_code == 0
    assert file.read_bytes() == b"\xef\xbb\xbf" + FORMATTED.replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("written", "formatted"),
    [
        ("query: ^a^,OR,^b^\n", "query: |\n  ^a^,or,^b^\n"),
        ('query: "^a^,OR,^b^"  # why\n', "query: |  # why\n  ^a^,or,^b^\n"),
        ("query: ^a^,OR,^b^ # why", "query: | # why\n  ^a^,or,^b^"),
        ("query: | # why\n   ^a^,OR,^b^\n \n# more\n", "query: | # why\n  ^a^,or,^b^\n \n# more\n"),
        ("query: |-\n  ^a^,OR,^b^", "query: |\n  ^a^,or,^b^\n"),
        ("query: >\n  ^a^,OR,^b^\n\n", "query: |\n  ^a^,or,^b^\n\n"),
        ("query: ' a,OR,^b^'\n", "query: |2\n   a,or,^b^\n"),
    ],
)
def test_queries_in_every_style_become_blocks(file, written, formatted):
    head = "name: fever\nversion: 1\ntitle: Fever\nfields: [ccdd]\n"
    file.write_text(head + written, encoding="utf-8")
    result = run(file)
    assert result.exit_code == 0, result.output
    assert file.read_text(encoding="utf-8") == head + formatted


def test_a_file_in_flow_style_keeps_it(file):
    text = '{name: fever, version: 1, title: "F", fields: [ccdd], query: ^a^\n}\n'
    file.write_text(text.replace("^a^", "'^a^,AND,^b^'"), encoding="utf-8")
    result = run(file)
    assert result.exit_code == 0, result.output
    assert file.read_text(encoding="utf-8") == text.replace("^a^", '"^a^,\\nand,^b^"')


def test_every_part_is_formatted(file):
    file.write_text(
        "name: fever\nversion: 1\ntitle: Fever\nparts:\n  - fields: [ccdd]\n"
        "    query: ^a^,OR,^b^\n  - query: |\n      ^c^,AND,^d^\n    fields: [dd_parsed]\n",
        encoding="utf-8",
    )
    assert run(file).exit_code == 0
    assert file.read_text(encoding="utf-8") == (
        "name: fever\nversion: 1\ntitle: Fever\nparts:\n  - fields: [ccdd]\n"
        "    query: |\n      ^a^,or,^b^\n  - query: |\n      ^c^,\n      and,^d^\n"
        "    fields: [dd_parsed]\n"
    )


def test_a_fault_is_refused_with_its_place_and_repaired_on_request(file):
    faulty = FILE.replace("OR,^chills^", "OR^chills^")
    file.write_text(faulty, encoding="utf-8", newline="")
    result = run(file)
    assert result.exit_code == 2
    assert "ESS007" in result.stderr
    assert ":7:11:" in result.stderr
    assert file.read_text(encoding="utf-8") == faulty
    result = run("--repair", file)
    assert result.exit_code == 0
    assert "note ESS007" in result.stderr
    assert "comma put in, “OR” → “OR,”" in result.stderr
    assert file.read_text(encoding="utf-8") == FORMATTED


def test_one_faulty_file_does_not_keep_others_from_being_formatted(file):
    other = file.with_name("other.yml")
    other.write_text(FILE.replace("^fever^,OR", "^fever[^,OR"), encoding="utf-8")
    assert run(file, other).exit_code == 2
    assert file.read_text(encoding="utf-8") == FORMATTED


def test_a_bare_query_goes_through_standard_input():
    result = run("-", given="(,(,^a^,OR,^b^,),)\n")
    assert (result.exit_code, result.stdout) == (0, "(,^a^,or,^b^,)\n")
    result = run("--repair", "-", given="^fever^ OR ^chills^")
    assert (result.exit_code, result.stdout) == (0, "^fever^,or,^chills^\n")
    assert "ESS008" in result.stderr
    assert run("--check", "-", given="^a^,OR,^b^").exit_code == 1
    assert run("-", given="^a[^").exit_code == 2


def test_a_path_that_is_not_there_is_refused(tmp_path):
    result = run(tmp_path / "none.yml")
    assert result.exit_code == 2
    assert "ESS101" in result.stderr


def test_control_characters_of_a_file_do_not_reach_the_terminal(file):
    file.write_text(FILE.replace("Words", "W\u009bords"), encoding="utf-8")
    for arguments in (["--diff", file], [file]):
        output = run(*arguments)
        assert "\u009b" not in output.stdout + output.stderr
