from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from lxml import etree
from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import SUMMARY
from tests.listings import Entry
from tests.listings import make_listing
from tests.web.crawler import Answer
from tests.web.crawler import fetch

from osce_feeds import edit
from osce_feeds.ingest import Order
from osce_feeds.model.article import Article
from osce_feeds.model.article import Origin
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.normaliser import Evidence
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.web import create_app

LATER = NOW + timedelta(hours=1)
VOSS = "https://voss.example/news"


def page_of(client: FlaskClient, article: Article, tag: str = "en") -> Answer:
    return fetch(client, f"/{tag}/articles/{article.key}/")


@pytest.fixture
def articles(feed: Feed, store: Store) -> Sequence[Article]:
    """The articles of a listing: one plain, one of few words, one with markup in its text."""
    feed(
        make_listing(
            [
                Entry(summary=f"VOSS, 3 July 2025 – {SUMMARY[:-1]}"),
                Entry(headline="Bare", genre="", offices="", topics="", summary=""),
                Entry(headline='<b>Bold</b> & {{ 7*7 }} "quoted"', summary="<script>alert(1)</script> said the heron."),
            ]
        )
    )
    with store.read() as reader:
        return reader.newest(EVERYTHING, "en", 50)


def test_page_shows_the_whole_record(client: FlaskClient, articles: Sequence[Article]) -> None:
    page = page_of(client, articles[0], "fr")

    assert page.status == 200
    assert page.texts("/html/@lang") == ["fr"]
    assert page.texts("//h1/text() | //h1/@lang") == ["en", "Ferry school opens in Voss"]
    assert page.texts("//time/@datetime | //time/text()") == ["2025-07-04", "4 juillet 2025"]
    assert page.texts("//span[@class='dateline']/text()") == ["VOSS, 3 July 2025"]
    assert page.texts("//span[@class='cut']/text()") == ["[…]"]
    assert page.texts("//ul[@class='terms']//a/@href") == ["/fr/offices/mission-to-skopje/", "/fr/topics/youth/"]
    assert page.texts("//p[@class='identifier']/code/text()") == [articles[0].id]


def test_editions_and_the_page_itself_are_named_to_search_engines(
    client: FlaskClient, feed: Feed, store: Store, articles: Sequence[Article]
) -> None:
    feed(make_listing([Entry(headline="Une école", summary="")]), Order(Evidence("fr"), source="Wire"))
    with store.read() as reader:
        french = next(one for one in reader.stream(EVERYTHING, "fr") if one.language == "fr")
    edit.link(store, [articles[0].key, french.key], NOW)

    for one in (articles[0], french):
        found = set(page_of(client, one).texts("//head/link[@hreflang]/@hreflang"))
        assert {"en", "fr"} == found
    assert page_of(client, articles[1]).texts("//head/link[@hreflang]/@hreflang") == []


def test_bare_article_has_a_page_of_few_words(client: FlaskClient, articles: Sequence[Article]) -> None:
    page = page_of(client, articles[1])

    assert page.texts("//h1/text()") == ["Bare"]
    assert page.texts("//p[@class='summary'] | //ul[@class='terms']") == []
    assert page.said("//p[@class='origin']") == ["The source gave no address for this article."]


def test_text_stays_text(client: FlaskClient, articles: Sequence[Article]) -> None:
    page = page_of(client, articles[2])

    assert page.texts("//h1/text()") == ['<b>Bold</b> & {{ 7*7 }} "quoted"']
    assert page.texts("//p[@class='summary']/text()") == ["<script>alert(1)</script> said the heron."]
    assert page.elements("//script[not(@type='application/ld+json' or @src)] | //b") == []


@pytest.mark.parametrize(
    ("origin", "text", "links"),
    [
        (Origin("Voss Gazette", VOSS), "Source: Voss Gazette", [VOSS]),
        (Origin("", VOSS), f"Source: {VOSS}", [VOSS]),
        (Origin("Voss Gazette"), "Source: Voss Gazette", []),
    ],
)
def test_page_names_where_the_article_comes_from(
    client: FlaskClient, feed: Feed, store: Store, origin: Origin, text: str, links: list[str]
) -> None:
    feed(make_listing([Entry()]), Order(Evidence(origin=origin)))
    with store.read() as reader:
        (article,) = reader.newest(EVERYTHING, "en", 2)
    page = page_of(client, article)

    assert page.said("//p[@class='origin']") == [text]
    assert page.texts("//p[@class='origin']/a/@href") == links


def test_original_is_canonical_where_it_is_known(
    client: FlaskClient, articles: Sequence[Article], store: Store
) -> None:
    with store.write(LATER) as writer:
        writer.put(replace(articles[0], link="https://voss.example/1?a=b&c=d", version=2), ())
    page = page_of(client, articles[0])

    assert page.texts("//link[@rel='canonical']/@href") == ["https://voss.example/1?a=b&c=d"]
    assert page.texts("//p[@class='origin']/a/@href") == ["https://voss.example/1?a=b&c=d"]
    assert page.fields["Link"] == '<https://voss.example/1?a=b&c=d>; rel="canonical"'
    assert page.elements("//meta[@name='robots']") == []


def test_republication_without_an_original_is_not_to_be_indexed(
    client: FlaskClient, articles: Sequence[Article], settings: Settings
) -> None:
    official = create_app(replace(settings, official=True), clock=lambda: NOW).test_client()

    assert page_of(client, articles[0]).texts("//meta[@name='robots']/@content") == ["noindex"]
    assert page_of(official, articles[0]).elements("//meta[@name='robots']") == []


def test_official_service_carries_no_notice(
    client: FlaskClient, articles: Sequence[Article], settings: Settings
) -> None:
    official = create_app(replace(settings, official=True), clock=lambda: NOW).test_client()

    expected = ["Unofficial republication; the original is authoritative."]
    assert page_of(client, articles[0]).texts("//p[@class='notice']/text()") == expected
    assert page_of(official, articles[0]).texts("//p[@class='notice']/text()") == []


@pytest.mark.parametrize("key", ["voss2345abcd", "x", "..", "%00", "' OR 1=1 --", "a" * 4000])
def test_unknown_key_is_404(client: FlaskClient, key: str) -> None:
    for path in (f"/en/articles/{key}/", f"/en/articles/{key}/newsml.xml"):
        assert client.get(path).status_code == 404


def test_page_without_its_slash_leads_to_the_page(client: FlaskClient, articles: Sequence[Article]) -> None:
    response = client.get(f"/ru/articles/{articles[0].key}")

    assert response.status_code == 301
    assert response.headers["Location"] == f"https://feeds.example.org/ru/articles/{articles[0].key}/"


@pytest.mark.parametrize("tag", ["xx", "EN", "hr"])
def test_article_in_a_language_that_is_not_served_is_404(
    client: FlaskClient, articles: Sequence[Article], tag: str
) -> None:
    assert page_of(client, articles[0], tag).status == 404
    assert client.get(f"/{tag}/articles/{articles[0].key}/newsml.xml").status_code == 404
    assert client.get(f"/{tag}/articles/{articles[0].key}/article.xml").status_code == 404


def test_article_held_back_is_404_until_its_day(feed: Feed, settings: Settings, store: Store) -> None:
    feed(make_listing([Entry(date="2 July 2026")]))
    with store.write(NOW) as writer:
        (article,) = writer.due(NOW.date() + timedelta(days=1))
    now = NOW
    client = create_app(settings, clock=lambda: now).test_client()
    assert page_of(client, article).status == 404
    assert client.get(f"/en/articles/{article.key}/newsml.xml").status_code == 404

    now = NOW + timedelta(hours=10)  # midnight in Vienna
    assert page_of(client, article).status == 200


def test_withdrawn_article_is_gone_and_says_when_and_why(
    client: FlaskClient, articles: Sequence[Article], store: Store
) -> None:
    edit.withdraw(store, articles[0].key, "Sent too <early>", LATER)
    page = page_of(client, articles[0])

    assert page.status == 410
    assert page.said("//p[@class='gone']") == ["This article was withdrawn. 1 July 2026 · Sent too <early>"]
    assert page.texts("//h1/text()") == ["Ferry school opens in Voss"]
    assert page.elements("//p[@class='summary'] | //p[@class='origin']") == []
    assert SUMMARY[:20] not in page.body.decode()
    assert f"/en/articles/{articles[0].key}/" not in client.get("/en/").text


def test_withdrawn_article_is_gone_in_the_language_of_the_page(
    client: FlaskClient, articles: Sequence[Article], store: Store
) -> None:
    edit.withdraw(store, articles[0].key, "Sent too early", LATER)
    page = page_of(client, articles[0], "ru")

    assert page.said("//p[@class='gone']") == ["Эта статья отозвана. 1 июля 2026 г. · Sent too early"]
    assert page.texts("//p[@class='gone']//@lang") == ["en"]


def test_gone_page_is_neither_indexed_nor_validated_nor_anywhere_else(
    client: FlaskClient, articles: Sequence[Article], store: Store
) -> None:
    """RFC 9110 section 13.2.1: conditions apply to what is there only; the link may lead to what was withdrawn."""
    with store.write(LATER) as writer:
        writer.put(replace(articles[0], link="https://voss.example/1", version=2), ())
    tag = page_of(client, articles[0]).fields["ETag"]
    edit.withdraw(store, articles[0].key, "Why.", LATER)
    page = page_of(client, articles[0])

    assert page.texts("//meta[@name='robots']/@content") == ["noindex"]
    assert page.elements("//link[@rel='canonical']") == []
    assert not {"ETag", "Last-Modified", "Link"} & page.fields.keys()
    assert page.fields["Cache-Control"].startswith("public, max-age=300,")
    for condition in (tag, "*"):
        asked_again = client.get(f"/en/articles/{articles[0].key}/", headers={"If-None-Match": condition})
        assert asked_again.status_code == 410


def test_erased_article_has_a_page_without_its_headline(
    client: FlaskClient, articles: Sequence[Article], store: Store
) -> None:
    withdrawn = edit.withdraw(store, articles[0].key, "", LATER)
    with store.write(LATER) as writer:
        writer.put(replace(withdrawn, headline="", version=3), ())
    page = page_of(client, articles[0], "es")

    assert page.status == 410
    assert page.texts("//h1/text() | //h1/@lang") == ["Artículo retirado"]
    assert page.texts("//title/text()") == ["Artículo retirado - Test Newsroom"]
    assert page.said("//p[@class='gone']") == ["Este artículo ha sido retirado. 1 de julio de 2026"]


def test_article_that_was_withdrawn_before_its_day_was_never_there(
    feed: Feed, client: FlaskClient, store: Store
) -> None:
    feed(make_listing([Entry(date="9 July 2026")]))
    with store.write(NOW) as writer:
        (article,) = writer.due(NOW.date() + timedelta(days=30))
    edit.withdraw(store, article.key, "Why.", LATER)

    assert page_of(client, article).status == 404
    assert client.get(f"/en/articles/{article.key}/newsml.xml").status_code == 404
    assert article.key not in client.get("/en/feed.rss").text


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("en", "Correction: 1 July 2026 · It was <two>."), ("de", "Berichtigung: 1. Juli 2026 · It was <two>.")],
)
def test_corrected_article_says_what_was_corrected_and_when(
    client: FlaskClient, articles: Sequence[Article], store: Store, tag: str, expected: str
) -> None:
    corrected = replace(articles[0], version=2, received=LATER, updated=LATER, note="It was <two>.")
    with store.write(LATER) as writer:
        writer.put(corrected, ())
    page = page_of(client, articles[0], tag)

    assert page.said("//p[@class='note']") == [expected]
    assert page.texts("//p[@class='note']/span/@lang") == ([] if tag == "en" else ["en"])


def test_note_of_a_first_version_is_no_correction(
    client: FlaskClient, articles: Sequence[Article], store: Store
) -> None:
    with store.write(LATER) as writer:
        writer.put(replace(articles[0], note="From the archive."), ())

    assert page_of(client, articles[0]).elements("//p[@class='note'] | //section[@class='history part']") == []


def test_newsml_of_an_article_is_the_same_in_every_language(
    client: FlaskClient, articles: Sequence[Article], store: Store
) -> None:
    def item(tag: str) -> bytes:
        answer = fetch(client, f"/{tag}/articles/{articles[0].key}/newsml.xml")
        assert answer.status == 200
        return answer.body

    before = item("en")
    assert before == item("ru")
    assert etree.fromstring(before).tag == "{http://iptc.org/std/nar/2006-10-01/}newsItem"
    assert articles[0].id.encode() in before

    edit.withdraw(store, articles[0].key, "Sent too early", LATER)
    assert b"stat:canceled" in item("en")
    assert SUMMARY[:20].encode() not in item("en")
