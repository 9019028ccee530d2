"""Any selection over any store, held against a look at every article; and when selections move."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from tests.conftest import NOW
from tests.listings import PUBLISHED
from tests.listings import make_article

from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.model.selection import only
from osce_feeds.store import Store
from osce_feeds.store import counts
from osce_feeds.store import lately

DAY = timedelta(days=1)
OFFICES, TOPICS, TYPES = (
    tuple(Term(scheme, f"{scheme}-{letter}", f"{scheme} {letter}") for letter in letters)
    for scheme, letters in (("office", "abcd"), ("topic", "abc"), ("type", "ab"))
)
REGIONS = {
    "north": tuple(office.code for office in OFFICES[:2]),
    "south": tuple(office.code for office in OFFICES[2:3]),
    "sea": (),
}
LANGUAGES = ("en", "fr", "uk")
SHOWN = ("en", "fr", "de")
"""Languages of lists: of many articles, of some, of none."""
SINCE, BEFORE = NOW - 9 * DAY, PUBLISHED + 5 * DAY


def some(terms: tuple[Term, ...]) -> st.SearchStrategy[tuple[Term, ...]]:
    return st.lists(st.sampled_from(terms), unique=True, max_size=2).map(tuple)


@st.composite
def archives(draw: st.DrawFn) -> list[Article]:
    """Return articles on ten days, some of them editions of one work; the first of a work leads it."""
    articles: list[Article] = []
    for number in range(draw(st.integers(0, 10))):
        published = PUBLISHED + draw(st.integers(0, 9)) * DAY + timedelta(seconds=number)
        works = [article.work for article in articles]
        own = make_article(number).key
        article = make_article(
            number,
            published=published,
            work=draw(st.sampled_from([own, own, *works])),
            language=draw(st.sampled_from(LANGUAGES)),
            status=draw(st.sampled_from([Status.USABLE] * 4 + [Status.CANCELED, Status.WITHHELD])),
            version=draw(st.integers(1, 2)),
            received=NOW - draw(st.integers(0, 18)) * DAY,
            offices=draw(some(OFFICES)),
            topics=draw(some(TOPICS)),
            genre=draw(st.sampled_from([None, *TYPES])),
        )
        if any((article.work, article.language) == (other.work, other.language) for other in articles):
            article = replace(article, work=own)  # a work has one edition in a language
        articles.append(article)
    return articles


def codes(terms: tuple[Term, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from([term.code for term in terms]), max_size=2).map(tuple)


days = st.none() | st.integers(0, 9).map(lambda days: (PUBLISHED + days * DAY).date())
selections = st.builds(
    Selection,
    offices=codes(OFFICES),
    topics=codes(TOPICS),
    types=codes(TYPES),
    regions=st.just(()) | st.lists(st.sampled_from(sorted(REGIONS)), max_size=2).map(tuple),
    not_offices=st.just(()) | codes(OFFICES),
    not_topics=st.just(()) | codes(TOPICS),
    not_types=st.just(()) | codes(TYPES),
    since=days,
    until=days,
    content=st.sampled_from(["", "", *LANGUAGES]),
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store without articles, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "store.db"
    with closing(Store(str(path))) as store:
        store.prepare(NOW)
    return path


def filled(empty: Path, articles: list[Article]) -> Store:
    path = empty.with_name("filled.db")
    for old in path.parent.glob("filled.db*"):
        old.unlink()
    shutil.copy(empty, path)
    store = Store(str(path))
    with store.write(NOW) as writer:
        for article in articles:
            writer.put(article, ())
        for work in {article.work for article in articles}:
            writer.set_lead(work, next(article.key for article in articles if article.work == work))
    return store


def meets(article: Article, selection: Selection) -> bool:
    """Say whether an article is in a selection, as its grammar says it."""
    has = {scheme: {term.code for term in article.terms if term.scheme == scheme} for scheme in ("office", "topic")}
    has["type"] = {article.genre.code} if article.genre else set()
    regions = {region for region, offices in REGIONS.items() if has["office"] & set(offices)}
    return (
        (not selection.offices or bool(has["office"] & set(selection.offices)))
        and (not selection.topics or bool(has["topic"] & set(selection.topics)))
        and (not selection.types or bool(has["type"] & set(selection.types)))
        and (not selection.regions or bool(regions & set(selection.regions)))
        and not has["office"] & set(selection.not_offices)
        and not has["topic"] & set(selection.not_topics)
        and not has["type"] & set(selection.not_types)
        and (not selection.since or article.date >= selection.since)
        and (not selection.until or article.date <= selection.until)
        and (not selection.content or article.language == selection.content)
    )


class Model:
    """A store as a list of articles, every question answered by looking at each."""

    def __init__(self, articles: list[Article], selection: Selection, language: str) -> None:
        self.articles, self.selection, self.language = articles, selection, language

    def _has_usable(self, work: str, language: str) -> bool:
        return any(
            (other.work, other.language, other.status) == (work, language, Status.USABLE) for other in self.articles
        )

    def _is_lead(self, article: Article) -> bool:
        return article.key == next(other.key for other in self.articles if other.work == article.work)

    def shown(self, selection: Selection) -> list[Article]:
        return sorted(
            (
                article
                for article in self.articles
                if article.status is Status.USABLE
                and meets(article, selection)
                and (
                    selection.content
                    or article.language == self.language
                    or (self._is_lead(article) and not self._has_usable(article.work, self.language))
                )
            ),
            key=lambda article: article.published,
            reverse=True,
        )

    def listed(self) -> list[Article]:
        return self.shown(self.selection)

    def lost(self) -> list[Article]:
        return [
            article
            for article in self.articles
            if article.status is Status.CANCELED
            and article.received >= article.published
            and meets(article, self.selection)
            and (
                self.selection.content
                or article.language == self.language
                or not (self._has_usable(article.work, self.language) or self._has_usable(article.work, "en"))
            )
        ]

    def recent(self) -> list[Article]:
        below = [article for article in self.listed() if article.published < BEFORE]
        found = [article for article in (*below, *self.lost()) if article.received >= SINCE]
        return sorted(found, key=lambda article: article.published, reverse=True)

    def last_received(self) -> datetime | None:
        below = [article for article in self.listed() if article.published < BEFORE]
        moments = [article.received for article in (*below, *self.lost()) if article.received < SINCE]
        return max((moment for moment in moments if moment >= SINCE - 5 * DAY), default=None)

    def last_change(self) -> int:
        public = [article for article in self.articles if article.status is not Status.WITHHELD]
        numbers = {article.key: number for number, article in enumerate(public, start=1)}
        usable = [article for article in public if article.status is Status.USABLE]
        return max((numbers[article.key] for article in usable if meets(article, self.selection)), default=0)

    def terms(self, scheme: str) -> Counter[str]:
        shown = self.shown(self.selection)
        return Counter(term.code for article in shown for term in article.terms if term.scheme == scheme)

    def regions(self) -> Counter[str]:
        return Counter(
            region
            for article in self.shown(self.selection)
            for region, offices in REGIONS.items()
            if {office.code for office in article.offices} & set(offices)
        )


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(archives(), st.lists(selections, min_size=1, max_size=6), st.data())
def test_any_selection_holds_the_articles_that_meet_it(
    empty: Path, articles: list[Article], asked: list[Selection], data: st.DataObject
) -> None:
    language = data.draw(st.sampled_from(SHOWN))
    with closing(filled(empty, articles)) as store, store.read(REGIONS) as reader:
        for selection in (EVERYTHING, *asked):
            model = Model(articles, selection, language)
            listed = model.listed()
            assert listed == reader.newest(selection, language, 50)
            assert listed[:2] == reader.newest(selection, language, 2)
            assert listed == list(reader.stream(selection, language))
            assert len(listed) == reader.count(selection, language)
            assert model.recent() == reader.recent(selection, language, SINCE, BEFORE, 200)
            assert model.last_received() == reader.last_received(selection, language, SINCE - 5 * DAY, SINCE, BEFORE)
            assert model.last_change() == reader.last_change(selection)
            for scheme in ("office", "topic", "type"):
                uses = {use.term.code: use.count for use in reader.terms(scheme, selection, language)}
                assert model.terms(scheme) == uses
            assert model.regions() == reader.regions(selection, language)


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(archives(), st.lists(selections, min_size=1, max_size=6), st.data())
def test_lists_of_many_articles_are_the_same_and_counted_where_counts_are_kept(
    empty: Path, articles: list[Article], asked: list[Selection], data: st.DataObject
) -> None:
    """Here one article is too many to be counted or looked through."""
    language = data.draw(st.sampled_from(SHOWN))
    with (
        patch.object(counts, "MOST", 0),
        patch.object(lately, "LAST_CHANGES", data.draw(st.sampled_from([(1,), (1, 100)]))),
        patch.object(lately, "FEW", data.draw(st.sampled_from([0, 2_000]))),
        closing(filled(empty, articles)) as store,
        store.read(REGIONS) as reader,
    ):
        for selection in (EVERYTHING, *asked):
            model = Model(articles, selection, language)
            assert model.recent() == reader.recent(selection, language, SINCE, BEFORE, 200)
            assert model.last_received() == reader.last_received(selection, language, SINCE - 5 * DAY, SINCE, BEFORE)
            assert model.last_change() == reader.last_change(selection)
            assert reader.count(selection, language) in {None, len(model.listed())}
            for scheme in ("office", "topic", "type"):
                uses = {use.term.code: use.count for use in reader.terms(scheme, selection, language)}
                if None in uses.values():
                    assert {*uses.values()} == {None}
                    assert model.terms(scheme).keys() <= uses.keys()
                else:
                    assert model.terms(scheme) == uses
            assert model.regions().keys() <= reader.regions(selection, language).keys()


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(since=date.min), [2, 1]),
        (Selection(since=date.max), []),
        (Selection(until=date.max), [2, 1]),
        (Selection(until=date.min), []),
        (Selection(since=PUBLISHED.date(), until=PUBLISHED.date()), [1]),
    ],
)
def test_days_may_be_the_first_and_the_last_that_there_are(
    store: Store, selection: Selection, expected: list[int]
) -> None:
    articles = {1: make_article(1), 2: make_article(2, published=PUBLISHED + DAY)}
    with store.write(NOW) as writer:
        for article in articles.values():
            writer.put(article, ())
    with store.read() as reader:
        assert [articles[number] for number in expected] == reader.newest(selection, "en", 50)


@pytest.mark.parametrize("hour", [-14, -1, 0, 10, 23, 37])
def test_publishing_day_counts_and_not_the_moment(store: Store, hour: int) -> None:
    """A day in the newsroom's zone begins and ends at other moments than one in UTC."""
    midnight = PUBLISHED.replace(hour=0)
    article = make_article(1, published=midnight + timedelta(hours=hour), date=midnight.date())
    with store.write(NOW) as writer:
        writer.put(article, ())
    with store.read() as reader:
        day = article.date
        asked = [Selection(since=day), Selection(until=day), Selection(since=day + DAY), Selection(until=day - DAY)]
        assert [reader.count(selection, "en") for selection in asked] == [1, 1, 0, 0]


def test_region_that_nobody_gave_is_a_mistake_and_not_empty(store: Store) -> None:
    with store.read() as reader, pytest.raises(KeyError):
        reader.count(only("region", "north"), "en")
    with store.read() as reader:
        assert reader.regions(EVERYTHING, "en") == {}


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(archives(), selections, st.lists(archives(), min_size=1, max_size=6), st.data())
def test_selection_moves_with_every_change_of_it_and_never_goes_back(
    empty: Path, articles: list[Article], selection: Selection, changes: list[list[Article]], data: st.DataObject
) -> None:
    """Whatever the clock does: several changes in a second, or one that was set back."""
    now = NOW
    with closing(filled(empty, articles)) as store:
        before = states(store, selection)
        for change in changes:
            now += timedelta(seconds=data.draw(st.sampled_from([0, 0, 1, -3600, 86_400])))
            with store.write(now) as writer:
                for article in change[:2]:
                    writer.put(article, ())
            after = states(store, selection)
            for (old, when), (new, then) in zip(before, after, strict=True):
                assert (then or NOW) >= (when or then or NOW)
                assert old == new or when is None or then > when
            before = after


def states(store: Store, selection: Selection) -> list[tuple[list[Article], Any]]:
    with store.read(REGIONS) as reader:
        return [
            (
                reader.newest(each, language, 50) + reader.recent(each, language, SINCE, BEFORE, 200),
                reader.touched(each),
            )
            for each in (EVERYTHING, selection)
            for language in SHOWN
        ]


def put(store: Store, now: datetime, *articles: Article) -> None:
    with store.write(now) as writer:
        for article in articles:
            writer.put(article, ())


@pytest.mark.parametrize(
    ("selection", "moves"),
    [
        (EVERYTHING, True),
        (only("type", "type-a"), False),
        (Selection(not_offices=("office-a",)), True),
        (only("office", "office-a"), False),
        (Selection(offices=("office-a", "office-b")), False),
        (Selection(offices=("office-a", "office-c")), True),
        (Selection(offices=("office-a", "office-c"), topics=("topic-a",)), False),
        (Selection(offices=("office-a", "office-c"), topics=("topic-a", "topic-b")), True),
        (only("region", "north"), False),
        (only("region", "south"), True),
        (Selection(regions=("south",), topics=("topic-a",)), False),
        (Selection(regions=("south",), offices=("office-a",)), False),
        (Selection(regions=("north",), offices=("office-c",)), False),
        (Selection(regions=("south",), offices=("office-c",)), True),
    ],
    ids=lambda value: value.address or "all" if isinstance(value, Selection) else None,
)
def test_news_elsewhere_moves_no_selection_of_offices_and_topics(
    store: Store, selection: Selection, moves: bool
) -> None:
    for number, office in enumerate(OFFICES):
        put(store, NOW, *(make_article(10 * number + n, offices=(office,), topics=(t,)) for n, t in enumerate(TOPICS)))
    with store.read(REGIONS) as reader:
        before = reader.touched(selection)
    put(store, NOW + DAY, make_article(99, offices=(OFFICES[2],), topics=(TOPICS[1],)))
    with store.read(REGIONS) as reader:
        assert moves == (before != reader.touched(selection))
        assert reader.touched(selection) == (NOW + DAY if moves else before)


@pytest.mark.parametrize(
    "selection", [Selection(offices=("office-a", "office-c")), Selection(regions=("north", "south"))]
)
def test_selection_of_several_offices_moves_when_one_of_them_does_in_the_same_second(
    store: Store, selection: Selection
) -> None:
    for number in range(3):
        put(store, NOW, make_article(number, offices=OFFICES[:1]))
    with store.read(REGIONS) as reader:
        before = reader.touched(selection)
    put(store, NOW, make_article(9, offices=OFFICES[2:3]))
    with store.read(REGIONS) as reader:
        after = reader.touched(selection)

    assert before is not None
    assert after is not None
    assert after > before


def test_selection_that_never_had_an_article_was_never_touched(store: Store) -> None:
    put(store, NOW, make_article(1, offices=OFFICES[:1]))
    with store.read(REGIONS) as reader:
        assert reader.touched(only("region", "sea")) is None
        assert reader.touched(Selection(regions=("south",), offices=("office-a",))) is None


@pytest.fixture
def plans(store: Store) -> Iterator[list[str]]:
    """How SQLite looks for what is asked from here on, of a store in which all of it is found."""
    for number, (office, topic) in enumerate(product(OFFICES, TOPICS)):
        put(store, NOW, make_article(number, offices=(office,), topics=(topic,), genre=TYPES[0]))
        put(store, NOW, make_article(50 + number, offices=(office,), topics=(topic,), genre=TYPES[1], language="fr"))
    found: list[str] = []
    with store.read(REGIONS) as reader:
        connection = reader.connection

        @sa.event.listens_for(connection.engine, "before_cursor_execute")
        def explain(_: object, cursor: Any, statement: str, parameters: Any, *__: object) -> None:
            if statement.startswith("SELECT") and "alembic_version" not in statement:
                rows = cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
                found.extend(row[3] for row in rows)

        yield found
        sa.event.remove(connection.engine, "before_cursor_execute", explain)


REFINED = Selection(
    offices=("office-a", "office-b"),
    topics=("topic-a",),
    regions=("north",),
    not_types=("type-a",),
    since=PUBLISHED.date(),
    content="fr",
)


def walked_from_end_to_end(plans: list[str]) -> list[str]:
    """Return the tables that are looked at row by row; rows that a part of the question made are not such."""
    return [plan for plan in plans if re.fullmatch(r"SCAN (?!CONSTANT ROW|\(subquery|anon_).*", plan)]


@pytest.mark.sqlite
@pytest.mark.parametrize("content", ["", "fr"])
def test_lists_of_refined_selections_are_walked_by_moments(store: Store, plans: list[str], content: str) -> None:
    selection = replace(REFINED, content=content)
    with store.read(REGIONS) as reader:
        reader.newest(selection, "en", 50)
        reader.count(selection, "en")
        reader.recent(selection, "en", SINCE, None, 200)

    walks = [plan for plan in plans if plan.startswith("SEARCH listing ")]
    assert {"SEARCH listing USING PRIMARY KEY (term=? AND topic=? AND edition=? AND published>?)"} == set(walks)
    assert walked_from_end_to_end(plans) == []
    probes = [plan for plan in plans if plan.startswith("SEARCH article_term")]
    assert probes
    assert all(plan.endswith(("(term=? AND published=?)", "(published=? AND term=?)")) for plan in probes)


@pytest.mark.sqlite
@pytest.mark.parametrize("scheme", ["office", "topic", "type"])
def test_terms_of_refined_selections_are_found_without_looking_through_tables(
    store: Store, plans: list[str], scheme: str
) -> None:
    with store.read(REGIONS) as reader:
        reader.terms(scheme, REFINED, "fr")
        reader.regions(REFINED, "fr")
        reader.touched(REFINED)

    assert plans
    assert walked_from_end_to_end(plans) == []
    assert "SEARCH selection USING PRIMARY KEY (office=? AND topic=? AND type=?)" in plans
