"""The desk as a press officer uses it: on a phone, without scripts, by keyboard, from pasting to restoring."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from playwright.sync_api import Page
from playwright.sync_api import sync_playwright
from tests.listings import Entry
from tests.listings import make_listing
from tests.servers import free_port
from tests.web.operators import make_token
from werkzeug.serving import make_server

from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store.tokens import Scope
from osce_feeds.web import create_app

CHROMIUM = shutil.which("chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="needs chromium: apt-get install chromium"),
]

LISTING = make_listing([Entry(offices="OSCE Mission to Skopje, Office of Ferries")])


@dataclass(frozen=True)
class Place:
    """A service with a desk, and a token for it."""

    base: str
    token: str


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    port = free_port()
    settings = Settings(database=str(tmp_path_factory.mktemp("desk") / "store.db"), base_url=f"http://127.0.0.1:{port}")
    app = create_app(settings)
    with closing(Store(settings.database)) as store:
        token, _ = make_token(store, Scope.INGEST, Scope.EDITORIAL, days=9, now=datetime.now(UTC))
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Place(settings.base_url, token)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    arguments = ["--no-sandbox", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


def check(page: Page) -> None:
    """Hold a page against the rules of accessibility, at the width of a phone."""
    width = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width[0] == width[1], "the page scrolls sideways"
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def heading(page: Page, name: str) -> None:
    """Wait until the page with this heading is there."""
    page.get_by_role("heading", name=name, exact=True).wait_for()


def test_listing_is_pasted_rehearsed_and_taken_and_its_article_withdrawn_and_restored(
    browser: Browser, place: Place
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        http_credentials={"username": "press", "password": place.token},
    )
    page, wrong = context.new_page(), []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("request", lambda request: wrong.append(request.url) if not request.url.startswith(place.base) else None)

    page.goto(f"{place.base}/desk/")
    check(page)
    page.get_by_label("Paste the listing here").fill(LISTING)
    page.get_by_label("Source").fill("Wire")
    page.keyboard.press("Enter")
    heading(page, "What would happen")
    check(page)
    page.get_by_role("button", name="Take it in").focus()
    page.keyboard.press("Enter")
    heading(page, "It is done")

    page.get_by_role("link", name="Articles", exact=True).click()
    heading(page, "Articles")
    page.get_by_label("Words, key or address").fill("ferry")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Ferry school opens in Voss").click()
    heading(page, "Withdraw")
    check(page)
    page.locator("#withdraw-note").fill("There is no such school.")
    page.keyboard.press("Enter")
    heading(page, "Restore")
    check(page)
    page.locator("#restore-note").fill("There is one.")
    page.get_by_role("button", name="Restore").click()
    heading(page, "Withdraw")

    page.get_by_role("link", name="Unknown terms").click()
    heading(page, "Unknown terms")
    check(page)
    page.get_by_role("button", name="Accept as a term of its own").click()
    page.get_by_text("Nothing needs a look.").wait_for()
    page.get_by_role("link", name="Quality of the data").click()
    heading(page, "Quality of the data")
    check(page)
    assert page.evaluate("getComputedStyle(document.querySelector('.sums')).display") == "flex"
    assert wrong == []


def test_desk_needs_no_scripts(browser: Browser, place: Place) -> None:
    credentials = {"username": "", "password": place.token}
    context = browser.new_context(java_script_enabled=False, http_credentials=credentials)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{place.base}/desk/?lang=fr")
    page.fill("#text", make_listing([Entry(headline="Lighthouse is painted", summary="")]))
    page.click("button.primary")
    page.click("button.primary")

    assert page.locator(".sums dd").first.inner_text() == "1"
    assert page.locator("html").get_attribute("lang") == "fr"


def test_form_on_another_site_does_nothing(browser: Browser, place: Place) -> None:
    context = browser.new_context(http_credentials={"username": "press", "password": place.token})
    page = context.new_page()
    page.goto(f"{place.base}/desk/")
    elsewhere = f"""<form method="post" action="{place.base}/desk/rehearsal/"><textarea name="text">x</textarea>
        <button>Win a ferry</button></form>"""
    page.goto(f"data:text/html,{elsewhere}")
    with page.expect_navigation() as navigation:
        page.get_by_role("button").click()

    response = navigation.value
    assert response is not None
    assert response.status == 403
