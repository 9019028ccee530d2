"""A document shows one state of the store, however long it takes to write, and lets the store go at its end."""

import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from tests.builders import make_entry
from tests.builders import make_listing
from tests.conftest import NOW
from tests.conftest import Feed
from tests.deliver.conftest import FERRY
from tests.deliver.conftest import PIER
from tests.deliver.conftest import PIER_CORRECTED
from tests.deliver.conftest import Look
from tests.deliver.conftest import ask
from tests.listings import address_of
from tests.listings import select

from osce_feeds.deliver import Newsroom
from osce_feeds.errors import StoreUnavailable
from osce_feeds.errors import UnknownTerm
from osce_feeds.formats import FORMATS
from osce_feeds.formats import Format
from osce_feeds.formats.json_lines import JSON_LINES
from osce_feeds.formats.rss import RSS
from osce_feeds.model.selection import Selection
from osce_feeds.store import Store

every_format = pytest.mark.parametrize("form", FORMATS, ids=[form.name for form in FORMATS])


def is_read(store: Store) -> bool:
    """Say whether somebody still looks at an older state of the store: SQLite cannot empty its log then."""
    address = address_of(store)
    if address.startswith("postgresql://"):
        return bool(select(address, "SELECT 1 FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"))
    with closing(sqlite3.connect(address, timeout=0)) as connection:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return bool(busy)


@every_format
def test_body_shows_the_state_that_the_fingerprint_is_of(
    form: Format, newsroom: Newsroom, store: Store, feed: Feed, look: Look
) -> None:
    feed(make_listing(PIER))
    before = look(form)
    with closing(ask(newsroom, store, form)) as rendition:
        feed(make_listing(PIER_CORRECTED, FERRY), now=NOW + timedelta(hours=1))

        assert before.fingerprint == rendition.fingerprint
        assert before.data == b"".join(rendition.body())


def test_stream_shows_one_state_though_more_arrives_while_it_runs(
    newsroom: Newsroom, store: Store, feed: Feed, look: Look
) -> None:
    """More articles than are fetched at once, so that the stream asks the store again in the middle."""
    feed(make_listing(*(make_entry(f"Pier {number}", "1 June 2026") for number in range(510))))
    before = look(JSON_LINES).data
    with closing(ask(newsroom, store, JSON_LINES)) as rendition:
        lines = iter(rendition.body())
        first = next(lines)
        feed(make_listing(PIER, make_entry("Pier 509", "1 June 2026", summary="It is blue now.")))

        assert before == first + b"".join(lines)
    assert before != look(JSON_LINES).data


@every_format
@pytest.mark.parametrize("made", [True, False], ids=["made", "not-made"])
def test_closing_lets_the_store_go(form: Format, newsroom: Newsroom, store: Store, feed: Feed, *, made: bool) -> None:
    feed(make_listing(PIER))
    rendition = ask(newsroom, store, form)
    feed(make_listing(FERRY))
    assert is_read(store)
    if made:
        assert b"".join(rendition.body())
    rendition.close()

    assert not is_read(store)


def test_refusal_lets_the_store_go(newsroom: Newsroom, store: Store, feed: Feed) -> None:
    feed(make_listing(PIER))
    with pytest.raises(UnknownTerm):
        ask(newsroom, store, RSS, Selection(offices=("no-such-office",)))
    feed(make_listing(FERRY))

    assert not is_read(store)


def test_store_that_cannot_be_opened_is_named(newsroom: Newsroom, tmp_path: Path) -> None:
    store = Store(str(tmp_path))

    with pytest.raises(StoreUnavailable, match=re.escape(str(tmp_path))):
        ask(newsroom, store, RSS)
