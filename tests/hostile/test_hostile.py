"""Hundreds of hostile documents, fed to one store: nothing crashes, hangs, gets lost, gets through or runs.

``HOSTILE=10000`` feeds as many as are wanted.
"""

import csv
import io
import json
import os
import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import fields
from time import monotonic
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree
from playwright.sync_api import sync_playwright
from tests.conftest import NOW
from tests.hostile.documents import KINDS
from tests.hostile.documents import Hostile
from tests.hostile.documents import documents

from osce_feeds.deliver import Newsroom
from osce_feeds.deliver import deliver
from osce_feeds.errors import DocumentRefused
from osce_feeds.formats import FORMATS
from osce_feeds.i18n.packaged import vocabulary
from osce_feeds.ingest import Order
from osce_feeds.ingest import Report
from osce_feeds.ingest import ingest_stream
from osce_feeds.model.article import Article
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.text import legal
from osce_feeds.web import create_app
from osce_feeds.web.selections import EMBEDS

NUMBER = int(os.environ.get("HOSTILE", "400"))
HANGING = 10
"""Seconds after which a document of a few kilobytes counts as hanging."""
CHROMIUM = shutil.which("chromium")

pytestmark = [pytest.mark.timeout(60 + NUMBER), pytest.mark.xdist_group("hostile")]


@dataclass
class Fed:
    """What became of the documents."""

    settings: Settings
    outcomes: list[tuple[Hostile, Report | DocumentRefused, float]]
    articles: list[Article]


def take(store: Store, settings: Settings, hostile: Hostile) -> Report | DocumentRefused:
    try:
        return ingest_stream(
            io.BytesIO(hostile.data), hostile.name, store, settings, vocabulary(), Order(), lambda: NOW
        )
    except DocumentRefused as refused:
        return refused


@pytest.fixture(scope="module")
def fed(tmp_path_factory: pytest.TempPathFactory) -> Fed:
    settings = Settings(
        database=str(tmp_path_factory.mktemp("hostile") / "store.db"),
        base_url="https://feeds.example.org",
        authority="feeds.example.org,2026",
    )
    store = Store(settings.database)
    store.prepare(NOW)
    outcomes = []
    for hostile in documents(NUMBER):
        start = monotonic()
        outcome = take(store, settings, hostile)
        outcomes.append((hostile, outcome, monotonic() - start))
    with store.read() as reader:
        articles = list(reader.stream(EVERYTHING, "en"))
    store.close()
    return Fed(settings, outcomes, articles)


def test_same_seed_makes_the_same_documents() -> None:
    assert list(documents(20)) == list(documents(20))
    assert {kind for kind, _ in KINDS} == {hostile.name.partition(".")[2] for hostile in documents(20)}


def test_no_document_hangs(fed: Fed) -> None:
    assert [(hostile.name, seconds) for hostile, _, seconds in fed.outcomes if seconds > HANGING] == []


def test_documents_of_every_kind_are_taken_and_refused(fed: Fed) -> None:
    """Otherwise the rest of these tests would look at nothing."""
    for kind, _ in KINDS:
        mine = [outcome for hostile, outcome, _ in fed.outcomes if hostile.name.endswith(f".{kind}")]
        assert {Report, DocumentRefused} == {type(outcome) for outcome in mine}, kind


def test_refusal_says_in_one_line_what_is_wrong(fed: Fed) -> None:
    for hostile, outcome, _ in fed.outcomes:
        if isinstance(outcome, DocumentRefused):
            assert str(outcome).startswith(hostile.name)
            assert len(str(outcome).splitlines()) == 1
            assert len(str(outcome)) < 500


def test_nothing_that_was_accepted_is_lost(fed: Fed) -> None:
    for hostile, outcome, _ in fed.outcomes:
        marked = [article for article in fed.articles if hostile.mark in article.headline]
        expected = outcome.new if isinstance(outcome, Report) else 0
        assert expected == len(marked), hostile.name


def texts(value: Any) -> Iterator[str]:
    """Yield every text in a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from (key, *texts(one))
    elif hasattr(value, "__dataclass_fields__"):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def test_every_stored_text_is_legal_and_shows_no_file_of_the_machine(fed: Fed) -> None:
    for article in fed.articles:
        for text in texts(article):
            assert legal(text) == text
            assert unicodedata.is_normalized("NFC", text) or text == article.content
            assert "root:x:0" not in text


def test_links_lead_to_the_web_only(fed: Fed) -> None:
    for article in fed.articles:
        for link in (article.link, *(enclosure.url for enclosure in article.enclosures)):
            assert not link or link.startswith(("http://", "https://"))


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_every_rendition_is_well_formed_and_whole(fed: Fed, form: Any, language: str) -> None:
    newsroom, store = Newsroom.open(fed.settings), Store(fed.settings.database)
    spoken = newsroom.language(language)
    assert spoken
    rendition = deliver(newsroom, store, spoken, EVERYTHING, form, NOW)
    body = b"".join(rendition.body())
    rendition.close()
    if form.name == "csv":
        lines = list(csv.DictReader(body.decode("utf-8-sig").splitlines(keepends=True)))
        assert len(fed.articles) == len(lines)
    elif form.name == "ninjs":
        assert json.loads(body)
    elif form.name == "jsonl":
        headlines = [json.loads(line)["headline"] for line in body.splitlines()]
        assert [article.headline for article in fed.articles] == headlines
    elif form.media_type.startswith("application/feed+json"):
        assert json.loads(body)["items"]
    else:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, huge_tree=True))
        items = {"xml": "article", "newsml": "newsItem"}.get(form.name)
        if items:
            assert len(fed.articles) == len(root.findall(f".//{{*}}{items}"))


def test_feeding_everything_again_changes_nothing(fed: Fed) -> None:
    store = Store(fed.settings.database)
    for hostile, outcome, _ in fed.outcomes:
        again = take(store, fed.settings, hostile)
        assert type(outcome) is type(again), hostile.name
        if isinstance(again, Report):
            assert (again.new, again.changed) == (0, 0), hostile.name
    with store.read() as reader:
        assert fed.articles == list(reader.stream(EVERYTHING, "en"))
    store.close()


@pytest.fixture(scope="module")
def client(fed: Fed) -> FlaskClient:
    return create_app(fed.settings, clock=lambda: NOW).test_client()


def test_every_page_answers(fed: Fed, client: FlaskClient) -> None:
    for article in fed.articles:
        assert client.get(f"/en/articles/{article.key}/").status_code == 200
        assert client.get(f"/en/articles/{article.key}/newsml.xml").status_code == 200
        for office in article.offices:
            assert client.get(f"/en/offices/{office.code}/").status_code == 200


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="needs chromium: apt-get install chromium")
def test_nothing_runs_in_a_browser_even_without_our_policy(fed: Fed, client: FlaskClient) -> None:
    """Pages, and what feed readers make of our feeds, in one sheet of frames that may run scripts."""
    feed = json.loads(client.get("/en/feed.json").data)
    shown = [client.get("/en/").text, client.get("/ru/").text]
    shown += [client.get(f"/en/articles/{article.key}/").text for article in fed.articles[:200]]
    shown += [client.get(f"/en/{file}?count=20").text for file in EMBEDS]
    shown += [client.get(f"/ru/articles/{article.key}/embed.html").text for article in fed.articles[:20]]
    shown += [f"<!doctype html><body>{item['content_html']}</body>" for item in feed["items"]]
    shown += [f"<!doctype html><body>{article.content}</body>" for article in fed.articles if article.content]
    planted = "<!doctype html><body><img src=x onerror=pwned()></body>"
    calls: list[int] = []
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        context = browser.new_context(bypass_csp=True)
        context.expose_function("pwned", lambda: calls.append(1))
        context.route("**/*", lambda route: route.fulfill(status=404, body=""))
        page = context.new_page()
        page.set_content(planted, wait_until="load")
        page.wait_for_timeout(200)
        assert calls == [1]
        calls.clear()
        for html in shown:
            page.set_content(html, wait_until="load")
        page.wait_for_timeout(500)
        browser.close()
    assert calls == []
