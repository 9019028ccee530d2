"""The change sequence: nothing is missed, nothing comes twice, and what left is told."""

from collections.abc import Sequence

import pytest
from tests.builders import make_entry
from tests.builders import make_listing
from tests.conftest import NOW
from tests.conftest import Feed

from osce_feeds import edit
from osce_feeds.deliver import Newsroom
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.store import Store
from osce_feeds.store.changes import Change
from osce_feeds.store.changes import articles_of
from osce_feeds.store.changes import changes
from osce_feeds.store.changes import years

CHOCOLATE = "The pier is made of chocolate, said the harbour master, who had tried it in three places."
SKOPJE = Selection(offices=("mission-to-skopje",))


@pytest.fixture
def keys(feed: Feed, store: Store) -> list[str]:
    """Five articles, the first three of an office."""
    offices = ["OSCE Mission to Skopje"] * 3 + ["OSCE Presence in Albania"] * 2
    entries = (make_entry(f"Pier {n} is long", f"{n + 1} June 2026", office=office) for n, office in enumerate(offices))
    feed(make_listing(*entries))
    with store.read() as reader:
        return [article.key for article in reversed(reader.newest(EVERYTHING, "en", 9))]


def look(store: Store, newsroom: Newsroom, selection: Selection, after: int = 0, limit: int = 500) -> list[Change]:
    with store.read(newsroom.regions, newsroom.names) as reader:
        return changes(reader, selection, after, limit)


def numbers(found: Sequence[Change]) -> list[int]:
    return [change.number for change in found]


def test_everything_comes_once_in_the_order_of_changes(store: Store, newsroom: Newsroom, keys: list[str]) -> None:
    found = look(store, newsroom, EVERYTHING)

    assert sorted(keys) == sorted(change.article.key for change in found)
    assert numbers(found) == [1, 2, 3, 4, 5]
    assert numbers(look(store, newsroom, EVERYTHING, after=2)) == [3, 4, 5]
    assert look(store, newsroom, EVERYTHING, after=5) == []


def test_pages_follow_each_other_without_gap_or_overlap(store: Store, newsroom: Newsroom, keys: list[str]) -> None:
    found: list[Change] = []
    while page := look(store, newsroom, EVERYTHING, found[-1].number if found else 0, limit=2):
        found += page

    assert look(store, newsroom, EVERYTHING) == found
    assert len(found) == len(keys)


def test_withdrawn_article_moves_to_the_end_and_is_delivered_as_such(
    store: Store, newsroom: Newsroom, keys: list[str]
) -> None:
    edit.withdraw(store, keys[0], "By mistake.", NOW)
    found = look(store, newsroom, SKOPJE)

    assert keys[0] == found[-1].article.key
    assert (found[-1].article.status, found[-1].left) == ("canceled", False)
    assert len(found) == 3


def test_article_that_left_a_selection_is_told_to_whoever_follows_it(
    store: Store, newsroom: Newsroom, keys: list[str]
) -> None:
    with store.write(NOW) as writer:
        article = writer.article(keys[1])
        assert article is not None
        changed = type(article)(
            **{name: getattr(article, name) for name in article.__dataclass_fields__}
            | {
                "offices": (),
                "version": 2,
                "received": NOW,
            }
        )
        writer.put(changed, ())

    assert [(keys[1], True)] == [(c.article.key, c.left) for c in look(store, newsroom, SKOPJE, after=5)]
    assert [(keys[1], False)] == [(c.article.key, c.left) for c in look(store, newsroom, EVERYTHING, after=5)]
    assert look(store, newsroom, Selection(topics=("youth",))) == []


def test_years_count_usable_articles(store: Store, keys: list[str]) -> None:
    edit.withdraw(store, keys[0], "By mistake.", NOW)
    with store.read() as reader:
        (year,) = years(reader)
        assert (year.year, year.count, year.first_change, year.last_change) == (2026, 4, 2, 5)
        assert [article.key for article in articles_of(reader, 2026)] == keys[1:]
        assert list(articles_of(reader, 2025)) == []


def test_article_that_lost_the_words_of_a_search_is_told_as_gone(
    store: Store, newsroom: Newsroom, feed: Feed, keys: list[str]
) -> None:
    searched = Selection(words="chocolate")
    assert look(store, newsroom, searched) == []
    feed(make_listing(make_entry("Pier 0 is long", "1 June 2026", office="OSCE Mission to Skopje", summary=CHOCOLATE)))
    assert [(each.article.key, each.left) for each in look(store, newsroom, searched)] == [(keys[0], False)]
    edit.withdraw(store, keys[0], "It is wood.", NOW)

    assert [(each.article.key, each.left) for each in look(store, newsroom, searched, after=6)] == [(keys[0], True)]


def test_terms_that_no_article_ever_had_have_no_changes(store: Store, newsroom: Newsroom, keys: list[str]) -> None:
    assert keys
    assert look(store, newsroom, Selection(offices=("odihr",))) == []


def test_changes_are_those_of_one_language_where_it_is_asked_for(
    store: Store, newsroom: Newsroom, keys: list[str]
) -> None:
    assert len(look(store, newsroom, Selection(content="en"))) == len(keys)
    assert look(store, newsroom, Selection(content="fr")) == []
