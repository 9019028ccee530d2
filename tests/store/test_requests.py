"""Documents under a key of their sender's: answered alike, taken once, forgotten after a day."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import Entry
from tests.listings import make_listing

from osce_feeds import edit
from osce_feeds.errors import KeyReused
from osce_feeds.ingest import Order
from osce_feeds.ingest import Report
from osce_feeds.ingest.report import decoded
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.store import Store
from osce_feeds.store.requests import LIFETIME
from osce_feeds.store.requests import Request
from osce_feeds.store.requests import answer_to

LISTING = make_listing([Entry(offices="Office of Ferries")])
REQUEST = Request("0123", "k", "digest")


def answer(store: Store, request: Request, after: timedelta = timedelta(0)) -> Report | None:
    with store.read() as reader:
        found = answer_to(reader, request, NOW + after)
    return None if found is None else decoded(found)


def test_report_is_the_answer_for_a_day(feed: Feed, store: Store) -> None:
    report = feed(LISTING, Order(request=REQUEST))

    assert feed(LISTING, Order(request=REQUEST)) == report
    assert answer(store, REQUEST) == report
    assert answer(store, REQUEST, LIFETIME - timedelta(seconds=1)) is not None
    assert answer(store, REQUEST, LIFETIME) is None
    assert answer(store, Request("other", "k", "digest")) is None


def test_key_of_another_document_is_refused(feed: Feed, store: Store) -> None:
    feed(LISTING, Order(request=REQUEST))

    with pytest.raises(KeyReused, match="'k'"):
        answer(store, Request("0123", "k", "another"))


def test_repeated_document_has_an_answer_of_its_own(feed: Feed, store: Store) -> None:
    feed(LISTING)
    other = Request("0123", "l", "digest")
    again = feed(LISTING, Order(request=other))

    assert (again.new, again.unchanged) == (0, 1)
    assert answer(store, other) == again


def test_rehearsed_document_is_not_remembered(feed: Feed, store: Store) -> None:
    feed(LISTING, Order(dry_run=True, request=REQUEST))

    assert answer(store, REQUEST) is None


def test_erased_text_is_in_no_answer(feed: Feed, store: Store) -> None:
    feed(LISTING)
    with store.read() as reader:
        (key,) = (article.key for article in reader.stream(EVERYTHING, "en"))
    edit.withdraw(store, key, "a mistake", NOW)
    feed(make_listing([Entry(summary="It is afloat.")]), Order(request=REQUEST))
    assert "Ferry school opens in Voss" in repr(answer(store, REQUEST))

    edit.erase(store, key, "asked for", NOW)
    assert answer(store, REQUEST) is not None
    assert "Ferry school" not in repr(answer(store, REQUEST))


@pytest.mark.sqlite
def test_backup_keeps_answers(feed: Feed, store: Store, tmp_path: Path) -> None:
    feed(LISTING, Order(request=REQUEST))
    store.back_up(tmp_path / "backup.db")

    assert answer(Store(str(tmp_path / "backup.db")), REQUEST) == answer(store, REQUEST)
