"""When articles are published, where a listing knows days only."""

from datetime import UTC
from datetime import datetime
from datetime import timedelta

import pytest
from tests.conftest import NOW
from tests.conftest import Feed
from tests.ingest.results import counts
from tests.ingest.results import stored
from tests.listings import Entry
from tests.listings import make_listing

from osce_feeds.ingest import Order
from osce_feeds.store import Store


def test_future_day_is_held_back_and_published_when_it_comes(feed: Feed, store: Store) -> None:
    listing = make_listing([Entry(headline="Tomorrow", date="2 July 2026", summary=""), Entry()])
    report = feed(listing)

    assert counts(report) == (2, 0, 0, 0)
    assert report.withheld == 1
    assert [Entry().headline] == [article.headline for article in stored(store)]

    still = NOW + timedelta(hours=9, minutes=59)  # 23:59 in Vienna
    assert counts(feed(listing, now=still)) == (0, 0, 2, 0)
    assert len(stored(store)) == 1

    midnight = NOW + timedelta(hours=10)
    assert counts(feed(listing, now=midnight)) == (0, 0, 2, 0)
    released = stored(store)[0]
    assert released.headline == "Tomorrow"
    assert (1, midnight, midnight) == (released.version, released.published, released.updated)


def test_dry_run_publishes_nothing_that_is_due(feed: Feed, store: Store) -> None:
    feed(make_listing([Entry(date="2 July 2026")]))
    feed(make_listing([Entry(date="2 July 2026")]), Order(dry_run=True), now=NOW + timedelta(days=1))

    assert stored(store) == []


def test_moments_are_unique_and_follow_the_listing(feed: Feed, store: Store) -> None:
    entries = [
        Entry(headline=f"Ferry {number}", date=f"{30 - number // 4} June 2026", summary="") for number in range(40)
    ]
    feed(make_listing(entries))

    articles = stored(store)
    assert [entry.headline for entry in entries] == [article.headline for article in articles]
    assert len({article.published for article in articles}) == 40
    assert all(article.published.date() == article.date for article in articles)
    assert {10} == {article.published.hour for article in articles}


def test_moments_of_today_end_now(feed: Feed, store: Store) -> None:
    now = NOW.replace(microsecond=999_999)
    today = [Entry(headline=f"Ferry {number}", date="1 July 2026", summary="") for number in range(3)]
    feed(make_listing(today), now=now)

    expected = [NOW, NOW - timedelta(seconds=1), NOW - timedelta(seconds=2)]
    assert expected == [article.published for article in stored(store)]
    assert {NOW} == {article.received for article in stored(store)}


def test_moments_that_are_taken_are_passed_over(feed: Feed, store: Store) -> None:
    for about in ("Voss", "Oslo", "Bergen"):
        feed(make_listing([Entry(headline=f"Ferry leaves {about}", summary="")]))

    assert [article.published.second for article in stored(store)] == [2, 1, 0]
    assert stored(store)[0].headline == "Ferry leaves Bergen"


@pytest.mark.parametrize("count", [1, 7])
def test_moments_are_never_later_than_now(count: int, feed: Feed, store: Store) -> None:
    """A minute after midnight in Vienna is still the day before in UTC."""
    now = datetime(2026, 7, 1, 22, 0, 1, tzinfo=UTC)
    for about in ("Voss", "Oslo"):
        entries = [Entry(headline=f"{about} {n}", date="2 July 2026", summary="") for n in range(count)]
        feed(make_listing(entries), now=now)

    moments = [article.published for article in stored(store)]
    assert len(set(moments)) == 2 * count
    assert now == max(moments)
