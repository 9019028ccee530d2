"""How a store comes to its schema: made, checked, migrated, by many at once."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from tests.conftest import NOW
from tests.listings import environment
from tests.listings import rows

from osce_feeds.errors import StoreError
from osce_feeds.errors import StoreTooNew
from osce_feeds.store import Store
from osce_feeds.store.revision import REVISION

pytestmark = pytest.mark.sqlite


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A path at which nothing is yet."""
    return tmp_path / "new" / "folder" / "store.db"


def set_revision(database: Path, revision: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [revision])


def test_prepare_migrates_an_empty_store(database: Path) -> None:
    with closing(Store(str(database))) as store:
        assert store.revision() is None
        store.prepare(NOW)

        assert store.revision() == REVISION
        with store.read() as reader:
            assert reader.created() == NOW
            assert reader.generation() == 0
            assert reader.fact("authority") is None


def test_prepare_leaves_a_migrated_store_as_it_is(store: Store, tmp_path: Path) -> None:
    before = rows(tmp_path / "store.db")
    store.prepare(NOW + timedelta(days=1))

    assert before == rows(tmp_path / "store.db")


def test_prepare_refuses_a_newer_schema_in_words(store: Store, tmp_path: Path) -> None:
    set_revision(tmp_path / "store.db", "9999")
    before = rows(tmp_path / "store.db")
    with pytest.raises(StoreTooNew) as refused:
        store.prepare(NOW)

    address = f"sqlite:///{tmp_path}/store.db"
    expected = f"{address} is at schema 9999, this program knows {REVISION}: install the newer program"
    assert expected == str(refused.value)
    assert before == rows(tmp_path / "store.db")


def test_prepare_refuses_an_older_schema_in_words(store: Store, tmp_path: Path) -> None:
    """Only a person decides when data is migrated."""
    set_revision(tmp_path / "store.db", "0000")
    before = rows(tmp_path / "store.db")
    with pytest.raises(StoreError) as refused:
        store.prepare(NOW)

    address = f"sqlite:///{tmp_path}/store.db"
    expected = f"{address} is at schema 0000: run `osce-feeds db upgrade` to bring it to {REVISION}"
    assert expected == str(refused.value)
    assert type(refused.value) is StoreError
    assert before == rows(tmp_path / "store.db")


def test_upgrade_says_what_it_found(database: Path) -> None:
    with closing(Store(str(database))) as store:
        assert store.upgrade(NOW) is None
        assert store.upgrade(NOW) == REVISION


def test_upgrade_refuses_a_newer_schema(store: Store, tmp_path: Path) -> None:
    """To say that it was brought to our revision would be wrong."""
    set_revision(tmp_path / "store.db", "9999")
    with pytest.raises(StoreTooNew):
        store.upgrade(NOW)


def test_prepare_runs_in_several_threads_at_once(database: Path) -> None:
    barrier = Barrier(8)

    def prepare(number: int) -> None:
        barrier.wait()
        with closing(Store(str(database))) as store:
            store.prepare(NOW + timedelta(seconds=number))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(prepare, range(8)))

    with closing(Store(str(database))) as store, store.read() as reader:
        assert reader.created() in {NOW + timedelta(seconds=number) for number in range(8)}
        assert store.revision() == REVISION


def test_upgrade_runs_in_several_processes_at_once(database: Path) -> None:
    command = [sys.executable, "-m", "osce_feeds", "db", "upgrade"]
    with ExitStack() as stack:
        processes = [
            stack.enter_context(
                subprocess.Popen(
                    command, env=environment(database), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
                )
            )
            for _ in range(4)
        ]
        outputs = [process.communicate(timeout=60)[0] for process in processes]

    address = f"sqlite:///{database}"
    made, already = f"{address}: empty -> {REVISION}\n", f"{address} is at {REVISION} already\n"
    assert [process.returncode for process in processes] == [0, 0, 0, 0], outputs
    assert sorted([made, already, already, already]) == sorted(outputs)
