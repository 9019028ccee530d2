"""A withdrawal: a new version without text, which no ingest undoes."""

from datetime import timedelta

import pytest
from flask import Flask
from tests.conftest import NOW
from tests.conftest import Feed

from osce_feeds import edit
from osce_feeds.errors import UnknownArticle
from osce_feeds.ingest import Order
from osce_feeds.model.article import Status
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.normaliser import Evidence
from osce_feeds.store import Store

LISTING = "The pier is open\nPublishing date: 1 June 2026\nWhere we are: OSCE Mission to Skopje\nWalk on it.\n"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def key(feed: Feed, store: Store) -> str:
    feed(LISTING)
    with store.read() as reader:
        (article,) = reader.newest(EVERYTHING, "en", 10)
    return article.key


def test_withdrawn_article_is_a_version_without_text(store: Store, key: str) -> None:
    withdrawn = edit.withdraw(store, key, "The pier is closed.", LATER)

    assert (withdrawn.version, withdrawn.status, withdrawn.note) == (2, Status.CANCELED, "The pier is closed.")
    assert (withdrawn.updated, withdrawn.headline, withdrawn.summary) == (LATER, "The pier is open", "")
    with store.read() as reader:
        assert [version.version for version in reader.versions(key)] == [1, 2]


def test_withdrawn_article_leaves_every_list(store: Store, key: str) -> None:
    edit.withdraw(store, key, "Why.", LATER)
    with store.read() as reader:
        assert reader.newest(EVERYTHING, "en", 10) == []
        assert reader.touched(EVERYTHING) == LATER


def test_withdrawn_lead_gives_its_place_to_another_edition(store: Store, key: str, feed: Feed) -> None:
    feed("La jetée\nPublishing date: 1 juin 2026\nVenez.\n", Order(Evidence("fr"), source="fr"))
    with store.read() as reader:
        (french,) = [article for article in reader.newest(EVERYTHING, "fr", 10) if article.language == "fr"]
    edit.link(store, [key, french.key], LATER)
    edit.withdraw(store, key, "Why.", LATER)
    with store.read() as reader:
        assert [french.key] == [article.key for article in reader.newest(EVERYTHING, "ru", 10)]


def test_second_withdrawal_changes_nothing(store: Store, key: str) -> None:
    first = edit.withdraw(store, key, "Why.", LATER)

    assert first == edit.withdraw(store, key, "Another reason.", LATER + timedelta(hours=1))


def test_ingest_never_brings_it_back(store: Store, key: str, feed: Feed) -> None:
    edit.withdraw(store, key, "Why.", LATER)
    report = feed(LISTING.replace("Walk on it.", "Run on it."), now=LATER + timedelta(hours=1))

    assert (report.new, report.changed, report.unchanged) == (0, 0, 1)
    assert [problem.code for problem in report.problems if problem.code == "article.withdrawn"]
    with store.read() as reader:
        article = reader.article(key)
    assert article
    assert (article.status, article.summary) == (Status.CANCELED, "")


def test_page_says_that_it_is_gone_and_why(store: Store, key: str, app: Flask) -> None:
    edit.withdraw(store, key, "The pier is closed.", LATER)
    answer = app.test_client().get(f"/de/articles/{key}/")

    assert answer.status_code == 410
    assert "Dieser Artikel wurde zurückgezogen." in answer.text
    assert "The pier is closed." in answer.text
    assert "Walk on it." not in answer.text


def test_article_that_is_none_is_refused(store: Store) -> None:
    with pytest.raises(UnknownArticle):
        edit.withdraw(store, "aaaaaaaaaaaa", "Why.", LATER)
