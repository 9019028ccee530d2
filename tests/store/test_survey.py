"""The whole store, walked through."""

from datetime import timedelta

from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import make_article
from tests.listings import make_entries
from tests.listings import make_listing

from osce_feeds.model.article import Status
from osce_feeds.store import Store
from osce_feeds.store.survey import all_articles
from osce_feeds.store.survey import keys_with_readings
from osce_feeds.store.survey import places
from osce_feeds.store.survey import runs


def test_articles_come_newest_first_in_whatever_status(store: Store) -> None:
    articles = [make_article(number) for number in range(1203)]
    articles[7] = make_article(7, status=Status.CANCELED)
    articles[9] = make_article(9, status=Status.WITHHELD)
    with store.write(NOW) as writer:
        for article in articles:
            writer.put(article, ())
    with store.read() as reader:
        assert list(all_articles(reader)) == articles[::-1]


def test_empty_store_has_nothing_to_walk_through(store: Store) -> None:
    with store.read() as reader:
        assert (list(all_articles(reader)), keys_with_readings(reader), places(reader)) == ([], [], {})
        assert list(runs(reader)) == []


def test_places_and_runs_are_those_of_the_ingests(store: Store, feed: Feed) -> None:
    text = make_listing(make_entries(2))
    feed(text, name="a.txt")
    feed(text, name="b.txt", now=NOW + timedelta(hours=1))
    with store.read() as reader:
        assert [run.document for run in runs(reader)] == ["b.txt", "a.txt"]
        assert keys_with_readings(reader) == sorted(places(reader))
        found = [(place.document, place.line) for each in places(reader).values() for place in each]
    assert sorted(found) == [("a.txt", 4), ("a.txt", 10)]
