"""What a source takes back: only its own, explicitly, and never a third of the newsroom at once."""

from datetime import timedelta

import pytest
from tests.conftest import NOW
from tests.ingest.entries import PAGE
from tests.ingest.entries import Desk
from tests.ingest.entries import codes
from tests.ingest.entries import counts
from tests.ingest.entries import make_raw
from tests.ingest.results import only
from tests.ingest.results import stored

from osce_feeds.model.article import Status
from osce_feeds.model.raw import RawEntry
from osce_feeds.settings import Settings
from osce_feeds.store import Store

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def desk(store: Store, settings: Settings) -> Desk:
    return Desk(store, settings)


def tombstone(**fields: str) -> RawEntry:
    return RawEntry(document="feed.atom", status="canceled", note="It never opened.", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("named", [{"id": "7"}, {"link": PAGE}], ids=["id", "link"])
def test_source_takes_its_article_back(desk: Desk, store: Store, named: dict[str, str]) -> None:
    desk.take(make_raw(id="7", link=PAGE))
    key = only(store).key
    intake = desk.take(tombstone(**named), now=LATER)

    assert (counts(intake), intake.retracted) == ((0, 1, 0), 1)
    with store.read() as reader:
        article = reader.article(key)
    assert article
    assert (
        article.status,
        article.version,
        article.note,
        article.summary,
    ) == (Status.CANCELED, 2, "It never opened.", "")
    assert counts(desk.take(tombstone(**named), now=LATER)) == (0, 0, 1)


def test_withdrawn_article_is_not_brought_back_by_its_source(desk: Desk, store: Store) -> None:
    desk.take(make_raw(id="7"))
    desk.take(tombstone(id="7"), now=LATER)
    again = desk.take(make_raw(id="7", summary="It is open, is it not?"), now=LATER)
    assert (counts(again), codes(again)) == ((0, 0, 1), ["article.withdrawn"])
    assert stored(store) == []


def test_source_cannot_take_back_what_never_came_from_it(desk: Desk, store: Store) -> None:
    desk.take(make_raw(link=PAGE))
    intake = desk.take(tombstone(link=PAGE), source="rival")
    assert codes(intake) == ["article.retracted_by_other"]
    assert only(store).status is Status.USABLE


def test_retraction_of_an_unknown_article_is_reported(desk: Desk, store: Store) -> None:
    intake = desk.take(tombstone(id="8"))
    assert (counts(intake), codes(intake)) == ((0, 0, 1), ["article.unknown"])
    assert stored(store) == []


def test_our_own_id_is_taken_back_whoever_says_so(desk: Desk, store: Store) -> None:
    desk.take(make_raw())
    intake = desk.take(tombstone(id=only(store).id), source="desk", form="newsml-g2")
    assert counts(intake) == (0, 1, 0)
    assert stored(store) == []
