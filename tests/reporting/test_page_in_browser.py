"""The page in a real browser; skipped where no Chromium is installed."""

import re
from contextlib import closing

import pytest

from tests.explaining.browser import EXECUTABLE, Browser

pytestmark = pytest.mark.skipif(EXECUTABLE is None, reason="no Chromium is installed")


@pytest.fixture
def browser(tmp_path, whole_page):
    file = tmp_path / "report.html"
    file.write_text(whole_page, encoding="utf-8")
    with closing(Browser(tmp_path / "profile")) as found:
        found.open(file)
        yield found


def test_the_page_is_shown_whole_and_fetches_nothing(browser):
    """One browser for all of it: starting it is what takes time."""
    assert browser.console == []
    assert [url for url in browser.requests if not url.startswith(("file:", "data:"))] == []
    drawn = browser.run("Array.from(document.images, i => [i.complete, i.naturalWidth > 100])")
    assert drawn == [[True, True]] * 3  # a trend of each version, and the versions side by side
    assert browser.run("getComputedStyle(document.querySelector('td')).textAlign") == "right"
    too_wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not browser.run(too_wide)

    browser.emulate("print")
    assert browser.run("getComputedStyle(document.querySelector('article')).breakBefore") == "page"
    assert browser.run("getComputedStyle(document.querySelector('figure')).breakInside") == "avoid"
    printed = browser.print_pages()
    assert printed.startswith(b"%PDF")
    pages = [
        int(found) for found in re.findall(rb"/Type /Pages.*?/Count (\d+)", printed, re.DOTALL)
    ]
    assert max(pages) >= 4  # the overview, two definitions, the versions
