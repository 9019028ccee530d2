"""Searches by words: what is found, in which order, and what is never found."""

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st
from tests.builders import ALBANIA
from tests.builders import LIGHTHOUSE
from tests.builders import NEWS
from tests.builders import SKOPJE
from tests.builders import make_article
from tests.conftest import NOW

from osce_feeds.model.article import Article
from osce_feeds.model.article import Dateline
from osce_feeds.model.article import Status
from osce_feeds.model.selection import Selection
from osce_feeds.model.term_names import TermNames
from osce_feeds.model.words import tokens
from osce_feeds.store import Store

FIRST = datetime(2025, 7, 4, 10, 0, 0, tzinfo=UTC)
NAMES = TermNames(
    [
        (("office", SKOPJE.code), "OSCE Mission to Skopje"),
        (("office", SKOPJE.code), "Миссия ОБСЕ в Скопье"),
        (("type", NEWS.code), "Nouvelles"),
    ]
)
ARTICLES = [
    make_article(key="zurich", headline="Ferry school opens in Zürich", summary="Lessons last", offices=(SKOPJE,)),
    make_article(key="russian", language="ru", headline="Паромы в Йошкине", summary="Ёлка горит", genre=NEWS),
    make_article(key="gone", headline="Ferry to nowhere", status=Status.CANCELED, version=2),
    make_article(key="held", headline="Ferry of tomorrow", status=Status.WITHHELD, date=date(2026, 7, 2)),
    make_article(
        key="brien",
        headline="Co-operation, O’Brien says",
        summary="A ferry for a school, and 中国人民 on board",
        dateline=Dateline("BERGEN, 4 July", ("BERGEN",), None),
        offices=(ALBANIA, LIGHTHOUSE),
    ),
    make_article(key="work-en", work="work-en", headline="Lamps of the pier", offices=(SKOPJE,)),
    make_article(key="work-fr", work="work-en", language="fr", headline="Les lampes du pier", offices=(SKOPJE,)),
]


def put(store: Store, *articles: Article) -> None:
    with store.write(NOW) as writer:
        for article in articles:
            writer.put(article, ())
        writer.set_lead("work-en", "work-en")


@pytest.fixture
def town(store: Store) -> Store:
    numbered = enumerate(ARTICLES)
    put(store, *(_at(article, FIRST + timedelta(seconds=number)) for number, article in numbered))
    return store


def _at(article: Article, moment: datetime) -> Article:
    fields = {name: getattr(article, name) for name in Article.__dataclass_fields__}
    return Article(**(fields | {"published": moment, "updated": moment}))


def found(store: Store, words: str, language: str = "en", **filters: object) -> list[str]:
    """Return the keys of what a list shows, whose other answers must say the same."""
    selection = Selection(words=words, **filters)  # type: ignore[arg-type]
    with store.read({}, NAMES) as reader:
        keys = [article.key for article in reader.newest(selection, language, 50)]
        assert reader.count(selection, language) == len(keys)
        assert [article.key for article in reader.stream(selection, language)] == keys
    return keys


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ferry", ["brien", "zurich"]),
        ("FERRY zurich", ["zurich"]),
        ("school ferry", ["brien", "zurich"]),
        ('"ferry school"', ["zurich"]),
        ('"zurich lessons"', []),
        ("fer* less*", ["zurich"]),
        ('"ferry sch*"', ["zurich"]),
        ("fer", []),
        ("паромы", ["russian"]),
        ("ПАРОМ*", ["russian"]),
        ("иошкине елка", ["russian"]),
        ("o'brien", ["brien"]),
        ("co-operation", ["brien"]),
        ("bergen", ["brien"]),
        ("国人", ["brien"]),
        ("skopje", ["work-en", "zurich"]),
        ("скопье ferry", ["zurich"]),
        ('"миссия обсе"', ["work-en", "zurich"]),
        ("lighthouse", ["brien"]),
        ("nouvelles", ["russian"]),
        ("lead", []),
        ("t_1", []),
        ("lampes", []),
        ("nowhere", []),
        ("tomorrow", []),
        ("nothing", []),
    ],
)
def test_words_find_articles_newest_first(town: Store, words: str, expected: list[str]) -> None:
    assert expected == found(town, words)


def test_words_and_filters_narrow_each_other(town: Store) -> None:
    assert found(town, "ferry", offices=(ALBANIA.code,)) == ["brien"]
    assert found(town, "ferry", not_offices=(ALBANIA.code,)) == ["zurich"]
    assert found(town, "ferry", offices=("nowhere",)) == []
    assert found(town, "ferry", since=date(2025, 7, 5)) == []
    assert found(town, "ferry", until=date(2025, 7, 4)) == ["brien", "zurich"]
    assert found(town, "ferry", content="ru") == []
    assert found(town, "паром*", content="ru") == ["russian"]


def test_work_stands_once_and_in_the_language_of_the_list(town: Store) -> None:
    assert found(town, "pier", "en") == ["work-en"]
    assert found(town, "pier", "fr") == ["work-fr"]
    assert found(town, "pier", "ru") == ["work-en"]


def test_pages_of_a_search_follow_each_other(town: Store) -> None:
    with town.read({}, NAMES) as reader:
        first = reader.newest(Selection(words="ferry"), "en", 1)
        second = reader.newest(Selection(words="ferry"), "en", 1, first[-1].published)

    assert [article.key for article in (*first, *second)] == ["brien", "zurich"]


def test_search_counts_terms_and_is_dated_like_its_filters(town: Store) -> None:
    selection = Selection(words="ferry")
    with town.read({}, NAMES) as reader:
        uses = [(use.term.code, use.count) for use in reader.terms("office", selection, "en")]
        assert reader.touched(selection) == reader.touched(Selection())
        assert reader.last_change(selection) > 0
        late = reader.recent(selection, "en", NOW - timedelta(days=4000), NOW, 10)

    assert sorted(uses) == [(LIGHTHOUSE.code, 1), (SKOPJE.code, 1), (ALBANIA.code, 1)]
    assert [article.key for article in late] == ["brien", "zurich"]


def test_changed_and_withdrawn_articles_are_found_by_what_they_say_now(town: Store) -> None:
    with town.read() as reader:
        brien = reader.article("brien")
    assert brien
    fields = {name: getattr(brien, name) for name in Article.__dataclass_fields__}
    put(town, Article(**(fields | {"version": 2, "summary": "A balloon"})))
    assert (found(town, "ferry"), found(town, "balloon")) == (["zurich"], ["brien"])

    put(town, Article(**(fields | {"version": 3, "status": Status.CANCELED})))
    assert found(town, "balloon") == []


@given(st.text(st.characters(exclude_categories=()), max_size=120))
@rules(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_typed_has_an_answer(town: Store, typed: str) -> None:
    with town.read({}, NAMES) as reader:
        assert len(reader.newest(Selection(words=typed), "en", 50)) <= len(ARTICLES)


@pytest.mark.parametrize("word", sorted({word for article in ARTICLES[:2] for word in tokens(article.headline)}))
def test_what_is_indexed_is_found_by_each_of_its_words(town: Store, word: str) -> None:
    assert found(town, word)
    assert found(town, f"{word[:2]}*")
