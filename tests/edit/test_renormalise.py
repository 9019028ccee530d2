"""Newer rules for older entries: they reach what the older rules had read, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from datetime import date
from datetime import datetime
from typing import Any

import pytest
from tests.conftest import NOW
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
from osce_feeds.edit import Renormalised
from osce_feeds.edit.renormalise import Difference
from osce_feeds.ingest import Order
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser import Evidence
from osce_feeds.normaliser.identity import identities
from osce_feeds.settings import Settings
from osce_feeds.store import Store

PIER = LISTING.replace("Walk on it.", "OSLO, 1 June 2026 – Walk on it.")
SKOPJE = Term("office", "mission-to-skopje", "OSCE Mission to Skopje")
OLD = Term("office", "mission-in-skopje", "Mission in Skopje")
WHOLE = "OSLO, 1 June 2026 – Walk on it."

Again = Callable[..., Renormalised]
Age = Callable[..., Article]


@pytest.fixture
def key(feed: Feed, store: Store) -> str:
    feed(PIER)
    with store.read() as reader:
        (article,) = reader.newest(EVERYTHING, "en", 10)
    return article.key


@pytest.fixture
def again(store: Store, settings: Settings, vocabulary: Vocabulary) -> Again:
    """Renormalise everything at LATER."""

    def again(**options: Any) -> Renormalised:
        return edit.renormalise(store, edit.renormalisable(store), settings, vocabulary, lambda: LATER, **options)

    return again


@pytest.fixture
def age(store: Store) -> Age:
    """Make an article and its readings what older rules would have made of its entries; return the article."""

    def age(key: str, source: str = "", **fields: Any) -> Article:
        with store.write(NOW) as writer:
            article = writer.article(key)
            assert article
            old = replace(article, **fields)
            writer.put(old, ())
            for stored in writer.readings(key):
                if source in ("", stored.source):
                    writer.keep_reading(replace(stored, reading=replace(stored.reading, **fields)))
        return old

    return age


@pytest.mark.usefixtures("key")
def test_nothing_changes_while_the_rules_stand(again: Again, store: Store) -> None:
    before = rows(address_of(store))
    assert again() == Renormalised(articles=1)
    assert before == rows(address_of(store))


def test_newer_rule_makes_one_version_without_a_note(again: Again, key: str, age: Age, look: Look) -> None:
    new = look(key)
    old = age(key, dateline=None, summary=WHOLE)
    result = again()

    assert (result.articles, result.changed, result.readings, result.refused) == (1, 1, 1, [])
    assert result.differences == [
        Difference(key, old.headline, "dateline", "", "OSLO, 1 June 2026"),
        Difference(key, old.headline, "summary", WHOLE, "Walk on it."),
    ]
    assert look(key) == replace(new, version=2, received=LATER, updated=LATER, note="")
    assert again() == Renormalised(articles=1)


def test_dry_run_tells_the_same_and_stores_nothing(again: Again, key: str, age: Age, store: Store) -> None:
    age(key, dateline=None, summary=WHOLE)
    before = rows(address_of(store))
    dry = again(dry_run=True)

    assert before == rows(address_of(store))
    assert dry == again()


def test_correction_stays(
    again: Again, key: str, age: Age, store: Store, settings: Settings, vocabulary: Vocabulary, look: Look
) -> None:
    age(key, dateline=None, summary=WHOLE, offices=(OLD,), byline="x")
    correction = Correction(summary="Run on it.", offices=("odihr",), byline="")
    edit.correct(store, key, correction, "Why.", settings, vocabulary, NOW)
    corrected = look(key)
    result = again()

    assert (result.changed, result.readings) == (0, 1)
    assert corrected == look(key)


def test_value_of_another_source_stays(again: Again, key: str, age: Age, feed: Feed, look: Look) -> None:
    feed(LISTING.replace("OSCE Mission to Skopje", "OSCE Mission to Skopje, Lighthouse Office"), Order(source="other"))
    age(key, "text-listing", offices=(OLD,))
    age(key, "nobody", offices=(OLD, Term("office", "lighthouse-office", "Lighthouse Office")))
    again()

    assert [term.code for term in look(key).offices] == ["mission-to-skopje", "lighthouse-office"]


def test_term_that_another_source_still_says_stays(again: Again, key: str, age: Age, feed: Feed, look: Look) -> None:
    feed(LISTING.replace("OSCE Mission to Skopje", "OSCE Mission to Serbia"), Order(source="other"))
    serbia = look(key).offices[1]
    age(key, "text-listing", offices=(SKOPJE, serbia))
    again()

    assert look(key).offices == (SKOPJE, serbia)


def test_corrected_day_moves_the_article(again: Again, key: str, age: Age, look: Look) -> None:
    moment = datetime(2026, 5, 30, 10, tzinfo=UTC)
    age(key, date=date(2026, 5, 30))
    again()

    assert (look(key).date, look(key).published.date()) == (date(2026, 6, 1), date(2026, 6, 1))
    assert look(key).published > moment
    assert look(key).status is Status.USABLE


def test_article_is_recognised_by_what_it_says_now(again: Again, key: str, age: Age, store: Store, look: Look) -> None:
    age(key, headline="The pier ís open")
    with store.write(NOW) as writer:
        table = writer.connection
        table.exec_driver_sql("DELETE FROM identity")
    again()
    with store.read() as reader:
        assert [key] == reader.find(identities(look(key)))


def test_inferred_value_that_is_read_now_is_no_version(
    again: Again, key: str, age: Age, look: Look, store: Store
) -> None:
    age(key, provenance={"offices": "inferred: the headline names it"})
    result = again()

    assert (result.changed, result.readings, result.differences) == (0, 1, [])
    assert (look(key).version, look(key).provenance) == (1, {})
    with store.read() as reader:
        assert len(reader.versions(key)) == 1


def test_value_that_is_inferred_now_says_so(
    again: Again, key: str, age: Age, feed: Feed, store: Store, look: Look
) -> None:
    feed(
        "Lamp lit\nPublishing date: 2 June 2026\nIt shines.\n",
        Order(Evidence(offices=("odihr",)), source="filtered"),
    )
    with_lamp = next(one for one in edit.renormalisable(store) if one != key)
    age(with_lamp, offices=(), provenance={})
    again()

    assert [term.code for term in look(with_lamp).offices] == ["odihr"]
    assert look(with_lamp).provenance == {"offices": "inferred: the listing was filtered by it"}


def test_withdrawn_article_gets_no_version(again: Again, key: str, age: Age, store: Store, look: Look) -> None:
    age(key, dateline=None, summary=WHOLE)
    edit.withdraw(store, key, "Why.", NOW)
    withdrawn = look(key)
    result = again()

    assert (result.changed, result.readings) == (0, 1)
    assert withdrawn == look(key)
    assert again() == Renormalised(articles=1)


@pytest.mark.usefixtures("key")
def test_erased_article_is_not_looked_at(again: Again, key: str, store: Store) -> None:
    edit.erase(store, key, "Why.", NOW)

    assert again() == Renormalised()


def test_entry_that_the_rules_of_today_refuse_leaves_all_as_it_is(again: Again, key: str, store: Store) -> None:
    with store.write(NOW) as writer:
        (stored,) = writer.readings(key)
        writer.keep_reading(replace(stored, entry=replace(stored.entry, date="Soon")))
    result = again()

    assert (result.changed, result.readings) == (0, 0)
    expected = (
        f"{key}, as text-listing has it: 'The pier is open' was refused: 'Soon' is not a date such as '4 July 2025'"
    )
    assert [expected] == result.refused


def test_second_edition_in_a_language_is_not_made(
    again: Again, key: str, age: Age, feed: Feed, store: Store, look: Look
) -> None:
    feed("Der Steg\nPublishing date: 1. Juni 2026\nKommen Sie.\n", Order(Evidence("en"), source="de"))
    other = next(one for one in edit.renormalisable(store) if one != key)
    age(other, language="de", headline="Der Stég")
    edit.link(store, [key, other], NOW)
    result = again()

    assert (look(key).language, look(other).language, look(other).headline) == ("en", "de", "Der Steg")
    assert result.refused == [f"{other} would be in en, in which its work has an edition"]
    assert [difference.field for difference in result.differences] == ["headline"]


def test_merged_label_is_read_as_the_other_term(
    again: Again, feed: Feed, store: Store, vocabulary: Vocabulary, look: Look
) -> None:
    feed(LISTING.replace("OSCE Mission to Skopje", "Lighthouse Office"))
    (key,) = edit.renormalisable(store)
    edit.merge(store, vocabulary, "office", "lighthouse-office", "odihr", NOW)
    merged = look(key)
    result = again()

    assert (result.changed, result.readings) == (0, 1)
    assert merged == look(key)


def test_ingest_afterwards_changes_nothing(again: Again, key: str, age: Age, feed: Feed) -> None:
    age(key, dateline=None, summary=WHOLE)
    again()

    assert counts(feed(PIER, now=LATER)) == (0, 0, 1, 0)


def test_long_work_is_done_in_batches_and_tells_how_far_it_is(again: Again, feed: Feed) -> None:
    feed(make_listing(make_entries(120)))
    done: list[int] = []
    result = again(progress=done.append)

    assert (result.articles, done) == (120, [100, 20])
