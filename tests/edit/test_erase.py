"""Text that is gone for good: from the store, from its files, and from what ingests would bring back."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from tests.conftest import Feed
from tests.edit.conftest import LATER
from tests.edit.conftest import LISTING
from tests.edit.conftest import Look
from tests.ingest.results import counts
from tests.listings import address_of
from tests.listings import make_entries
from tests.listings import make_listing
from tests.listings import rows

from osce_feeds import edit
from osce_feeds.edit import Correction
from osce_feeds.errors import EditRefused
from osce_feeds.errors import UnknownArticle
from osce_feeds.ingest import Order
from osce_feeds.model.article import Status
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser import Evidence
from osce_feeds.settings import Settings
from osce_feeds.store import Store

SECRET = "Zanzibarine"  # noqa: S105 - a word that stands nowhere else
TELLING = (
    f"The {SECRET} pier of “Voss” is open to everybody who can swim at least a little way\n"
    f"Publishing date: 1 June 2026\nContent type: News\nWhere we are: OSCE Mission to Skopje\n"
    f"OSLO, 28 May 2026 – The {SECRET} walk\n"
)
"""Cut, with another day in its dateline: the report quotes it."""
EVEN_LATER = LATER + timedelta(hours=1)


def files(store: Store) -> bytes:
    """Return every byte of the database and its log."""
    path = Path(store.address.removeprefix("sqlite:///"))
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))


@pytest.fixture
def telling(feed: Feed, store: Store, settings: Settings, vocabulary: Vocabulary) -> str:
    """Return the key of an article that two sources brought, and that was corrected and withdrawn."""
    feed(TELLING)
    feed(TELLING, Order(Evidence(), source=f"{SECRET.lower()[:3]} mirror"), LATER)
    with store.read() as reader:
        (article,) = reader.newest(EVERYTHING, "en", 10)
    correction = Correction(byline=f"{SECRET} B.", link=f"https://news.example.org/{SECRET}", rights=SECRET)
    edit.correct(store, article.key, correction, f"No longer {SECRET}.", settings, vocabulary, LATER)
    return article.key


@pytest.mark.sqlite
def test_erased_text_is_nowhere_in_the_files(telling: str, store: Store) -> None:
    searched = SECRET.lower()[3:].encode()  # an index of words may keep the beginning of one with another
    before = files(store)
    assert SECRET.encode() in before
    assert searched in before
    erased = edit.erase(store, telling, "Why.", EVEN_LATER)

    assert erased.scrubbed
    assert SECRET.encode() not in files(store)
    assert searched not in files(store)
    assert SECRET not in repr(rows(address_of(store)))


def test_erased_text_leaves_no_trace_between_the_others(store: Store, feed: Feed) -> None:
    """Rows that move between pages leave copies behind."""
    entries = make_entries(120)
    for entry in entries:
        feed(make_listing([entry]))
    with store.read() as reader:
        articles = list(reader.stream(EVERYTHING, "en"))[::5]
    for article in articles:
        edit.erase(store, article.key, "Why.", LATER)

    left = files(store)
    assert [article.headline for article in articles if article.headline.encode() in left] == []
    with store.read() as reader:
        assert reader.count(EVERYTHING, "en") == 120 - len(articles)


def test_tombstone_keeps_what_says_which_article_it_was(telling: str, store: Store, look: Look) -> None:
    before = look(telling)
    erased = edit.erase(store, telling, " Why. ", EVEN_LATER)
    tombstone = look(telling)

    assert tombstone == erased.article
    assert tombstone.is_erased
    assert (tombstone.status, tombstone.version, tombstone.note) == (Status.CANCELED, before.version + 1, "Why.")
    for name in ("key", "id", "work", "language", "date", "published", "offices", "genre", "source"):
        assert getattr(before, name) == getattr(tombstone, name)
    for name in ("headline", "byline", "summary", "content", "link", "rights", "dateline", "enclosures", "provenance"):
        assert not getattr(tombstone, name)
    with store.write(EVEN_LATER) as writer:
        assert [tombstone] == writer.versions(telling)
        assert writer.readings(telling) == []
        assert writer.is_erased(telling)
        assert not writer.is_erased("aaaaaaaaaaaa")


def test_ingest_never_brings_it_back(telling: str, store: Store, feed: Feed, look: Look) -> None:
    edit.erase(store, telling, "Why.", EVEN_LATER)
    tombstone = look(telling)
    report = feed(TELLING, now=EVEN_LATER)

    assert counts(report) == (0, 0, 1, 0)
    assert tombstone == look(telling)
    with store.write(EVEN_LATER) as writer:
        assert writer.readings(telling) == []


def test_reports_keep_what_was_wrong_and_lose_the_text(telling: str, store: Store, feed: Feed) -> None:
    feed(LISTING.replace("Walk on it.", "Walk on it"), name="other.txt")
    erased = edit.erase(store, telling, "Why.", EVEN_LATER)
    reports = [row[7].decode() for row in rows(address_of(store))["report"]]

    assert erased.remarks == 4
    assert [report.count('"detail":"(erased)"') for report in reports] == [2, 2, 0]
    assert '"code":"summary.cut"' in reports[0]
    assert "the summary of 'The pier is open' was cut by the source" in reports[2]


def test_withdrawn_article_can_be_erased(telling: str, store: Store) -> None:
    edit.withdraw(store, telling, "Too early.", EVEN_LATER)
    erased = edit.erase(store, telling, "Why.", EVEN_LATER)

    assert (erased.article.version, erased.article.note) == (4, "Why.")
    assert SECRET.encode() not in files(store)


def test_second_erasure_changes_nothing(telling: str, store: Store) -> None:
    first = edit.erase(store, telling, "Why.", EVEN_LATER)
    second = edit.erase(store, telling, "Another reason.", EVEN_LATER + timedelta(hours=1))

    assert (second.article, second.remarks, second.scrubbed) == (first.article, 0, True)


def test_erasure_says_where_to_look_further(telling: str, store: Store, feed: Feed) -> None:
    feed("La jetée\nPublishing date: 1 juin 2026\nVenez.\n", Order(Evidence("fr"), source="fr"))
    with store.read() as reader:
        (french,) = [article for article in reader.newest(EVERYTHING, "fr", 10) if article.language == "fr"]
    edit.link(store, [telling, french.key], LATER)
    erased = edit.erase(store, telling, "Why.", EVEN_LATER)

    assert erased.addresses == (f"https://news.example.org/{SECRET}",)
    assert [edition.key for edition in erased.editions] == [french.key]
    with store.read() as reader:
        assert [french.key] == [article.key for article in reader.newest(EVERYTHING, "ru", 10)]


@pytest.mark.sqlite
@pytest.mark.usefixtures("impatient")
def test_store_in_use_is_told_and_scrubbed_by_erasing_again(telling: str, store: Store, settings: Settings) -> None:
    other = Store(settings.database)
    with other.read() as reader:
        assert reader.article(telling)
        store.close()
        erased = edit.erase(store, telling, "Why.", EVEN_LATER)
    other.close()

    assert not erased.scrubbed
    assert SECRET.encode() in files(store)
    assert edit.erase(store, telling, "Why.", EVEN_LATER).scrubbed
    assert SECRET.encode() not in files(store)


def test_page_says_that_it_is_gone_and_why(telling: str, store: Store, app: Flask) -> None:
    edit.erase(store, telling, "It named a child.", EVEN_LATER)
    client = app.test_client()

    assert client.get(f"/en/articles/{telling}/").status_code == 410
    assert "It named a child." in client.get(f"/en/articles/{telling}/").text
    assert client.get(f"/en/articles/{telling}/newsml.xml").status_code == 200


def test_note_is_needed(key: str, store: Store, look: Look) -> None:
    with pytest.raises(EditRefused, match="a note is needed"):
        edit.erase(store, key, " ", LATER)
    assert not look(key).is_erased


def test_article_that_is_none_is_refused(store: Store) -> None:
    with pytest.raises(UnknownArticle):
        edit.look_up(store, "aaaaaaaaaaaa")
    with pytest.raises(UnknownArticle):
        edit.erase(store, "aaaaaaaaaaaa", "Why.", LATER)
