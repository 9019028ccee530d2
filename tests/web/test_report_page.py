"""The report on the quality of the data as a browser shows it: light, dark, and on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from playwright.sync_api import sync_playwright
from tests.conftest import NOW
from tests.conftest import Feed
from tests.web.test_browser import CHROMIUM
from tests.web.test_browser import NARROW
from tests.web.test_browser import WIDE
from tests.web.test_browser import Watched

from osce_feeds.deliver import Newsroom
from osce_feeds.deliver.quality import quality
from osce_feeds.ingest import Order
from osce_feeds.normaliser import Evidence
from osce_feeds.store import Store
from osce_feeds.web.report import render_report

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="needs chromium: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def report(newsroom: Newsroom, store: Store, feed: Feed, sample: bytes, tmp_path: Path) -> dict[str, str]:
    """The report on the sample and on a later copy from another source, in English and Russian."""
    feed(sample, Order(Evidence(offices=("odihr",))))
    feed(sample.replace(b"Publishing date: 2 October", b"Publishing date: 3 October"), Order(source="mirror"))
    found = quality(newsroom, store, NOW)
    assert found.duplicates
    pages: dict[str, str] = {}
    for language in filter(None, map(newsroom.language, ("en", "ru"))):
        path = tmp_path / f"{language.tag}.html"
        path.write_bytes(render_report(newsroom, found, newsroom.localiser(language), limit=20))
        pages[language.tag] = path.as_uri()
    return pages


def test_report_is_accessible_and_fits(browser: Browser, report: dict[str, str]) -> None:
    for tag, address in report.items():
        page = browser.new_page(color_scheme="light", viewport=WIDE)
        watched = Watched(page, address, {})
        page.goto(address)

        assert watched.wrong == []
        for look in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if look == "dark" else "light")
            assert [violation["id"] for violation in Axe().run(page).response["violations"]] == [], tag
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), tag
        page.close()
