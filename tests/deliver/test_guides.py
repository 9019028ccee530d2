"""The pages about the service: every feed, how fresh everything is."""

from datetime import date
from datetime import timedelta

import pytest
from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import Entry
from tests.listings import make_listing

from osce_feeds.deliver import Newsroom
from osce_feeds.deliver.directory import directory
from osce_feeds.deliver.status import Freshness
from osce_feeds.deliver.status import freshness
from osce_feeds.i18n.languages import Language
from osce_feeds.ingest import Order
from osce_feeds.store import Store
from osce_feeds.store.survey import newest_by_source

FERRY = Entry(headline="Ferry", offices="OSCE Mission to Skopje", topics="Youth", date="1 June 2026")
LAMP = Entry(headline="Lamp", offices="OSCE Presence in Albania", topics="", date="3 May 2020")


@pytest.fixture
def english(newsroom: Newsroom) -> Language:
    return newsroom.languages[0]


def states(shown: Freshness) -> list[tuple[str, date | None, bool, bool]]:
    return [(state.name, state.newest, state.unread, state.silent) for state in shown.sources]


def test_nothing_was_ever_read(newsroom: Newsroom, store: Store, english: Language) -> None:
    shown = freshness(newsroom, store, english, NOW)

    assert (shown.sources, shown.offices, shown.months, shown.newest, shown.count) == ((), (), (), None, 0)


def test_source_that_is_silent_or_was_not_read_for_long_is_marked(
    newsroom: Newsroom, store: Store, english: Language, feed: Feed
) -> None:
    feed(make_listing([FERRY]), Order(source="harbour"), now=NOW - timedelta(days=1))
    feed(make_listing([LAMP]), Order(source="lighthouse"), now=NOW - timedelta(days=8))
    shown = freshness(newsroom, store, english, NOW)

    assert states(shown) == [
        ("harbour", date(2026, 6, 1), False, False),
        ("lighthouse", date(2020, 5, 3), True, True),
    ]
    assert [(office.term.code, office.silent) for office in shown.offices] == [
        ("mission-to-skopje", False),
        ("presence-in-albania", True),
    ]
    assert (shown.newest, shown.count) == (date(2026, 6, 1), 2)
    assert sum(one.count for one in shown.months) == 1


def test_entries_that_were_refused_are_counted(newsroom: Newsroom, store: Store, english: Language, feed: Feed) -> None:
    feed(make_listing([FERRY, Entry(headline="Pier", date="someday")]), Order(source="harbour"))
    (state,) = freshness(newsroom, store, english, NOW).sources

    assert state.refused == 1
    assert state.problems >= 1


def test_status_moves_when_a_source_is_read_although_nothing_is_new(
    newsroom: Newsroom, store: Store, english: Language, feed: Feed
) -> None:
    feed(make_listing([FERRY]), Order(source="harbour"))
    before = freshness(newsroom, store, english, NOW)
    feed(make_listing([FERRY, LAMP]), Order(source="pier"), now=NOW + timedelta(minutes=1))
    after = freshness(newsroom, store, english, NOW + timedelta(minutes=2))

    assert before.fingerprint != after.fingerprint
    assert before.last_modified < after.last_modified


def test_sources_of_older_articles_are_not_looked_for(store: Store, feed: Feed) -> None:
    feed(make_listing([FERRY]), Order(source="harbour"))
    feed(make_listing([LAMP]), Order(source="lighthouse"))
    with store.read() as reader:
        assert newest_by_source(reader, 1) == ({"harbour": date(2026, 6, 1)}, date(2026, 6, 1))
        assert newest_by_source(reader, 9)[1] is None


def test_directory_has_every_office_under_its_region_and_every_topic(
    newsroom: Newsroom, store: Store, english: Language, feed: Feed
) -> None:
    feed(make_listing([FERRY, LAMP]))
    shown = directory(newsroom, store, english)
    counts = {use.term.code: use.count for group in shown.groups for use in group.offices}

    assert [group.region.label if group.region else "" for group in shown.groups] == [
        "Central Asia",
        "Eastern Europe",
        "South Caucasus",
        "South-Eastern Europe",
        "",
    ]
    assert counts.keys() == newsroom.vocabulary.concepts["office"].keys()
    assert (counts["mission-to-skopje"], counts["presence-in-albania"], counts["odihr"]) == (1, 1, 0)
    assert {use.term.code: use.count for use in shown.topics}["youth"] == 1
