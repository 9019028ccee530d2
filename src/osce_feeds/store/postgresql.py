"""How PostgreSQL must be spoken to."""

from typing import Any

import sqlalchemy as sa

from osce_feeds.errors import StoreUnavailable
from osce_feeds.store.dialect import BUSY_SECONDS
from osce_feeds.store.dialect import MIGRATE
from osce_feeds.store.dialect import WRITE

SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
"""What addresses begin with."""
APPLICATION = "osce-feeds"
"""The name under which the server shows our connections."""
WRITERS = 0x05CE_FEED
"""The lock that a writer holds until its commit: one of ours for each database."""
_STATEMENT_SECONDS = 60
"""What a single statement may take; ours take less unless the server is stuck."""
_CONNECTING = {
    "application_name": APPLICATION,
    "connect_timeout": str(BUSY_SECONDS),
    # A server that fell silent is noticed, not waited for.
    "keepalives_idle": "30",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
_SESSION = (
    f"SET lock_timeout = '{BUSY_SECONDS}s'",
    f"SET statement_timeout = '{_STATEMENT_SECONDS}s'",
    "SET synchronous_commit = on",  # an acknowledged ingest survives a power cut
)
LOCKED = "55P03"
"""The state of statements that waited too long for somebody else's lock."""
_NO_RIGHT, _NO_TABLE, _NO_SCHEMA, _READ_ONLY = "42501", "42P01", "3F000", "25006"
_UNUSABLE = {_NO_RIGHT, _NO_TABLE, _NO_SCHEMA}
"""What SQLAlchemy takes for mistakes of the program, though they tell of the state of the database."""
_MAKE = "createdb --encoding=UTF8 --locale=C.UTF-8 --template=template0"


def make_engine(database: str) -> sa.Engine:
    """Return an engine for an address; nothing is opened yet.

    Raises:
        StoreUnavailable: when the address cannot be read, or the driver is not installed.
    """
    rest = database.partition("://")[2]
    try:
        url = sa.make_url(f"postgresql+psycopg://{rest}")
        missing = {name: value for name, value in _CONNECTING.items() if name not in url.query}
        engine = sa.create_engine(url, connect_args=missing, pool_pre_ping=True)
    except ImportError as error:
        message = (
            f"DATABASE is one of PostgreSQL, which takes psycopg: install osce-feeds[postgres] ({error.msg.strip()})"
        )
        raise StoreUnavailable(message) from error
    except (sa.exc.ArgumentError, ValueError):
        # What they say may hold the password.
        message = "DATABASE cannot be read: an address such as postgresql://user:password@host:5432/name is needed"
        raise StoreUnavailable(message) from None
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def is_unusable(error: sa.exc.DBAPIError) -> bool:
    """Say whether *error*, which looks like a mistake in a statement, tells of the state of the database."""
    return _code(error.orig) in _UNUSABLE


def reason(url: sa.URL, cause: BaseException) -> str:
    """Return what the server or the driver says, in one line, and what can be done about it."""
    diagnostics = getattr(cause, "diag", None)
    said = " ".join(str(getattr(diagnostics, "message_primary", None) or cause).split())
    code = _code(cause)
    if code == LOCKED:
        return f"{said} (somebody else writes to it, or changes its tables)"
    if code == _READ_ONLY:
        return f"{said} (it is a replica, or was set to be read only)"
    if code == _NO_TABLE:
        return f"{said} (`osce-feeds db upgrade` makes the tables)"
    if not code and f'database "{url.database}" does not exist' in said:
        return f"{said} (make it with `{_MAKE} {url.database}`)"
    return said


def take_time(connection: sa.Connection) -> None:
    """Let the statements of this transaction take as long as they take."""
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")


def _code(cause: BaseException | None) -> str:
    return getattr(cause, "sqlstate", None) or ""


def _prepare(connection: Any, _record: Any) -> None:
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        name = connection.info.dbname
        message = f"the database {name} holds {encoding} and cannot hold every text: make one with `{_MAKE} NAME`"
        connection.close()
        raise StoreUnavailable(message)
    for statement in _SESSION:
        connection.execute(statement)
    connection.commit()


def _begin(connection: sa.Connection) -> None:
    from psycopg import IsolationLevel  # noqa: PLC0415 - only where it is used need it be installed

    options = connection.get_execution_options()
    write = options.get(WRITE, True)
    raw: Any = connection.connection.dbapi_connection
    raw.read_only = not write
    # A writer sees what the last one has committed, for which it may have waited; nobody else changes anything.
    raw.isolation_level = IsolationLevel.READ_COMMITTED if write else IsolationLevel.REPEATABLE_READ
    if options.get(MIGRATE):
        take_time(connection)
    if write:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")
