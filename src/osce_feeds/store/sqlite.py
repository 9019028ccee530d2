"""How SQLite must be spoken to."""

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from osce_feeds.errors import StoreUnavailable
from osce_feeds.store.dialect import BUSY_SECONDS
from osce_feeds.store.dialect import MIGRATE
from osce_feeds.store.dialect import WRITE

_PAUSE = 0.01
_PRIMARY = 0xFF
"""The part of SQLite's error codes that says what kind of error it is."""
_PASSING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
"""What another process that opens the file causes, and ends."""


def make_engine(database: str) -> sa.Engine:
    """Return an engine for the path of a file, or its address; nothing is opened yet."""
    if "://" in database:
        url = sa.make_url(database)
    else:
        url = sa.URL.create("sqlite", database=str(Path(database).expanduser()))
    engine = sa.create_engine(url)
    sa.event.listen(engine, "do_connect", _make_folder)
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def reason(url: sa.URL, cause: BaseException) -> str:
    """Return what SQLite says, and what is behind it where that can be found out."""
    return f"{cause}{_behind(Path(url.database or ''), cause)}"


def _behind(path: Path, cause: BaseException) -> str:
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


def _make_folder(_dialect: Any, _record: Any, arguments: list[Any], _options: dict[str, Any]) -> None:
    path = Path(arguments[0])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"the folder of the store {path} cannot be made: {error.strerror}"
        raise StoreUnavailable(message) from error


def _prepare(connection: Any, _record: Any) -> None:
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


def _begin(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    if options.get(MIGRATE):
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")  # which has no effect inside a transaction
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITE, True) else "BEGIN")
