"""Connections: how SQLite must be spoken to, and whose fault a failure is."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from osce_feeds.errors import StoreUnavailable

BUSY_SECONDS = 5
WRITE = "osce_feeds_write"
_PAUSE = 0.01


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
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def transaction(engine: sa.Engine, *, write: bool, keep: bool = True) -> Iterator[sa.Connection]:
    """Yield a connection in one transaction: committed at the end, rolled back on any error or if not to *keep*.

    A reading one sees a single state of the store throughout; a writing one
    excludes other writers from its start.

    Raises:
        StoreUnavailable: when the database is locked, gone, full or broken.
    """
    try:
        with engine.connect().execution_options(**{WRITE: write}) as connection, connection.begin() as changes:
            yield connection
            if not keep:
                changes.rollback()
    except (sa.exc.IntegrityError, sa.exc.ProgrammingError, sa.exc.DataError):
        raise  # our mistake, not the database's state
    except (sa.exc.DatabaseError, sa.exc.TimeoutError) as error:
        engine.dispose()  # the next attempt opens the file anew: this one may be gone, and another in its place
        cause = getattr(error, "orig", None) or error
        message = f"the store {engine.url.render_as_string(hide_password=True)} cannot be used now: {cause}"
        raise StoreUnavailable(message) from error


def _make_folder(_dialect: Any, _record: Any, arguments: list[Any], _options: dict[str, Any]) -> None:
    path = Path(arguments[0])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"the folder of the store {path} cannot be made: {error.strerror}"
        raise StoreUnavailable(message) from error


def _prepare_sqlite(connection: Any, _record: Any) -> None:
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
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _begin_sqlite(connection: sa.Connection) -> None:
    write = connection.get_execution_options().get(WRITE, True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
