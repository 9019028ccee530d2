"""A withdrawal taken back: a new version with the text of the one before it."""

from datetime import timedelta

import pytest
from tests.conftest import NOW
from tests.conftest import Feed
from tests.edit.conftest import LATER
from tests.edit.conftest import LISTING
from tests.edit.conftest import Look
from tests.ingest.results import counts
from tests.listings import make_article

from osce_feeds import edit
from osce_feeds.errors import EditRefused
from osce_feeds.errors import UnknownArticle
from osce_feeds.ingest import Order
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser import Evidence
from osce_feeds.settings import Settings
from osce_feeds.store import Store

BACK = LATER + timedelta(hours=1)


class Restorer:
    """Restores articles of one store."""

    def __init__(self, store: Store, settings: Settings, vocabulary: Vocabulary) -> None:
        self._store, self._settings, self._vocabulary = store, settings, vocabulary

    def restore(self, key: str, note: str = "") -> Article:
        return edit.restore(self._store, key, note, self._settings, self._vocabulary, BACK)


@pytest.fixture
def restorer(store: Store, settings: Settings, vocabulary: Vocabulary) -> Restorer:
    return Restorer(store, settings, vocabulary)


def test_restored_article_says_what_it_said(restorer: Restorer, store: Store, key: str, look: Look) -> None:
    before = look(key)
    edit.withdraw(store, key, "Why.", LATER)
    restored = restorer.restore(key, " It was right. ")

    assert restored == look(key)
    assert (restored.version, restored.status, restored.note) == (3, Status.USABLE, "It was right.")
    assert (restored.received, restored.updated) == (BACK, BACK)
    for name in ("headline", "summary", "offices", "published", "id", "provenance"):
        assert getattr(before, name) == getattr(restored, name)
    with store.read() as reader:
        assert [restored] == reader.newest(EVERYTHING, "en", 10)
        assert reader.touched(EVERYTHING) == BACK


def test_restored_article_takes_what_its_source_says_then(
    restorer: Restorer, store: Store, key: str, feed: Feed, look: Look
) -> None:
    edit.withdraw(store, key, "Why.", LATER)
    restorer.restore(key)

    assert counts(feed(LISTING, now=BACK)) == (0, 0, 1, 0)
    assert counts(feed(LISTING.replace("Walk", "Run"), now=BACK)) == (0, 1, 0, 0)
    assert look(key).summary == "Run on it."


def test_restored_edition_leads_again(restorer: Restorer, store: Store, key: str, feed: Feed) -> None:
    feed("La jetée\nPublishing date: 1 juin 2026\nVenez.\n", Order(Evidence("fr"), source="fr"))
    with store.read() as reader:
        (french,) = [article for article in reader.newest(EVERYTHING, "fr", 10) if article.language == "fr"]
    edit.link(store, [key, french.key], LATER)
    edit.withdraw(store, key, "Why.", LATER)
    restorer.restore(key)
    with store.read() as reader:
        assert [key] == [article.key for article in reader.newest(EVERYTHING, "ru", 10)]


def test_edition_that_was_linked_while_it_was_withdrawn_stays_linked(
    restorer: Restorer, store: Store, key: str, feed: Feed
) -> None:
    feed("La jetée\nPublishing date: 1 juin 2026\nVenez.\n", Order(Evidence("fr"), source="fr"))
    with store.read() as reader:
        (french,) = [article for article in reader.newest(EVERYTHING, "fr", 10) if article.language == "fr"]
    edit.withdraw(store, key, "Why.", LATER)
    edit.link(store, [key, french.key], LATER)
    assert restorer.restore(key).work == french.key


def test_article_that_never_had_its_day_is_held_back_again(restorer: Restorer, store: Store, feed: Feed) -> None:
    feed(LISTING.replace("1 June", "9 July"))
    with store.write(NOW) as writer:
        (key,) = [article.key for article in writer.due(NOW.date() + timedelta(days=30))]
    edit.withdraw(store, key, "Why.", LATER)

    assert restorer.restore(key).status is Status.WITHHELD


def test_term_that_was_merged_meanwhile_is_the_other_one(
    restorer: Restorer, store: Store, vocabulary: Vocabulary, feed: Feed
) -> None:
    feed(LISTING.replace("OSCE Mission to Skopje", "Pier Office in Voss, OSCE Mission to Serbia"))
    with store.read() as reader:
        (article,) = reader.newest(EVERYTHING, "en", 10)
    edit.withdraw(store, article.key, "Why.", LATER)
    edit.merge(store, vocabulary, "office", "pier-office-in-voss", "mission-to-skopje", LATER)

    restored = restorer.restore(article.key)
    assert [term.label for term in restored.offices] == ["OSCE Mission to Skopje", "OSCE Mission to Serbia"]


def test_article_that_is_not_withdrawn_is_refused(restorer: Restorer, key: str) -> None:
    with pytest.raises(EditRefused) as refused:
        restorer.restore(key)
    assert f"{key} is not withdrawn: nothing was changed" == str(refused.value)


def test_erased_article_cannot_be_restored(restorer: Restorer, store: Store, key: str) -> None:
    edit.erase(store, key, "Why.", LATER)
    with pytest.raises(EditRefused) as refused:
        restorer.restore(key)
    expected = f"{key} was erased: its text is not here any longer, so nothing can bring it back"
    assert expected == str(refused.value)


def test_article_that_came_withdrawn_has_nothing_to_return_to(restorer: Restorer, store: Store) -> None:
    article = make_article(status=Status.CANCELED, version=4)
    with store.write(NOW) as writer:
        writer.put(article, ())
    with pytest.raises(EditRefused) as refused:
        restorer.restore(article.key)
    assert f"{article.key} came here withdrawn: no version with a text is known" == str(refused.value)


def test_article_that_is_none_is_refused(restorer: Restorer) -> None:
    with pytest.raises(UnknownArticle):
        restorer.restore("aaaaaaaaaaaa")
