"""The pages as a browser shows them: light, dark, and on a phone."""

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import UTC
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from playwright.sync_api import ConsoleMessage
from playwright.sync_api import Page
from playwright.sync_api import Request
from playwright.sync_api import Response
from playwright.sync_api import sync_playwright
from tests.listings import environment
from tests.servers import Server
from tests.servers import free_port
from tests.servers import running

from osce_feeds.model.selection import EVERYTHING
from osce_feeds.store import Store

CHROMIUM = shutil.which("chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="needs chromium: apt-get install chromium"),
]

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "phone": {"color_scheme": "light", "viewport": {"width": 390, "height": 844}, "has_touch": True},
}
LINKS = {
    "newsroom": "",
    "office": "nav.directory a[href*='/offices/']",
    "topic": "nav.directory a[href*='/topics/']",
    "article": ".articles h3 a",
    "missing": "",
    "corrected": "",
    "history": "",
    "withdrawn": "",
}
"""Pages by name, with the link of the newsroom page that leads there, if one does."""
NOTE = "The number of oranges was wrong."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The sample newsroom, served, with a note on what a person corrected."""
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    command = [sys.executable, "-m", "osce_feeds", "demo", "--port", str(port), "--keep", str(folder / "demo.db")]
    with running(command, port, environment(folder / "unused.db"), folder / "log") as server:
        correct(folder / "demo.db")
        yield server


def correct(database: Path) -> None:
    """Add a version with a note to an article that has two."""
    now = datetime.now(UTC).replace(microsecond=0)
    with closing(Store(str(database))) as store, store.write(now) as writer:
        article = next(article for article in writer.stream(EVERYTHING, "en") if article.version == 2)
        text = f"{article.summary.replace('.', ',', 1)} Nobody minded."
        changed = replace(article, version=3, received=now, updated=now, note=NOTE, summary=text, genre=None)
        writer.put(changed, ())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    arguments = ["--no-sandbox", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@dataclass
class Watched:
    """A page, and everything that went wrong or elsewhere on it."""

    page: Page
    base: str
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.page.on("requestfailed", lambda request: self.wrong.append(f"failed: {request.url}"))
        self.page.on("request", self._request)
        self.page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium reports the status of the page itself as well.
        if message.type in {"error", "warning"} and not re.search("status of 4(04|10)", message.text):
            self.wrong.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith(self.base):
            self.wrong.append(f"elsewhere: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.wrong.append(f"{response.status}: {response.url}")

    def open(self, name: str, tag: str = "en") -> None:
        """Go to one of ``LINKS``, as a visitor does."""
        path = {
            "missing": "topics/election/",
            "corrected": f"articles/{self._key('note', NOTE)}/",
            "history": f"articles/{self._key('note', NOTE)}/versions/3/",
            "withdrawn": f"articles/{self._key('status', 'canceled')}/",
        }.get(name)
        if path:
            self.page.goto(f"{self.base}/{tag}/{path}")
            return
        self.page.goto(f"{self.base}/{tag}/")
        if LINKS[name]:
            self.page.locator(LINKS[name]).first.click()
            self.page.wait_for_url(lambda url: url != f"{self.base}/{tag}/")

    def _key(self, field: str, value: str) -> str:
        """Return the key of an article that the feed says this about."""
        feed = self.page.request.get(f"{self.base}/en/feed.json").json()
        items = [item["_osce_feeds"] for item in feed["items"]]
        return str(next(item["key"] for item in items if item.get(field) == value))


@pytest.fixture
def watched(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Watched]:
    look = getattr(request, "param", "light")
    context = browser.new_context(**LOOKS[look])
    yield Watched(context.new_page(), server.base)
    context.close()


@pytest.mark.parametrize("name", LINKS)
@pytest.mark.parametrize("watched", LOOKS, indirect=True)
def test_page_is_sound_in_every_look(watched: Watched, name: str, tmp_path: Path) -> None:
    watched.open(name)
    page = watched.page
    page.screenshot(path=tmp_path / f"{name}.png", full_page=True)

    width = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width[0] == width[1], "the page scrolls sideways"
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert watched.wrong == []


def test_dark_look_is_dark(browser: Browser, server: Server) -> None:
    shades = {}
    for look in ("light", "dark"):
        context = browser.new_context(**LOOKS[look])
        page = context.new_page()
        page.goto(f"{server.base}/en/")
        red, green, blue = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
        shades[look] = red + green + blue
        context.close()

    assert shades["light"] > 3 * 200
    assert shades["dark"] < 3 * 60


@pytest.mark.parametrize("name", ["newsroom", "office", "topic", "article", "withdrawn"])
def test_feeds_that_a_page_announces_answer(watched: Watched, server: Server, name: str) -> None:
    watched.open(name)
    links = watched.page.locator("head link[rel=alternate][type]").all()
    addresses = [(link.get_attribute("href") or "", link.get_attribute("type")) for link in links]

    assert len(addresses) >= 3
    for address, media_type in addresses:
        assert address.startswith(f"{server.base}/en/")
        reply = server.get(address.removeprefix(server.base))
        assert (reply.status, reply.headers["Content-Type"].partition(";")[0]) == (200, media_type)


@pytest.mark.parametrize("name", ["office", "topic", "article", "missing", "history", "withdrawn"])
def test_language_switch_keeps_what_is_shown(watched: Watched, name: str) -> None:
    watched.open(name)
    page = watched.page
    path = page.url.removeprefix(f"{watched.base}/en/")
    page.get_by_role("link", name="Français").click()
    page.wait_for_url(lambda url: "/fr/" in url)

    assert page.url == f"{watched.base}/fr/{'' if name == 'missing' else path}"
    assert page.locator("html").get_attribute("lang") == "fr"


def test_keyboard_reaches_the_content_first(watched: Watched) -> None:
    watched.open("newsroom")
    page = watched.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box() is not None
    page.keyboard.press("Enter")

    assert page.url == f"{watched.base}/en/#main"


def test_what_changed_is_marked_for_those_who_see_and_for_those_who_do_not(watched: Watched) -> None:
    watched.open("history")
    page = watched.page

    for element, word in (("ins", "added: "), ("del", "removed: ")):
        mark = page.locator(element).first
        assert (mark.text_content() or "").startswith(word)
        box = mark.locator(".unseen").bounding_box()
        assert box is not None
        assert (box["width"], box["height"]) == (1, 1)
    colours = [page.locator(name).first.evaluate("e => getComputedStyle(e).backgroundColor") for name in ("ins", "del")]
    assert len({*colours, "rgba(0, 0, 0, 0)"}) == 3


def test_every_link_of_the_newsroom_page_leads_somewhere(watched: Watched, server: Server) -> None:
    watched.open("newsroom")
    targets = watched.page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    own = {urljoin("/en/", target) for target in targets if not target.startswith("#")}

    assert len(own) > 50
    assert dict.fromkeys(own, 200) == {path: server.get(path).status for path in own}
