"""Decisions about minted terms, as the store keeps them."""

from datetime import date

import pytest
from tests.conftest import NOW
from tests.listings import make_article

from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.store import Store
from osce_feeds.store.terms import TermState
from osce_feeds.store.terms import accept_term
from osce_feeds.store.terms import articles_with
from osce_feeds.store.terms import current_terms
from osce_feeds.store.terms import extended
from osce_feeds.store.terms import merge_term
from osce_feeds.store.terms import term_states

LAMP, PIER, QUAY = (Term("office", f"{name.lower()}-office", f"{name} Office") for name in ("Lamp", "Pier", "Quay"))
SKOPJE = Term("office", "mission-to-skopje", "OSCE Mission to Skopje")
DUSK = Term("topic", "dusk", "Dusk")


@pytest.fixture
def minted(store: Store) -> Store:
    with store.write(NOW) as writer:
        writer.put(make_article(1, offices=(LAMP, PIER), topics=(DUSK,)), ())
        writer.put(make_article(2, offices=(LAMP, QUAY)), ())
        writer.put(make_article(3, offices=(LAMP,), status=Status.CANCELED), ())
        writer.put(make_article(4, offices=(LAMP,), status=Status.WITHHELD, date=date(2999, 1, 1)), ())
    return store


def test_states_count_public_articles(minted: Store) -> None:
    with minted.read() as reader:
        assert term_states(reader) == [
            TermState(LAMP, accepted=False, merged_into=None, count=2),
            TermState(PIER, accepted=False, merged_into=None, count=1),
            TermState(QUAY, accepted=False, merged_into=None, count=1),
            TermState(DUSK, accepted=False, merged_into=None, count=1),
        ]


def test_vocabulary_without_decisions_is_the_same(minted: Store, vocabulary: Vocabulary) -> None:
    with minted.read() as reader:
        assert extended(reader, vocabulary) is vocabulary


def test_vocabulary_knows_what_was_decided(minted: Store, vocabulary: Vocabulary) -> None:
    with minted.write(NOW) as writer:
        accept_term(writer, "topic", "dusk")
        merge_term(writer, "office", "lamp-office", "pier-office")
        merge_term(writer, "office", "pier-office", "mission-to-skopje")
    with minted.read() as reader:
        words = extended(reader, vocabulary)
        assert [state.merged_into for state in term_states(reader)][:3] == [
            "mission-to-skopje",
            "mission-to-skopje",
            None,
        ]
        assert [state.accepted for state in term_states(reader)] == [False, False, False, True]
        assert current_terms(reader, vocabulary, (LAMP, QUAY, PIER, SKOPJE)) == (SKOPJE, QUAY)

    for label in ("Lamp Office", "Pier Office"):
        concept = words.find("office", label)
        assert concept
        assert concept.code == "mission-to-skopje"
    assert words.find("office", "Quay Office") is None
    assert words.get("topic", "dusk")


def test_term_that_was_accepted_and_merged_later_is_merged(minted: Store, vocabulary: Vocabulary) -> None:
    with minted.write(NOW) as writer:
        accept_term(writer, "office", "lamp-office")
        merge_term(writer, "office", "lamp-office", "mission-to-skopje")
    with minted.read() as reader:
        words = extended(reader, vocabulary)
    assert words.get("office", "lamp-office") is None
    assert words.find("office", "Lamp Office") == words.get("office", "mission-to-skopje")


def test_articles_with_a_term_are_found_in_whatever_status(minted: Store) -> None:
    with minted.read() as reader:
        found = articles_with(reader, "office", "lamp-office", 10)
        assert sorted(article.key for article in found) == sorted(make_article(number).key for number in (1, 2, 3, 4))
        assert len(articles_with(reader, "office", "lamp-office", 2)) == 2
        assert articles_with(reader, "topic", "lamp-office", 10) == []
