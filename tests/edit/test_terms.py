"""Terms that the vocabulary does not know: listed, accepted, merged."""

from datetime import timedelta

import pytest
from tests.conftest import NOW
from tests.conftest import Feed
from tests.edit.conftest import LATER
from tests.edit.conftest import LISTING
from tests.edit.conftest import Look
from tests.ingest.results import codes
from tests.ingest.results import counts
from tests.listings import make_article

from osce_feeds import edit
from osce_feeds.errors import EditRefused
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import Report
from osce_feeds.ingest import ingest
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store.terms import MintedTerm
from osce_feeds.store.terms import extended
from osce_feeds.store.terms import minted_terms

VOSS = "lighthouse-office-in-voss"
LAMP = LISTING.replace("OSCE Mission to Skopje", "Lighthouse Office in Voss, OSCE Mission to Skopje")
OTHER = LAMP.replace("The pier", "The lamp").replace("Walk on", "Look at")
EVEN_LATER = LATER + timedelta(hours=1)


@pytest.fixture
def lamp(feed: Feed, store: Store) -> Article:
    """An article of an office that nobody knows."""
    feed(LAMP)
    with store.read() as reader:
        (article,) = reader.newest(EVERYTHING, "en", 10)
    return article


@pytest.fixture
def feed_knowing(store: Store, settings: Settings, vocabulary: Vocabulary) -> Feed:
    """Ingest with what was decided about terms."""

    def feed(text: str, source: str = "") -> Report:
        with store.read() as reader:
            words = extended(reader, vocabulary)
        return ingest(Document("d", text.encode()), store, settings, words, Order(source=source), EVEN_LATER)

    return feed


def listed(store: Store, vocabulary: Vocabulary) -> list[MintedTerm]:
    with store.read() as reader:
        return minted_terms(reader, vocabulary)


@pytest.mark.usefixtures("lamp")
def test_minted_terms_are_listed_with_their_use(store: Store, vocabulary: Vocabulary, feed: Feed) -> None:
    feed("Day\nPublishing date: 2 June 2026\nContent type: Press relese\nWhat we do: Youht\nIt is.\n")

    assert listed(store, vocabulary) == [
        MintedTerm(
            "office",
            VOSS,
            "Lighthouse Office in Voss",
            1,
            ("office-in-minsk", "office-in-yerevan", "programme-office-in-astana"),
        ),
        MintedTerm("topic", "youht", "Youht", 1, ("youth",)),
        MintedTerm("type", "press-relese", "Press relese", 1, ("press-release", "press-statement")),
    ]


@pytest.mark.usefixtures("lamp")
def test_term_that_a_newer_vocabulary_knows_is_nearest_to_that(store: Store, vocabulary: Vocabulary) -> None:
    with store.read() as reader:
        term = reader.term("office", VOSS)
    assert term
    newer = vocabulary.extended([], [(term, "odihr")])

    assert [one.nearest[0] for one in listed(store, newer)] == ["odihr"]


def test_accepted_term_is_reported_no_longer(
    store: Store, vocabulary: Vocabulary, lamp: Article, feed_knowing: Feed
) -> None:
    assert "term.unknown" in codes(feed_knowing(OTHER, "before"))
    assert edit.accept(store, vocabulary, "office", VOSS, LATER) == lamp.offices[0]

    assert "term.unknown" not in codes(feed_knowing(LAMP.replace("pier", "quay"), "after"))
    assert [(one.accepted, one.is_decided) for one in listed(store, vocabulary)] == [(True, True)]


def test_acceptance_is_a_change_without_a_version(
    store: Store, vocabulary: Vocabulary, lamp: Article, look: Look
) -> None:
    with store.read() as reader:
        before = reader.generation()
    edit.accept(store, vocabulary, "office", VOSS, LATER)
    edit.accept(store, vocabulary, "office", VOSS, LATER)
    with store.read() as reader:
        assert reader.generation() == before + 1
    assert look(lamp.key) == lamp


def test_merged_term_is_replaced_in_its_articles(
    store: Store, vocabulary: Vocabulary, lamp: Article, look: Look
) -> None:
    assert edit.merge(store, vocabulary, "office", VOSS, "mission-to-serbia", LATER) == 1
    article = look(lamp.key)

    assert [term.code for term in article.offices] == ["mission-to-serbia", "mission-to-skopje"]
    assert article.offices[0].label == "OSCE Mission to Serbia"
    assert (article.version, article.updated, article.note) == (2, LATER, "")
    with store.read() as reader:
        for code in (VOSS, "mission-to-serbia"):
            assert reader.touched(Selection(offices=(code,))) == LATER
        assert [article] == reader.newest(Selection(offices=("mission-to-serbia",)), "en", 10)
    assert [(one.merged_into, one.count) for one in listed(store, vocabulary)] == [("mission-to-serbia", 0)]


def test_merged_term_stands_once(store: Store, vocabulary: Vocabulary, lamp: Article, look: Look) -> None:
    edit.merge(store, vocabulary, "office", VOSS, "mission-to-skopje", LATER)

    assert [term.code for term in look(lamp.key).offices] == ["mission-to-skopje"]


def test_topics_and_types_are_merged_likewise(store: Store, vocabulary: Vocabulary, feed: Feed) -> None:
    feed("Day\nPublishing date: 2 June 2026\nContent type: Bulletin\nWhat we do: Dusk, Youth\nIt is.\n")
    edit.merge(store, vocabulary, "type", "bulletin", "news", LATER)
    edit.merge(store, vocabulary, "topic", "dusk", "education", LATER)
    with store.read() as reader:
        (article,) = reader.newest(EVERYTHING, "en", 10)

    assert [term.code for term in article.terms] == ["education", "youth", "news"]
    assert article.version == 3


def test_label_of_a_merged_term_means_the_other_from_then_on(
    store: Store, vocabulary: Vocabulary, lamp: Article, feed_knowing: Feed, look: Look
) -> None:
    edit.merge(store, vocabulary, "office", VOSS, "odihr", LATER)
    merged = look(lamp.key)

    assert counts(feed_knowing(LAMP)) == (0, 0, 1, 0)
    assert counts(feed_knowing(LAMP, "mirror")) == (0, 0, 1, 0)
    assert merged == look(lamp.key)
    assert "term.unknown" not in codes(feed_knowing(OTHER))


def test_withdrawn_and_withheld_articles_are_merged_too(
    store: Store, vocabulary: Vocabulary, lamp: Article, feed: Feed, look: Look
) -> None:
    feed(OTHER.replace("1 June", "9 July"))
    edit.withdraw(store, lamp.key, "Why.", LATER)
    assert edit.merge(store, vocabulary, "office", VOSS, "odihr", EVEN_LATER) == 2

    withdrawn = look(lamp.key)
    assert (withdrawn.status, withdrawn.note, withdrawn.offices[0].code) == (Status.CANCELED, "Why.", "odihr")
    with store.write(NOW) as writer:
        (withheld,) = writer.due(NOW.date() + timedelta(days=30))
    assert withheld.offices[0].code == "odihr"


def test_merger_that_was_interrupted_is_gone_on_with(
    store: Store, vocabulary: Vocabulary, lamp: Article, look: Look
) -> None:
    edit.merge(store, vocabulary, "office", VOSS, "odihr", LATER)
    with store.write(LATER) as writer:
        writer.put(make_article(7, offices=lamp.offices), ())  # as an ingest that began before the merger ends

    assert edit.merge(store, vocabulary, "office", VOSS, "odihr", LATER) == 1
    assert edit.merge(store, vocabulary, "office", VOSS, "odihr", LATER) == 0
    assert look(lamp.key).version == 2


def test_mergers_are_followed_to_their_end(store: Store, vocabulary: Vocabulary, feed: Feed) -> None:
    feed(LAMP.replace("OSCE Mission to Skopje", "Pier Office in Voss"))
    edit.accept(store, vocabulary, "office", "pier-office-in-voss", LATER)
    edit.merge(store, vocabulary, "office", VOSS, "pier-office-in-voss", LATER)
    edit.merge(store, vocabulary, "office", "pier-office-in-voss", "odihr", LATER)
    with store.read() as reader:
        (article,) = reader.newest(EVERYTHING, "en", 10)

    assert [term.code for term in article.offices] == ["odihr"]
    assert {one.merged_into for one in listed(store, vocabulary)} == {"odihr"}


@pytest.mark.usefixtures("lamp")
def test_target_that_was_merged_itself_stands_for_its_end(store: Store, vocabulary: Vocabulary, feed: Feed) -> None:
    feed(OTHER.replace("Lighthouse", "Pier"))
    edit.merge(store, vocabulary, "office", VOSS, "odihr", LATER)
    edit.merge(store, vocabulary, "office", "pier-office-in-voss", VOSS, LATER)

    assert {one.merged_into for one in listed(store, vocabulary)} == {"odihr"}


@pytest.mark.parametrize(
    ("code", "into", "detail"),
    [
        ("odihr", "mission-to-skopje", "office 'odihr' is a term of the vocabulary already"),
        ("lighthouse-office-in-vos", "odihr", f"there is no office 'lighthouse-office-in-vos'; nearest: {VOSS}"),
        ("xyzzy", "odihr", "there is no office 'xyzzy'"),
        (VOSS, VOSS, f"office {VOSS!r} cannot be merged into itself"),
        (VOSS, "mission-to-skopie", "there is no office 'mission-to-skopie'; nearest: mission-to-skopje"),
        (
            VOSS,
            "pier-office",
            "nobody has accepted office 'pier-office' yet: `osce-feeds terms accept office pier-office` does",
        ),
    ],
)
def test_merger_that_makes_no_sense_is_refused_in_words(
    store: Store, vocabulary: Vocabulary, lamp: Article, feed: Feed, look: Look, code: str, into: str, detail: str
) -> None:
    feed(OTHER.replace("Lighthouse Office in Voss", "Pier Office"))
    with pytest.raises(EditRefused) as refused:
        edit.merge(store, vocabulary, "office", code, into, LATER)

    assert str(refused.value).startswith(detail)
    assert look(lamp.key) == lamp


@pytest.mark.usefixtures("lamp")
def test_mergers_never_lead_in_a_circle(store: Store, vocabulary: Vocabulary, feed: Feed) -> None:
    feed(OTHER.replace("Lighthouse", "Pier"))
    for code in (VOSS, "pier-office-in-voss"):
        edit.accept(store, vocabulary, "office", code, LATER)
    edit.merge(store, vocabulary, "office", VOSS, "pier-office-in-voss", LATER)
    with pytest.raises(EditRefused) as refused:
        edit.merge(store, vocabulary, "office", "pier-office-in-voss", VOSS, LATER)
    assert str(refused.value) == "office 'pier-office-in-voss' cannot be merged into itself"


@pytest.mark.usefixtures("lamp")
def test_merged_term_is_neither_accepted_nor_merged_elsewhere(store: Store, vocabulary: Vocabulary) -> None:
    edit.merge(store, vocabulary, "office", VOSS, "odihr", LATER)
    with pytest.raises(EditRefused, match="was merged into 'odihr': nothing was changed"):
        edit.accept(store, vocabulary, "office", VOSS, LATER)
    with pytest.raises(EditRefused, match="was merged into 'odihr' before: nothing was changed"):
        edit.merge(store, vocabulary, "office", VOSS, "mission-to-skopje", LATER)


@pytest.mark.usefixtures("lamp")
@pytest.mark.parametrize(("code", "detail"), [("odihr", "is a term of the vocabulary already"), ("x", "there is no")])
def test_acceptance_that_makes_no_sense_is_refused(
    store: Store, vocabulary: Vocabulary, code: str, detail: str
) -> None:
    with pytest.raises(EditRefused, match=detail):
        edit.accept(store, vocabulary, "office", code, LATER)
