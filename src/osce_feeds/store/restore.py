"""Restoring: a backup in the place of what the store holds."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from osce_feeds.errors import BackupFailed
from osce_feeds.errors import StoreError
from osce_feeds.store.backup import Holding
from osce_feeds.store.backup import Progress
from osce_feeds.store.backup import driver_connection
from osce_feeds.store.backup import files_of
from osce_feeds.store.backup import keep
from osce_feeds.store.backup import looked_through
from osce_feeds.store.backup import part_of
from osce_feeds.store.backup import path_of
from osce_feeds.store.backup import put
from osce_feeds.store.backup import reporting
from osce_feeds.store.dialect import is_postgresql
from osce_feeds.store.engine import address
from osce_feeds.store.engine import unavailable
from osce_feeds.store.restore_server import State
from osce_feeds.store.restore_server import look_at_server
from osce_feeds.store.restore_server import put_rows
from osce_feeds.store.revision import Chain
from osce_feeds.store.revision import refuse_foreign
from osce_feeds.store.sqlite_file import copy_in
from osce_feeds.store.sqlite_file import is_in_use
from osce_feeds.store.sqlite_file import opened

_BROKEN = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}


def restore(engine: sa.Engine, file: Path, chain: Chain, *, force: bool, progress: Progress) -> Holding:
    """Put what *file* holds in the place of what the store holds: see ``Store.restore``."""
    engine.dispose()  # our own connections are no others' use of the store
    if not file.is_file():
        message = f"there is no backup {file}"
        raise BackupFailed(message)
    server = is_postgresql(engine)
    if not server and file.resolve() in files_of(path_of(engine)):
        message = f"{file} is the store itself"
        raise BackupFailed(message)
    state = look_at_server(engine) if server else _look_at_file(engine, path_of(engine))
    if not force:
        _refuse_loss(engine, state)
    with reporting(f"cannot read {file}"), opened(file) as backup:
        holding = looked_through(backup, file, str(file), chain.head)
        progress(0.3)
        if server:
            put_rows(engine, file, holding.revision, chain, lambda done: progress(0.3 + done * 0.7))
        elif state.opens:
            _overwrite(engine, backup, lambda done: progress(0.3 + done * 0.7))
        else:
            _replace(path_of(engine), backup, lambda done: progress(0.3 + done * 0.7))
    progress(1)
    return holding


def _look_at_file(engine: sa.Engine, store: Path) -> State:
    """Return what is known of the store.

    Raises:
        StoreError: when it is a database of another program.
        StoreUnavailable: when it cannot be looked at for another reason than damage.
    """
    state = State()
    if not store.exists():
        return state
    try:
        state.opens = False
        state.in_use = is_in_use(store)
        state.opens = True
        with opened(store) as connection:
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            refuse_foreign(address(engine), tables)
            if "article" in tables:
                (state.articles,) = connection.execute("SELECT count(*) FROM article").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode not in _BROKEN:
            raise unavailable(engine, error) from error
        state.damaged = True
    return state


def _refuse_loss(engine: sa.Engine, state: State) -> None:
    name = address(engine)
    what = [f"holds {state.articles} articles"] * bool(state.articles) + ["is in use"] * state.in_use
    if state.damaged:
        message = f"{name} is damaged: keep a copy of it if it may be needed, then say --force to replace it"
    elif what:
        message = f"{name} {' and '.join(what)}: say --force to replace everything in it"
    else:
        return
    raise StoreError(message)


def _overwrite(engine: sa.Engine, backup: sqlite3.Connection, progress: Progress) -> None:
    """Write the backup over the store in one transaction of SQLite, which whoever uses the store survives.

    A file put in the place of one in use would get that one's log.
    """
    try:
        with closing(engine.raw_connection()) as connection:
            copy_in(backup, driver_connection(connection), progress)
            driver_connection(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sa.exc.DatabaseError as error:
        raise unavailable(engine, error.orig or error) from error
    except sqlite3.DatabaseError as error:
        raise unavailable(engine, error) from error
    finally:
        engine.dispose()


def _replace(store: Path, backup: sqlite3.Connection, progress: Progress) -> None:
    """Put a file with the backup's content in the place of one that SQLite cannot work with, and remove its log."""
    store = store.resolve()
    with part_of(store) as part:
        with closing(sqlite3.connect(part, isolation_level=None)) as connection:
            copy_in(backup, connection, progress)
        status = store.stat()
        part.chmod(status.st_mode & 0o777)
        os.chown(part, status.st_uid, status.st_gid)
        keep(part)
        for path in files_of(store)[1:]:
            path.unlink(missing_ok=True)
        put(part, store)
