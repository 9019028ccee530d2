"""oEmbed 1.0 for the pages of lists and articles, in the shape that WordPress keeps."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from tests.web.embedded import HEADLINES
from tests.web.embedded import OFFICE
from tests.web.embedded import make_service

from osce_feeds.model.vocabulary import Vocabulary

BASE = "https://feeds.example.org"
HOSTILE = "host2345abcd"
PAGES = {
    "/en/": "/en/embed.html",
    "/ru/topics/elections/": "/ru/topics/elections/embed.html",
    "/en/offices/odihr/?type=news": "/en/offices/odihr/embed.html?type=news",
    "/en/?limit=9": "/en/embed.html?count=9",
    "/en/articles/news2345abcd/": "/en/articles/news2345abcd/embed.html",
    f"/en/articles/{HOSTILE}/": f"/en/articles/{HOSTILE}/embed.html",
    "/en/articles/gone2345abcd/": "/en/articles/gone2345abcd/embed.html",
}
"""Pages and what is shown of them."""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, sample: bytes, vocabulary: Vocabulary) -> Flask:
    return make_service(tmp_path_factory.mktemp("oembed"), sample, vocabulary, BASE)


@pytest.fixture
def client(service: Flask) -> FlaskClient:
    return service.test_client()


def ask(url: str, **parameters: str) -> str:
    return "/oembed?" + "&".join(
        f"{name}={quote(value, safe='')}" for name, value in (parameters | {"url": url}).items()
    )


def read(client: FlaskClient, path: str, form: str, **parameters: str) -> dict[str, str]:
    """Return the fields of an answer as texts, whichever format it came in."""
    data = client.get(ask(f"{BASE}{path}", format=form, **parameters)).data
    if form == "json":
        return {name: str(value) for name, value in json.loads(data).items()}
    return {element.tag: element.text or "" for element in etree.fromstring(data)}


KEPT = {
    "a": {"href"},
    "blockquote": set[str](),
    "iframe": {"src", "width", "height", "frameborder", "marginwidth", "marginheight", "scrolling", "title"},
}


class Filter(HTMLParser):
    """What WordPress leaves of the HTML of a publisher that it does not know.

    Links, quotations and frames with these attributes, and of those one quotation before
    one frame; the frame is then put into a sandbox.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.kept: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in KEPT:
            source = self.get_starttag_text() or ""
            written = re.findall(r' [a-z]+="[^"]*"', source)
            named = [each for each in written if each.split("=")[0].strip() in KEPT[tag]]
            assert len(written) == len(attrs)
            self.kept.append(f"<{tag}{''.join(named)}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in KEPT:
            self.kept.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.kept.append(data)

    def handle_entityref(self, name: str) -> None:
        self.kept.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.kept.append(f"&#{name};")

    @property
    def result(self) -> str | None:
        """The HTML that is left, or None where nothing is shown."""
        html = "".join(self.kept)
        found = re.search("(<blockquote>.*?</blockquote>)?.*(<iframe.*?></iframe>)", html, re.DOTALL)
        return f"{found[1] or ''}{found[2]}" if found else None


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize("page", PAGES)
def test_wordpress_keeps_the_html_as_it_is(client: FlaskClient, page: str, form: str) -> None:
    answer = read(client, page, form)
    body = etree.fromstring(answer["html"], etree.HTMLParser())
    (frame,) = body.iter("iframe")
    (link,) = body.iter("a")

    assert Filter(answer["html"]).result == answer["html"]
    assert frame.attrib == {
        "src": f"{BASE}{PAGES[page]}",
        "width": answer["width"],
        "height": answer["height"],
        "title": answer["title"],
    }
    assert link.get("href") == f"{BASE}{page}"
    assert link.text == answer["title"]
    assert client.get(PAGES[page]).status_code == 200


def test_filter_of_the_test_takes_what_is_not_kept() -> None:
    quotation = '<blockquote class="x"><a href="/" onclick="x">y</a></blockquote>'
    html = f'{quotation}<script></script><iframe src="/" sandbox=""></iframe>'

    assert Filter(html).result == '<blockquote><a href="/">y</a></blockquote><iframe src="/"></iframe>'
    assert Filter("<blockquote>x</blockquote>").result is None


@pytest.mark.parametrize("form", ["json", "xml"])
def test_answer_is_that_of_the_standard(client: FlaskClient, form: str) -> None:
    answer = read(client, f"/en/{OFFICE}/", form)

    assert list(answer) == [
        "version", "type", "title", "provider_name", "provider_url", "cache_age", "html", "width", "height",
    ]  # fmt: skip
    assert (answer["version"], answer["type"], answer["provider_url"]) == ("1.0", "rich", f"{BASE}/")
    assert int(answer["cache_age"]) > 0
    assert "Unofficial republication; the original is authoritative." in answer["html"]


def test_hostile_headline_is_text(client: FlaskClient) -> None:
    answer = read(client, f"/en/articles/{HOSTILE}/", "json")

    assert answer["title"] == HEADLINES[0]
    assert "<script" not in answer["html"]


@pytest.mark.parametrize(
    ("asked", "width", "height"),
    [
        ({}, 600, 520),
        ({"maxwidth": "300"}, 300, 520),
        ({"maxwidth": "2000", "maxheight": "2000"}, 600, 520),
        ({"maxheight": "250"}, 600, 250),
    ],
)
def test_frame_is_no_larger_than_asked_for(client: FlaskClient, asked: dict[str, str], width: int, height: int) -> None:
    answer = read(client, "/en/", "json", **asked)

    assert (answer["width"], answer["height"]) == (str(width), str(height))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (ask(f"{BASE}/en/", format="yaml"), 501),
        (ask("https://elsewhere.example.org/en/"), 404),
        (ask(f"{BASE}.example.org/en/"), 404),
        (ask(f"{BASE}"), 404),
        (ask(f"{BASE}/"), 404),
        (ask(f"{BASE}/en//"), 404),
        (ask(f"{BASE}/xx/"), 404),
        (ask(f"{BASE}/en/feed.atom"), 404),
        (ask(f"{BASE}/en/embed/"), 404),
        (ask(f"{BASE}/en/topics/nothing/"), 404),
        (ask(f"{BASE}/en/?since=yesterday"), 404),
        (ask(f"{BASE}/en/articles/nothing/"), 404),
        (ask("http://[::1"), 404),
        ("/oembed", 400),
        (ask(f"{BASE}/en/", maxwidth="wide"), 400),
        (ask(f"{BASE}/en/", maxheight="0"), 400),
    ],
)
def test_what_cannot_be_shown_is_a_problem(client: FlaskClient, path: str, status: int) -> None:
    response = client.get(path)

    assert (response.status_code, response.content_type) == (status, "application/problem+json")


def test_another_spelling_is_shown_under_the_one_that_there_is(client: FlaskClient) -> None:
    answer = read(client, "/en/topics/Elections/?office=ODIHR&utm_source=x", "json")

    assert read(client, "/en", "json") == read(client, "/en/", "json")
    assert f'href="{BASE}/en/offices/odihr/topics/elections/"' in answer["html"]


@pytest.mark.parametrize("form", ["json", "xml"])
def test_answer_is_not_sent_again(client: FlaskClient, form: str) -> None:
    path = ask(f"{BASE}/en/", format=form)
    whole = client.get(path)

    assert whole.content_type == {"json": "application/json", "xml": "text/xml; charset=utf-8"}[form]
    assert client.get(path, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    assert client.get(path, headers={"If-Modified-Since": whole.headers["Last-Modified"]}).status_code == 304


@pytest.mark.parametrize("page", [page for page in PAGES if "gone" not in page])
def test_page_says_where_it_is_found_out(client: FlaskClient, page: str) -> None:
    """In the head, and in the first 150 kB, where WordPress looks."""
    head = client.get(page).text[:150_000].partition("</head>")[0]
    links = [
        link
        for link in etree.fromstring(head, etree.HTMLParser()).iter("link")
        if "+oembed" in (link.get("type") or "")
    ]

    assert [link.get("type") for link in links] == ["application/json+oembed", "text/xml+oembed"]
    for link in links:
        assert link.get("title")
        answer = client.get((link.get("href") or "").removeprefix(BASE))
        assert answer.status_code == 200
        assert f"{BASE}{PAGES[page]}".replace("&", "&amp;") in answer.text
