"""What lists gained, changed or lost of late, and which indexes find it."""

from datetime import datetime
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from tests.conftest import NOW
from tests.listings import FERRY
from tests.listings import YOUTH
from tests.listings import make_article

from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.store import Store
from osce_feeds.store import schema

DAY = timedelta(days=1)
TOP = make_article(50).published
"""Articles published earlier stand below the top of the lists."""
SINCE = NOW - 3 * DAY
OFFICE = Selection(offices=(FERRY.code,))
LANTERNS = Term("topic", "lanterns", "Lanterns")


def put(store: Store, *articles: Article) -> None:
    with store.write(NOW) as writer:
        for article in articles:
            writer.put(article, ())


def article(number: int, days: float = 1, **overrides: Any) -> Article:
    """Return an article whose version was received some days before NOW."""
    return make_article(number, received=NOW - days * DAY, **overrides)


def recent(
    store: Store, selection: Selection = EVERYTHING, tag: str = "en", before: datetime | None = TOP, most: int = 200
) -> list[int]:
    """Return the numbers in the headlines of what is recent."""
    with store.read() as reader:
        found = reader.recent(selection, tag, SINCE, before, most)
    return [int(each.headline.split()[1]) for each in found]


def last(store: Store, selection: Selection = EVERYTHING, before: datetime | None = TOP) -> datetime | None:
    with store.read() as reader:
        return reader.last_received(selection, "en", NOW - 10 * DAY, SINCE, before)


def test_late_corrected_and_withdrawn_articles_are_recent_newest_first(store: Store) -> None:
    put(
        store,
        article(1),
        article(2, version=2),
        article(3, version=3, status=Status.CANCELED),
        article(4, version=2, status=Status.WITHHELD),
        article(5, days=4),
        article(6, days=4, version=2),
        article(7, days=4, version=2, status=Status.CANCELED),
        article(60, version=2),
        article(61, version=2, status=Status.CANCELED),
    )

    assert recent(store) == [61, 3, 2, 1]
    assert recent(store, before=None) == [61, 3]


def test_first_moment_counts(store: Store) -> None:
    put(store, article(1, days=3), article(2, days=3 + 1 / 86_400))

    assert recent(store) == [1]
    assert last(store) == SINCE - timedelta(seconds=1)


def test_late_and_changed_articles_are_capped_and_withdrawn_ones_are_not(store: Store) -> None:
    put(
        store,
        article(1, days=0.5),
        *(article(number, days=1) for number in (2, 3, 4)),
        *(article(number, days=2, version=2) for number in (5, 6, 7)),
        *(article(number, days=2, version=2, status=Status.CANCELED) for number in (8, 9, 10)),
    )

    assert recent(store, most=2) == [10, 9, 8, 7, 6, 4, 1]
    assert recent(store, most=0) == [10, 9, 8]


def test_selection_finds_its_own_even_when_they_are_withdrawn(store: Store) -> None:
    put(
        store,
        article(1, offices=(FERRY,)),
        article(2, topics=(YOUTH,)),
        article(3, offices=(FERRY,), version=2, status=Status.CANCELED),
        article(4, topics=(YOUTH,), version=2, status=Status.CANCELED),
    )

    assert recent(store, OFFICE) == [3, 1]


def test_article_that_was_withdrawn_before_its_day_was_never_shown(store: Store) -> None:
    put(store, article(1, version=2, status=Status.CANCELED, published=NOW + DAY))

    assert recent(store) == []
    assert recent(store, before=None) == []


@pytest.fixture
def work(store: Store) -> Store:
    """Editions of one story in English, French and Russian, of which English leads."""
    english = article(1, days=9)
    put(
        store,
        english,
        *(article(number, days=9, language=tag, work=english.key) for number, tag in ((2, "fr"), (3, "ru"))),
    )
    with store.write(NOW) as writer:
        writer.set_lead(english.key, english.key)
    return store


def withdraw(store: Store, number: int, tag: str) -> None:
    put(store, article(number, version=2, language=tag, work=make_article(1).key, status=Status.CANCELED))


@pytest.mark.parametrize(
    ("number", "tag", "lists"), [(1, "en", "en de"), (2, "fr", "fr"), (3, "ru", "ru")], ids=["lead", "fr", "ru"]
)
def test_withdrawn_edition_is_told_where_it_was_shown(work: Store, number: int, tag: str, lists: str) -> None:
    """In German there is no edition: the English one stood for it."""
    withdraw(work, number, tag)

    assert lists.split() == [each for each in ("en", "fr", "ru", "de") if recent(work, tag=each) == [number]]


def test_withdrawn_lead_is_told_when_all_editions_are_gone(work: Store) -> None:
    for number, tag in ((2, "fr"), (3, "ru"), (1, "en")):
        withdraw(work, number, tag)

    assert 1 in recent(work, tag="de")


def test_edition_that_stood_in_for_a_missing_lead_is_told(store: Store) -> None:
    """Without an English edition, the first one leads: which it was cannot be known afterwards, so each is told."""
    put(store, article(2, days=9, language="fr", work="x"), article(3, days=9, language="ru", work="x"))
    put(store, article(2, language="fr", work="x", version=2, status=Status.CANCELED))

    assert recent(store, tag="de") == [2]
    assert recent(store, tag="ru") == []


def test_corrected_edition_is_recent_where_it_is_shown(work: Store) -> None:
    put(work, article(2, version=2, language="fr", work=make_article(1).key))

    assert [each for each in ("en", "fr", "ru", "de") if recent(work, tag=each)] == ["fr"]


def test_last_received_is_the_last_of_what_is_recent_no_longer(store: Store) -> None:
    put(
        store,
        article(1, days=5),
        article(2, days=4, version=2, offices=(FERRY,)),
        article(3, days=6, version=2, status=Status.CANCELED),
        article(4, days=1),
        article(5, days=11, offices=(FERRY,)),
        article(60, days=3.5, version=2),
    )

    assert last(store) == NOW - 4 * DAY
    assert last(store, before=None) == NOW - 6 * DAY
    assert last(store, OFFICE) == NOW - 4 * DAY
    assert last(store, Selection(topics=(YOUTH.code,))) is None


@pytest.mark.sqlite
def test_lists_are_found_by_moments_and_works_and_not_by_status(store: Store) -> None:
    """An index on the status would be walked from end to end for each article of a list in another language."""
    plans: list[str] = []
    put(store, *(article(number, days=number, offices=(FERRY,)) for number in range(9)))
    with store.read() as reader:
        connection = reader._connection

        @sa.event.listens_for(connection, "before_cursor_execute")
        def explain(_: object, cursor: Any, statement: str, parameters: Any, *__: object) -> None:
            plans.extend(row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall())

        reader.newest(OFFICE, "fr", 50)
        reader.recent(OFFICE, "fr", SINCE, TOP, 200)
        reader.last_received(OFFICE, "fr", SINCE, NOW, TOP)

    by_status = [plan for plan in plans if "ix_article_status_date" in plan]
    assert by_status == []
    assert any("ix_article_status_received (status=? AND received>?" in plan for plan in plans)
    assert any("ix_article_work_language_status" in plan for plan in plans)


def say(store: Store, term: Term, **values: object) -> None:
    """Say something about a term, as a person does with a command."""
    table = schema.term
    with store.write(NOW) as writer:
        writer._connection.execute(
            table.update().where(table.c.scheme == term.scheme, table.c.code == term.code).values(**values)
        )


def test_accepted_terms_are_those_that_a_person_accepted(store: Store) -> None:
    put(store, article(1, topics=(YOUTH, LANTERNS)))
    with store.read() as reader:
        assert reader.accepted_terms("topic") == []
    say(store, LANTERNS, accepted=True)
    with store.read() as reader:
        assert reader.accepted_terms("topic") == [LANTERNS]
        assert reader.accepted_terms("office") == []
        assert [(use.term, use.accepted) for use in reader.terms("topic", EVERYTHING, "en")] == [
            (LANTERNS, True),
            (YOUTH, False),
        ]


def test_merged_term_is_listed_no_longer_and_leads_to_the_one_it_is(store: Store) -> None:
    lamps = Term("topic", "lamps", "Lamps")
    put(store, article(1, topics=(YOUTH, LANTERNS, lamps)))
    say(store, lamps, accepted=True, merged_into="lanterns")
    with store.read() as reader:
        assert reader.merged("topic", "lamps") == "lanterns"
        assert reader.merged("topic", "lanterns") is None
        assert reader.merged("topic", "nothing") is None
        assert reader.merged("office", "lamps") is None
        assert reader.accepted_terms("topic") == []
        assert [use.term for use in reader.terms("topic", EVERYTHING, "en")] == [LANTERNS, YOUTH]


def test_term_merged_twice_leads_to_the_last_and_a_ring_to_nothing(store: Store) -> None:
    lamps = Term("topic", "lamps", "Lamps")
    put(store, article(1, topics=(YOUTH, LANTERNS, lamps)))
    say(store, lamps, merged_into="lanterns")
    say(store, LANTERNS, merged_into="youth")
    with store.read() as reader:
        assert reader.merged("topic", "lamps") == "youth"
    say(store, YOUTH, merged_into="lamps")
    with store.read() as reader:
        assert reader.merged("topic", "lamps") is None
