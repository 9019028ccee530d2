"""A store on its way from a file to a server, and back."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import make_article
from tests.listings import rows
from tests.postgres import Server
from tests.renditions import renditions

from osce_feeds.errors import BackupFailed
from osce_feeds.errors import StoreError
from osce_feeds.settings import Settings
from osce_feeds.store import Store

SECRET = "Zanzibarine"  # noqa: S105 - a word that stands nowhere else


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty store of the other or of the same kind, whose schema is there on a server."""
    if request.param == "sqlite":
        yield str(tmp_path / "other.db")
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database("TEMPLATE newsroom") as name:
        yield server.address(name)


@pytest.fixture
def full(store: Store, feed: Feed, sample: bytes) -> Store:
    feed(sample)
    return store


def content(database: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of our tables, without the index of words, which each engine keeps in its way."""
    return {name: found for name, found in rows(database).items() if not name.startswith("words")}


def test_backup_of_either_engine_makes_the_same_store_on_either(
    full: Store, settings: Settings, other: str, tmp_path: Path
) -> None:
    served = renditions(full, settings)
    holding = full.back_up(tmp_path / "backup.db")
    with closing(Store(other)) as restored:
        assert restored.restore(tmp_path / "backup.db") == holding
        assert content(other) == content(settings.database)
        assert renditions(restored, settings) == served
        assert list(restored.check()) == []
        with restored.write(NOW + timedelta(hours=1)) as writer:  # numbers go on where they ended
            writer.keep_report("source", "text", "document", 0, {}, NOW)
            writer.put(make_article(), ())
        with restored.read() as reader:
            assert reader.generation() == holding.generation + 1


def test_backup_is_a_store_that_can_be_served(full: Store, settings: Settings, tmp_path: Path) -> None:
    full.back_up(tmp_path / "backup.db")
    with closing(Store(str(tmp_path / "backup.db"))) as copy:
        assert renditions(copy, settings) == renditions(full, settings)
        assert list(copy.check()) == []


def test_only_force_replaces_articles(full: Store, settings: Settings, tmp_path: Path) -> None:
    full.back_up(tmp_path / "backup.db")
    with full.write(NOW) as writer:
        writer.put(make_article(), ())
    before = content(settings.database)
    with pytest.raises(StoreError, match="25 articles: say --force to replace everything in it"):
        full.restore(tmp_path / "backup.db")

    assert content(settings.database) == before
    full.restore(tmp_path / "backup.db", force=True)
    assert len(content(settings.database)["article"]) == 24


def test_backup_replaces_no_file_unless_forced(full: Store, tmp_path: Path) -> None:
    full.back_up(tmp_path / "backup.db")
    with pytest.raises(BackupFailed, match="is there already"):
        full.back_up(tmp_path / "backup.db")
    full.back_up(tmp_path / "backup.db", force=True)


@pytest.fixture
def server_store(postgres: Server) -> Iterator[Store]:
    with postgres.database("TEMPLATE newsroom") as name, closing(Store(postgres.address(name))) as store:
        yield store


def test_server_that_others_use_is_replaced_by_force_and_they_keep_their_state(
    full: Store, server_store: Store, tmp_path: Path
) -> None:
    full.back_up(tmp_path / "backup.db")
    with server_store.write(NOW) as writer:
        writer.put(make_article(), ())
    with closing(Store(server_store.address)) as reading, reading.read() as reader:
        with pytest.raises(StoreError, match="is in use: say --force"):
            server_store.restore(tmp_path / "backup.db")
        server_store.restore(tmp_path / "backup.db", force=True)
        assert reader.generation() == 1
        assert reader.article(make_article().key) == make_article()
        with reading.read() as another:
            assert another.generation() == 24


def test_restore_that_fails_leaves_the_server_as_it_was(full: Store, server_store: Store, tmp_path: Path) -> None:
    full.back_up(tmp_path / "backup.db")
    with server_store.write(NOW) as writer:
        writer.put(make_article(), ())

    def stop(done: float) -> None:
        if done > 0.6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        server_store.restore(tmp_path / "backup.db", force=True, progress=stop)
    with server_store.read() as reader:
        assert reader.generation() == 1
        assert reader.article(make_article().key)


def pages(server: Server, store: Store) -> bytes:
    """Return every byte of the tables of *store* on the server's disk."""
    with store.read() as reader:
        found = reader.connection.exec_driver_sql(
            "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relkind IN ('r', 't')"
            " AND relnamespace IN ('public'::regnamespace, 'pg_toast'::regnamespace)"
        ).scalars()
        files = [server.folder / "data" / path for path in found if path]
    with store.write(NOW) as writer:
        writer.connection.exec_driver_sql("SELECT 1")
    with server.admin(store) as admin:
        admin.execute("CHECKPOINT")
    return b"".join(file.read_bytes() for file in files if file.exists())


def test_scrubbed_server_holds_no_remains_in_its_tables(postgres: Server, server_store: Store) -> None:
    with server_store.write(NOW) as writer:
        writer.put(make_article(headline=SECRET), ())
    with server_store.write(NOW) as writer:
        writer.put(make_article(version=2), ())
        writer.connection.exec_driver_sql("DELETE FROM version")
    assert SECRET.encode() in pages(postgres, server_store)

    assert server_store.scrub()
    assert SECRET.encode() not in pages(postgres, server_store)


def test_server_is_not_scrubbed_while_somebody_sees_what_was_deleted(
    server_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("osce_feeds.store.vacuum.BUSY_SECONDS", 0)
    with server_store.read() as reader:
        assert reader.generation() == 0
        with server_store.write(NOW) as writer:
            writer.put(make_article(), ())
        assert not server_store.scrub()
    assert server_store.scrub()
