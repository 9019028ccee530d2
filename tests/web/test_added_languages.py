"""A language is one catalog and one line: added to a copy of the program, and served from there.

Two of the languages are pseudo-locales, by which a browser sees what nobody can translate and what does not fit.
"""

import json
import re
import shutil
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from babel import Locale
from lxml import html
from playwright.sync_api import Browser
from playwright.sync_api import sync_playwright
from tests.listings import environment
from tests.listings import unmeasured
from tests.servers import Server
from tests.servers import free_port
from tests.servers import running
from tests.web.added_languages import LINES
from tests.web.added_languages import copied_program

CHROMIUM = shutil.which("chromium")
in_a_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="needs chromium: apt-get install chromium"),
]
NARROW = 320
"""Pixels of the narrowest phone."""

PROPER = (
    *(
        "OSCE Feeds",
        "(sample)",
        "Pseudo",
        "UTC",
        "RSS",
        "Atom",
        "JSON Feed",
        "OPML",
        "XML",
        "CSV",
        "JSON lines",
        "Sitemap",
    ),
    *("NewsML-G2", "power", "ninjs", "OAI-PMH", "OpenAPI", "iframe", "<osce-feed>", "SRI", "SSI", "ESI", "cron"),
    *("Cache-Control", "Content-Security-Policy", "WordPress", "Slack", "Microsoft Teams", "Power Automate", "Outlook"),
    *("Thunderbird", "rss2email", "Mailchimp", "Feedly", "Feedbin", "Inoreader", "NewsBlur", "The Old Reader"),
    *("FreshRSS", "Miniflux", "Nextcloud News", "nothinghasthisword"),
)
"""Names that are the same in every language."""
CLDR = (
    *Locale("en").months["format"]["wide"].values(),
    *(Locale("en").languages[tag] for tag in ("en", "fr", "de", "it", "ru", "es", "uk")),
)
"""What comes from tables and not from catalogs: months, and the languages of articles."""
FILE = r"[a-z_0-9-]+\.(?:atom|csv|json|jsonl|rss|xml|xsd|html)"
KNOWN = re.compile("|".join([FILE, *map(re.escape, (*PROPER, *CLDR))]))

UNTRANSLATED = """() => {
  const apart = "script, style, code, pre, time, bdi, textarea, svg, [translate=no], [lang]:not(html)";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node; (node = walker.nextNode());) {
    if (!node.parentElement.closest(apart)) found.push(node.textContent);
  }
  for (const one of document.body.querySelectorAll("[aria-label], [placeholder], [alt], [title]")) {
    if (one.closest(apart)) continue;
    for (const name of ["aria-label", "placeholder", "alt", "title"]) found.push(one.getAttribute(name) || "");
  }
  return found;
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The sample newsroom in English and in the languages that were added."""
    folder, port = tmp_path_factory.mktemp("program"), free_port()
    env = environment(folder / "unused.db", LANGUAGES=",".join(["en", *LINES]))
    env |= {"PYTHONPATH": str(copied_program(folder)), "PYTHONDONTWRITEBYTECODE": "1"}
    with running(
        [sys.executable, "-m", "osce_feeds", "demo", "--port", str(port)], port, unmeasured(env), folder / "log"
    ) as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def test_language_is_a_catalog_and_a_line(server: Server) -> None:
    page: Any = html.fromstring(server.get("/no/topics/elections/").body.decode())
    dates = page.xpath("//article//time/text()")

    assert (page.get("lang"), page.get("dir")) == ("no", "ltr")
    assert page.xpath("string(//h1)") == "Valg"
    assert re.fullmatch(r"[0-9]+ artikler", page.xpath("string(//*[@id='articles'])"))
    assert dates
    assert all(re.fullmatch(r"[0-9]{1,2}\. [a-zæøå]+ [0-9]{4}", date) for date in dates)
    # A text without a translation comes out in English.
    assert page.xpath("string(//a[@class='skip'])") == "Skip to the content"


def test_language_that_was_added_is_offered_and_chosen(server: Server) -> None:
    feed = server.get("/no/feed.atom").body.decode()
    page: Any = html.fromstring(server.get("/en/").body.decode())

    assert 'xml:lang="no"' in feed
    assert "Nyheter og pressemeldinger" in feed
    assert "Norsk" in page.xpath("//*[@hreflang='no']/text()")
    assert server.get("/", Accept_Language="nb-NO, nb;q=0.9").headers["Location"] == f"{server.base}/no/"


def paths(server: Server, tag: str) -> list[str]:
    """Return one page of every kind in a language, by the links of the newsroom page."""
    page: Any = html.fromstring(server.get(f"/{tag}/").body.decode())
    found = [f"/{tag}/", *page.xpath("//nav[@class='places']//a/@href"), *page.xpath("//footer//a/@href")]
    found += page.xpath("(//h3/a)[1]/@href") + page.xpath("(//*[contains(@href, '/offices/')])[1]/@href")
    records = map(json.loads, server.get(f"/{tag}/articles.jsonl").body.splitlines())
    corrected = next(record["key"] for record in records if record["version"] == 2)
    found += [f"/{tag}/articles/{corrected}/", f"/{tag}/articles/{corrected}/versions/2/"]
    return [*dict.fromkeys(found), *(f"/{tag}/{rest}" for rest in ("?q=nothinghasthisword", "nowhere/", "embed.html"))]


@pytest.mark.parametrize("tag", [pytest.param(tag, marks=in_a_browser, id=tag) for tag in ("en-XA", "ar-XB")])
def test_every_text_can_be_translated_and_the_longest_fits_on_a_phone(
    tag: str, server: Server, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": NARROW, "height": 800})
    missed: dict[str, set[str]] = {}
    wide: dict[str, int] = {}
    for path in paths(server, tag):
        page.goto(f"{server.base}{path}")
        texts = (re.sub("⟦[^⟧]*⟧", "", text) for text in page.evaluate(UNTRANSLATED))
        left = {text.strip() for text in texts if re.search(r"[^\W\d_]{2}", KNOWN.sub("", text))}
        if left and tag == "en-XA":
            missed[path] = left
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > NARROW:
            wide[path] = width
        assert page.evaluate("document.documentElement.dir") == ("rtl" if tag == "ar-XB" else "ltr")
    page.close()

    assert (missed, wide) == ({}, {})
