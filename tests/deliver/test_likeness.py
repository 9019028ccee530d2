"""Which articles may be one and the same."""

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from time import process_time
from typing import Any

import pytest
from tests.builders import make_article

from osce_feeds.deliver.likeness import likely_duplicates
from osce_feeds.model.article import Article

TEXT = "The ferry school in Voss opened its doors today, and nineteen pupils learned to tie a bowline before lunch."
OTHER = "A heron read aloud to the smallest class of the harbour until the tide came in and took the book away."
DAY = date(2025, 7, 4)


def article(number: int, days: int = 0, **fields: Any) -> Article:
    day = DAY + timedelta(days=days)
    plain = {
        "key": f"key{number}",
        "headline": "Ferry school opens in Voss",
        "summary": TEXT,
        "date": day,
        "published": datetime(day.year, day.month, day.day, 10, number % 60, tzinfo=UTC),
    }
    return make_article(**(plain | fields))


def keys(*articles: Article) -> list[tuple[str, str]]:
    return [(pair.first.key, pair.second.key) for pair in likely_duplicates(articles)]


@pytest.mark.parametrize("days", [0, 1, 2, 3, -1, -3])
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"headline": "FERRY SCHOOL OPENS, IN VOSS!"},
        {"headline": "Nineteen pupils tie bowlines"},
        {"headline": "Nineteen pupils tie bowlines", "summary": TEXT[:70], "summary_cut": True},
        {"summary": ""},
        {"summary": TEXT.replace("lunch", "supper").replace("nineteen", "twenty")},
    ],
)
def test_articles_alike_within_three_days_are_a_pair(fields: dict[str, Any], days: int) -> None:
    first, second = ("key1", "key2") if days >= 0 else ("key2", "key1")

    assert keys(article(1), article(2, days, **fields)) == [(first, second)]


@pytest.mark.parametrize(
    ("days", "fields"),
    [
        (4, {}),
        (-4, {}),
        (365, {}),
        (0, {"language": "fr"}),
        (0, {"summary": OTHER}),
        (0, {"headline": "Ferry school shuts in Voss for ever and ever", "summary": ""}),
        (0, {"headline": "Heron reads", "summary": OTHER}),
    ],
)
def test_articles_of_other_days_languages_or_texts_are_none(days: int, fields: dict[str, Any]) -> None:
    assert keys(article(1), article(2, days, **fields)) == []


def test_numbers_in_headlines_tell_the_parts_of_a_series_apart() -> None:
    series = [article(number, number, headline=f"Daily report {number} from Voss", summary="") for number in range(9)]
    assert keys(*series) == []
    near = [article(1, headline="Report 1", summary=TEXT), article(2, headline="Report 2", summary=f"{TEXT} {OTHER}")]
    assert keys(*near) == [("key1", "key2")]
    apart = [article(1, headline="Report 1"), article(2, headline="Report 2", summary=f"{TEXT[:80]} {OTHER}")]
    assert keys(*apart) == []


def test_most_alike_pair_comes_first() -> None:
    first, second = article(1, headline="Heron reads", summary=OTHER), article(2, headline="Heron", summary=OTHER)
    third, fourth = (
        article(3),
        article(4, headline="Ferry", summary=TEXT.replace("Voss", "Oslo").replace("a b", "the b")),
    )
    pairs = likely_duplicates([third, fourth, first, second])

    assert [(pair.first.key, pair.second.key) for pair in pairs] == [("key1", "key2"), ("key3", "key4")]
    assert pairs[0].likeness == 1
    assert 0.6 <= pairs[1].likeness < 1


def test_many_copies_are_found_one_after_the_other() -> None:
    """Not each with each: a hundred copies would be five thousand pairs."""
    copies = [article(number) for number in range(100)]
    assert len(keys(*copies)) == 99


def test_nothing_is_like_nothing() -> None:
    assert keys() == []
    assert keys(article(1)) == []
    assert keys(article(1, headline="Voss", summary=""), article(2, headline="Voss", summary="")) == [("key1", "key2")]


@pytest.mark.parametrize("days", [1, 7, 2500])
def test_archive_takes_seconds(days: int) -> None:
    def some(number: int) -> Article:
        text = " ".join(f"word{number * step % 2999}" for step in range(1, 45))
        return article(number, number % days, headline=text[:60], summary=f"The mission to Voss said today that {text}")

    archive = [some(number) for number in range(2000)]
    start = process_time()
    likely_duplicates(archive)
    assert process_time() - start < 5
