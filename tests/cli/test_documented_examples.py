"""What the docs show is what runs: definitions are canonical and clean, output is as printed."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from transpiler.cli import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = ("README.md", "docs/tutorial.md", "docs/definition-files.md")


def definitions(page):
    return re.findall(r"```yaml\n(name: .*?)```", (ROOT / page).read_text(encoding="utf-8"), re.S)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = Path("definitions/fall_injury/v1.yml")

    def written_and_run(text, command, *options):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return CliRunner().invoke(main, [command, str(path), *options])

    return written_and_run


@pytest.mark.parametrize("page", PAGES)
def test_definitions_are_canonical_and_clean(run, page):
    shown = definitions(page)
    assert shown
    for text in shown:
        laid_out = run(text, "fmt", "--check", "--diff")
        assert (laid_out.exit_code, laid_out.output) == (0, "")
        checked = run(text, "check")
        assert checked.exit_code == 0
        assert "0 errors, 0 warnings, 0 notes" in checked.stdout


def blocks():
    """Return the README's blocks of printed output: those in no language."""
    found = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.S | re.M)
    return [block for language, block in found if not language]


def test_explain_prints_what_the_readme_shows(run):
    (text,) = re.findall(r'syndrome explain \S+ --text "(.*?)"', README)
    (shown,) = (block for block in blocks() if block.startswith("DOES NOT MATCH"))
    printed = run(definitions("README.md")[0], "explain", "--text", text).stdout
    assert shown in printed


def test_check_prints_what_the_readme_shows(run):
    (shown,) = (block for block in blocks() if "error ESS" in block)
    (text,) = definitions("README.md")
    (right,) = re.findall(r"^  andnot,.*$", text, re.M)
    wrong = re.findall(r"^  \d \| (  and not,.*)$", shown, re.M)[0]
    result = run(text.replace(right, wrong), "check")
    assert result.exit_code == 2
    assert shown in result.stdout
