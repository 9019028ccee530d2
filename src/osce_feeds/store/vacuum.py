"""Tables of a server written anew, without the rows that were deleted from them."""

import time
from typing import Any

import sqlalchemy as sa

from osce_feeds.errors import StoreUnavailable
from osce_feeds.store.dialect import BUSY_SECONDS
from osce_feeds.store.engine import unavailable
from osce_feeds.store.postgresql import LOCKED

REMAINS = "remains of erased text may be left in the store, which cannot be written anew now"
_PAUSE = 0.05
_MARK = "SELECT CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text)"
_OLDER = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND age(backend_xmin) > age(CAST(%s AS xid))"
)
_TABLES = (
    "SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
    " ORDER BY relname"
)


def scrub_server(engine: sa.Engine) -> bool:
    """Write every table of the store anew; False where somebody still sees what was deleted, or holds a table.

    Nobody reads a table while it is written. PostgreSQL keeps deleted rows for as long as
    a transaction that began before the deletion may ask for them, so these are waited for.

    Raises:
        StoreUnavailable: when that cannot be done, for want of space or of rights perhaps.
    """
    try:
        connection = engine.raw_connection()
    except sa.exc.DBAPIError as error:
        raise unavailable(engine, error.orig or error) from error
    raw: Any = connection.driver_connection
    try:
        raw.autocommit = True  # VACUUM runs in no transaction
        raw.execute("SET statement_timeout = 0")
        if not _alone(raw):
            return False
        for (name,) in raw.execute(_TABLES).fetchall():
            raw.execute(f"VACUUM (FULL) {name}")
    except _errors() as error:
        if getattr(error, "sqlstate", None) == LOCKED:
            return False
        message = f"{REMAINS}: {error}"
        raise StoreUnavailable(message) from error
    finally:
        connection.invalidate()  # with what was set for this work only
    return True


def _errors() -> type[Exception]:
    """Return the driver's errors; it is there, or there would be no connection."""
    from psycopg import Error  # noqa: PLC0415 - only where it is used need it be installed

    return Error


def _alone(raw: Any) -> bool:
    """Wait until every transaction that is older than this moment has ended; False if one does not."""
    (mark,) = raw.execute(_MARK).fetchone()
    deadline = time.monotonic() + BUSY_SECONDS
    while raw.execute(_OLDER, (str(int(mark) % 2**32),)).fetchone()[0]:
        if time.monotonic() > deadline:
            return False
        time.sleep(_PAUSE)
    return True
