"""What a change touches: the moments of lists, the terms, and what was held back until its day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from datetime import timedelta

import pytest
from tests.conftest import NOW
from tests.listings import FERRY
from tests.listings import YOUTH
from tests.listings import make_article
from tests.listings import select

from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import only
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store.counts import TermUse
from osce_feeds.store.release import release_due

ZONE = Settings().zone
OSLO = Term("office", "oslo", "Oslo Office")
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def put(store: Store, *articles: Article, identities: Sequence[str] = ()) -> None:
    with store.write(NOW) as writer:
        for article in articles:
            writer.put(article, identities)


@pytest.fixture
def database(settings: Settings) -> str:
    return settings.database


def changes(database: str) -> dict[str, int | None]:
    """Return the number of each article's last change."""
    return dict(select(database, "SELECT key, change FROM article"))


def keys(*numbers: int) -> list[str]:
    return [make_article(number).key for number in numbers]


def touched(store: Store, *terms: Term) -> list[object]:
    with store.read() as reader:
        asked = [EVERYTHING, *(only(term.scheme, term.code) for term in terms)]
        return [reader.touched(selection) for selection in asked]


def test_change_touches_the_terms_that_an_article_has_or_had(store: Store) -> None:
    put(store, make_article(1, offices=(FERRY,)), make_article(2, topics=(YOUTH,)))
    with store.write(NOW + HOUR) as writer:
        writer.put(make_article(1, version=2, offices=(OSLO,)), ())

    assert touched(store, FERRY, OSLO, YOUTH) == [NOW + HOUR, NOW + HOUR, NOW + HOUR, NOW]


def test_term_keeps_the_label_that_it_came_with_first(store: Store) -> None:
    """Its feeds and its page in the vocabulary would otherwise change their names with every spelling."""
    put(store, make_article(1, offices=(FERRY,)))
    put(store, make_article(2, offices=(replace(FERRY, label="Mission to Skopje"),)))
    with store.read() as reader:
        assert reader.term("office", FERRY.code) == FERRY


def test_terms_stay_known_when_no_article_has_them_any_longer(store: Store) -> None:
    put(store, make_article(1, offices=(OSLO,)))
    put(store, make_article(1, offices=(FERRY,), topics=(YOUTH,), version=2))
    with store.read() as reader:
        assert reader.term("office", OSLO.code) == OSLO
        assert [TermUse(FERRY, 1)] == reader.terms("office", EVERYTHING, "en")


@pytest.mark.parametrize("step", [timedelta(0), timedelta(milliseconds=400), -HOUR, timedelta(days=-400)], ids=str)
def test_touched_moves_by_a_second_when_the_clock_does_not(store: Store, step: timedelta) -> None:
    for number in range(3):
        with store.write(NOW + step * number) as writer:
            writer.put(make_article(number, offices=(FERRY,)), ())

    assert touched(store, FERRY) == [NOW + 2 * SECOND, NOW + 2 * SECOND]


def test_change_of_one_edition_touches_the_lists_of_the_others(store: Store) -> None:
    """A list in French falls back to the English edition, so both are in its lists."""
    put(store, make_article(1, offices=(FERRY,)), make_article(2, language="fr", topics=(YOUTH,)))
    with store.write(NOW + HOUR) as writer:
        writer.put(make_article(2, language="fr", topics=(YOUTH,), work=make_article(1).key), ())

    assert touched(store, FERRY, YOUTH) == [NOW + HOUR, NOW + HOUR, NOW + HOUR]


def test_withheld_article_takes_no_number_and_touches_nothing(store: Store, database: str) -> None:
    put(store, make_article(1, status=Status.WITHHELD, offices=(FERRY,)))
    put(store, make_article(1, status=Status.WITHHELD, offices=(FERRY,), version=2))

    assert {make_article(1).key: None} == changes(database)
    assert touched(store, FERRY) == [None, None]


def test_article_that_is_held_back_again_is_a_change(store: Store, database: str) -> None:
    put(store, make_article(1, offices=(FERRY,)))
    put(store, make_article(1, status=Status.WITHHELD, version=2))

    assert {make_article(1).key: 2} == changes(database)


def held_back(day: date, number: int) -> Article:
    published = NOW.replace(year=day.year, month=day.month, day=day.day, hour=10) + number * SECOND
    return make_article(number, status=Status.WITHHELD, published=published, date=day, offices=(FERRY,))


def test_release_publishes_what_is_due_and_nothing_else(store: Store, database: str) -> None:
    today, tomorrow = date(2026, 7, 2), date(2026, 7, 3)
    put(store, held_back(tomorrow, 1), held_back(today, 2), held_back(today, 3), make_article(4))
    now = NOW + timedelta(days=1)
    with store.write(now) as writer:
        assert release_due(writer, now, ZONE) == 2
    with store.write(now) as writer:
        assert release_due(writer, now, ZONE) == 0

    assert dict(zip(keys(1, 2, 3, 4), (None, 2, 3, 1), strict=True)) == changes(database)
    with store.read() as reader:
        shown = reader.newest(EVERYTHING, "en", 50)
        assert keys(2, 3, 4) == [article.key for article in shown]
        assert [now, now - SECOND] == [article.published for article in shown[:2]]
        assert [now, now - SECOND] == [article.updated for article in shown[:2]]
        assert [article.version for article in shown[:2]] == [1, 1]
        assert shown[:1] == reader.versions(shown[0].key)
        assert tomorrow == reader.next_due()


@pytest.mark.parametrize(
    ("hours", "released"),
    [(9, 0), (10, 1)],
    ids=["23:00 in Vienna the day before", "midnight in Vienna"],
)
def test_day_begins_in_the_zone_of_the_newsroom(store: Store, hours: int, released: int) -> None:
    put(store, held_back(date(2026, 7, 2), 1))
    now = NOW + hours * HOUR
    with store.write(now) as writer:
        assert released == release_due(writer, now, ZONE)
