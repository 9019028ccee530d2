"""The pages as a browser shows them: light and dark, wide and narrow, without scripts, to a keyboard."""

import gzip
import json
import re
import shutil
import sys
from collections.abc import Callable
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
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser
from playwright.sync_api import ConsoleMessage
from playwright.sync_api import Page
from playwright.sync_api import Request
from playwright.sync_api import Response
from playwright.sync_api import ViewportSize
from playwright.sync_api import sync_playwright
from tests.listings import environment
from tests.servers import Reply
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

WIDE = ViewportSize(width=1280, height=900)
NARROW = ViewportSize(width=320, height=800)
PAGES = {
    "newsroom": "",
    "second page": "?page=2",
    "search": "?q=oranges",
    "office": "offices/mission-in-kosovo/",
    "topic": "topics/youth/",
    "feeds": "feeds/",
    "exports": "exports/",
    "status": "status/",
    "about": "about/",
    "missing": "topics/election/",
    "mistaken": "?page=0",
    "corrected": "articles/{corrected}/",
    "history": "articles/{corrected}/versions/3/",
    "withdrawn": "articles/{withdrawn}/",
    "hostile": "articles/{hostile}/",
}
"""Paths below a language by what they show."""
NOTE = "The number of oranges was wrong."
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> \u202edesrever\u202c \"'{{7*7}}" + "Donaudampfschiff" * 12
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The sample newsroom, served, with a note on what a person corrected, and a headline by somebody hostile."""
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    command = [sys.executable, "-m", "osce_feeds", "demo", "--port", str(port), "--keep", str(folder / "demo.db")]
    with running(command, port, environment(folder / "unused.db"), folder / "log") as server:
        correct(folder / "demo.db")
        yield server


def correct(database: Path) -> None:
    """Add a version with a note to an article that has two, and give the newest one a hostile headline."""
    now = datetime.now(UTC).replace(microsecond=0)
    with closing(Store(str(database))) as store, store.write(now) as writer:
        article = next(article for article in writer.stream(EVERYTHING, "en") if article.version == 2)
        text = f"{article.summary.replace('.', ',', 1)} Nobody minded."
        changed = replace(article, version=3, received=now, updated=now, note=NOTE, summary=text, genre=None)
        writer.put(changed, ())
        newest = writer.newest(EVERYTHING, "en", 1)[0]
        writer.put(replace(newest, version=newest.version + 1, received=now, updated=now, headline=HOSTILE), ())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    arguments = ["--no-sandbox", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core, which leaves nothing behind when it has been evaluated."""
    return Path(AXE_FILE_PATH).read_text(encoding="utf-8")


RUN = """async rules => {
    const options = rules ? {runOnly: {type: "rule", values: rules}} : {rules: {"target-size": {enabled: true}}};
    const found = await axe.run(document, {...options, resultTypes: ["violations"]});
    return found.violations.map(each => [each.id, each.nodes.map(node => node.html + node.failureSummary)]);
}"""
"""Holds a page against some rules of axe, or all; returns what breaks them."""


@dataclass
class Watched:
    """A page, and everything that went wrong or elsewhere on it."""

    page: Page
    base: str
    keys: dict[str, str]
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.page.on("requestfailed", lambda request: self.wrong.append(f"failed: {request.url}"))
        self.page.on("request", self._request)
        self.page.on("response", self._response)
        self.page.on("dialog", lambda dialog: self.wrong.append(f"dialog: {dialog.message}"))

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium reports the status of the page itself as well.
        if message.type in {"error", "warning"} and not re.search("status of 4(00|04|10)", message.text):
            self.wrong.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith(self.base):
            self.wrong.append(f"elsewhere: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.wrong.append(f"{response.status}: {response.url}")

    def open(self, name: str, tag: str = "en") -> None:
        """Go to one of ``PAGES``."""
        self.page.goto(f"{self.base}/{tag}/{PAGES[name].format(**self.keys)}")


@pytest.fixture(scope="module")
def keys(server: Server) -> dict[str, str]:
    """Return the keys of articles by what befell them."""
    items = json.loads(server.get("/en/feed.json").body)["items"]
    told: dict[str, Callable[[dict[str, Any]], bool]] = {
        "corrected": lambda item: item["_osce_feeds"].get("note") == NOTE,
        "withdrawn": lambda item: item["_osce_feeds"].get("status") == "canceled",
        "hostile": lambda item: "onerror" in item["title"],
    }
    return {name: next(item["_osce_feeds"]["key"] for item in items if is_so(item)) for name, is_so in told.items()}


@pytest.fixture
def watched(browser: Browser, server: Server, keys: dict[str, str]) -> Iterator[Watched]:
    context = browser.new_context(color_scheme="light", viewport=WIDE)
    yield Watched(context.new_page(), server.base, keys)
    context.close()


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("tag", ["en", "ru"])
@pytest.mark.parametrize("name", PAGES)
def test_page_is_sound_light_and_dark_wide_and_narrow(watched: Watched, axe: str, name: str, tag: str) -> None:
    watched.open(name, tag)
    page = watched.page
    assert page.locator("html").get_attribute("lang") == tag
    assert not scrolls_sideways(page)
    page.evaluate(axe)
    found = page.evaluate(RUN)
    page.emulate_media(color_scheme="dark")
    found += page.evaluate(RUN, ["color-contrast"])
    page.set_viewport_size(NARROW)
    assert not scrolls_sideways(page), "the page scrolls sideways on a narrow screen"
    found += page.evaluate(RUN, ["target-size"])

    assert found == []
    assert watched.wrong == []
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_page_is_whole_without_scripts(browser: Browser, server: Server, keys: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    watched = Watched(context.new_page(), server.base, keys)
    watched.open("newsroom")
    page = watched.page
    page.get_by_label("Where we are", exact=True).first.select_option("mission-in-kosovo")
    page.get_by_role("button", name="Show the feed").click()
    assert page.url == f"{server.base}/en/offices/mission-in-kosovo/"
    assert page.get_by_label("Address for a feed reader").input_value() == f"{page.url}feed.atom"
    assert page.locator("button[data-copy]").first.is_hidden()
    page.locator(".languages summary").click()
    page.get_by_role("link", name="Français").click()

    assert page.url == f"{server.base}/fr/offices/mission-in-kosovo/"
    assert watched.wrong == []
    context.close()


def test_address_is_copied_by_its_button(watched: Watched) -> None:
    watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    watched.open("office")
    page = watched.page
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()

    assert page.evaluate("navigator.clipboard.readText()") == f"{page.url}feed.atom"
    assert watched.wrong == []


@pytest.mark.parametrize("name", ["newsroom", "feeds", "missing"])
def test_page_and_all_it_needs_are_small(server: Server, name: str) -> None:
    page = server.get(f"/en/{PAGES[name]}", Accept_Encoding="gzip")
    parts = re.findall(r'(?:href|src)="(/static/[^"]+)"', gunzip(page))
    sizes = [len(server.get(path, Accept_Encoding="gzip").body) for path in sorted(set(parts))]

    assert len(sizes) == 3
    assert len(page.body) + sum(sizes) < 30_000


def gunzip(reply: Reply) -> str:
    coded = reply.headers["Content-Encoding"] == "gzip"
    return (gzip.decompress(reply.body) if coded else reply.body).decode()


def test_dark_look_is_dark(watched: Watched) -> None:
    watched.open("about")
    shades = {}
    for look in ("light", "dark"):
        watched.page.emulate_media(color_scheme=look)
        colour = watched.page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
        shades[look] = sum(colour)

    assert shades["light"] > 3 * 200
    assert shades["dark"] < 3 * 60


@pytest.mark.parametrize("name", ["newsroom", "office", "feeds", "corrected", "withdrawn"])
def test_feeds_that_a_page_announces_answer(server: Server, keys: dict[str, str], name: str) -> None:
    page = server.get(f"/en/{PAGES[name].format(**keys)}").body.decode()
    links = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', page)

    assert len(links) >= 3
    for media_type, address in links:
        assert address.startswith(f"{server.base}/en/")
        reply = server.get(address.removeprefix(server.base))
        assert (reply.status, reply.headers["Content-Type"].partition(";")[0]) == (200, media_type)


@pytest.mark.parametrize("name", ["topic", "second page", "feeds", "status", "missing", "history", "withdrawn"])
def test_language_switch_keeps_what_is_shown(watched: Watched, name: str) -> None:
    watched.open(name)
    page = watched.page
    path = page.url.removeprefix(f"{watched.base}/en/")
    page.locator(".languages summary").click()
    page.get_by_role("link", name="Français").click()
    page.wait_for_url(lambda url: "/fr/" in url)

    assert page.url == f"{watched.base}/fr/{'' if name == 'missing' else path}"
    assert page.locator("html").get_attribute("lang") == "fr"


def test_keyboard_alone_leads_from_the_top_to_the_content_and_through_it(watched: Watched) -> None:
    watched.open("newsroom")
    page = watched.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    box = page.locator(".skip").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    page.keyboard.press("Enter")
    assert page.url == f"{watched.base}/en/#main"
    met = []
    for _ in range(8):
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.name || document.activeElement.textContent"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"

    assert met[:5] == ["q", "Search", "office", "topic", "Show the feed"]


def test_hostile_headline_is_text_wherever_it_stands(watched: Watched) -> None:
    for name in ("hostile", "newsroom"):
        watched.open(name)
        page = watched.page
        assert page.get_by_role("heading", name="<script>alert(1)</script>").text_content() == HOSTILE
        assert page.locator("main img, main script").count() == 0
        assert watched.wrong == []


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
