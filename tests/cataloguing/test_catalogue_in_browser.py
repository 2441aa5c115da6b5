"""The catalogue in a real browser; skipped where no Chromium is installed."""

from contextlib import closing

import pytest
from click.testing import CliRunner

from tests.explaining.browser import EXECUTABLE, Browser
from transpiler.cli import main
from transpiler.resources import data_path

pytestmark = pytest.mark.skipif(EXECUTABLE is None, reason="no Chromium is installed")

TELEPHONE = 390
"""Pixels across."""

SHOWN = "[...document.querySelectorAll('.definitions > li')].filter(li => !li.hidden).length"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    """The catalogue of the shipped library and of a definition that asks one of it."""
    library = tmp_path_factory.mktemp("library") / "definitions"
    library.mkdir()
    for path in (data_path("dbt_project") / "definitions").rglob("*.yml"):
        (library / f"{path.parent.name}_{path.name}").write_bytes(path.read_bytes())
    (library / "asks.yml").write_text(
        "name: asks\nversion: 1\ntitle: Asks v1\n"
        "parts:\n- {fields: [ccdd], query: ^a^}\n- {definition: cdc_sexual_violence/v2}\n"
    )
    output = library.parent / "catalogue"
    result = CliRunner().invoke(main, ["catalogue", str(library), "--output", str(output)])
    assert result.exit_code == 0, result.output
    return output


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with closing(Browser(tmp_path_factory.mktemp("profile"))) as found:
        yield found


def test_the_keyboard_alone_searches_and_opens_a_definition(browser, catalogue):
    browser.open(catalogue / "index.html")
    count = browser.run(SHOWN)
    browser.press("/")
    assert browser.run("document.activeElement.id") == "search"
    for letter in "asks":
        browser.press(letter)
    assert browser.run(SHOWN) == 1
    assert browser.run("document.getElementById('told').textContent") == f"1 of {count}"
    browser.press("Escape")
    assert browser.run(SHOWN) == count
    for letter in "asks":
        browser.press(letter)
    browser.press("Tab")
    assert browser.run("document.activeElement.textContent") == "Asks v1"
    browser.press("Enter")
    browser.wait_for("document.title.includes('Asks')")
    assert browser.run("document.body.innerText.includes('cdc_sexual_violence')")
    assert browser.console == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_read_on_a_telephone(browser, catalogue, scheme):
    pages = [catalogue / "index.html", *sorted(catalogue.rglob("*_v*.html"))]
    assert len(pages) > 5
    browser.show_as(TELEPHONE, scheme)
    for page in pages:
        browser.open(page)
        assert browser.run("innerWidth") == TELEPHONE
        assert browser.run("document.documentElement.scrollWidth") <= TELEPHONE, page.name
        dark = browser.run("matchMedia('(prefers-color-scheme: dark)').matches")
        assert dark is (scheme == "dark")
        assert [url for url in browser.requests if not url.startswith("file:")] == []
