"""Backups in a loop while others write and read: every one is a state that was committed, whole.

``BACKUPS=50`` makes so many instead of 5.
"""

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from threading import Thread

import pytest
from tests.conftest import NOW
from tests.listings import make_entries
from tests.listings import make_listing
from tests.listings import rows
from tests.renditions import renditions

from osce_feeds.i18n.packaged import vocabulary
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import ingest
from osce_feeds.settings import Settings
from osce_feeds.store import Store

BACKUPS = int(os.environ.get("BACKUPS", "5"))
DOCUMENTS = 2 * BACKUPS + 2
EACH = 15

pytestmark = [pytest.mark.sqlite, pytest.mark.timeout(60 + 60 * BACKUPS)]

fork = multiprocessing.get_context("fork")


def feed(settings: Settings, number: int) -> None:
    """Take the document with this number, always at the same moment."""
    data = make_listing(make_entries(EACH, f"Voss {number}")).encode()
    with closing(Store(settings.database)) as store:
        ingest(Document("listing.txt", data), store, settings, vocabulary(), Order(), NOW + timedelta(seconds=number))


def feed_all(settings: Settings, backups: Path) -> None:
    """Take two documents for each backup that is there, so that the writing goes on as long as the backups do."""
    for number in range(DOCUMENTS):
        while number > 2 * len(list(backups.glob("*.db"))) + 1:
            Event().wait(0.01)
        feed(settings, number)


def wait_for(store: Store, generation: int) -> None:
    """Wait until so much is written, while the next document is on its way."""
    found = -1
    while found < generation:
        with store.read() as reader:
            found = reader.generation()
        Event().wait(0.005)


@pytest.fixture
def states(tmp_path: Path, settings: Settings) -> dict[int, dict[str, bytes]]:
    """What subscribers get in every state, by its generation: from a store that is fed alone."""
    alone = replace(settings, database=str(tmp_path / "alone.db"))
    found: dict[int, dict[str, bytes]] = {}
    with closing(Store(alone.database)) as store:
        store.prepare(NOW)
        found[0] = renditions(store, alone)
        for number in range(DOCUMENTS):
            feed(alone, number)
            found[(number + 1) * EACH] = renditions(store, alone)
    return found


@contextmanager
def reading(settings: Settings, states: dict[int, dict[str, bytes]]) -> Iterator[list[int]]:
    """Have somebody read all the time, and yield how many renditions they got by then."""
    over, counts, wrong = Event(), [0], list[str]()

    def read() -> None:
        with closing(Store(settings.database)) as store:
            while not over.is_set():
                for url, data in renditions(store, settings).items():
                    counts[0] += 1
                    if all(state[url] != data for state in states.values()):
                        wrong.append(url)

    thread = Thread(target=read)
    thread.start()
    try:
        yield counts
    finally:
        over.set()
        thread.join(60)
    assert wrong == []


def test_backups_under_load_are_committed_states_and_restore_to_the_byte(
    store: Store, settings: Settings, states: dict[int, dict[str, bytes]], tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    store.close()
    writer = fork.Process(target=feed_all, args=(settings, folder))
    writer.start()
    with reading(settings, states) as counts:
        generations = []
        for number in range(BACKUPS):
            wait_for(store, (2 * number + 1) * EACH)
            generations.append(store.back_up(folder / f"{number}.db").generation)
        writer.join(40 + 40 * BACKUPS)

    assert writer.exitcode == 0
    assert counts[0] > 0
    assert sorted(generations) == generations
    assert len(set(generations)) == BACKUPS
    for number, generation in enumerate(generations):
        with closing(Store(str(tmp_path / f"restored{number}.db"))) as restored:
            holding = restored.restore(folder / f"{number}.db")
            assert (holding.articles, holding.generation) == (generation, generation)
            assert list(restored.check()) == []
            assert renditions(restored, settings) == states[generation]
    with store.read() as reader:
        assert reader.generation() == DOCUMENTS * EACH
    assert renditions(store, settings) == states[DOCUMENTS * EACH]
    assert list(store.check()) == []


def test_restored_store_goes_on_where_it_was(store: Store, settings: Settings, tmp_path: Path) -> None:
    """What was fed after the backup is fed again, and gets the same keys, moments and numbers."""
    feed(settings, 0)
    store.back_up(tmp_path / "backup.db")
    feed(settings, 1)
    expected = rows(settings.database)
    store.restore(tmp_path / "backup.db", force=True)
    feed(settings, 1)

    assert rows(settings.database) == expected
