"""A document that comes again is not read again, and what it reports is what reading it would have told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from tests.conftest import NOW
from tests.conftest import Feed
from tests.ingest.results import LATER
from tests.ingest.results import codes
from tests.ingest.results import counts
from tests.ingest.results import only
from tests.listings import Entry
from tests.listings import make_entries
from tests.listings import make_listing

from osce_feeds import edit
from osce_feeds.errors import AuthorityChanged
from osce_feeds.errors import DocumentRefused
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import documents
from osce_feeds.ingest import ingest
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser import Evidence
from osce_feeds.normaliser import batch
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store import schema

LISTING = make_listing(make_entries(6))
UNKNOWN = make_listing([Entry(offices="Lamp Office in Voss", date="31 June 2026"), *make_entries(2)])


@pytest.fixture(autouse=True)
def read(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was read, document by document."""
    found: list[object] = []

    def make_batch(*arguments: Any) -> object:
        found.append(arguments)
        return batch.make_batch(*arguments)

    monkeypatch.setattr(documents, "make_batch", make_batch)
    return found


@pytest.fixture
def forget(store: Store) -> Callable[[], None]:
    """Have the store forget by what documents were read, so that they are read again."""

    def forget() -> None:
        with store.write(NOW) as writer:
            writer.connection.execute(schema.report.update().values(digest=""))

    return forget


@pytest.mark.parametrize("document", [LISTING, UNKNOWN], ids=["sound", "with problems"])
def test_repeated_document_is_not_read_and_reports_what_reading_it_would(
    feed: Feed, read: list[object], forget: Callable[[], None], document: str
) -> None:
    feed(document)
    repeated = feed(document, now=LATER)
    assert len(read) == 1
    forget()

    assert repeated == feed(document, now=LATER)
    assert len(read) == 2
    assert (repeated.new, repeated.changed, repeated.withheld) == (0, 0, 0)
    assert repeated.unchanged > 0


def test_each_repetition_is_reported_under_its_own_name(feed: Feed, store: Store) -> None:
    feed(LISTING)
    assert feed(LISTING, name="again.txt").document == "again.txt"
    with store.read() as reader:
        names = reader.connection.scalars(sa.select(schema.report.c.document).order_by(schema.report.c.id)).all()
        assert names == ["listing.txt", "again.txt"]


def test_trial_of_a_repeated_document_is_said_to_be_one_and_kept_nowhere(feed: Feed, store: Store) -> None:
    feed(LISTING)
    assert feed(LISTING, Order(dry_run=True)).dry_run
    with store.read() as reader:
        assert reader.connection.scalar(sa.select(sa.func.count()).select_from(schema.report)) == 1


@pytest.mark.parametrize(
    "order",
    [Order(Evidence("fr")), Order(Evidence(topics=("youth",))), Order(strict=True), Order(source="wire")],
    ids=["language", "topics", "strict", "source"],
)
def test_document_with_other_words_about_it_is_read(feed: Feed, read: list[object], order: Order) -> None:
    feed(LISTING)
    feed(LISTING, order)

    assert len(read) == 2


def test_document_is_read_again_by_another_vocabulary(
    store: Store, settings: Settings, vocabulary: Vocabulary, read: list[object]
) -> None:
    for words in (vocabulary, replace(vocabulary, edition="another")):
        ingest(Document("listing.txt", LISTING.encode()), store, settings, words, Order(), NOW)

    assert len(read) == 2


def test_document_is_read_again_after_a_person_accepted_a_term(
    feed: Feed, store: Store, vocabulary: Vocabulary, read: list[object]
) -> None:
    feed(UNKNOWN.replace("31 June", "3 June"))
    edit.accept(store, vocabulary, "office", "lamp-office-in-voss", NOW)
    report = feed(UNKNOWN.replace("31 June", "3 June"), now=LATER)

    assert len(read) == 2
    assert "office.unknown" not in codes(report)


def test_earlier_document_is_read_once_another_came_in_between(feed: Feed, store: Store, read: list[object]) -> None:
    """It takes back what the other said."""
    before, after = (make_listing([Entry(summary=f"{number} piers have a lantern.")]) for number in ("Nine", "Ten"))
    for document in (before, after, before):
        feed(document, now=LATER)

    assert len(read) == 3
    assert only(store).summary == "Nine piers have a lantern."


def test_correction_of_a_person_stands_when_a_document_is_repeated(
    feed: Feed, store: Store, settings: Settings, vocabulary: Vocabulary, read: list[object]
) -> None:
    feed(make_listing([Entry()]))
    edit.correct(store, only(store).key, edit.Correction(headline="Corrected"), "Why.", settings, vocabulary, LATER)

    assert counts(feed(make_listing([Entry()]), now=LATER)) == (0, 0, 1, 0)
    assert len(read) == 1
    assert only(store).headline == "Corrected"


def test_erased_text_that_comes_again_is_said_to_be_erased(feed: Feed, store: Store, read: list[object]) -> None:
    feed(LISTING)
    with store.read() as reader:
        key = next(reader.stream(EVERYTHING, "en")).key
    edit.erase(store, key, "Why.", LATER)

    for number in (2, 3):
        assert "article.erased" in codes(feed(LISTING, now=LATER))
        assert len(read) == number


def test_articles_become_public_while_a_document_is_repeated(feed: Feed, store: Store) -> None:
    feed(make_listing([Entry(date="3 July 2026")]))
    feed(make_listing([Entry(date="3 July 2026")]), now=NOW + timedelta(days=5))

    assert only(store).headline == Entry().headline


def test_repeated_document_under_another_authority_is_refused(
    feed: Feed, store: Store, settings: Settings, vocabulary: Vocabulary
) -> None:
    feed(LISTING)
    other = replace(settings, authority="other.example,2026")
    with pytest.raises(AuthorityChanged):
        ingest(Document("listing.txt", LISTING.encode()), store, other, vocabulary, Order(), LATER)


def test_short_run_that_a_person_let_pass_is_refused_when_it_is_repeated(feed: Feed) -> None:
    for _ in range(5):
        feed(LISTING, Order(source="wire"))
    short = make_listing(make_entries(2))
    feed(short, Order(source="wire", accept_shrink=True))
    with pytest.raises(DocumentRefused, match="does not look like the usual wire"):
        feed(short, Order(source="wire"))
