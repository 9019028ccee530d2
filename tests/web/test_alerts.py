"""Connectors that take an item for new when its date is later than the last one that they saw."""

from dataclasses import replace
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from email.utils import parsedate_to_datetime

import feedparser
import pytest
from flask.testing import FlaskClient
from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import Entry
from tests.listings import make_listing

from osce_feeds import edit
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.web import create_app

BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


class Connector:
    """Polls a feed and tells of items with a later ``pubDate``, in the order of their dates."""

    def __init__(self, client: FlaskClient) -> None:
        self._client, self._seen = client, BEFORE_ALL

    def shown(self) -> list[str]:
        """Return what the feed shows."""
        return [entry.title for entry in feedparser.parse(self._client.get("/en/feed.rss").data).entries]

    def poll(self) -> list[str]:
        entries = feedparser.parse(self._client.get("/en/feed.rss").data).entries
        dated = sorted((parsedate_to_datetime(entry.published), entry.title) for entry in entries)
        new = [title for moment, title in dated if moment > self._seen]
        self._seen = max([self._seen, *(moment for moment, _ in dated)])
        return new


class Clock:
    """The present, which goes on when a test says so."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def connector(settings: Settings, clock: Clock) -> Connector:
    return Connector(create_app(settings, clock=clock).test_client())


def entry(name: str, day: datetime) -> Entry:
    return Entry(headline=name, date=f"{day.day} {day:%B %Y}", summary="")


def test_connector_tells_of_each_article_of_a_live_newsroom_once_and_of_none_twice(
    feed: Feed, connector: Connector, clock: Clock
) -> None:
    """Three days, several listings a day, each with all that is there, as a page shows it."""
    listed: list[Entry] = []
    told: list[str] = []
    for number in range(12):
        listed[:0] = [entry(f"Ferry {number} {letter}", clock.now) for letter in "ba"]
        feed(make_listing(listed), now=clock.now)
        clock.now += timedelta(seconds=5)
        news = connector.poll()
        assert [f"Ferry {number} {letter}" for letter in "ab"] == news
        told += news
        assert connector.poll() == []
        clock.now += timedelta(hours=6)

    assert len(set(told)) == len(told) == 24


def test_connector_takes_neither_a_correction_nor_a_withdrawal_for_news(
    feed: Feed, connector: Connector, clock: Clock, store: Store
) -> None:
    listed = entry("Ferry", clock.now)
    feed(make_listing([listed]), now=clock.now)
    connector.poll()
    clock.now += timedelta(hours=1)
    feed(make_listing([replace(listed, genre="Press release")]), now=clock.now)
    assert connector.poll() == []
    with store.read() as reader:
        (article,) = reader.newest(EVERYTHING, "en", 1)
    assert article.version == 2
    clock.now += timedelta(hours=1)
    edit.withdraw(store, article.key, "It never left.", clock.now)

    assert connector.poll() == []


def test_article_that_comes_late_keeps_its_day_and_is_in_the_feed(
    feed: Feed, connector: Connector, clock: Clock
) -> None:
    feed(make_listing([entry("Ferry", clock.now)]), now=clock.now)
    connector.poll()
    clock.now += timedelta(hours=1)
    feed(make_listing([entry("Late ferry", clock.now - timedelta(days=9))]), now=clock.now)

    assert connector.poll() == []
    assert connector.shown() == ["Ferry", "Late ferry"]
