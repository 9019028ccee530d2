"""Archives by month: what a subscriber finds who comes late and reads back to the beginning."""

from datetime import date
from datetime import timedelta

import feedparser
import pytest
from flask.testing import FlaskClient
from tests.conftest import NOW
from tests.conftest import Feed
from tests.formats.reading import xpath
from tests.listings import Entry
from tests.listings import make_listing

from osce_feeds import edit
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.store import Store

pytestmark = pytest.mark.usefixtures("layer")

BASE = "https://feeds.example.org"
FORMATS = pytest.mark.parametrize("file", ["feed.atom", "feed.rss"])
TODAY = NOW.date()


def make_entries(count: int, every: int, start: date = TODAY) -> list[Entry]:
    """Return *count* different entries, one each *every* days back from *start*."""
    return [
        Entry(
            headline=f"Ferry {number} leaves Voss on {day.isoformat()}",
            date=f"{day.day} {day:%B %Y}",
            offices="OSCE Mission to Skopje" if number % 2 else "ODIHR",
            summary="",
        )
        for number, day in enumerate(start - timedelta(days=every * number) for number in range(count))
    ]


@pytest.fixture
def years(feed: Feed, client: FlaskClient) -> FlaskClient:
    """A service with 130 articles in two years, none of them in November 2025."""
    entries = make_entries(130, every=5)
    feed(make_listing(entry for entry in entries if "November 2025" not in entry.date))
    return client


def links(client: FlaskClient, path: str) -> dict[str, str]:
    """Return the links of a feed by relation, as paths; body and header say the same."""
    response = client.get(path)
    assert response.status_code == 200
    found = {
        link["rel"]: link["href"].removeprefix(BASE)
        for link in feedparser.parse(response.data).feed.links
        if link["rel"] in ("prev-archive", "next-archive", "current", "self")
    }
    header = response.headers["Link"]
    assert [relation for relation, href in found.items() if f'<{BASE}{href}>; rel="{relation}"' not in header] == []
    return found


def ids(client: FlaskClient, path: str) -> list[str]:
    return [entry.id for entry in feedparser.parse(client.get(path).data).entries]


@FORMATS
@pytest.mark.parametrize("folder", ["", "offices/odihr/"])
def test_whoever_follows_the_chain_has_every_article_and_each_document_leads_back(
    years: FlaskClient, store: Store, file: str, folder: str
) -> None:
    live = f"/en/{folder}{file}"
    path, found, newer = live, ids(years, live), ""
    for _ in range(40):
        around = links(years, path)
        assert around["self"] == path
        if newer:
            assert around["current"] == live
            assert around.get("next-archive", newer) == newer
        newer = path if path != live else ""
        if "prev-archive" not in around:
            break
        path = around["prev-archive"]
        found += ids(years, path)
    with store.read() as reader:
        everything = [article.id for article in reader.stream(EVERYTHING, "en")]
    of_the_office = ids(years, f"/en/{folder}feed.atom?limit=500")

    assert len(everything) > 120
    assert sorted(of_the_office if folder else everything) == sorted(set(found))
    assert "2025-11" not in path
    assert years.get(f"/en/{folder}archive/2025-11/{file}").status_code == 404


@FORMATS
def test_month_holds_the_articles_of_its_days_newest_first(years: FlaskClient, file: str) -> None:
    entries = feedparser.parse(years.get(f"/en/archive/2025-08/{file}").data).entries

    assert [entry.title.rpartition(" ")[2] for entry in entries] == [
        f"2025-08-{day:02d}" for day in (30, 25, 20, 15, 10, 5)
    ]


def test_archive_says_that_it_is_one_and_the_live_feed_does_not(years: FlaskClient) -> None:
    mark = "//*[local-name() = 'archive' and namespace-uri() = 'http://purl.org/syndication/history/1.0']"

    for file in ("feed.atom", "feed.rss"):
        assert len(xpath(years.get(f"/en/archive/2025-08/{file}").data, mark)) == 1
        assert xpath(years.get(f"/en/{file}").data, mark) == []


def test_feed_that_shows_everything_has_no_archive_behind_it(feed: Feed, client: FlaskClient) -> None:
    feed(make_listing(make_entries(49, every=5)))

    assert "prev-archive" not in links(client, "/en/feed.atom")


def test_short_and_refined_lists_and_json_name_no_archive(years: FlaskClient) -> None:
    for path in ("/en/feed.atom?limit=20", "/en/feed.atom?type=news", "/en/feed.json"):
        assert "archive" not in years.get(path).headers["Link"]


@FORMATS
def test_month_that_is_over_stays_byte_for_byte_while_news_come(years: FlaskClient, feed: Feed, file: str) -> None:
    path = f"/en/archive/2025-08/{file}"
    before = years.get(path)
    feed(make_listing(make_entries(3, every=1)))
    after = years.get(path)

    assert after.data == before.data
    assert after.headers["ETag"] == before.headers["ETag"]
    assert years.get(path, headers={"If-None-Match": before.headers["ETag"]}).status_code == 304


def test_article_that_comes_late_and_one_that_is_withdrawn_change_their_month_alone(
    years: FlaskClient, feed: Feed, store: Store
) -> None:
    path, other = "/en/archive/2025-08/feed.atom", "/en/archive/2025-07/feed.atom"
    before, beside = years.get(path), years.get(other)
    late = Entry(headline="Late ferry", date="17 August 2025", offices="", summary="")
    feed(make_listing([late]), now=NOW + timedelta(seconds=5))
    gained = years.get(path)
    lost = feedparser.parse(before.data).entries[0].id
    edit.withdraw(store, lost.rpartition(":")[2], "It never left.", NOW + timedelta(seconds=9))
    told = years.get(path)

    assert "Late ferry" in gained.text
    assert f'deleted-entry ref="{lost}"' in told.text
    assert lost not in ids(years, path)
    assert "It never left." in years.get("/en/archive/2025-08/feed.rss").text
    assert len({before.headers["ETag"], gained.headers["ETag"], told.headers["ETag"]}) == 3
    assert years.get(other).headers["ETag"] == beside.headers["ETag"]


def test_caches_keep_a_month_that_is_over_for_a_day_and_a_running_one_for_minutes(years: FlaskClient) -> None:
    assert "max-age=86400" in years.get("/en/archive/2026-06/feed.atom").headers["Cache-Control"]
    assert "max-age=300" in years.get("/en/archive/2026-07/feed.atom").headers["Cache-Control"]


@pytest.mark.parametrize("month", ["2026-13", "2027-01", "1990-05", "now", "9999-12", "0001-01"])
def test_month_without_articles_is_not_there(years: FlaskClient, month: str) -> None:
    response = years.get(f"/en/archive/{month}/feed.atom")

    assert (response.status_code, response.mimetype) == (404, "application/problem+json")


def test_other_spelling_of_an_office_leads_to_the_one_address(years: FlaskClient) -> None:
    response = years.get("/en/offices/ODIHR/archive/2025-08/feed.atom")

    assert response.status_code == 301
    assert response.headers["Location"] == f"{BASE}/en/offices/odihr/archive/2025-08/feed.atom"


def test_unknown_office_is_told_with_the_nearest(years: FlaskClient) -> None:
    response = years.get("/en/offices/odihir/archive/2025-08/feed.atom")

    assert response.status_code == 404
    assert "odihr" in response.json["nearest"]  # type: ignore[index]


def test_archives_take_no_filters_and_ignore_what_means_nothing(years: FlaskClient) -> None:
    response = years.get("/en/archive/2025-08/feed.atom?type=news")

    assert (response.status_code, response.json["parameter"]) == (400, "type")  # type: ignore[index]
    assert years.get("/en/archive/2025-08/feed.atom?utm_source=x").status_code == 200


def test_browser_that_opens_an_archive_is_sent_to_the_page_of_its_days(years: FlaskClient) -> None:
    path, navigation = "/en/offices/odihr/archive/2025-08/feed.atom", {"Sec-Fetch-Dest": "document"}
    response = years.get(path, headers=navigation)

    assert response.status_code == 303
    assert response.headers["Location"] == f"{BASE}/en/offices/odihr/?since=2025-08-01&until=2025-08-31"
    assert years.get(f"{path}?raw=1", headers=navigation).status_code == 200
