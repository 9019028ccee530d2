from collections.abc import Sequence
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta

import pytest
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
from osce_feeds.store.counts import TermUse

OFFICE = Selection(offices=(FERRY.code,))
TOPIC = Selection(topics=(YOUTH.code,))
BOTH = Selection(offices=(FERRY.code,), topics=(YOUTH.code,))
NEWS = Term("type", "news", "News")

LANTERN = Term("topic", "lanterns", "Lanterns")


def put(store: Store, *articles: Article, now: datetime = NOW) -> None:
    """Store *articles* in one transaction, each known by its key alone."""
    with store.write(now) as writer:
        for article in articles:
            writer.put(article, (f"headline:{article.key}",))


def keys(articles: Sequence[Article]) -> list[str]:
    return [article.key for article in articles]


def test_fresh_store_holds_nothing(store: Store) -> None:
    with store.read() as reader:
        assert reader.created() == NOW
        assert reader.generation() == 0
        assert reader.last_change(EVERYTHING) == 0
        assert reader.fact("colour") is None
        assert reader.epoch_since("nothing") is None
        assert reader.next_due() is None
        assert reader.article("voss2345abcd") is None
        assert reader.versions("voss2345abcd") == []
        assert reader.editions("voss2345abcd") == []
        assert reader.find(["headline:x"]) == []
        assert reader.newest(EVERYTHING, "en", 50) == []
        assert list(reader.stream(EVERYTHING, "en")) == []
        assert reader.count(EVERYTHING, "en") == 0
        assert reader.touched(EVERYTHING) is None
        assert reader.touched(OFFICE) is None
        assert reader.term("office", FERRY.code) is None
        assert reader.terms("office", EVERYTHING, "en") == []


def test_article_comes_back_as_it_was_stored(store: Store) -> None:
    article = make_article(
        offices=(FERRY,), topics=(YOUTH,), genre=NEWS, summary="Čardak 😀", provenance={"offices": "inferred"}
    )
    put(store, article)
    with store.read() as reader:
        assert article == reader.article(article.key)
        assert [article] == reader.versions(article.key)
        assert [article.key] == reader.find([f"headline:{article.key}", "headline:other"])


def test_lists_begin_with_the_newest_whatever_came_first(store: Store) -> None:
    articles = [make_article(number) for number in (3, 1, 4, 0, 2)]
    put(store, *articles)
    expected = [make_article(number).key for number in (4, 3, 2, 1, 0)]
    with store.read() as reader:
        assert expected == keys(reader.newest(EVERYTHING, "en", 50))
        assert expected[:2] == keys(reader.newest(EVERYTHING, "en", 2))
        assert expected[2:4] == keys(reader.newest(EVERYTHING, "en", 2, before=make_article(3).published))
        assert expected == keys(list(reader.stream(EVERYTHING, "en")))
        assert reader.count(EVERYTHING, "en") == 5


def test_stream_passes_over_the_ends_of_its_chunks(store: Store) -> None:
    articles = [make_article(number) for number in range(1001)]
    put(store, *articles)
    with store.read() as reader:
        assert keys(articles[::-1]) == keys(list(reader.stream(EVERYTHING, "en")))


@pytest.mark.parametrize(
    ("selection", "expected"),
    [(EVERYTHING, [4, 3, 2, 1, 0]), (OFFICE, [4, 2, 1]), (TOPIC, [4, 3, 2]), (BOTH, [4, 2])],
)
def test_selection_holds_the_articles_with_all_its_terms(
    store: Store, selection: Selection, expected: list[int]
) -> None:
    put(
        store,
        make_article(0, topics=(LANTERN,)),
        make_article(1, offices=(FERRY,)),
        make_article(2, offices=(FERRY,), topics=(LANTERN, YOUTH)),
        make_article(3, topics=(YOUTH,), genre=NEWS),
        make_article(4, offices=(FERRY,), topics=(YOUTH,)),
    )
    with store.read() as reader:
        assert [make_article(number).key for number in expected] == keys(reader.newest(selection, "en", 50))
        assert len(expected) == reader.count(selection, "en")
        assert expected[0] + 1 == reader.last_change(selection)


def test_code_means_a_term_of_one_scheme_only(store: Store) -> None:
    put(store, make_article(0, offices=(Term("office", "youth", "Youth Office"),)))
    with store.read() as reader:
        assert reader.newest(Selection(topics=("youth",)), "en", 50) == []
        assert reader.count(Selection(offices=("youth",)), "en") == 1


@pytest.mark.parametrize("status", [Status.WITHHELD, Status.CANCELED])
def test_article_that_may_not_be_published_is_in_no_list(store: Store, status: Status) -> None:
    article = make_article(offices=(FERRY,), status=status)
    put(store, article)
    with store.read() as reader:
        assert reader.newest(OFFICE, "en", 50) == []
        assert reader.count(EVERYTHING, "en") == 0
        assert reader.terms("office", EVERYTHING, "en") == []
        assert reader.last_change(EVERYTHING) == 0
        assert article == reader.article(article.key)


def test_next_due_is_the_earliest_day_held_back(store: Store) -> None:
    days = [datetime(2026, 7, day, 10, tzinfo=UTC) for day in (9, 8, 7)]
    late, early, usable = (make_article(published=day, key=f"voss{day:%d}") for day in days)
    put(store, *(replaced(article, Status.WITHHELD) for article in (late, early)), usable)
    with store.read() as reader:
        assert date(2026, 7, 8) == reader.next_due()


def replaced(article: Article, status: Status) -> Article:
    return make_article(key=article.key, published=article.published, status=status)


def test_terms_are_counted_within_the_selection(store: Store) -> None:
    put(
        store,
        make_article(0, offices=(FERRY,), topics=(YOUTH, LANTERN)),
        make_article(1, offices=(FERRY,), topics=(YOUTH,)),
        make_article(2, topics=(LANTERN,)),
    )
    with store.read() as reader:
        assert [TermUse(LANTERN, 2), TermUse(YOUTH, 2)] == reader.terms("topic", EVERYTHING, "en")
        assert [TermUse(LANTERN, 1), TermUse(YOUTH, 2)] == reader.terms("topic", OFFICE, "en")
        assert [TermUse(FERRY, 1)] == reader.terms("office", Selection(topics=(LANTERN.code,)), "en")
        assert reader.term("topic", LANTERN.code) == LANTERN
        assert reader.term("office", LANTERN.code) is None


@pytest.fixture
def editions(store: Store) -> tuple[Article, Article, Article]:
    """One story in English, which leads, and in French; and one that is Russian only."""
    english = make_article(0, topics=(YOUTH,))
    french = make_article(1, language="fr", work=english.key, topics=(YOUTH,))
    russian = make_article(2, language="ru", topics=(YOUTH,))
    put(store, english, french, russian)
    with store.write(NOW) as writer:
        writer.set_lead(english.key, english.key)
    return english, french, russian


@pytest.mark.parametrize("selection", [EVERYTHING, TOPIC])
@pytest.mark.parametrize(("language", "shown"), [("en", 0), ("fr", 1), ("ru", 0), ("de", 0)])
def test_work_stands_once_in_the_language_of_the_list_or_as_its_lead(
    store: Store, editions: tuple[Article, Article, Article], selection: Selection, language: str, shown: int
) -> None:
    expected = [editions[2].key, editions[shown].key]
    with store.read() as reader:
        assert expected == keys(reader.newest(selection, language, 50))
        assert expected == keys(list(reader.stream(selection, language)))
        assert reader.count(selection, language) == 2
        assert list(editions[:2]) == reader.editions(editions[0].key)


def test_work_is_shown_by_its_lead_again_when_the_edition_of_the_list_goes(
    store: Store, editions: tuple[Article, Article, Article]
) -> None:
    english, french, russian = editions
    put(store, make_article(1, language="fr", work=english.key, status=Status.CANCELED, version=2))
    with store.read() as reader:
        assert [russian.key, english.key] == keys(reader.newest(EVERYTHING, "fr", 50))
        assert french.key not in keys(reader.newest(EVERYTHING, "en", 50))


def test_lead_can_pass_to_another_edition(store: Store, editions: tuple[Article, Article, Article]) -> None:
    english, french, russian = editions
    put(store, make_article(0, status=Status.CANCELED, version=2))
    with store.read() as reader:
        assert [russian.key] == keys(reader.newest(EVERYTHING, "de", 50))
    with store.write(NOW) as writer:
        writer.set_lead(english.key, french.key)
    with store.read() as reader:
        assert [russian.key, french.key] == keys(reader.newest(EVERYTHING, "de", 50))


def test_selection_was_touched_when_the_least_recent_of_its_terms_was(store: Store) -> None:
    put(store, make_article(0, offices=(FERRY,), topics=(YOUTH,)))
    later = NOW + timedelta(hours=1)
    put(store, make_article(1, topics=(YOUTH,)), now=later)
    with store.read() as reader:
        assert later == reader.touched(EVERYTHING)
        assert later == reader.touched(TOPIC)
        assert reader.touched(OFFICE) == NOW
        assert reader.touched(BOTH) == NOW
        assert reader.touched(Selection(offices=(FERRY.code,), topics=("lanterns",))) is None
