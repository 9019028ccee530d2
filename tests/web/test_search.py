"""Searches on pages and in feeds: one address, said in words, and never an error."""

from urllib.parse import quote
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

BASE = "https://feeds.example.org"
FILES = ["/en/", "/ru/feed.atom", "/en/feed.rss", "/fr/feed.json", "/en/articles.jsonl", "/en/newsml.xml"]
HOSTILE = [
    "{{7*1191}}",
    "'\"*(",
    '"',
    "\x00",
    "😀",
    "a" * 10_000,
    "-x AND NEAR(y)",
    "') OR 1=1 --",
    "t_1 lead_",
    "<b>x",
]


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_is_a_search(full_client: FlaskClient, path: str, typed: str) -> None:
    answer = full_client.get(f"{path}?q={quote(typed)}", buffered=True)
    if answer.status_code == 301:
        answer = full_client.get(answer.headers["Location"].removeprefix(BASE), buffered=True)

    assert answer.status_code == 200
    assert str(7 * 1191) not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("Ferry+SCHOOL", "?q=ferry%20school"),
        ("school%20ferry", "?q=ferry%20school"),
        ("F%C3%A9rry", "?q=ferry"),
        ("%22", ""),
        ("...", ""),
        ("", ""),
    ],
)
def test_search_has_one_address(full_client: FlaskClient, typed: str, query: str) -> None:
    answer = full_client.get(f"/en/?q={typed}")

    assert (answer.status_code, answer.headers["Location"]) == (301, f"{BASE}/en/{query}")


def test_page_says_the_search_and_leads_out_of_it(full_client: FlaskClient) -> None:
    text = full_client.get("/en/?q=ferry%20%22river%20sample%22&type=news").get_data(as_text=True)

    assert "<title>News, &#34;ferry&#34;, &#34;river sample&#34; - Test Newsroom</title>" in text
    assert 'href="/en/?q=ferry&amp;type=news" id="remove-3"' in text
    assert '<input type="hidden" name="type" value="news">' in text
    assert 'name="q" value="ferry &#34;river sample&#34;"' in text
    assert "asterisk" in text


def test_page_of_more_than_can_be_counted_gives_no_number(
    full_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("osce_feeds.store.counts.MOST", 1)
    answer = full_client.get("/en/?q=a%2A")

    assert answer.status_code == 200
    assert '<h2 id="articles">News and press releases</h2>' in answer.get_data(as_text=True)


def test_page_finds_by_the_name_of_a_term_in_another_language(full_client: FlaskClient) -> None:
    russian = full_client.get(f"/en/articles.jsonl?q={quote('черногории')}", buffered=True).get_data(as_text=True)
    office = full_client.get("/en/offices/mission-to-montenegro/articles.jsonl", buffered=True).get_data(as_text=True)

    assert russian
    assert set(office.splitlines()) <= set(russian.splitlines())


def test_feed_of_a_search_is_not_modified_until_something_is(full_client: FlaskClient) -> None:
    first = full_client.get("/en/feed.atom?q=ferry")
    again = full_client.get("/en/feed.atom?q=ferry", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert first.headers["Last-Modified"] == full_client.get("/en/feed.atom").headers["Last-Modified"]
    assert urlsplit(first.headers["Link"].split(">")[0].lstrip("<")).query == "q=ferry"
