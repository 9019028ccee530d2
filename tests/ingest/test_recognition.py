"""Which article an entry is about, by what its source calls it and by what it says."""

from dataclasses import replace
from datetime import date
from datetime import timedelta

import pytest
from tests.conftest import NOW
from tests.ingest.entries import NODE
from tests.ingest.entries import PAGE
from tests.ingest.entries import Desk
from tests.ingest.entries import codes
from tests.ingest.entries import counts
from tests.ingest.entries import make_raw
from tests.ingest.results import only
from tests.ingest.results import stored

from osce_feeds.settings import Settings
from osce_feeds.store import Store

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def desk(store: Store, settings: Settings) -> Desk:
    return Desk(store, settings)


def test_article_is_recognised_by_the_id_of_its_source_when_headline_and_day_change(desk: Desk, store: Store) -> None:
    desk.take(make_raw(id="7"))
    before = only(store)
    again = desk.take(make_raw(id="7", headline="Ferry school to open in Voss"), now=LATER)
    assert counts(again) == (0, 1, 0)
    again = desk.take(make_raw(id="7", headline="Ferry school to open in Voss", date="5 July 2025"), now=LATER)
    assert counts(again) == (0, 1, 0)

    after = only(store)
    assert (before.key, 3, "Ferry school to open in Voss") == (after.key, after.version, after.headline)
    assert after.date == after.published.date() == date(2025, 7, 5)


@pytest.mark.parametrize(
    "address",
    [
        "http://osce.org/node/47110",
        "https://www.osce.org/node/47110?fbclid=abc",
        "https://skopje.osce.org/mk/node/47110",
        "https://www.osce.org/mission-to-skopje/47110#text",
    ],
)
def test_article_is_recognised_by_its_node_however_the_address_is_written(
    desk: Desk, store: Store, address: str
) -> None:
    desk.take(make_raw(link=NODE))
    again = desk.take(make_raw(link=address, headline="The ferry school of Voss is open"), source="page")
    assert counts(again) == (0, 0, 1)
    assert len(stored(store)) == 1


def test_article_is_recognised_by_its_address_when_another_source_retitles_it(desk: Desk, store: Store) -> None:
    desk.take(make_raw(link=PAGE))
    again = desk.take(
        make_raw(link=f"{PAGE}?utm_source=x", headline="School at sea", byline="A. Ferryman"), source="page"
    )
    assert counts(again) == (0, 1, 0)
    article = only(store)
    assert (article.headline, article.byline) == ("Ferry school opens in Voss", "A. Ferryman")


def test_ids_of_different_sources_are_different(desk: Desk, store: Store) -> None:
    desk.take(make_raw(id="7"))
    other = desk.take(make_raw(id="7", headline="Lanterns for every pier", summary="Forty."), source="lighthouse")
    assert counts(other) == (1, 0, 0)
    assert len(stored(store)) == 2


def test_id_that_means_quite_another_story_makes_a_new_article_and_a_problem(desk: Desk, store: Store) -> None:
    desk.take(make_raw(id="7", link=PAGE))
    before = only(store)
    taken_over = make_raw(
        id="7",
        headline="Lanterns for every pier",
        date="1 May 2025",
        summary="Forty.",
        link="https://x.example/lanterns",
    )
    intake = desk.take(taken_over, now=LATER)
    assert (counts(intake), codes(intake)) == ((1, 0, 0), ["identity.taken_over"])
    assert before in stored(store)
    assert counts(desk.take(taken_over, now=LATER)) == (0, 0, 1)
    assert counts(desk.take(replace(taken_over, byline="A. Keeper"), now=LATER)) == (0, 1, 0)
    assert sorted((article.byline for article in stored(store)), reverse=True) == ["A. Keeper", ""]


def test_headline_recognises_what_comes_without_id_or_address(desk: Desk, store: Store) -> None:
    desk.take(make_raw(id="7", link=NODE))
    assert counts(desk.take(make_raw(), source="listing", form="text-listing")) == (0, 0, 1)
    assert len(stored(store)) == 1


def test_id_made_anew_recognises_the_article_by_headline_and_is_counted(desk: Desk, store: Store) -> None:
    desk.take(make_raw(id="7"))
    again = desk.take(make_raw(id="8"))
    assert (counts(again), again.reminted) == ((0, 0, 1), 1)
    assert len(stored(store)) == 1


def test_two_stories_of_one_headline_are_told_apart_by_their_ids(desk: Desk, store: Store) -> None:
    first, second = make_raw(id="1", link=f"{PAGE}/1"), make_raw(id="2", link=f"{PAGE}/2", summary="Another one.")
    assert counts(desk.take(first, second)) == (2, 0, 0)
    again = desk.take(replace(second, byline="B. Second"), replace(first, byline="A. First"), now=LATER)
    assert counts(again) == (0, 2, 0)
    assert {("A. First", f"{PAGE}/1"), ("B. Second", f"{PAGE}/2")} == {
        (article.byline, article.link) for article in stored(store)
    }


def test_page_in_another_language_at_the_same_node_is_another_article(desk: Desk, store: Store) -> None:
    desk.take(make_raw(link=NODE, language="en"))
    other = desk.take(
        make_raw(link=NODE, language="mk", headline="Отворено училиште", summary="Во Вос."), source="page"
    )
    assert counts(other) == (1, 0, 0)
    assert {"en", "mk"} == {article.language for article in stored(store)}


def test_term_that_two_sources_spell_differently_is_one(store: Store, settings: Settings) -> None:
    desk = Desk(store, settings)
    desk.take(make_raw(topics="Lighthouse keeping"))
    again = desk.take(make_raw(topics="Lighthouse Keeping, Ferries"), source="other")
    assert counts(again) == (0, 1, 0)
    assert [term.label for term in only(store).topics] == ["Lighthouse keeping", "Ferries"]
