"""The pages of a library: what they say, that they are safe, and that they need nothing else."""

import re

import pytest
from click.testing import CliRunner

from tests.cli.records import read_record
from transpiler.cli import main

FALL = """\
name: fall
version: {version}
title: "Falls {title}"
description: "What & <why>."
fields: [ccdd_parsed]
query: {query}
"""
NAMING = """\
name: injury
version: 1
title: Injuries v1
fields: [ccdd_category]
query: ^;Falls v1;^
meta: {status: validated, validated_by: A county}
"""


@pytest.fixture
def build(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(name, text):
        path = tmp_path / "definitions" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    write("fall/v1.yml", FALL.format(version=1, title="v1", query="^fall^"))
    write("fall/v2.yml", FALL.format(version=2, title="v2 <!>", query="^fall^,or,^;W1^"))
    write("injury/v1.yml", NAMING)

    def run(*more):
        result = CliRunner().invoke(main, ["catalogue", *more], catch_exceptions=False)
        pages = {
            path.name: path.read_text(encoding="utf-8")
            for path in (tmp_path / "catalogue").rglob("*.html")
        }
        return result, pages

    return run


def test_a_page_has_the_outline_the_versions_and_the_references_both_ways(build):
    result, pages = build()
    assert result.exit_code == 0
    assert set(pages) == {"index.html", "fall_v1.html", "fall_v2.html", "injury_v1.html"}
    assert '<span class="verdict wider">wider</span>' in pages["fall_v2.html"]
    assert "terms added: 1, removed: 0" in pages["fall_v2.html"]
    assert "Superseded by" in pages["fall_v1.html"]
    assert 'Asked for by:</p><ul><li><a href="injury_v1.html">' in pages["fall_v1.html"]
    assert 'It asks for:</p><ul><li><a href="fall_v1.html">' in pages["injury_v1.html"]
    assert "A county" in pages["injury_v1.html"]
    assert "<span>validated</span>" in pages["index.html"]


def test_every_link_leads_to_a_page_that_is_there(build, tmp_path):
    build()
    for path in (tmp_path / "catalogue").rglob("*.html"):
        for link in re.findall(r'href="([^"#]+)"', path.read_text(encoding="utf-8")):
            assert (path.parent / link).exists(), link


def test_pages_are_escaped_and_load_nothing(build):
    _, pages = build("--title", "Ours & <theirs>")
    for page in pages.values():
        assert "Ours &amp; &lt;theirs&gt;" in page
        assert "<!>" not in page
        assert "default-src &#39;none&#39;" in page
        assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
        assert page.count("<h1>") == 1
        assert '<html lang="en">' in page


def test_the_same_library_gives_the_same_pages_and_what_is_gone_loses_its_page(build, tmp_path):
    build()
    own = tmp_path / "catalogue" / "definitions" / "own.html"
    own.write_text("mine", encoding="utf-8")
    again, _ = build("--format", "json")
    assert read_record(again.stdout)["changed"] == 0
    (tmp_path / "definitions/fall/v2.yml").unlink()
    _, pages = build()
    assert set(pages) == {"index.html", "fall_v1.html", "injury_v1.html", "own.html"}
    assert "Superseded" not in pages["fall_v1.html"]


def test_a_definition_that_cannot_be_read_is_told_and_the_others_are_shown(build, tmp_path):
    (tmp_path / "definitions/bad.yml").write_text("name: [", encoding="utf-8")
    result, pages = build()
    assert result.exit_code == 2
    assert "bad.yml" in result.stderr
    assert "fall_v1.html" in pages
