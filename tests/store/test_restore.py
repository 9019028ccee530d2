"""A backup in the place of what the store holds."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest
from tests.conftest import NOW
from tests.conftest import Feed
from tests.faults import end
from tests.faults import failing
from tests.faults import ours
from tests.listings import environment
from tests.listings import make_article
from tests.listings import rows
from tests.listings import unmeasured

from osce_feeds.errors import BackupFailed
from osce_feeds.errors import StoreError
from osce_feeds.errors import StoreTooNew
from osce_feeds.errors import StoreUnavailable
from osce_feeds.settings import Settings
from osce_feeds.store import Store

pytestmark = pytest.mark.sqlite


@pytest.fixture
def backup(store: Store, feed: Feed, sample: bytes, tmp_path: Path) -> Path:
    """A backup of the sample; one more article came into the store since then, and nobody uses it now."""
    feed(sample)
    file = tmp_path / "backup.db"
    store.back_up(file)
    with store.write(NOW) as writer:
        writer.put(make_article(), ())
    store.close()
    return file


@pytest.fixture
def others(backup: Path, settings: Settings) -> Iterator[sqlite3.Connection]:
    """Somebody else's connection, which has seen the newer article."""
    assert backup.exists()
    with closing(sqlite3.connect(settings.database, isolation_level=None)) as connection:
        assert connection.execute("SELECT count(*) FROM article").fetchone() == (25,)
        yield connection


def damage(database: Path) -> None:
    with database.open("r+b") as file:
        file.write(b"Not any longer.\0")


def spoil(database: Path, start: float) -> None:
    """Write nonsense over a third of a file, from that part of it on."""
    size = database.stat().st_size
    with database.open("r+b") as file:
        file.seek(int(size * start))
        file.write(b"\xa5" * (size // 3))


def test_restore_brings_a_state_back_by_force(store: Store, backup: Path, settings: Settings) -> None:
    holding = store.restore(backup, force=True)

    assert (holding.articles, holding.generation, holding.revision) == (24, 24, "0001")
    assert rows(settings.database) == rows(backup)
    assert list(store.check()) == []
    with store.write(NOW) as writer:
        writer.put(make_article(), ())


def test_restore_refuses_to_replace_articles(store: Store, backup: Path, settings: Settings) -> None:
    before = rows(settings.database)
    with pytest.raises(StoreError) as refused:
        store.restore(backup)

    assert str(refused.value) == f"{store.address} holds 25 articles: say --force to replace everything in it"
    assert rows(settings.database) == before


def test_restore_refuses_a_store_in_use(store: Store, backup: Path, others: sqlite3.Connection) -> None:
    with pytest.raises(StoreError) as refused:
        store.restore(backup)

    assert str(refused.value) == (
        f"{store.address} holds 25 articles and is in use: say --force to replace everything in it"
    )
    assert others.execute("SELECT count(*) FROM article").fetchone() == (25,)


def test_restore_refuses_an_empty_store_in_use(backup: Path, tmp_path: Path) -> None:
    with closing(Store(str(tmp_path / "empty.db"))) as empty, closing(Store(str(tmp_path / "empty.db"))) as other:
        other.prepare(NOW)
        assert other.revision() == "0001"
        with pytest.raises(StoreError, match=r"empty\.db is in use: say --force to replace everything in it"):
            empty.restore(backup)


def test_restore_fills_an_empty_store(backup: Path, tmp_path: Path) -> None:
    with closing(Store(str(tmp_path / "empty.db"))) as empty:
        empty.prepare(NOW)
        assert empty.restore(backup).articles == 24

    assert rows(tmp_path / "empty.db") == rows(backup)


def test_restore_makes_a_store(backup: Path, tmp_path: Path) -> None:
    with closing(Store(str(tmp_path / "new" / "folder" / "store.db"))) as new:
        assert new.restore(backup).articles == 24
        with new.read() as reader:
            assert reader.generation() == 24


def test_restored_store_does_not_get_the_log_of_one_that_was_removed(
    store: Store, backup: Path, settings: Settings
) -> None:
    with store.write(NOW) as writer:
        writer.put(make_article(1), ())
    log, index = Path(f"{settings.database}-wal"), Path(f"{settings.database}-shm")
    kept = log.read_bytes(), index.read_bytes()
    store.close()
    Path(settings.database).unlink()
    log.write_bytes(kept[0])
    index.write_bytes(kept[1])
    store.restore(backup)

    assert rows(settings.database) == rows(backup)


@pytest.mark.usefixtures("impatient")
def test_readers_see_the_old_state_until_they_look_again(
    store: Store, backup: Path, others: sqlite3.Connection
) -> None:
    others.execute("BEGIN")
    assert others.execute("SELECT count(*) FROM article").fetchone() == (25,)
    store.restore(backup, force=True)

    assert others.execute("SELECT count(*) FROM article").fetchone() == (25,)
    others.execute("COMMIT")
    assert others.execute("SELECT count(*) FROM article").fetchone() == (24,)
    others.execute("UPDATE counter SET value = value")


@pytest.mark.usefixtures("impatient")
def test_restore_waits_for_a_writer_and_gives_up_in_words(
    store: Store, backup: Path, others: sqlite3.Connection
) -> None:
    others.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="cannot be used now: database is locked"):
        store.restore(backup, force=True)

    others.execute("COMMIT")
    assert others.execute("SELECT count(*) FROM article").fetchone() == (25,)


def test_restore_takes_its_turn_after_a_writer(
    store: Store, backup: Path, settings: Settings, others: sqlite3.Connection
) -> None:
    others.execute("BEGIN IMMEDIATE")
    thread = Thread(target=lambda: store.restore(backup, force=True))
    thread.start()
    thread.join(1)
    assert thread.is_alive()
    others.execute("COMMIT")
    thread.join(20)

    assert rows(settings.database) == rows(backup)


@pytest.mark.parametrize("remains", [(), ("-wal",), ("-wal", "-shm")])
def test_damaged_store_is_replaced_by_force_together_with_its_log(
    remains: tuple[str, ...], store: Store, backup: Path, settings: Settings
) -> None:
    database = Path(settings.database)
    for suffix in remains:
        Path(f"{database}{suffix}").write_bytes(b"Written once.\0\0\0" * 4096)
    damage(database)
    database.chmod(0o640)
    with pytest.raises(StoreError) as refused:
        store.restore(backup)

    assert str(refused.value) == (
        f"{store.address} is damaged: keep a copy of it if it may be needed, then say --force to replace it"
    )
    store.restore(backup, force=True)
    assert rows(database) == rows(backup)
    assert database.stat().st_mode & 0o777 == 0o640
    assert {path.name for path in database.parent.iterdir()} <= {
        "backup.db",
        "store.db",
        "store.db-wal",
        "store.db-shm",
    }


@pytest.mark.parametrize("start", [0.05, 0.5])
def test_store_with_damaged_pages_is_replaced(start: float, store: Store, backup: Path, settings: Settings) -> None:
    """The first pages tell of the tables, others hold their rows."""
    database = Path(settings.database)
    spoil(database, start)
    store.restore(backup, force=True)

    assert list(store.check()) == []
    assert rows(database) == rows(backup)


def test_database_of_another_program_is_never_replaced(store: Store, backup: Path, tmp_path: Path) -> None:
    database = tmp_path / "other.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE bookmark (url)")
    with (
        closing(Store(str(database))) as other,
        pytest.raises(StoreError, match="is a database of another program: it holds bookmark"),
    ):
        other.restore(backup, force=True)

    assert rows(database) == {"bookmark": []}
    assert store.address != other.address


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "there is no backup {file}"),
        (b"Dear operator, this is not a backup.\n" * 100, "cannot read {file}: file is not a database"),
        (b"", "{file} is no backup of a store: no such table: alembic_version"),
    ],
)
def test_what_is_no_backup_is_not_restored(
    content: bytes | None, why: str, store: Store, backup: Path, settings: Settings, tmp_path: Path
) -> None:
    assert backup.exists()
    before = rows(settings.database)
    file = tmp_path / "letter.db"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BackupFailed) as refused:
        store.restore(file, force=True)

    assert str(refused.value) == why.format(file=file)
    assert rows(settings.database) == before


@pytest.mark.parametrize("start", [0.05, 0.5])
def test_damaged_backup_is_not_restored(start: float, store: Store, backup: Path, settings: Settings) -> None:
    before = rows(settings.database)
    spoil(backup, start)
    with pytest.raises(BackupFailed, match=rf"{backup}( is damaged: \w|: database disk image is malformed)"):
        store.restore(backup, force=True)

    assert rows(settings.database) == before


def test_backup_cut_short_is_not_restored(store: Store, backup: Path, settings: Settings) -> None:
    before = rows(settings.database)
    backup.write_bytes(backup.read_bytes()[: -3 * 4096])
    with pytest.raises(BackupFailed, match=f"{backup} is damaged: |{backup}: database disk image is malformed"):
        store.restore(backup, force=True)

    assert rows(settings.database) == before


def test_backup_whose_rows_point_to_nothing_is_not_restored(store: Store, backup: Path) -> None:
    with closing(sqlite3.connect(backup)) as connection, connection:
        connection.execute("INSERT INTO identity VALUES ('headline:x', 'nobody')")
    with pytest.raises(BackupFailed, match="of identity points to a row of article that is not there"):
        store.restore(backup, force=True)


def test_backup_of_a_newer_program_is_not_restored(store: Store, backup: Path) -> None:
    with closing(sqlite3.connect(backup)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreTooNew) as refused:
        store.restore(backup, force=True)

    assert str(refused.value) == (f"{backup} is at schema 9999, this program knows 0001: install the newer program")


@pytest.mark.parametrize("suffix", ["", "-wal"])
def test_store_is_no_backup_of_itself(suffix: str, store: Store, backup: Path, settings: Settings) -> None:
    assert backup.exists()
    with store.read():
        pass
    with pytest.raises(BackupFailed, match=r"is the store itself|there is no backup"):
        store.restore(Path(f"{settings.database}{suffix}"), force=True)


@pytest.mark.parametrize("fault", ["pwrite64:error=ENOSPC", "pwrite64:signal=KILL", "fdatasync:error=EIO"])
@pytest.mark.parametrize("number", [1, 5, 20])
def test_restore_that_fails_or_is_killed_leaves_old_or_new(
    fault: str, number: int, backup: Path, store: Store, settings: Settings
) -> None:
    old, new = rows(settings.database), rows(backup)
    command = failing(fault, number, ours("db", "restore", backup, "--force"))
    ended = end(command, unmeasured(environment(settings.database)))

    found = rows(settings.database)
    assert found in (old, new)
    if ended.returncode == 0:
        assert found == new
    elif "error" in fault:
        assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (3, "", 1)
    assert list(store.check()) == []
    store.restore(backup, force=True)
    assert rows(settings.database) == new


@pytest.mark.parametrize("number", [1, 5, 20])
def test_replacing_a_damaged_store_that_is_killed_leaves_old_or_new(
    number: int, backup: Path, store: Store, settings: Settings
) -> None:
    damage(Path(settings.database))
    old = Path(settings.database).read_bytes()
    command = failing("pwrite64:signal=KILL", number, ours("db", "restore", backup, "--force"))
    end(command, unmeasured(environment(settings.database)))

    if Path(settings.database).read_bytes() != old:
        assert rows(settings.database) == rows(backup)
    store.restore(backup, force=True)
    assert rows(settings.database) == rows(backup)
