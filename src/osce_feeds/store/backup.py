"""Backups: one state of the store in a file of its own."""

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
from osce_feeds.store.dialect import is_postgresql
from osce_feeds.store.engine import transaction
from osce_feeds.store.revision import Chain
from osce_feeds.store.revision import refuse_newer
from osce_feeds.store.sqlite_file import BESIDE
from osce_feeds.store.sqlite_file import copy_out
from osce_feeds.store.sqlite_file import damage
from osce_feeds.store.sqlite_file import dangling
from osce_feeds.store.sqlite_file import opened
from osce_feeds.store.transfer import copy
from osce_feeds.store.transfer import file_connection

Progress = Callable[[float], None]
_MANY = 3
"""Damages that are named; more say no more."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What a backup holds: bytes, schema, articles in whatever status, and the number of the last public change."""

    size: int
    revision: str
    articles: int
    generation: int


def back_up(engine: sa.Engine, file: Path, chain: Chain, *, force: bool, progress: Progress) -> Holding:
    """Write one state of the store to *file*: see ``Store.back_up``."""
    _refuse_target(file, engine, force=force)
    with part_of(file) as part:
        with reporting(f"no backup {file} was made"):
            if is_postgresql(engine):
                _copy_rows(engine, part, chain, lambda done: progress(done * 0.7))
            else:
                _copy_file(engine, part, file, lambda done: progress(done * 0.7))
        holding = verify(part, str(file), chain.head)
        keep(part)
        _refuse_target(file, engine, force=force)
        put(part, file)
    progress(1)
    return holding


def verify(path: Path, name: str, head: str) -> Holding:
    """Return what the backup at *path*, called *name*, holds, after looking all of it through.

    Raises:
        BackupFailed: when it is damaged, or no backup.
        StoreTooNew: when a newer program made it.
    """
    with reporting(f"cannot read {name}"), opened(path) as backup:
        return looked_through(backup, path, name, head)


def _copy_file(engine: sa.Engine, part: Path, file: Path, progress: Progress) -> None:
    progress(0)
    with closing(engine.raw_connection()) as connection:
        store = driver_connection(connection)
        try:
            copy_out(store, part, progress)
        except sqlite3.Error as error:
            # In a damaged store SQLite meets lengths that fill any disk, and says that it is full.
            if found := next(damage(store), ""):
                message = f"no backup {file} was made: the store is damaged ({found}); see `osce-feeds db check`"
                raise BackupFailed(message) from error
            raise
    # Whoever may read the store may read its backup, nobody else.
    part.chmod(path_of(engine).stat().st_mode & 0o777)


def _copy_rows(engine: sa.Engine, part: Path, chain: Chain, progress: Progress) -> None:
    """Write what a server holds into a file that is a store of its own; nobody but its owner may read it."""
    from osce_feeds.store.migrate import upgrade  # noqa: PLC0415 - Alembic is only loaded when there is work

    progress(0)
    with file_connection(part, write=True) as target, transaction(engine, write=False) as source:
        upgrade(target, 0, chain)
        copy(source, target, progress)


def looked_through(backup: sqlite3.Connection, path: Path, name: str, head: str) -> Holding:
    """Return what *backup*, an open one called *name*, holds, after looking all of it through: see ``verify``."""
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


def _refuse_target(file: Path, engine: sa.Engine, *, force: bool) -> None:
    if not is_postgresql(engine) and file.resolve() in files_of(path_of(engine)):
        message = f"{file} belongs to the store itself: name another file"
    elif file.exists() and not file.is_file():
        message = f"{file} is no file that can be replaced: name another one"
    elif file.exists() and not force:
        message = f"{file} is there already: name another file, or say --force to replace it"
    else:
        return
    raise BackupFailed(message)


@contextmanager
def part_of(file: Path) -> Iterator[Path]:
    """Yield an empty file beside *file*, which is gone at the end unless it was put into its place."""
    with reporting(f"cannot write {file}"):
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-", suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        with reporting(f"cannot write {file}"):
            yield part
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def reporting(what: str) -> Iterator[None]:
    """Turn what the system or SQLite says into one line that begins with *what*."""
    try:
        yield
    except OSError as error:
        message = f"{what}: {error.strerror}"
        raise BackupFailed(message) from error
    except (sqlite3.Error, sa.exc.DBAPIError) as error:
        message = f"{what}: {getattr(error, 'orig', error)}"
        raise BackupFailed(message) from error


def keep(path: Path) -> None:
    """Have the system write a file, or the names in a folder, to the disk itself."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put(part: Path, file: Path) -> None:
    """Give *part* the name *file* for good, in the place of what had it."""
    part.replace(file)
    keep(file.absolute().parent)


def path_of(engine: sa.Engine) -> Path:
    """Return the file of the database."""
    return Path(engine.url.database or "")


def files_of(store: Path) -> list[Path]:
    """Return the file of the database and those that SQLite keeps beside it, whether they are there or not."""
    return [store.resolve().with_name(f"{store.resolve().name}{suffix}") for suffix in BESIDE]


def driver_connection(connection: sa.PoolProxiedConnection) -> sqlite3.Connection:
    """Return SQLite's own connection."""
    raw = connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - the engine makes no others
    return raw
