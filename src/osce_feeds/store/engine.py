"""Connections: how SQLite must be spoken to, and whose fault a failure is."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from osce_feeds.errors import StoreError
from osce_feeds.errors import StoreUnavailable

BUSY_SECONDS = 5
WRITE = "osce_feeds_write"
MIGRATE = "osce_feeds_migrate"
_PAUSE = 0.01
_PRIMARY = 0xFF
"""The part of SQLite's error codes that says what kind of error it is."""
_PASSING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
"""What another process that opens the file causes, and ends."""
_inherited: list[Any] = []
"""Connections that a fork brought here; closing one would release what the parent holds."""


def make_engine(database: str) -> sa.Engine:
    """Return an engine for the path of a SQLite file, or its SQLAlchemy address; nothing is opened yet.

    Raises:
        StoreUnavailable: when the address is not one of SQLite.
    """
    if "://" not in database:
        url = sa.URL.create("sqlite", database=str(Path(database).expanduser()))
    elif database.startswith("sqlite:///"):
        url = sa.make_url(database)
    else:
        message = f"DATABASE {database.partition(':')[0]!r} is not known: give a path, or sqlite:///path"
        raise StoreUnavailable(message)
    engine = sa.create_engine(url)
    sa.event.listen(engine, "do_connect", _make_folder)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "checkout", _refuse_inherited)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def transaction(engine: sa.Engine, *, write: bool, keep: bool = True, migrate: bool = False) -> Iterator[sa.Connection]:
    """Yield a connection in one transaction: committed at the end, rolled back on any error or if not to *keep*.

    A reading one sees a single state of the store throughout; a writing one
    excludes other writers from its start. One that is to *migrate* lets rows point
    to nothing, and its connection is not used again.

    Raises:
        StoreUnavailable: when the database is locked, gone, full or broken.
    """
    options = {WRITE: write, MIGRATE: migrate}
    try:
        with engine.connect().execution_options(**options) as connection, _begun(connection) as changes:
            yield connection
            if not keep:
                changes.rollback()
    except (sa.exc.IntegrityError, sa.exc.ProgrammingError, sa.exc.DataError):
        raise  # our mistake, not the database's state
    except (sa.exc.DatabaseError, sa.exc.TimeoutError) as error:
        engine.dispose()  # the next attempt opens the file anew: this one may be gone, and another in its place
        raise unavailable(engine, getattr(error, "orig", None) or error) from error


@contextmanager
def migration(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Yield a connection in one writing transaction in which tables may be taken apart and put together again.

    Raises:
        StoreError: when rows would point to nothing at its end; nothing was changed then.
        StoreUnavailable: when the database is locked, gone, full or broken.
    """
    with transaction(engine, write=True, migrate=True) as connection:
        yield connection
        tables = sorted({row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")})
        if tables:
            message = f"rows of {', '.join(tables)} point to rows that are not there: see `osce-feeds db check`"
            raise StoreError(message)


def unavailable(engine: sa.Engine, cause: BaseException) -> StoreUnavailable:
    """Return *cause* as the error of a store that cannot be used, with the reason where it can be found out."""
    reason = _reason(Path(engine.url.database or ""), cause)
    address = engine.url.render_as_string(hide_password=True)
    return StoreUnavailable(f"the store {address} cannot be used now: {cause}{reason}")


def _reason(path: Path, cause: BaseException) -> str:
    code = getattr(cause, "sqlite_errorcode", 0) & _PRIMARY
    if code == sqlite3.SQLITE_CANTOPEN and path.is_dir():
        return " (it is a folder)"
    if code == sqlite3.SQLITE_CANTOPEN and path.exists() and not os.access(path, os.R_OK):
        return " (no permission to read it)"
    if code == sqlite3.SQLITE_IOERR and path.parent.is_dir() and not os.statvfs(path.parent).f_bavail:
        return " (the disk is full)"
    if code == sqlite3.SQLITE_READONLY and not os.access(path.parent, os.W_OK):
        return (
            " (its folder may not be written to, which a store in use needs; what `osce-feeds db backup` makes can be"
            " read there)"
        )
    return ""


@contextmanager
def _begun(connection: sa.Connection) -> Iterator[sa.RootTransaction]:
    if connection.get_execution_options()[MIGRATE]:
        connection.detach()
    with connection.begin() as changes:
        yield changes


def _make_folder(_dialect: Any, _record: Any, arguments: list[Any], _options: dict[str, Any]) -> None:
    path = Path(arguments[0])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"the folder of the store {path} cannot be made: {error.strerror}"
        raise StoreUnavailable(message) from error


def _prepare_sqlite(connection: Any, record: Any) -> None:
    record.info["process"] = os.getpid()
    connection.isolation_level = None  # transactions begin where we say so, not where the driver guesses
    for pragma in (
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "synchronous=FULL",  # an acknowledged ingest survives a power cut
        "foreign_keys=ON",
        "secure_delete=ON",  # what is erased is gone from the file, too
    ):
        connection.execute(f"PRAGMA {pragma}")
    _keep_log(connection)


def _keep_log(connection: Any) -> None:
    """Turn the write-ahead log on, waiting while another process does: SQLite does not wait by itself here."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            code = error.sqlite_errorcode & _PRIMARY
            if code == sqlite3.SQLITE_READONLY:
                return  # what can be read without a log may be read
            if code not in _PASSING or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _refuse_inherited(connection: Any, record: Any, proxy: Any) -> None:
    """Have the pool make another connection where this one comes from before a fork: SQLite forbids to share it."""
    if record.info["process"] != os.getpid():
        _inherited.append(connection)
        record.dbapi_connection = proxy.dbapi_connection = None
        message = "made before a fork"
        raise sa.exc.DisconnectionError(message)


def _begin_sqlite(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    if options.get(MIGRATE):
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")  # which has no effect inside a transaction
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITE, True) else "BEGIN")
