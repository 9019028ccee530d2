"""The page for subscribers in a real browser: by keyboard, without scripts, on a small screen, against hostile news."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from playwright.sync_api import Page
from playwright.sync_api import sync_playwright
from tests.web.embedded import HEADLINES
from tests.web.embedded import make_service
from tests.web.partner import free_server
from tests.web.partner import served

from osce_feeds.model.vocabulary import Vocabulary

CHROMIUM = shutil.which("chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="needs chromium: apt-get install chromium"),
]


@dataclass
class Visit:
    """A page, whom else it asked, and what its console said."""

    page: Page
    base: str
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("console", lambda message: self.wrong.append(message.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("dialog", lambda dialog: self.wrong.append(f"dialog: {dialog.message}"))

    def _asked(self, url: str) -> None:
        if not url.startswith(self.base):
            self.wrong.append(f"elsewhere: {url}")

    def check(self) -> None:
        """Hold the page as it is to what every page must be."""
        found = Axe().run(self.page).response["violations"]
        assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []
        width = self.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert width[0] == width[1], "the page scrolls sideways"
        assert self.wrong == []


@dataclass
class Site:
    """The service and a browser."""

    base: str
    browser: Browser

    @contextmanager
    def visit(self, path: str, **options: Any) -> Iterator[Visit]:
        """Open a page in a browser that has never been anywhere."""
        context = self.browser.new_context(**options)
        visit = Visit(context.new_page(), self.base)
        visit.page.goto(f"{self.base}{path}")
        yield visit
        assert context.cookies() == []
        context.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sample: bytes, vocabulary: Vocabulary) -> Iterator[Site]:
    server = free_server()
    base = f"http://127.0.0.1:{server.server_port}"
    server.app = make_service(tmp_path_factory.mktemp("subscribe"), sample, vocabulary, base)
    with served(server), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield Site(base, browser)
        browser.close()


SMALL = {"viewport": {"width": 320, "height": 640}}


@pytest.mark.parametrize(
    ("tag", "look"), [("en", SMALL), ("ru", {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"})]
)
def test_somebody_who_has_only_a_keyboard_subscribes(site: Site, tag: str, look: dict[str, Any]) -> None:
    with site.visit(f"/{tag}/subscribe/", permissions=["clipboard-read", "clipboard-write"], **look) as visit:
        page = visit.page
        visit.check()
        page.locator("summary#choice-office").focus()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.type") == "checkbox"
        page.locator("summary#choice-topic").focus()
        page.keyboard.press("Enter")
        page.locator("input[value=youth]").focus()
        page.keyboard.press("Space")
        page.wait_for_url("**/subscribe/?topic=youth")
        address = f"{site.base}/{tag}/topics/youth/feed.atom"
        page.wait_for_function("address => document.getElementById('feed-1').value === address", arg=address)

        assert page.evaluate("document.activeElement.value") == "youth", "what had the focus has it still"
        assert page.locator("#chosen-topic").inner_text() == "1"
        assert (page.locator(".languages a").first.get_attribute("href") or "").endswith("/subscribe/?topic=youth")
        button = page.locator("button[data-copy=feed-1]")
        button.focus()
        page.keyboard.press("Enter")
        page.wait_for_function("async a => (await navigator.clipboard.readText()) === a", arg=address)
        visit.check()


def test_words_are_looked_for_while_they_are_typed(site: Site) -> None:
    with site.visit("/en/subscribe/?topic=youth") as visit:
        before = visit.page.locator("#status").inner_text()
        visit.page.locator("#filter-words").press_sequentially("no-such-word")
        visit.page.wait_for_url("**/subscribe/?q=*")
        visit.page.wait_for_function("before => document.getElementById('status').textContent !== before", arg=before)

        assert visit.page.locator("#result > .note").count() == 1
        assert visit.page.locator("#filter-words").input_value() == "no-such-word"
        assert visit.wrong == []


def test_form_does_the_same_without_a_script(site: Site) -> None:
    with site.visit("/en/subscribe/", java_script_enabled=False, **SMALL) as visit:
        page = visit.page
        assert not page.locator("button[data-copy]").first.is_visible()
        page.locator("summary#choice-topic").click()
        page.locator("input[value=youth]").check()
        page.locator("#filter-words").fill("ferry OR school")
        page.locator(".builder form button[type=submit]").click()

        assert page.url == f"{site.base}/en/subscribe/?q=ferry%20or%20school&topic=youth"
        assert page.locator("#feed-2").input_value() == f"{site.base}/en/topics/youth/feed.rss?q=ferry%20or%20school"
        assert page.locator("input[value=youth]").is_checked()


def test_hostile_headlines_are_text(site: Site) -> None:
    with site.visit("/en/subscribe/", **SMALL) as visit:
        shown = visit.page.locator(".preview a").all_inner_texts()

        assert set(HEADLINES) & set(shown)
        visit.check()


def test_somebody_who_opens_a_feed_sees_why_there_is_a_page(site: Site) -> None:
    with site.visit("/en/topics/youth/feed.rss") as visit:
        page = visit.page
        assert page.url == f"{site.base}/en/topics/youth/#subscribe"
        assert page.locator("#subscribe .opened").is_visible()
        page.goto(f"{site.base}/en/topics/youth/")
        assert not page.locator("#subscribe .opened").is_visible()
        page.goto(f"{site.base}/en/#subscribe")
        assert page.locator("#subscribe input").first.is_visible()
        visit.check()


@pytest.mark.parametrize("path", ["/ru/about/it/", "/ru/api/"])
def test_page_for_programs_and_their_keepers_is_sound_on_a_phone(site: Site, path: str) -> None:
    with site.visit(path, **SMALL) as visit:
        visit.check()
        visit.page.evaluate("document.querySelectorAll('main details').forEach((each, n) => { each.open = n < 9; })")
        visit.check()
