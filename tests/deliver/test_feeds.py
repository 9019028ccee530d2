"""What a feed keeps below its newest articles, for how long, and what its dates say."""

from calendar import timegm
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC
from datetime import datetime
from datetime import timedelta

import feedparser
import pytest
from tests.builders import make_entry
from tests.builders import make_listing
from tests.conftest import NOW
from tests.conftest import Feed
from tests.deliver.conftest import FERRY
from tests.deliver.conftest import LAMP
from tests.deliver.conftest import PIER
from tests.deliver.conftest import PIER_CORRECTED
from tests.deliver.conftest import SKOPJE
from tests.deliver.conftest import Look

from osce_feeds import edit
from osce_feeds.deliver.channels import NEWEST
from osce_feeds.deliver.feeds import MOST
from osce_feeds.formats import FEEDS
from osce_feeds.formats import FORMATS
from osce_feeds.formats import Format
from osce_feeds.formats.atom import ATOM
from osce_feeds.formats.json_lines import JSON_LINES
from osce_feeds.formats.rss import RSS
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.store import Store

DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
LONG_AGO = NOW - 60 * DAY
GONE = datetime(2026, 7, 16, tzinfo=UTC)
"""The midnight at which what happened on the day of NOW leaves the feeds."""

every_feed = pytest.mark.parametrize("form", FEEDS, ids=[form.name for form in FEEDS])
every_export = pytest.mark.parametrize(
    "form", [form for form in FORMATS if not form.feed], ids=[form.name for form in FORMATS if not form.feed]
)


def piers(numbers: Iterable[int], day: str, text: str = "") -> str:
    """Return a listing of short articles, all of one day."""
    return make_listing(*(make_entry(f"Pier {number}.", day, summary=text) for number in numbers))


@pytest.fixture
def full(feed: Feed) -> Feed:
    """Fill a feed with its newest articles, long ago."""
    feed(piers(range(100, 100 + NEWEST), "1 May 2026"), now=LONG_AGO)
    return feed


def key_of(store: Store, headline: str) -> str:
    with store.read() as reader:
        return next(article.key for article in reader.stream(EVERYTHING, "en") if article.headline == headline)


@every_feed
def test_article_added_late_is_in_the_feed_for_fourteen_days(form: Format, full: Feed, look: Look) -> None:
    full(piers([1], "1 April 2026"))

    assert b"Pier 1." in look(form).data
    assert b"Pier 1." in look(form, now=GONE - SECOND).data
    assert b"Pier 1." not in look(form, now=GONE).data


@every_feed
def test_corrected_article_is_in_the_feed_for_fourteen_days(form: Format, full: Feed, look: Look) -> None:
    full(piers([1], "1 April 2026"), now=LONG_AGO - 30 * DAY)
    assert b"Pier 1." not in look(form).data
    full(piers([1], "1 April 2026", text="Another text."))

    assert b"Another text." in look(form).data
    assert b"Pier 1." in look(form, now=GONE - SECOND).data
    assert b"Pier 1." not in look(form, now=GONE).data


@every_feed
def test_withdrawn_article_is_told_for_fourteen_days(form: Format, full: Feed, look: Look, store: Store) -> None:
    full(make_listing(FERRY), now=LONG_AGO)
    key = key_of(store, "Pier 100.")
    edit.withdraw(store, key, "There is no such pier.", NOW)

    for now in (NOW, GONE - SECOND):
        assert b"There is no such pier." in look(form, now=now).data
    assert key.encode() not in look(form, now=GONE).data


@every_export
def test_withdrawn_article_is_in_no_export_of_a_selection(form: Format, feed: Feed, look: Look, store: Store) -> None:
    feed(make_listing(FERRY, PIER))
    key = key_of(store, "Pier painted")
    assert key.encode() in look(form).data
    edit.withdraw(store, key, "Why.", NOW + HOUR)

    assert key.encode() not in look(form, now=NOW + HOUR).data


def test_withdrawal_is_told_in_the_selections_that_had_the_article(feed: Feed, look: Look, store: Store) -> None:
    feed(make_listing(FERRY, LAMP, PIER))
    edit.withdraw(store, key_of(store, "Lamp lit"), "Not lit.", NOW + HOUR)
    now = NOW + HOUR

    assert b"Not lit." in look(ATOM, now=now).data
    assert b"Not lit." not in look(ATOM, SKOPJE, now=now).data


def test_feed_is_in_the_order_of_publication(full: Feed, look: Look, store: Store) -> None:
    full(make_listing(FERRY, PIER), now=NOW - 20 * DAY)
    edit.withdraw(store, key_of(store, "Pier painted"), "Why.", NOW)
    full(piers([1], "1 April 2026"))
    titles = [entry.title for entry in feedparser.parse(look(RSS).data).entries]

    assert titles[:3] == ["Ferry named", "Pier painted - withdrawn", "Pier 100."]
    assert titles[-1] == "Pier 1."
    assert len(titles) == NEWEST + 2


@every_feed
def test_archive_that_is_fed_at_once_fills_no_feed(form: Format, full: Feed, look: Look) -> None:
    full(piers(range(1000, 1000 + MOST + 5), "1 April 2026"))
    data = look(form).data.decode()

    assert [number for number in range(1000, 1000 + MOST + 5) if f"Pier {number}." in data] == [
        *range(1000, 1000 + MOST)
    ]


def test_archive_that_is_read_anew_fills_no_feed(full: Feed, look: Look) -> None:
    numbers = range(1000, 1000 + MOST + 5)
    full(piers(numbers, "1 April 2026"), now=LONG_AGO)
    full(piers(numbers, "1 April 2026", text="Another text."))

    assert look(RSS).data.count(b"Another text.") == MOST


@every_feed
def test_day_changes_nothing_where_nothing_leaves(form: Format, full: Feed, look: Look) -> None:
    full(make_listing(FERRY))
    full(piers([1], "1 April 2026"), now=NOW + 3 * DAY)
    before = look(form, now=NOW + 3 * DAY)

    assert before == look(form, now=NOW + 12 * DAY)
    assert before == look(form, now=GONE + DAY)


@every_feed
def test_what_leaves_moves_fingerprint_and_date_to_its_midnight(form: Format, full: Feed, look: Look) -> None:
    full(piers([1], "1 April 2026"))
    before, after = look(form, now=GONE - SECOND), look(form, now=GONE + HOUR)

    assert before.data != after.data
    assert before.fingerprint != after.fingerprint
    assert (before.last_modified, after.last_modified) == (NOW, GONE)
    assert after == look(form, now=GONE + 100 * DAY)


@every_feed
def test_date_never_goes_back_while_things_come_and_leave(form: Format, full: Feed, look: Look, store: Store) -> None:
    """Asked every six hours for five weeks, in which articles are added, corrected and withdrawn."""
    full(make_listing(PIER), now=NOW)
    seen = look(form, now=NOW)
    for quarter in range(1, 4 * 35):
        now = NOW + quarter * 6 * HOUR
        if quarter == 8:
            full(make_listing(PIER_CORRECTED), now=now - HOUR)
        if quarter in {16, 40}:
            full(piers([quarter], "1 April 2026"), now=now - HOUR)
        if quarter == 20:
            edit.withdraw(store, key_of(store, "Pier 120."), "Why.", now - HOUR)
        after = look(form, now=now)
        assert (seen.data == after.data) == (seen.fingerprint == after.fingerprint)
        assert (seen.data == after.data) == (seen.last_modified == after.last_modified)
        assert seen.last_modified <= after.last_modified <= now
        seen = after


def updated(data: bytes) -> datetime:
    return datetime.fromtimestamp(timegm(feedparser.parse(data).feed.updated_parsed), UTC)


@pytest.mark.parametrize("form", [ATOM, RSS], ids=["atom", "rss"])
def test_feed_is_not_dated_back_when_the_last_change_is_withdrawn(
    form: Format, feed: Feed, look: Look, store: Store
) -> None:
    feed(make_listing(FERRY, PIER))
    feed(make_listing(PIER_CORRECTED), now=NOW + HOUR)
    corrected = updated(look(form, now=NOW + HOUR).data)
    edit.withdraw(store, key_of(store, "Pier painted"), "Why.", NOW + 2 * HOUR)
    withdrawn = updated(look(form, now=NOW + 2 * HOUR).data)
    later = updated(look(form, now=GONE + DAY).data)

    assert [corrected, withdrawn, later] == [NOW + HOUR, NOW + 2 * HOUR, NOW + 2 * HOUR]


def test_feed_is_not_dated_back_when_the_last_change_leaves_the_selection(feed: Feed, look: Look) -> None:
    feed(make_listing(FERRY, PIER))
    moved = PIER.replace("OSCE Mission to Skopje", "OSCE Mission to Serbia")
    feed(make_listing(PIER_CORRECTED), now=NOW + HOUR)
    before = updated(look(ATOM, SKOPJE, now=NOW + HOUR).data)
    feed(make_listing(moved), now=NOW + 2 * HOUR)
    after = look(ATOM, SKOPJE, now=NOW + 2 * HOUR).data

    assert b"Pier painted" not in after
    assert before < updated(after)


def test_restored_article_is_an_entry_again_and_later_than_its_tombstone(feed: Feed, look: Look, store: Store) -> None:
    feed(make_listing(PIER))
    key = key_of(store, "Pier painted")
    with store.read() as reader:
        article = reader.article(key)
    assert article is not None
    edit.withdraw(store, key, "Why.", NOW + HOUR)
    restored = NOW + 2 * HOUR
    with store.write(restored) as writer:
        writer.put(replace(article, version=3, received=restored, updated=restored), ())
    data = look(ATOM, now=restored).data
    (entry,) = feedparser.parse(data).entries

    assert b"deleted-entry" not in data
    assert restored.timetuple()[:6] == entry.updated_parsed[:6]


def test_export_lists_what_it_did_before(full: Feed, look: Look) -> None:
    full(piers([1], "1 April 2026"))

    assert look(JSON_LINES).data.count(b"\n") == NEWEST + 1
