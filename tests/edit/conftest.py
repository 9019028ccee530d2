"""One article in a store, and the ways to look at it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.conftest import NOW
from tests.conftest import Feed

from osce_feeds.model.article import Article
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.store import Store

LISTING = "The pier is open\nPublishing date: 1 June 2026\nWhere we are: OSCE Mission to Skopje\nWalk on it.\n"
LATER = NOW + timedelta(hours=1)

Look = Callable[[str], Article]


@pytest.fixture
def key(feed: Feed, store: Store) -> str:
    feed(LISTING)
    with store.read() as reader:
        (article,) = reader.newest(EVERYTHING, "en", 10)
    return article.key


@pytest.fixture
def look(store: Store) -> Look:
    """Return the current version of an article."""

    def look(key: str) -> Article:
        with store.read() as reader:
            article = reader.article(key)
        assert article
        return article

    return look
