"""Backups: one state of the store in a file of its own, and back."""

import os
import sqlite3
import tempfile
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from osce_feeds.errors import BackupFailed
from osce_feeds.errors import StoreError
from osce_feeds.store.engine import transaction
from osce_feeds.store.engine import unavailable
from osce_feeds.store.revision import refuse_newer
from osce_feeds.store.revision import revision_of
from osce_feeds.store.sqlite_file import BESIDE
from osce_feeds.store.sqlite_file import copy_in
from osce_feeds.store.sqlite_file import copy_out
from osce_feeds.store.sqlite_file import damage
from osce_feeds.store.sqlite_file import dangling
from osce_feeds.store.sqlite_file import is_in_use
from osce_feeds.store.sqlite_file import opened

Progress = Callable[[float], None]
_MANY = 3
"""Damages that are named; more say no more."""
_BROKEN = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}


@dataclass(frozen=True, slots=True)
class Holding:
    """What a backup holds: bytes, schema, articles in whatever status, and the number of the last public change."""

    size: int
    revision: str
    articles: int
    generation: int


def back_up(engine: sa.Engine, file: Path, head: str, *, force: bool, progress: Progress) -> Holding:
    """Write one state of the store to *file*: see ``Store.back_up``."""
    store = _path(engine)
    _refuse_target(file, store, force=force)
    with _part_of(file) as part:
        with _reporting(f"no backup {file} was made"), closing(engine.raw_connection()) as connection:
            copy_out(_raw(connection), part, lambda done: progress(done * 0.7))
        holding = verify(part, str(file), head)
        part.chmod(store.stat().st_mode & 0o777)  # whoever may read the store may read its backup, nobody else
        _keep(part)
        _refuse_target(file, store, force=force)
        _put(part, file)
    progress(1)
    return holding


def restore(engine: sa.Engine, file: Path, head: str, *, force: bool, progress: Progress) -> Holding:
    """Put what *file* holds in the place of what the store holds: see ``Store.restore``."""
    engine.dispose()  # our own connections are no others' use of the store
    store = _path(engine)
    if not file.is_file():
        message = f"there is no backup {file}"
        raise BackupFailed(message)
    if file.resolve() in _files(store):
        message = f"{file} is the store itself"
        raise BackupFailed(message)
    broken, in_use = _state(engine, store)
    articles = 0 if broken else _articles(engine, store)
    if not force:
        _refuse_loss(engine, articles, broken=broken, in_use=in_use)
    with _reporting(f"cannot read {file}"), opened(file) as backup:
        holding = _looked_through(backup, file, str(file), head)
        progress(0.3)
        if broken:
            _replace(store, backup, lambda done: progress(0.3 + done * 0.7))
        else:
            _overwrite(engine, backup, lambda done: progress(0.3 + done * 0.7))
    progress(1)
    return holding


def verify(path: Path, name: str, head: str) -> Holding:
    """Return what the backup at *path*, called *name*, holds, after looking all of it through.

    Raises:
        BackupFailed: when it is damaged, or no backup.
        StoreTooNew: when a newer program made it.
    """
    with _reporting(f"cannot read {name}"), opened(path) as backup:
        return _looked_through(backup, path, name, head)


def _looked_through(backup: sqlite3.Connection, path: Path, name: str, head: str) -> Holding:
    try:
        backup.execute("SELECT count(*) FROM sqlite_master")
        if found := list(islice(chain(damage(backup), dangling(backup)), _MANY)):
            message = f"{name} is damaged: {'; '.join(found)}"
            raise BackupFailed(message)
        (revision,) = backup.execute("SELECT version_num FROM alembic_version").fetchone()
        (articles,) = backup.execute("SELECT count(*) FROM article").fetchone()
        (generation,) = backup.execute("SELECT value FROM counter WHERE name = 'changes'").fetchone()
    except (sqlite3.OperationalError, TypeError) as error:
        message = f"{name} is no backup of a store: {error}"
        raise BackupFailed(message) from error
    refuse_newer(name, revision, head)
    return Holding(path.stat().st_size, revision, articles, generation)


def _refuse_target(file: Path, store: Path, *, force: bool) -> None:
    if file.resolve() in _files(store):
        message = f"{file} belongs to the store itself: name another file"
    elif file.exists() and not file.is_file():
        message = f"{file} is no file that can be replaced: name another one"
    elif file.exists() and not force:
        message = f"{file} is there already: name another file, or say --force to replace it"
    else:
        return
    raise BackupFailed(message)


def _refuse_loss(engine: sa.Engine, articles: int, *, broken: bool, in_use: bool) -> None:
    address = engine.url.render_as_string(hide_password=True)
    if broken:
        message = f"{address} is damaged: keep a copy of it if it may be needed, then say --force to replace it"
        raise StoreError(message)
    if articles or in_use:
        what = " and ".join([f"holds {articles} articles"] * bool(articles) + ["is in use"] * in_use)
        message = f"{address} {what}: say --force to replace everything in it"
        raise StoreError(message)


def _state(engine: sa.Engine, store: Path) -> tuple[bool, bool]:
    """Say whether the store is a file that SQLite cannot work with, and whether somebody uses it.

    Raises:
        StoreUnavailable: when that cannot be found out.
    """
    try:
        return False, store.exists() and is_in_use(store)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode in _BROKEN:
            return True, False
        raise unavailable(engine, error) from error


def _articles(engine: sa.Engine, store: Path) -> int:
    """Return how many articles would be replaced.

    Raises:
        StoreError: when the store is a database of another program.
        StoreUnavailable: when it cannot be read.
    """
    if not store.exists():
        return 0
    with transaction(engine, write=False) as connection:
        return connection.scalar(sa.text("SELECT count(*) FROM article")) or 0 if revision_of(connection) else 0


def _overwrite(engine: sa.Engine, backup: sqlite3.Connection, progress: Progress) -> None:
    """Write the backup over the store in one transaction of SQLite, which whoever uses the store survives.

    A file put in the place of one in use would get that one's log.
    """
    try:
        with closing(engine.raw_connection()) as connection:
            copy_in(backup, _raw(connection), progress)
            _raw(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sa.exc.DatabaseError as error:
        raise unavailable(engine, error.orig or error) from error
    except sqlite3.DatabaseError as error:
        raise unavailable(engine, error) from error
    finally:
        engine.dispose()


def _replace(store: Path, backup: sqlite3.Connection, progress: Progress) -> None:
    """Put a file with the backup's content in the place of one that SQLite cannot work with, and remove its log."""
    store = store.resolve()
    with _part_of(store) as part:
        with closing(sqlite3.connect(part, isolation_level=None)) as connection:
            copy_in(backup, connection, progress)
        status = store.stat()
        part.chmod(status.st_mode & 0o777)
        os.chown(part, status.st_uid, status.st_gid)
        _keep(part)
        for path in _files(store)[1:]:
            path.unlink(missing_ok=True)
        _put(part, store)


@contextmanager
def _part_of(file: Path) -> Iterator[Path]:
    """Yield an empty file beside *file*, which is gone at the end unless it was put into its place."""
    with _reporting(f"cannot write {file}"):
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-", suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        with _reporting(f"cannot write {file}"):
            yield part
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _reporting(what: str) -> Iterator[None]:
    """Turn what the system or SQLite says into one line that begins with *what*."""
    try:
        yield
    except OSError as error:
        message = f"{what}: {error.strerror}"
        raise BackupFailed(message) from error
    except sqlite3.Error as error:
        message = f"{what}: {error}"
        raise BackupFailed(message) from error


def _keep(path: Path) -> None:
    """Have the system write a file, or the names in a folder, to the disk itself."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _put(part: Path, file: Path) -> None:
    part.replace(file)
    _keep(file.absolute().parent)


def _path(engine: sa.Engine) -> Path:
    return Path(engine.url.database or "")


def _files(store: Path) -> list[Path]:
    return [store.resolve().with_name(f"{store.resolve().name}{suffix}") for suffix in BESIDE]


def _raw(connection: sa.PoolProxiedConnection) -> sqlite3.Connection:
    raw = connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - the engine makes no others
    return raw
