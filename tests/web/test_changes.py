"""Exports that go on where the last one ended."""

import json
import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import Entry
from tests.listings import make_listing

from osce_feeds import edit
from osce_feeds.formats import FORMATS
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.web import create_app


def following(client: FlaskClient, path: str) -> str:
    """Return the path and query that the link to the next page names."""
    (url,) = re.findall(r'<([^>]+)>; rel="next"', client.get(path).headers["Link"])
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def keys(client: FlaskClient, path: str) -> list[str]:
    return [json.loads(line)["key"] for line in client.get(path).text.splitlines()]


def test_poller_gets_every_article_once_and_then_what_changes(client: FlaskClient, feed: Feed, store: Store) -> None:
    feed(make_listing([Entry(headline=f"Lamp {number} lit") for number in range(7)]))
    path, pages = "/en/articles.jsonl?after=0&limit=3", []
    while page := keys(client, path):
        pages.append(page)
        path = following(client, path)

    assert [len(page) for page in pages] == [3, 3, 1]
    assert len({key for page in pages for key in page}) == 7
    assert path == following(client, path)
    edit.withdraw(store, pages[0][0], "It is dark.", NOW)
    assert [pages[0][0]] == keys(client, path)
    assert keys(client, following(client, path)) == []


@pytest.mark.parametrize("form", [form for form in FORMATS if not form.feed], ids=lambda form: form.name)
def test_every_export_goes_on(form: object, full_client: FlaskClient) -> None:
    file = form.file  # type: ignore[attr-defined]
    answer = full_client.get(f"/fr/{file}?after=0")

    assert answer.status_code == 200
    assert "after=2" in following(full_client, f"/fr/{file}?after=0")
    assert full_client.get(f"/fr/{file}?after=0", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_number_of_the_last_change_is_the_message_s_own(full_client: FlaskClient) -> None:
    text = full_client.get("/en/newsml.xml?after=3&limit=2").text

    assert "<transmitId>5</transmitId>" in text


@pytest.mark.parametrize("path", ["/en/", "/en/feed.atom"])
def test_feeds_and_pages_know_no_changes(full_client: FlaskClient, path: str) -> None:
    answer = full_client.get(f"{path}?after=3")

    assert (answer.status_code, urlsplit(answer.headers["Location"]).path) == (301, path)


@pytest.mark.parametrize("value", ["x", "-1", "1e3", "9" * 30, "1&after=2"])
def test_what_is_no_number_is_refused(full_client: FlaskClient, value: str) -> None:
    answer = full_client.get(f"/en/articles.jsonl?after={value}")

    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["parameter"] == "after"


def test_news_sitemap_is_the_newsroom_s_own_alone(full_client: FlaskClient) -> None:
    assert full_client.get("/en/sitemap-news.xml").status_code == 404


def test_news_sitemap_holds_two_days(feed: Feed, settings: Settings) -> None:
    days = ("1 July 2026", "30 June 2026", "29 June 2026")
    feed(make_listing([Entry(headline=f"Lamp of {day}", date=day) for day in days]))
    client = create_app(replace(settings, official=True), clock=lambda: NOW).test_client()
    text = client.get("/en/sitemap-news.xml").text

    assert [f"Lamp of {day}" in text for day in days] == [True, True, False]
