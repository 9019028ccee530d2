"""Archives: page by page, stopped anywhere, gone on with."""

from itertools import islice

import pytest
from tests.watch.conftest import Site
from tests.watch.conftest import Watch
from tests.watch.conftest import changed

from osce_feeds.errors import FetchError
from osce_feeds.settings import PolledSource
from osce_feeds.watch.backfill import Step
from osce_feeds.watch.backfill import backfill
from osce_feeds.watch.backfill import numbered
from osce_feeds.watch.harvest import Harvester


@pytest.fixture
def steps(watch: Watch, source: PolledSource) -> "Steps":
    return Steps(watch, changed(source, follow=False))


class Steps:
    """Reads an archive anew each time it is asked to."""

    def __init__(self, watch: Watch, source: PolledSource) -> None:
        self.watch, self.source = watch, source
        self.slept: list[float] = []

    def read(self, most: int = 100, stop: int | None = None) -> list[Step]:
        self.watch.restart()
        worker = self.watch.worker
        harvester = Harvester(worker.newsroom, worker.store, worker.clock)
        return list(islice(backfill(self.source, harvester, worker.manners, most, self.slept.append), stop))


def put_archive(site: Site, pages: int) -> None:
    for page in range(pages):
        path = f"/news?page={page}" if page else "/news"
        site.listing(2 * page + 1, 2 * page + 2, path=path)


def test_archive_is_read_to_its_end(steps: Steps, site: Site) -> None:
    put_archive(site, 4)
    done = steps.read()

    assert [step.page for step in done] == [0, 1, 2, 3, 4]
    assert [step.ended for step in done] == [False, False, False, False, True]
    assert len(steps.watch.articles()) == 8
    assert site.paths == ["/news", *(f"/news?page={page}" for page in range(1, 5))]


def test_archive_that_is_stopped_goes_on_where_it_was(steps: Steps, site: Site) -> None:
    put_archive(site, 5)
    steps.read(stop=2)
    site.asked.clear()
    steps.read(most=2)
    assert site.paths == ["/news?page=2", "/news?page=3"]
    steps.read()
    assert len(steps.watch.articles()) == 10


def test_articles_of_a_page_are_read_before_the_next_page(steps: Steps, site: Site) -> None:
    put_archive(site, 2)
    steps.source = changed(steps.source, follow=True)
    steps.read()

    assert site.paths == [
        "/news",
        "/node/10001",
        "/node/10002",
        "/news?page=1",
        "/node/10003",
        "/node/10004",
        "/news?page=2",
    ]
    assert all("The whole text" in content for content in steps.watch.articles().values())
    assert steps.slept.count(0) < len(steps.slept)


def test_last_page_again_is_the_end(steps: Steps, site: Site) -> None:
    put_archive(site, 2)
    site.pages["/news?page=2"] = site.pages["/news?page=1"]
    done = steps.read()

    assert (done[-1].page, done[-1].ended) == (2, True)


def test_page_without_articles_is_the_end_and_tried_again_next_time(steps: Steps, site: Site) -> None:
    put_archive(site, 2)
    site.put("/news?page=2", "<!doctype html><html><body><p>No results.</p></body></html>")
    assert steps.read()[-1].ended
    site.asked.clear()
    steps.read()

    assert site.paths == ["/news?page=2"]


def test_page_that_cannot_be_had_is_tried_five_times_and_begun_with_next_time(steps: Steps, site: Site) -> None:
    put_archive(site, 3)
    site.put("/news?page=1", status=500)
    with pytest.raises(FetchError, match="answered 500"):
        steps.read()
    assert site.paths == ["/news", *["/news?page=1"] * 5]
    assert [seconds for seconds in steps.slept if seconds > 5] == [60, 120, 240, 480]
    put_archive(site, 3)
    steps.read()

    assert len(steps.watch.articles()) == 6


@pytest.mark.parametrize(
    ("address", "number", "expected"),
    [
        ("https://example.org/news", 0, "https://example.org/news"),
        ("https://example.org/news?rows=50&page=0", 0, "https://example.org/news?rows=50&page=0"),
        ("https://example.org/news", 7, "https://example.org/news?page=7"),
        ("https://example.org/news?rows=50&page=0", 7, "https://example.org/news?rows=50&page=7"),
        ("https://example.org/news?a=&b=+c:(1)", 1, "https://example.org/news?a=&b=+c%3A%281%29&page=1"),
    ],
)
def test_pages_are_numbered_by_their_parameter(address: str, number: int, expected: str) -> None:
    assert numbered(address, "page", number) == expected
