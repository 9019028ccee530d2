"""Lists page by page, and by months."""

from datetime import date
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import make_entries
from tests.listings import make_listing
from tests.web.crawler import Answer
from tests.web.crawler import fetch

from osce_feeds.deliver.by_month import MonthCount
from osce_feeds.deliver.by_month import bars
from osce_feeds.model.month import Month
from osce_feeds.model.selection import EVERYTHING

pytestmark = pytest.mark.usefixtures("layer")


@pytest.fixture
def many(feed: Feed, client: FlaskClient) -> FlaskClient:
    feed(make_listing(make_entries(47)), now=NOW - timedelta(days=20))
    return client


def headlines(page: Answer) -> list[str]:
    assert page.status == 200
    return page.texts("//article/h3/a/text()")


def test_pages_of_a_list_follow_each_other_without_gap_or_repetition(many: FlaskClient) -> None:
    shown, path, paths = [], "/en/", []
    while path:
        page = fetch(many, path)
        shown += headlines(page)
        paths.append(path)
        path = next(iter(page.texts("//nav[@class='pager']/a[@rel='next']/@href")), "")

    assert shown == [entry.headline for entry in make_entries(47)]
    assert paths == ["/en/", "/en/?page=2", "/en/?page=3"]


def test_page_of_a_list_has_one_address_and_says_which_it_is(many: FlaskClient) -> None:
    page = fetch(many, "/en/?page=2")

    assert page.texts("//link[@rel='canonical']/@href") == ["https://feeds.example.org/en/?page=2"]
    assert page.texts("//nav[@class='pager']/span[@aria-current='page']/text()") == ["2"]
    assert page.texts("//nav[@class='pager']/a[@rel='prev']/@href") == ["/en/"]
    assert page.texts("//title/text()")[0].endswith(" - Page 2")
    for query in ("page=1", "page=02", "limit=20&page=1"):
        answer = many.get(f"/en/?{query}")
        expected = "https://feeds.example.org/en/" + ("?page=2" if "02" in query else "")
        assert (answer.status_code, answer.headers["Location"]) == (301, expected)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("page=4", 404),
        ("page=51", 400),
        ("page=0", 400),
        ("page=x", 400),
        ("page=2&page=3", 400),
        ("limit=500&page=3", 400),
    ],
)
def test_page_that_there_is_not_is_an_error_with_a_way_on(many: FlaskClient, query: str, status: int) -> None:
    answer = fetch(many, f"/en/?{query}")

    assert status == answer.status
    assert "/en/" in answer.texts("//main//a/@href")


def test_files_do_not_know_pages(many: FlaskClient) -> None:
    assert many.get("/en/feed.atom?page=2").data == many.get("/en/feed.atom").data


def test_months_are_counted_and_lead_to_their_articles(many: FlaskClient) -> None:
    page = fetch(many, "/en/")
    counts = [int(text) for text in page.texts("//section[@aria-labelledby='months']//td/text()")]

    assert sum(counts) == 47
    assert len(counts) == len(page.elements("//*[local-name()='svg']/*[local-name()='rect']")) == 24
    rows = page.elements("//section[@aria-labelledby='months']//tbody/tr[.//a]")
    assert len(rows) == sum(count > 0 for count in counts)
    for row in rows:
        (link, count) = (str(found) for found in row.xpath("(.//a/@href | .//td/text())"))  # type: ignore[union-attr]
        assert fetch(many, link).said("//h2[@id='articles']")[0].split()[0] == count


def test_list_of_chosen_days_has_no_chart(many: FlaskClient) -> None:
    page = fetch(many, "/en/?since=2020-01-01")

    assert headlines(page)
    assert page.elements("//section[@aria-labelledby='months']") == []


def test_bars_are_as_high_as_their_numbers() -> None:
    numbers = [(date(2026, 1, 1), 0), (date(2026, 2, 1), 5), (date(2026, 3, 1), 10)]
    counts = [MonthCount(Month.of(day), count, EVERYTHING) for day, count in numbers]

    assert [(bar.top, bar.height) for bar in bars(counts, 300, 100)] == [(100, 0), (50, 50), (0, 100)]
    assert [(bar.left, bar.width) for bar in bars(counts, 300, 100)] == [(12.5, 75), (112.5, 75), (212.5, 75)]
    assert bars([], 300, 100) == ()
