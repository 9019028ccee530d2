"""Back and forth in the schema with data in it, by migrations that later releases may bring."""

import subprocess
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests.conftest import NOW
from tests.conftest import Feed
from tests.faults import end
from tests.faults import failing
from tests.listings import environment
from tests.listings import rows
from tests.listings import unmeasured
from tests.renditions import renditions
from tests.store.chain import HALTS
from tests.store.chain import kill_at
from tests.store.chain import make_chain
from tests.store.chain import migrating

from osce_feeds.errors import StoreError
from osce_feeds.errors import StoreTooNew
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store.engine import make_engine
from osce_feeds.store.engine import transaction
from osce_feeds.store.revision import REVISION


@pytest.fixture
def full(store: Store, feed: Feed, sample: bytes) -> Store:
    """A store of this release that holds the sample."""
    feed(sample)
    return store


@pytest.fixture
def later(full: Store, settings: Settings, tmp_path: Path) -> Iterator[Store]:
    """The same store, as a later release opens it."""
    assert full.revision() == REVISION
    with closing(Store(settings.database, make_chain(tmp_path / "versions"))) as later:
        yield later


def state(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    return rows(settings.database)


def test_same_feeds_and_rows_after_the_way_forward_and_back(full: Store, later: Store, settings: Settings) -> None:
    before, served = state(settings), renditions(full, settings)

    assert later.upgrade(NOW) == REVISION
    assert later.revision() == "0003"
    assert renditions(later, settings) == served
    with later.read() as reader:
        assert reader._connection.scalar(sa.text("SELECT count(*) FROM note JOIN article USING (key)")) == 24
        assert reader._connection.scalar(sa.text("SELECT count(*) FROM article WHERE letters > 5")) == 24

    assert later.downgrade("0002", NOW, force=True) == ("0003", ["what was noted"])
    assert later.downgrade("0001", NOW) == ("0002", [])
    assert renditions(full, settings) == served
    assert state(settings) == before
    assert list(full.check()) == []


def test_articles_fed_at_an_older_schema_are_there_after_the_upgrade(later: Store, feed: Feed) -> None:
    feed("Pier\nPublishing date: 5 June 2026\nContent type: News\nOpen.\n")
    later.upgrade(NOW)

    with later.read() as reader:
        assert reader.generation() == 25
        assert reader._connection.scalar(sa.text("SELECT letters FROM article ORDER BY change DESC")) == len("Pier")


def test_going_back_refuses_a_loss_and_says_what_it_is(later: Store, settings: Settings) -> None:
    later.upgrade(NOW)
    before = state(settings)
    with pytest.raises(StoreError) as refused:
        later.downgrade("0001", NOW)

    assert str(refused.value) == (
        "going from 0003 back to 0001 loses what was noted. Make a backup with `osce-feeds db backup`, then say --force"
    )
    assert state(settings) == before


def test_going_back_to_nothing_loses_everything(later: Store, settings: Settings) -> None:
    later.upgrade(NOW)
    everything = "every article with its versions, everything that sources said, and all reports"

    assert later.downgrade("base", NOW, force=True) == ("0003", ["what was noted", everything])
    assert state(settings) == {"alembic_version": []}
    later.prepare(NOW)
    assert later.revision() == "0003"


@pytest.mark.parametrize("revision", ["0004", "0003", "head", "-1", "", "base,0001", "ba"])
def test_going_back_to_what_is_not_below_is_refused(revision: str, later: Store, settings: Settings) -> None:
    later.upgrade(NOW)
    before = state(settings)
    with pytest.raises(StoreError) as refused:
        later.downgrade(revision, NOW, force=True)

    known = "which the store is at: there is 0002, 0001, base"
    assert str(refused.value) == f"{revision!r} is no revision below 0003, {known}"
    assert state(settings) == before


def test_going_back_from_an_empty_store_is_refused(later: Store) -> None:
    later.downgrade("base", NOW, force=True)
    with pytest.raises(StoreError, match="is empty: there is no way further back"):
        later.downgrade("base", NOW, force=True)


def test_going_back_makes_no_store(tmp_path: Path) -> None:
    with closing(Store(str(tmp_path / "nothing.db"))) as store, pytest.raises(StoreError, match="there is no store"):
        store.downgrade("base", NOW, force=True)

    assert not (tmp_path / "nothing.db").exists()


@pytest.mark.parametrize("act", ["read", "write", "prepare", "upgrade", "downgrade", "back_up", "check"])
def test_older_program_refuses_a_newer_schema_in_everything(
    act: str, full: Store, later: Store, settings: Settings, tmp_path: Path
) -> None:
    """It may have been open already when the newer program came."""
    with full.read() as reader:
        assert reader.generation() == 24
    later.upgrade(NOW)
    before = state(settings)

    acts: dict[str, Callable[[], object]] = {
        "read": lambda: full.read().__enter__(),
        "write": lambda: full.write(NOW).__enter__(),
        "prepare": lambda: full.prepare(NOW),
        "upgrade": lambda: full.upgrade(NOW),
        "downgrade": lambda: full.downgrade("base", NOW, force=True),
        "back_up": lambda: full.back_up(tmp_path / "backup.db"),
        "check": lambda: list(full.check()),
    }
    with pytest.raises(StoreTooNew) as refused:
        acts[act]()

    expected = f"{full.address} is at schema 0003, this program knows {REVISION}: install the newer program"
    assert str(refused.value) == expected
    assert state(settings) == before
    assert not (tmp_path / "backup.db").exists()


def test_newer_program_refuses_an_older_schema_in_use(later: Store) -> None:
    with pytest.raises(StoreError) as refused, later.read():
        pass

    expected = f"{later.address} is at schema {REVISION}: run `osce-feeds db upgrade` to bring it to 0003"
    assert str(refused.value) == expected


@pytest.mark.parametrize(
    ("direction", "place"), [(direction, place) for direction, places in HALTS.items() for place in places]
)
def test_killed_migration_has_not_begun(
    direction: str, place: str, later: Store, settings: Settings, tmp_path: Path
) -> None:
    if direction == "down":
        later.upgrade(NOW)
    before = state(settings)
    command = migrating(settings.database, tmp_path / "versions", direction)
    kill_at(place, command, unmeasured(environment(settings.database)))

    assert state(settings) == before
    subprocess.run(command, env=environment(settings.database), check=True, timeout=60)
    engine = make_engine(settings.database)
    with transaction(engine, write=False) as connection:
        assert connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == (
            "0003" if direction == "up" else "0001"
        )
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").all() == [("ok",)]
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    engine.dispose()


@pytest.mark.sqlite
@pytest.mark.parametrize("number", [1, 20, 120, 300])
def test_migration_killed_while_it_writes_leaves_old_or_new(
    number: int, later: Store, settings: Settings, tmp_path: Path
) -> None:
    old = state(settings)
    command = migrating(settings.database, tmp_path / "versions", "up")
    later.close()
    ended = end(failing("pwrite64:signal=KILL", number, command), unmeasured(environment(settings.database)))
    found = state(settings)
    if found != old:
        assert found["alembic_version"] == [("0003",)]
        assert len(found["note"]) == 24
    else:
        assert ended.returncode != 0
    later.upgrade(NOW)
    new = state(settings)

    assert found in (old, new)
    with later.read() as reader:
        assert reader._connection.exec_driver_sql("PRAGMA integrity_check").all() == [("ok",)]


@pytest.mark.sqlite
def test_migration_that_leaves_rows_pointing_to_nothing_is_undone(
    later: Store, settings: Settings, tmp_path: Path
) -> None:
    text = (tmp_path / "versions" / "v0003_rebuilt.py").read_text()
    (tmp_path / "versions" / "v0003_rebuilt.py").write_text(
        text.replace("SELECT key, 'noted'", "SELECT 'x' || key, ''")
    )
    before = state(settings)
    with pytest.raises(StoreError) as refused:
        later.upgrade(NOW)

    assert str(refused.value) == "rows of note point to rows that are not there: see `osce-feeds db check`"
    assert state(settings) == before


@pytest.mark.sqlite
def test_connections_are_strict_again_after_a_migration(later: Store) -> None:
    later.upgrade(NOW)
    with later.read() as reader:
        assert reader._connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_path_with_a_percent_sign_can_be_migrated(tmp_path: Path) -> None:
    chain = make_chain(tmp_path / "100% of %(here)s")
    with closing(Store(str(tmp_path / "store.db"), chain)) as store:
        store.prepare(NOW)
        assert store.revision() == "0003"
