"""Bytes of items that are kept: the same as if they were made anew, and never more than there is room for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import make_article
from tests.builders import make_listing
from tests.conftest import NOW
from tests.conftest import Feed
from tests.deliver.conftest import FERRY
from tests.deliver.conftest import LAMP
from tests.deliver.conftest import PIER
from tests.deliver.conftest import PIER_CORRECTED
from tests.deliver.conftest import SKOPJE
from tests.deliver.conftest import YOUTH_IN_SKOPJE
from tests.deliver.conftest import Look
from tests.deliver.conftest import ask

from osce_feeds.deliver import Newsroom
from osce_feeds.deliver.kept import Kept
from osce_feeds.deliver.kept import shown_as
from osce_feeds.formats import FEEDS
from osce_feeds.formats import Format
from osce_feeds.model.article import Article
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.settings import Settings
from osce_feeds.store import Store

HOUR = timedelta(hours=1)
ARTICLES = [make_article(key=f"oslo2345ab{number:02}") for number in range(10)]


class Maker:
    """Makes bytes of a hundred, and remembers whose."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self, article: Article) -> bytes:
        self.made.append(article.key)
        return f"{article.key:>100}".encode()


def test_item_is_made_once_and_given_in_the_order_asked_for() -> None:
    kept, make = Kept(), Maker()
    first = kept.items("en", ARTICLES[:3], make)

    assert [f"{article.key:>100}".encode() for article in ARTICLES[:3]] == first
    assert first[::-1] == kept.items("en", ARTICLES[2::-1], make)
    assert [article.key for article in ARTICLES[:3]] == make.made


@pytest.mark.parametrize(
    "change",
    [
        lambda article: replace(article, version=2),
        lambda article: replace(article, updated=article.updated + HOUR),
        lambda article: replace(article, work="another2345a"),
    ],
)
def test_item_that_changed_is_made_anew(change: Callable[[Article], Article]) -> None:
    kept, make = Kept(), Maker()
    kept.items("en", ARTICLES[:1], make)
    kept.items("en", [change(ARTICLES[0])], make)

    assert len(make.made) == 2


def test_item_in_another_context_is_another() -> None:
    kept, make = Kept(), Maker()
    kept.items("en", ARTICLES, make)
    kept.items("fr", ARTICLES, make)

    assert len(make.made) == 20


def test_room_is_never_exceeded_and_what_is_used_stays() -> None:
    kept, make = Kept(most=5_000), Maker()
    for article in ARTICLES:
        kept.items("en", [ARTICLES[0], article], make)
        assert len(kept) <= 10

    assert make.made.count(ARTICLES[0].key) == 1
    kept.items("en", ARTICLES, make)
    assert make.made.count(ARTICLES[1].key) == 2


@pytest.mark.parametrize("form", FEEDS, ids=[form.name for form in FEEDS])
def test_feed_of_kept_items_is_the_feed_of_new_ones(
    form: Format, feed: Feed, look: Look, settings: Settings, store: Store
) -> None:
    """Over a few changes, selections and languages: the newsroom that keeps, against one that has just begun."""
    for number, listing in enumerate(
        (make_listing(LAMP), make_listing(FERRY, LAMP, PIER), make_listing(PIER_CORRECTED))
    ):
        now = NOW + number * HOUR
        feed(listing, now=now)
        for selection in (EVERYTHING, SKOPJE, YOUTH_IN_SKOPJE):
            for tag in ("en", "ru"):
                fresh = ask(Newsroom.open(settings), store, form, selection, tag, now)
                expected = b"".join(fresh.body())
                fresh.close()
                assert expected == look(form, selection, tag, now).data


def test_state_of_an_article_says_what_feeds_show_of_it() -> None:
    assert shown_as(ARTICLES[0]) != shown_as(ARTICLES[1])


def test_item_whose_other_editions_changed_is_made_anew() -> None:
    kept, make = Kept(), Maker()
    for others in (("fr",), ("fr",), ("de", "fr")):
        kept.items("en", ARTICLES[:1], make, {ARTICLES[0].work: others})

    assert len(make.made) == 2
