from datetime import timedelta
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from lxml import etree
from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import Entry
from tests.listings import make_entries
from tests.listings import make_listing
from tests.web.crawler import Answer
from tests.web.crawler import fetch

from osce_feeds import edit
from osce_feeds.formats import FORMATS
from osce_feeds.formats import Format
from osce_feeds.formats.csv_table import CSV
from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.ingest import Order
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.normaliser import Evidence
from osce_feeds.store import Store

pytestmark = pytest.mark.usefixtures("layer")

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def headlines(page: Answer) -> list[str]:
    assert page.status == 200
    return page.texts("//article/h3/a/text()")


def titles(client: FlaskClient, path: str) -> list[str]:
    """Return the titles of the entries of an Atom feed."""
    found = etree.fromstring(client.get(path).data).xpath("//a:entry/a:title/text()", namespaces=ATOM)
    assert isinstance(found, list)
    return [str(title) for title in found]


@pytest.fixture
def town(feed: Feed, client: FlaskClient) -> FlaskClient:
    """A service with five articles: by office, topic, both, neither, and an unknown office."""
    feed(
        make_listing(
            [
                Entry(headline="both", offices="OSCE Mission to Skopje", topics="Youth"),
                Entry(headline="office", offices="OSCE Mission to Skopje", topics="Elections"),
                Entry(headline="topic", offices="OSCE Presence in Albania", topics="Youth"),
                Entry(headline="neither", offices="", topics="", genre=""),
                Entry(headline="unknown", offices="Lighthouse Office in Voss", topics="Lamps"),
            ]
        )
    )
    return client


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("", ["both", "office", "topic", "neither", "unknown"]),
        ("offices/mission-to-skopje/", ["both", "office"]),
        ("topics/youth/", ["both", "topic"]),
        ("offices/mission-to-skopje/topics/youth/", ["both"]),
        ("offices/lighthouse-office-in-voss/", ["unknown"]),
        ("offices/lighthouse-office-in-voss/topics/lamps/", ["unknown"]),
        ("offices/odihr/", []),
        ("offices/odihr/topics/youth/", []),
    ],
)
@pytest.mark.parametrize("tag", ["en", "ru"])
def test_page_and_feed_show_the_articles_of_their_selection(
    town: FlaskClient, tag: str, folder: str, expected: list[str]
) -> None:
    assert expected == headlines(fetch(town, f"/{tag}/{folder}"))
    assert expected == titles(town, f"/{tag}/{folder}feed.atom")


def test_page_offers_the_terms_that_articles_have(town: FlaskClient) -> None:
    page = fetch(town, "/en/offices/mission-to-skopje/")

    assert page.texts("//nav[@class='directory']//a/@href") == [
        "/en/offices/mission-to-skopje/",
        "/en/offices/presence-in-albania/",
        "/en/offices/mission-to-skopje/topics/elections/",
        "/en/offices/mission-to-skopje/topics/youth/",
        "/en/offices/mission-to-skopje/?type=news",
        "/en/offices/mission-to-skopje/?region=south-eastern-europe",
    ]
    assert page.texts("//nav[@class='directory']//a[@aria-current]/@href") == ["/en/offices/mission-to-skopje/"]
    assert page.texts("//nav[@class='directory']//span[@class='count']/text()") == ["2", "1", "1", "1", "2", "2"]


def test_page_counts_what_its_links_show(feed: Feed, client: FlaskClient, store: Store) -> None:
    """Two editions of one story are one article of a list."""
    for tag in ("en", "fr"):
        feed(make_listing([Entry(headline=f"Ferry school, {tag}", summary="")]), Order(Evidence(tag)))
    with store.read() as reader:
        keys = [article.key for article in reader.stream(EVERYTHING, "en")]
    edit.link(store, keys, NOW)
    page = fetch(client, "/en/")

    assert page.texts("//h2[@id='articles']/text()") == ["1 article"]
    assert page.texts("//nav[@class='directory']//span[@class='count']/text()") == ["1", "1", "1", "1"]


def test_page_says_what_it_shows(town: FlaskClient) -> None:
    page = fetch(town, "/fr/offices/mission-to-skopje/topics/youth/")

    assert page.texts("//title/text()")[0].endswith(" - Test Newsroom")
    assert page.said("//h1") == ["Mission de l’OSCE à Skopje, Jeunesse"]
    assert page.texts("//link[@rel='canonical']/@href") == [
        "https://feeds.example.org/fr/offices/mission-to-skopje/topics/youth/"
    ]
    assert page.texts("//link[@hreflang]/@hreflang") == [language.tag for language in LANGUAGES]
    assert page.texts("//article/h3/@lang") == ["en"]


def test_page_stops_at_twenty_feed_at_fifty_and_files_go_on(feed: Feed, client: FlaskClient) -> None:
    entries = make_entries(53)
    feed(make_listing(entries), now=NOW - timedelta(days=20))
    expected = [entry.headline for entry in entries]

    page = fetch(client, "/en/")
    assert expected[:20] == headlines(page)
    assert page.texts("//h2[@id='articles']/text()") == ["53 articles"]
    assert expected[:50] == titles(client, "/en/feed.atom")
    assert client.get("/en/articles.jsonl").data.count(b"\n") == 53


def test_empty_page_says_so(client: FlaskClient) -> None:
    page = fetch(client, "/en/")

    assert headlines(page) == []
    assert page.texts("//h2[@id='articles']/text()") == ["0 articles"]
    assert "There are no articles here yet." in page.body.decode()


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@pytest.mark.parametrize(
    ("folder", "name"),
    [("", "it"), ("offices/odihr/", "odihr-it"), ("offices/odihr/topics/elections/", "odihr-elections-it")],
)
def test_file_has_its_media_type_and_a_name_to_save_it_under(
    full_client: FlaskClient, form: Format, folder: str, name: str
) -> None:
    response = full_client.get(f"/it/{folder}{form.file}")

    assert response.status_code == 200
    assert form.media_type == response.headers["Content-Type"]
    kept = "attachment" if form is CSV else "inline"
    assert response.headers["Content-Disposition"] == f'{kept}; filename="{name}-{form.file}"'


@pytest.mark.parametrize(
    "path",
    [
        "/en",
        "/ru/offices/odihr",
        "/en/topics/youth",
        "/en/offices/odihr/topics/elections",
        "/en/offices/no such office",
        "/en/offices/ж%25",
    ],
)
def test_folder_without_its_slash_leads_to_the_folder(full_client: FlaskClient, path: str) -> None:
    response = full_client.get(path, query_string={"utm_source": "x"})

    assert response.status_code == 301
    assert response.headers["Location"].isascii()
    assert unquote(response.headers["Location"]) == f"https://feeds.example.org{unquote(path)}/"


def test_redirect_leads_to_us_whatever_the_path(full_client: FlaskClient) -> None:
    for path in ("/en//evil.test", "/%2F%2Fevil.test", "/en/offices/%0d%0aSet-Cookie: x=y", "/\\evil.test"):
        response = full_client.get(path)
        location = response.headers.get("Location", "https://feeds.example.org/")
        assert location.startswith("https://feeds.example.org/")
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    "path",
    ["/en//", "/en//feed.atom", "/en/feed.atom/", "/en/articles.xml/", "/en/offices/odihr//", "/en/offices//odihr/"],
)
def test_other_spelling_of_a_path_is_no_second_address(full_client: FlaskClient, path: str) -> None:
    """Caches and readers would keep both."""
    assert full_client.get(path).status_code in {301, 308, 404}


@pytest.mark.parametrize("query", ["utm_source=x", "fbclid=%00", "word=' OR 1=1 --"])
def test_unknown_parameters_are_ignored_and_never_echoed(full_client: FlaskClient, query: str) -> None:
    for path in ("/en/", "/en/feed.atom", "/en/articles.jsonl"):
        plain, asked = full_client.get(path), full_client.get(f"{path}?{query}")
        assert plain.data == asked.data
        assert list(plain.headers) == list(asked.headers)


def test_file_is_streamed_and_left_in_the_middle_without_harm(feed: Feed, client: FlaskClient) -> None:
    """A reader that hangs up must not keep a transaction open."""
    feed(make_listing(make_entries(40)))
    for _ in range(30):
        response = client.get("/en/articles.xml", buffered=False)
        assert next(response.iter_encoded()).startswith(b"<?xml")
        response.close()

    assert client.get("/en/articles.xml").data.count(b"<headline>") == 40


def test_head_of_a_file_leaves_no_transaction_open(full_client: FlaskClient) -> None:
    for _ in range(30):
        assert full_client.head("/en/articles.xml").status_code == 200
        assert full_client.get("/en/articles.xml", headers={"If-None-Match": "*"}).status_code == 304
