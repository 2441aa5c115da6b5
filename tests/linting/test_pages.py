"""docs/lint/ holds one page a rule, as generated."""

from pathlib import Path

from transpiler.linting import RULES
from transpiler.linting.pages import lint_pages

FOLDER = Path(__file__).parents[2] / "docs" / "lint"


def test_the_pages_are_as_generated():
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert kept == lint_pages()


def test_every_rule_has_a_page_with_its_examples():
    pages = lint_pages()
    for rule in RULES:
        page = pages[f"{rule.code}-{rule.slug}.md"]
        assert page.startswith(f"# {rule.code}: {rule.title}\n")
        for example in (*rule.bad, *rule.good):
            assert f"\n{example.query}\n" in page
        assert f"({rule.code}-{rule.slug}.md)" in pages["README.md"]
