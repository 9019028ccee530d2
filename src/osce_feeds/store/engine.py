"""Connections: transactions on either engine, and whose fault a failure is."""

import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from osce_feeds.errors import StoreError
from osce_feeds.errors import StoreUnavailable
from osce_feeds.store import postgresql
from osce_feeds.store import sqlite
from osce_feeds.store.dialect import MIGRATE
from osce_feeds.store.dialect import WRITE
from osce_feeds.store.dialect import is_postgresql

_engines: "weakref.WeakSet[sa.Engine]" = weakref.WeakSet()
_inherited: list[Any] = []
"""Pools that a fork brought here; closing their connections would end, or release, what the parent holds."""


def make_engine(database: str) -> sa.Engine:
    """Return an engine for the path of a SQLite file, or an SQLAlchemy address; nothing is opened yet.

    Raises:
        StoreUnavailable: when the address is not one of SQLite or PostgreSQL, or the driver is not installed.
    """
    scheme = database.partition("://")[0]
    if "://" not in database or database.startswith("sqlite:///"):
        engine = sqlite.make_engine(database)
    elif scheme in postgresql.SCHEMES:
        engine = postgresql.make_engine(database)
    else:
        message = (
            f"DATABASE {database.partition(':')[0]!r} is not known: give a path, sqlite:///path,"
            " or postgresql://user@host/name"
        )
        raise StoreUnavailable(message)
    _engines.add(engine)
    return engine


@contextmanager
def transaction(engine: sa.Engine, *, write: bool, keep: bool = True, migrate: bool = False) -> Iterator[sa.Connection]:
    """Yield a connection in one transaction: committed at the end, rolled back on any error or if not to *keep*.

    A reading one sees a single state of the store throughout; a writing one
    excludes other writers from its start. One that is to *migrate* takes its time and,
    on SQLite, lets rows point to nothing; its connection is not used again.

    Raises:
        StoreUnavailable: when the database is locked, gone, full or broken.
    """
    options = {WRITE: write, MIGRATE: migrate}
    try:
        with engine.connect().execution_options(**options) as connection, _begun(connection) as changes:
            yield connection
            if not keep:
                changes.rollback()
    except (sa.exc.IntegrityError, sa.exc.ProgrammingError, sa.exc.DataError) as error:
        if is_postgresql(engine) and postgresql.is_unusable(error):
            raise unavailable(engine, error.orig or error) from error
        raise  # our mistake, not the database's state
    except (sa.exc.DatabaseError, sa.exc.TimeoutError) as error:
        engine.dispose()  # the next attempt opens the database anew: this one may be gone, and another in its place
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
        if is_postgresql(connection):
            return  # which minds at every step that rows point to something
        tables = sorted({row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")})
        if tables:
            message = f"rows of {', '.join(tables)} point to rows that are not there: see `osce-feeds db check`"
            raise StoreError(message)


def address(engine: sa.Engine) -> str:
    """Return the database's address without a password."""
    url = engine.url.difference_update_query(["password"])
    return url.render_as_string(hide_password=True)


def unavailable(engine: sa.Engine, cause: BaseException) -> StoreUnavailable:
    """Return *cause* as the error of a store that cannot be used, in one line, with the reason if it can be found."""
    reason = (postgresql if is_postgresql(engine) else sqlite).reason(engine.url, cause)
    return StoreUnavailable(f"the store {address(engine)} cannot be used now: {reason}")


@contextmanager
def _begun(connection: sa.Connection) -> Iterator[sa.RootTransaction]:
    if connection.get_execution_options()[MIGRATE]:
        connection.detach()
    with connection.begin() as changes:
        yield changes


def _leave_inherited() -> None:
    """Have every engine make new connections in a child process: both databases forbid to share them."""
    for engine in _engines:
        _inherited.append(engine.pool)
        engine.dispose(close=False)


os.register_at_fork(after_in_child=_leave_inherited)
