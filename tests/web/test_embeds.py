"""Lists and articles for other sites: addresses, header fields, and what is shown."""

import gzip
import hashlib
import re
from base64 import b64encode
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from tests.web.embedded import HEADLINES
from tests.web.embedded import LATER
from tests.web.embedded import NOTE
from tests.web.embedded import OFFICE
from tests.web.embedded import make_service

from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.i18n.languages import Language
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.settings import Settings
from osce_feeds.web import create_app
from osce_feeds.web.embeds import COMPONENT
from osce_feeds.web.embeds import COMPONENT_INTEGRITY
from osce_feeds.web.embeds import COMPONENT_MARK
from osce_feeds.web.root import FILES

BASE = "https://feeds.example.org"
FRAME = f"/en/{OFFICE}/embed.html"
FRAGMENT = f"/en/{OFFICE}/fragment.html?count=20"
ARTICLE = "/en/articles/news2345abcd/embed.html"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, sample: bytes, vocabulary: Vocabulary) -> Flask:
    return make_service(tmp_path_factory.mktemp("embeds"), sample, vocabulary, BASE)


@pytest.fixture
def client(service: Flask) -> FlaskClient:
    return service.test_client()


def items(client: FlaskClient, path: str = FRAGMENT) -> list[etree._Element]:
    root = etree.fromstring(client.get(path).data, etree.HTMLParser(encoding="utf-8"))
    return list(root.iter("li"))


def text(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


@pytest.mark.usefixtures("layer")
@pytest.mark.parametrize("path", [FRAME, FRAGMENT, ARTICLE, "/ru/embed.html?count=1&heading=4&theme=dark"])
def test_embed_has_validators_and_is_not_sent_again(client: FlaskClient, path: str) -> None:
    whole = client.get(path)
    again = client.get(path, headers={"If-None-Match": whole.headers["ETag"]})
    since = client.get(path, headers={"If-Modified-Since": whole.headers["Last-Modified"]})
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    head = client.head(path)

    assert (whole.status_code, whole.content_type) == (200, "text/html; charset=utf-8")
    assert (again.status_code, since.status_code, head.status_code) == (304, 304, 200)
    assert again.headers["Content-Security-Policy"] == whole.headers["Content-Security-Policy"]
    assert gzip.decompress(packed.data) == whole.data
    assert packed.headers["ETag"] != whole.headers["ETag"]
    assert whole.headers["Vary"] == "Accept-Encoding"
    assert whole.headers["Cache-Control"].startswith("public, max-age=300")
    assert f'<{BASE}{path}>; rel="self"' in whole.headers["Link"]


@pytest.mark.usefixtures("layer")
def test_only_what_is_made_to_be_framed_may_be_framed(client: FlaskClient) -> None:
    ancestors = {}
    others = ("/en/", "/en/embed/", FRAGMENT, "/en/feed.json", "/oembed?url=x", "/embed/v1/feed.js", "/nothing")
    for path in (FRAME, ARTICLE, *others):
        ancestors[path] = client.get(path).headers["Content-Security-Policy"].rpartition("frame-ancestors ")[2]

    allowed = {path for path, value in ancestors.items() if value == "*"}
    assert allowed == {FRAME, ARTICLE}
    assert {ancestors[path].partition(";")[0] for path in others} == {"'none'"}


@pytest.mark.usefixtures("layer")
@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/en/embed.html?count=5&heading=2&theme=auto", "/en/embed.html"),
        ("/en/embed.html?theme=dark&count=3", "/en/embed.html?count=3&theme=dark"),
        ("/en/fragment.html?limit=3", "/en/fragment.html?count=3"),
        ("/en/fragment.html?limit=2&count=9", "/en/fragment.html?count=2"),
        ("/en/fragment.html?limit=500", "/en/fragment.html?count=20"),
        ("/en/embed.html?office=ODIHR&count=3", "/en/offices/odihr/embed.html?count=3"),
        ("/en/offices/odihr/embed.html?topic=elections", "/en/offices/odihr/topics/elections/embed.html"),
        ("/en/articles/news2345abcd/embed.html?heading=2&count=5", ARTICLE),
    ],
)
def test_embed_has_one_address(client: FlaskClient, path: str, canonical: str) -> None:
    response = client.get(path)

    assert (response.status_code, response.headers["Location"]) == (301, f"{BASE}{canonical}")
    assert client.get(canonical).status_code == 200


def test_parameters_that_mean_nothing_make_no_second_entry(client: FlaskClient) -> None:
    assert client.get(f"{FRAME}?utm_source=x").data == client.get(FRAME).data
    assert client.get("/en/feed.json?count=x&theme=y").status_code == 200


@pytest.mark.usefixtures("layer")
@pytest.mark.parametrize(
    ("path", "status", "named"),
    [
        ("/en/embed.html?count=0", 400, '"parameter":"count"'),
        ("/en/embed.html?count=21", 400, '"parameter":"count"'),
        ("/en/embed.html?count=2&count=3", 400, '"parameter":"count"'),
        ("/en/embed.html?heading=7", 400, '"parameter":"heading"'),
        ("/en/fragment.html?theme=blue", 400, '"parameter":"theme"'),
        ("/en/fragment.html?office=odhir", 400, '"nearest":["odihr"'),
        ("/en/offices/odhir/embed.html?count=3", 404, '"nearest":["odihr"'),
        ("/en/articles/nothing/embed.html", 404, "no article"),
        ("/xx/embed.html", 404, "no language"),
    ],
)
def test_what_cannot_be_shown_is_a_problem_that_says_why(
    client: FlaskClient, path: str, status: int, named: str
) -> None:
    response = client.get(path)

    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    assert named in response.text


def test_headlines_come_out_as_they_are(client: FlaskClient) -> None:
    found = [text(item).removeprefix("1 July 2026 ") for item in items(client)]

    assert found[-len(HEADLINES) :] == [" ".join(headline.split()) for headline in HEADLINES]


def test_item_says_its_language_and_direction_and_the_date_that_of_the_page(client: FlaskClient) -> None:
    arabic = items(client, f"/ru/{OFFICE}/fragment.html?count=20")[0]
    (time,) = arabic.iter("time")

    assert (arabic.get("lang"), arabic.get("dir")) == ("ar", "rtl")
    assert (time.get("lang"), time.get("dir"), time.get("datetime"), time.text) == (
        "ru",
        "ltr",
        "2026-07-01",
        "1 июля 2026\u202fг.",
    )


def test_box_is_written_in_the_direction_of_its_language(
    service: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    serving = service.extensions["osce_feeds"]
    arabic = Language("ar", "ar", "العربية", "rtl")
    newsroom = replace(serving.newsroom, languages=(*LANGUAGES, arabic))
    monkeypatch.setitem(service.extensions, "osce_feeds", replace(serving, newsroom=newsroom))
    feed = client.get(f"/ar/{OFFICE}/feed.json").json
    assert feed

    assert '<section class="osce-feed" lang="ar" dir="rtl"' in client.get(f"/ar/{OFFICE}/fragment.html").text
    assert '<html lang="ar" dir="rtl"' in client.get(f"/ar/{OFFICE}/embed.html").text
    assert feed["_osce_feeds"]["direction"] == "rtl"


def test_corrections_and_withdrawals_are_shown_as_such(client: FlaskClient) -> None:
    _, corrected, gone, *_ = items(client)

    assert text(corrected) == f"1 July 2026 Lamp is lit in Voss Correction: 1 July 2026 · {NOTE}"
    assert text(gone) == "1 July 2026 Lamp is out in Voss - withdrawn Withdrawn: 1 July 2026 · It was not."
    assert gone.get("class") == "osce-feed-item osce-feed-gone"
    assert [link.get("href") for link in gone.iter("a")] == [f"{BASE}/en/articles/gone2345abcd/"]


def test_title_leads_to_the_source_and_nowhere_if_that_is_no_page(client: FlaskClient) -> None:
    *_, script, source = items(client, f"/en/{OFFICE}/embed.html")

    assert [link.get("href") for link in script.iter("a")] == []
    assert [(link.get("href"), link.get("data-here"), link.get("target")) for link in source.iter("a")] == [
        ("https://news.example.org/lamp?a=1&b=2", f"{BASE}/en/articles/news2345abcd/", "_top")
    ]


def test_embed_says_that_it_is_unofficial_and_what_the_rights_are(service: Flask, client: FlaskClient) -> None:
    shown = client.get(FRAGMENT).text
    settings: Settings = service.extensions["osce_feeds"].newsroom.settings
    official = create_app(replace(settings, official=True), clock=lambda: LATER).test_client()

    assert "Unofficial republication; the original is authoritative." in shown
    assert "Free to reprint &amp; to read" in shown
    assert "Unofficial" not in official.get(FRAGMENT).text


def test_one_article_is_shown_with_its_summary(client: FlaskClient) -> None:
    found = re.search("/en/articles/[a-z2-7]+/", client.get("/en/offices/odihr/fragment.html").text)
    assert found
    (item,) = items(client, f"{found[0]}embed.html?heading=1")
    (summary,) = [element for element in item.iter("p") if element.get("class") == "osce-feed-summary"]

    assert text(summary)
    (gone,) = items(client, "/en/articles/gone2345abcd/embed.html")
    assert "withdrawn" in text(gone)


def test_empty_list_says_so(client: FlaskClient) -> None:
    path = "/en/{file}?until=1990-01-01"

    assert "There are no articles here yet." in client.get(path.format(file="fragment.html")).text
    assert "There are no articles here yet." in client.get(path.format(file="feed.json")).json["_osce_feeds"]["empty"]  # type: ignore[index]


def test_fragment_is_a_part_of_a_page_under_names_of_its_own(client: FlaskClient) -> None:
    shown = client.get(f"/en/{OFFICE}/fragment.html?heading=4")
    marks = re.findall('id="([^"]+)"', shown.text)

    assert shown.data.startswith(b'<section class="osce-feed"')
    assert not re.search("<(html|body|head|script|style|h[1-356])|style=", shown.text)
    classes = " ".join(re.findall('class="([^"]+)"', shown.text)).split()
    assert {True} == {name.startswith("osce-feed") for name in classes}
    assert marks != re.findall('id="([^"]+)"', client.get("/en/fragment.html?heading=4").text)


@pytest.mark.parametrize(
    ("path", "cache"),
    [
        ("/embed/v1/feed.js", "public, max-age=3600, stale-while-revalidate=86400, stale-if-error=86400"),
        (f"/embed/v1/{COMPONENT_MARK}/feed.js", "public, max-age=31536000, immutable"),
    ],
)
def test_component_may_be_kept_and_fetched_by_anybody(client: FlaskClient, path: str, cache: str) -> None:
    script = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    again = client.get(path, headers={"If-None-Match": script.headers["ETag"]})

    assert script.content_type == "text/javascript; charset=utf-8"
    assert script.headers["Cache-Control"] == cache
    assert script.headers["Access-Control-Allow-Origin"] == "*"
    assert script.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert (again.status_code, gzip.decompress(packed.data)) == (304, script.data)
    digest = b64encode(hashlib.sha384(script.data).digest()).decode()
    assert f"sha384-{digest}" == COMPONENT_INTEGRITY


def test_build_that_nobody_made_is_not_there(client: FlaskClient) -> None:
    assert client.get("/embed/v1/0123456789ab/feed.js").status_code == 404


def test_budgets_are_kept(client: FlaskClient) -> None:
    def weigh(path: str) -> int:
        return len(client.get(path, headers={"Accept-Encoding": "gzip"}).data)

    assert len(COMPONENT) <= 10_000
    assert weigh("/embed/v1/feed.js") <= 4_000
    assert weigh("/en/embed.html?count=20") + len(FILES["embed.css"]) + len(FILES["embed.js"]) <= 15_000
    assert weigh("/en/feed.json?limit=5") <= 3_000


def test_frame_and_component_have_one_style() -> None:
    """The part of the style sheet that both have stands in the component as it is."""
    common = FILES["embed.css"].split(b"/* From here on the same as in feed.js. */\n")[1]

    assert common in COMPONENT
