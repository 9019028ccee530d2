"""The store as the use cases hold it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa

from osce_feeds.errors import StoreError
from osce_feeds.errors import StoreTooNew
from osce_feeds.store.engine import make_engine
from osce_feeds.store.engine import transaction
from osce_feeds.store.erasure import scrub
from osce_feeds.store.reader import Reader
from osce_feeds.store.records import seconds
from osce_feeds.store.writer import Writer

REVISION = "0001"
"""The newest migration, which this program needs."""


class Store:
    """A database of articles. Connections are made when used, so an open store may be forked after ``close``."""

    def __init__(self, database: str) -> None:
        """Take the path of a SQLite file, or an SQLAlchemy address."""
        self._engine = make_engine(database)

    @property
    def address(self) -> str:
        """The database's address without a password."""
        return self._engine.url.render_as_string(hide_password=True)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Yield a reader on one unchanging state of the store."""
        with transaction(self._engine, write=False) as connection:
            yield Reader(connection)

    @contextmanager
    def write(self, now: datetime, *, keep: bool = True) -> Iterator[Writer]:
        """Yield a writer that excludes others; committed at the end, rolled back on any error or if not to *keep*."""
        with transaction(self._engine, write=True, keep=keep) as connection:
            writer = Writer(connection)
            yield writer
            writer.finish(now)

    def prepare(self, now: datetime) -> None:
        """Make the store usable: migrate an empty one, check any other.

        Raises:
            StoreTooNew: when a newer program has changed its schema.
            StoreError: when it needs ``osce-feeds db upgrade`` first.
        """
        revision = self.revision()
        self._refuse_newer(revision)
        if revision is None:
            self.upgrade(now)
        elif revision < REVISION:
            message = f"{self.address} is at schema {revision}: run `osce-feeds db upgrade` to bring it to {REVISION}"
            raise StoreError(message)

    def revision(self) -> str | None:
        """Return the schema's revision, or None for an empty database."""
        with transaction(self._engine, write=False) as connection:
            return _revision(connection)

    def upgrade(self, now: datetime) -> str | None:
        """Migrate to the newest schema in one transaction, and return the revision that was found.

        Safe to call from several processes at once.

        Raises:
            StoreTooNew: when a newer program has changed the schema.
        """
        from osce_feeds.store.migrate import upgrade  # noqa: PLC0415 - Alembic is only loaded when there is work

        with transaction(self._engine, write=True) as connection:
            found = _revision(connection)
            self._refuse_newer(found)
            if found is None or found < REVISION:
                upgrade(connection, seconds(now))
        return found

    def _refuse_newer(self, revision: str | None) -> None:
        if revision is not None and revision > REVISION:
            known = f"this program knows {REVISION}: install the newer program"
            message = f"{self.address} is at schema {revision}, {known}"
            raise StoreTooNew(message)

    def scrub(self) -> bool:
        """Remove from the database's files what was deleted from it; False where somebody else uses it just now."""
        return scrub(self._engine)

    def close(self) -> None:
        """Close all connections; the store opens new ones when it is used again."""
        self._engine.dispose()


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)
