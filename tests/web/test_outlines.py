"""The list of all feeds: what a reader subscribes to with one file."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import etree
from tests.builders import REPRESENTATIVES
from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import Entry
from tests.listings import make_listing

from osce_feeds import edit
from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.store import Store

every_language = pytest.mark.parametrize("tag", REPRESENTATIVES)


def read(client: FlaskClient, tag: str = "en") -> etree._Element:
    response = client.get(f"/{tag}/feeds.opml")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/x-opml; charset=utf-8"
    return etree.fromstring(response.data)


def walk(parent: etree._Element, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], etree._Element]]:
    """Yield each outline with the texts that lead to it."""
    for outline in parent.iterchildren("outline"):
        here = (*path, str(outline.get("text")))
        yield here, outline
        yield from walk(outline, here)


def feeds(opml: etree._Element) -> dict[str, tuple[str, ...]]:
    """Return the way to each feed, by the path of its address."""
    found = walk(opml.find("body"))  # type: ignore[arg-type]
    return {urlsplit(str(each.get("xmlUrl"))).path: path for path, each in found if each.get("type") == "rss"}


def test_every_office_stands_under_its_region_and_every_topic_and_language_once(
    full_client: FlaskClient, vocabulary: Vocabulary
) -> None:
    found = feeds(read(full_client))
    offices = {f"/en/offices/{code}/feed.atom" for code in vocabulary.concepts[OFFICE]}
    topics = {f"/en/topics/{code}/feed.atom" for code in vocabulary.concepts[TOPIC]}
    languages = {f"/{language.tag}/feed.atom" for language in LANGUAGES}

    assert offices | topics | languages == found.keys()
    assert found["/en/offices/mission-to-skopje/feed.atom"] == (
        "Where we are",
        "South-Eastern Europe",
        "OSCE Mission to Skopje",
    )
    assert found["/en/topics/elections/feed.atom"] == ("What we do", "Elections")
    assert found["/fr/feed.atom"] == ("Languages", "Français")


@every_language
def test_list_speaks_its_language_and_every_feed_says_what_it_is_called(full_client: FlaskClient, tag: str) -> None:
    """RSS is the only type there is for feeds, whatever their format."""
    opml = read(full_client, tag)
    for _, outline in walk(opml.find("body")):  # type: ignore[arg-type]
        assert outline.get("text")
        assert outline.get("title")
        if len(outline) == 0:
            assert outline.get("type") == "rss"
            assert outline.get("language") == urlsplit(str(outline.get("htmlUrl"))).path.split("/")[1]
            assert f"{outline.get('htmlUrl')}feed.atom" == outline.get("xmlUrl")
    assert opml.findtext("head/title", "").startswith("Test Newsroom · ")
    assert opml.findtext("head/dateModified", "").endswith(" GMT")


def test_titles_are_those_of_the_feeds(full_client: FlaskClient) -> None:
    opml = read(full_client, "fr")
    listed = [outline for outline in opml.iter("outline") if outline.get("type") == "rss"]
    for outline in listed[::9]:
        feed = etree.fromstring(full_client.get(urlsplit(str(outline.get("xmlUrl"))).path).data)
        assert feed.findtext("{*}title") == outline.get("title")


def test_minted_office_is_listed_when_it_is_accepted(
    feed: Feed, client: FlaskClient, store: Store, vocabulary: Vocabulary
) -> None:
    feed(make_listing([Entry(offices="Lighthouse Office in Voss")]))
    path = "/en/offices/lighthouse-office-in-voss/feed.atom"
    before = client.get("/en/feeds.opml").headers
    assert path not in feeds(read(client))

    edit.accept(store, vocabulary, OFFICE, "lighthouse-office-in-voss", NOW)

    assert feeds(read(client))[path] == ("Where we are", "Lighthouse Office in Voss")
    assert client.get("/en/feeds.opml").headers["ETag"] != before["ETag"]


@pytest.mark.parametrize("path", ["/de/feeds/", "/de/subscribe/"])
def test_pages_lead_to_the_list(full_client: FlaskClient, path: str) -> None:
    page = etree.fromstring(full_client.get(path).data, etree.HTMLParser())

    assert page.xpath("//link[@rel='outline']/@href") == ["https://feeds.example.org/de/feeds.opml"]
    assert page.xpath("//main//a[@type='text/x-opml']/@href") == ["/de/feeds.opml"]


def test_unknown_language_has_no_list(full_client: FlaskClient) -> None:
    assert full_client.get("/xx/feeds.opml").status_code == 404
