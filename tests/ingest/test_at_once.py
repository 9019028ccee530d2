"""Several ingests of one document at once leave the store that a single one leaves."""

import multiprocessing
from contextlib import closing
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import NOW
from tests.listings import make_entries
from tests.listings import make_listing
from tests.listings import rows

from osce_feeds.i18n.packaged import vocabulary
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import ingest
from osce_feeds.settings import Settings
from osce_feeds.store import Store

pytestmark = pytest.mark.sqlite

AT_ONCE = 8
ROUNDS = 10
ARTICLES = ("article", "version", "article_term", "identity", "reading", "term", "counter")
"""Tables in which nothing may tell how many ingests there were."""

fork = multiprocessing.get_context("fork")


def feed(settings: Settings, data: bytes, barrier: Barrier | None = None) -> None:
    with closing(Store(settings.database)) as store:
        if barrier:
            barrier.wait()
        store.prepare(NOW)
        ingest(Document("listing.txt", data), store, settings, vocabulary(), Order(), NOW)


def fed(database: Path | str) -> dict[str, list[tuple[Any, ...]]]:
    found = rows(database)
    return {name: found[name] for name in ARTICLES}


def race(folder: Path, number: int) -> None:
    """Feed a document of ten articles and *number* more to a store in *folder*, eight times at once."""
    data = make_listing(make_entries(10 + number)).encode()
    alone, crowded = (
        Settings(database=str(folder / name), authority="feeds.example.org,2026") for name in ("alone", "crowded")
    )
    feed(alone, data)
    barrier = fork.Barrier(AT_ONCE)
    processes = [fork.Process(target=feed, args=(crowded, data, barrier)) for _ in range(AT_ONCE)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)

    assert [process.exitcode for process in processes] == [0] * AT_ONCE
    assert fed(alone.database) == fed(crowded.database)
    assert len(rows(crowded.database)["report"]) == AT_ONCE


@pytest.mark.parametrize("number", range(ROUNDS))
def test_eight_ingests_at_once_leave_the_store_of_one(tmp_path: Path, number: int) -> None:
    race(tmp_path, number)
