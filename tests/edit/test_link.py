"""Editions of one story: shown once in every list, in the reader's language where there is one."""

from datetime import timedelta

import pytest
from tests.conftest import NOW
from tests.conftest import Feed

from osce_feeds import edit
from osce_feeds.errors import EditRefused
from osce_feeds.errors import UnknownArticle
from osce_feeds.ingest import Order
from osce_feeds.model.article import Article
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.normaliser import Evidence
from osce_feeds.store import Store

ENGLISH = "The pier is open\nPublishing date: 1 June 2026\nWhere we are: OSCE Mission to Skopje\nWalk on it.\n"
FRENCH = "La jetée est ouverte\nPublishing date: 2 juin 2026\nVenez vous y promener.\n"
GERMAN = "Der Steg ist offen\nPublishing date: 1. Juni 2026\nKommen Sie.\n"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def editions(feed: Feed, store: Store) -> dict[str, Article]:
    """One story in three languages, received in the order German, French, English."""
    for number, (language, text) in enumerate([("de", GERMAN), ("fr", FRENCH), ("en", ENGLISH)]):
        feed(text, Order(Evidence(language), source=language), NOW + timedelta(minutes=number))
    with store.read() as reader:
        return {article.language: article for article in reader.newest(EVERYTHING, "en", 10)}


def shown(store: Store, language: str, selection: Selection = EVERYTHING) -> list[str]:
    with store.read() as reader:
        return [article.language for article in reader.newest(selection, language, 10)]


def test_linked_editions_are_shown_once_in_the_language_of_the_list(store: Store, editions: dict[str, Article]) -> None:
    edit.link(store, [editions["fr"].key, editions["en"].key, editions["de"].key], LATER)

    expected = {"fr": ["fr"], "en": ["en"], "de": ["de"], "ru": ["en"]}
    assert expected == {language: shown(store, language) for language in expected}


def test_directories_count_what_their_lists_show(store: Store, editions: dict[str, Article], feed: Feed) -> None:
    """Not every edition: a count beside an office is the length of its list."""
    feed(f"{FRENCH.replace('jetée', 'plage')}", Order(Evidence("fr", offices=("mission-to-skopje",)), source="fr"))
    with store.read() as reader:
        plage = next(a for a in reader.newest(EVERYTHING, "fr", 10) if "plage" in a.headline)
    edit.link(store, [plage.key, editions["en"].key], LATER)
    for language in ("en", "fr", "ru"):
        with store.read() as reader:
            (use,) = reader.terms("office", EVERYTHING, language)
            assert use.count == reader.count(Selection(offices=("mission-to-skopje",)), language) == 1


def test_english_edition_leads_whenever_it_was_received(store: Store, editions: dict[str, Article]) -> None:
    assert editions["en"].key == edit.link(store, [editions["fr"].key, editions["en"].key], LATER)


def test_first_received_edition_leads_where_none_is_english(store: Store, editions: dict[str, Article]) -> None:
    assert editions["de"].key == edit.link(store, [editions["fr"].key, editions["de"].key], LATER)
    assert shown(store, "ru") == ["en", "de"]


def test_link_makes_no_version_and_keeps_ids(store: Store, editions: dict[str, Article]) -> None:
    edit.link(store, [editions["fr"].key, editions["en"].key], LATER)
    with store.read() as reader:
        french = reader.article(editions["fr"].key)

    assert french
    assert (1, editions["fr"].id, editions["en"].key) == (french.version, french.id, french.work)


def test_link_moves_the_lists_that_it_changes(store: Store, editions: dict[str, Article]) -> None:
    skopje = Selection(offices=("mission-to-skopje",))
    edit.link(store, [editions["fr"].key, editions["en"].key], LATER)
    with store.read() as reader:
        assert reader.touched(skopje) == LATER
    assert shown(store, "fr", skopje) == []


def test_works_that_are_linked_become_one(store: Store, editions: dict[str, Article]) -> None:
    edit.link(store, [editions["fr"].key, editions["de"].key], LATER)
    edit.link(store, [editions["fr"].key, editions["en"].key], LATER + timedelta(hours=1))

    assert shown(store, "de") == ["de"]
    assert shown(store, "ru") == ["en"]


def test_article_is_found_by_the_address_of_its_page(store: Store, editions: dict[str, Article]) -> None:
    page = f"https://feeds.example.org/ru/articles/{editions['fr'].key}/"

    assert editions["en"].key == edit.link(store, [page, editions["en"].key], LATER)


def test_two_editions_in_one_language_are_refused(store: Store, editions: dict[str, Article], feed: Feed) -> None:
    feed(FRENCH.replace("jetée", "plage"), Order(Evidence("fr")))
    with store.read() as reader:
        other = next(a for a in reader.newest(EVERYTHING, "fr", 10) if "plage" in a.headline)
    with pytest.raises(EditRefused, match="one edition in a language, but these are all in fr"):
        edit.link(store, [editions["fr"].key, other.key], LATER)
    assert sorted(shown(store, "fr")) == ["de", "en", "fr", "fr"]


@pytest.mark.parametrize("named", ["aaaaaaaaaaaa", "", "https://feeds.example.org/en/", "../../etc", "AAAAAAAAAAAA"])
def test_article_that_is_none_is_refused_by_name(store: Store, named: str) -> None:
    with pytest.raises(UnknownArticle) as refused:
        edit.link(store, [named], LATER)
    assert f"there is no article {named!r}: give its key, its id, or its address here or at its source" == str(
        refused.value
    )
