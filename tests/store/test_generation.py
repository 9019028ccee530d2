"""Equal generations mean that nothing was committed in between."""

import os
import time
from pathlib import Path

import pytest
from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import Entry
from tests.listings import make_listing

from osce_feeds.errors import StoreUnavailable
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store.engine import make_engine
from osce_feeds.store.generation import CountedGeneration
from osce_feeds.store.generation import FileGeneration
from osce_feeds.store.generation import generation_of

pytestmark = pytest.mark.sqlite


@pytest.fixture
def file(store: Store, settings: Settings) -> FileGeneration:
    with store.read():
        return FileGeneration(make_engine(settings.database))


def test_generation_stands_while_nothing_is_committed(file: FileGeneration, store: Store) -> None:
    before = file()
    with store.read() as reader:
        assert reader.generation() == 0
    with store.write(NOW, keep=False) as writer:
        writer.note_epoch("x", NOW)

    assert before == file()


def test_every_commit_is_another_generation(file: FileGeneration, feed: Feed) -> None:
    seen = {file()}
    for number in range(3):
        feed(make_listing([Entry(headline=f"Ferry {number}", summary="")]))
        seen.add(file())

    assert len(seen) == 4


def test_another_file_is_another_generation(
    file: FileGeneration, store: Store, settings: Settings, tmp_path: Path
) -> None:
    before = file()
    store.back_up(tmp_path / "copy.db")
    (tmp_path / "copy.db").rename(settings.database)

    assert before != file()
    assert file() == file()


def test_file_that_is_gone_or_empty_is_unavailable_until_it_is_back(
    file: FileGeneration, settings: Settings, tmp_path: Path
) -> None:
    before, path = file(), Path(settings.database)
    path.rename(tmp_path / "away")
    with pytest.raises(StoreUnavailable):
        file()
    assert not path.exists()
    path.touch()
    with pytest.raises(StoreUnavailable):
        file()
    path.unlink()
    (tmp_path / "away").rename(path)

    assert before != file()


def test_file_that_is_no_store_is_unavailable(file: FileGeneration, settings: Settings) -> None:
    file()
    other = Path(f"{settings.database}.other")
    other.write_bytes(b"no database " * 1000)
    other.rename(settings.database)

    with pytest.raises(StoreUnavailable):
        file()


def test_generation_is_asked_over_a_connection_of_ones_own_after_a_fork(
    file: FileGeneration, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, connection = file(), file._connection
    monkeypatch.setattr(os, "getpid", lambda: -1)
    file()

    assert connection is not file._connection
    assert connection.execute("PRAGMA data_version").fetchone()
    connection.close()
    assert before != file()


def test_server_is_asked_once_a_second(
    store: Store, settings: Settings, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    store.close()
    counted = CountedGeneration(make_engine(settings.database))
    assert counted() == 0
    feed(make_listing([Entry()]))
    assert counted() == 0
    now += 1

    assert counted() == 1


def test_kind_of_database_decides_how_it_is_asked(settings: Settings) -> None:
    engine = make_engine(settings.database)
    assert isinstance(generation_of(engine), FileGeneration)
    engine.dialect.name = "postgresql"
    assert isinstance(generation_of(engine), CountedGeneration)
