"""The store as the use cases hold it."""

from collections.abc import Callable
from collections.abc import Hashable
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import sqlalchemy as sa

from osce_feeds.errors import StoreError
from osce_feeds.model.term_names import TermNames
from osce_feeds.store.article_checks import Violation
from osce_feeds.store.backup import Holding
from osce_feeds.store.backup import back_up
from osce_feeds.store.checks import damages_of
from osce_feeds.store.checks import violations
from osce_feeds.store.dialect import is_postgresql
from osce_feeds.store.engine import address
from osce_feeds.store.engine import make_engine
from osce_feeds.store.engine import migration
from osce_feeds.store.engine import transaction
from osce_feeds.store.erasure import scrub
from osce_feeds.store.generation import generation_of
from osce_feeds.store.reader import Reader
from osce_feeds.store.records import seconds
from osce_feeds.store.restore import restore
from osce_feeds.store.revision import OURS
from osce_feeds.store.revision import Chain
from osce_feeds.store.revision import address_of
from osce_feeds.store.revision import refuse_newer
from osce_feeds.store.revision import refuse_older
from osce_feeds.store.revision import refuse_other
from osce_feeds.store.revision import revision_of
from osce_feeds.store.wanted import Regions
from osce_feeds.store.writer import Writer

Progress = Callable[[float], None]
"""Is told which part of the work is done, from 0 to 1."""


def _unseen(_done: float) -> None:
    """Show no progress."""


class Store:
    """A database of articles. Connections are made when used, and none is used in a process that inherited it."""

    def __init__(self, database: str, chain: Chain = OURS) -> None:
        """Take the path of a SQLite file, or an SQLAlchemy address; *chain* leads to the schema that is needed."""
        self._engine, self._chain = make_engine(database), chain

    @property
    def address(self) -> str:
        """The database's address without a password."""
        return address(self._engine)

    @contextmanager
    def read(self, regions: Regions = MappingProxyType({}), names: TermNames | None = None) -> Iterator[Reader]:
        """Yield a reader on one unchanging state of the store.

        Selections may name *regions* by their codes, and search for terms by their *names*.

        Raises:
            StoreError: when the schema is not the one that this program knows.
        """
        with transaction(self._engine, write=False) as connection:
            refuse_other(connection, self._chain.head)
            yield Reader(connection, regions, names)

    @contextmanager
    def write(self, now: datetime, *, keep: bool = True) -> Iterator[Writer]:
        """Yield a writer that excludes others; committed at the end, rolled back on any error or if not to *keep*.

        Raises:
            StoreError: when the schema is not the one that this program knows.
        """
        with transaction(self._engine, write=True, keep=keep) as connection:
            refuse_other(connection, self._chain.head)
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
        refuse_newer(self.address, revision, self._chain.head)
        if revision is None:
            self.upgrade(now)
        else:
            refuse_older(self.address, revision, self._chain.head)

    def revision(self) -> str | None:
        """Return the schema's revision, or None for an empty database."""
        with transaction(self._engine, write=False) as connection:
            return revision_of(connection)

    def upgrade(self, now: datetime) -> str | None:
        """Migrate to the newest schema in one transaction, and return the revision that was found.

        Safe to call from several processes at once.

        Raises:
            StoreTooNew: when a newer program has changed the schema.
        """
        from osce_feeds.store.migrate import upgrade  # noqa: PLC0415 - Alembic is only loaded when there is work

        head = self._chain.head
        with migration(self._engine) as connection:
            found = revision_of(connection)
            refuse_newer(self.address, found, head)
            if found is None or found < head:
                upgrade(connection, seconds(now), self._chain)
        return found

    def downgrade(self, revision: str, now: datetime, *, force: bool = False) -> tuple[str, list[str]]:
        """Migrate back to *revision* (``base``: no tables) in one transaction.

        Returns the revision that was found and, in words, what was lost; something
        is only lost by *force*.

        Raises:
            StoreTooNew: when a newer program has changed the schema: only that one knows the way back.
            StoreError: when there is no such revision, or something would be lost.
        """
        from osce_feeds.store.migrate import downgrade  # noqa: PLC0415
        from osce_feeds.store.migrate import losses  # noqa: PLC0415

        self._refuse_missing()
        with migration(self._engine) as connection:
            found = revision_of(connection)
            refuse_newer(self.address, found, self._chain.head)
            if found is None:
                message = f"{self.address} is empty: there is no way further back"
                raise StoreError(message)
            lost = losses(connection, found, revision, self._chain)
            if lost and not force:
                message = (
                    f"going from {found} back to {revision} loses {'; '.join(lost)}. Make a backup with"
                    " `osce-feeds db backup`, then say --force"
                )
                raise StoreError(message)
            downgrade(connection, revision, seconds(now), self._chain)
        return found, lost

    def back_up(self, file: Path, *, force: bool = False, progress: Progress = _unseen) -> Holding:
        """Write one state of the store to *file*, whoever reads and writes meanwhile, and return what it holds.

        The file is complete, verified and safe on the disk, or it is not there; one
        that was there before is replaced by *force* only.

        Raises:
            StoreError: when the store cannot be read, or has another schema.
            BackupFailed: when the file cannot be written.
        """
        self._refuse_missing()
        with transaction(self._engine, write=False) as connection:
            _refuse_unknown(connection, self._chain.head)
        return back_up(self._engine, file, self._chain, force=force, progress=progress)

    def restore(self, file: Path, *, force: bool = False, progress: Progress = _unseen) -> Holding:
        """Put what the backup *file* holds in the place of everything that the store holds, in one step.

        Only *force* replaces articles, or the store under the feet of those who use
        it: they see the old state until they see the new one.

        Raises:
            BackupFailed: when the backup is damaged, or no backup.
            StoreTooNew: when a newer program made the backup.
            StoreError: when the store is in use or holds articles, or cannot be written to.
        """
        return restore(self._engine, file, self._chain, force=force, progress=progress)

    def check(self, progress: Progress = _unseen) -> Iterator[Violation]:
        """Yield everything that is wrong in one state of the store, whoever reads and writes meanwhile.

        Raises:
            StoreError: when there is no store, or the schema is not the one that this program knows.
        """
        self._refuse_missing()
        with transaction(self._engine, write=False, keep=False) as connection:  # a damaged file takes no commit
            damages = [] if is_postgresql(connection) else list(damages_of(connection))
            yield from damages
            if not damages:  # what is found in a damaged file would say nothing about the articles
                _refuse_unknown(connection, self._chain.head)
                yield from violations(connection, progress)

    def scrub(self) -> bool:
        """Remove from the database's files what was deleted from it; False where somebody else uses it just now.

        Raises:
            StoreUnavailable: when the database cannot be written anew.
        """
        return scrub(self._engine)

    def generation(self) -> Callable[[], Hashable]:
        """Return what tells, in microseconds, whether the store may have changed: see ``generation`` beside this."""
        return generation_of(self._engine)

    def close(self) -> None:
        """Close all connections; the store opens new ones when it is used again."""
        self._engine.dispose()

    def _refuse_missing(self) -> None:
        """Refuse a store that is not there, before opening it makes an empty one."""
        if not is_postgresql(self._engine) and not Path(self._engine.url.database or "").exists():
            message = f"there is no store {self.address}"
            raise StoreError(message)


def _refuse_unknown(connection: sa.Connection, head: str) -> None:
    found = revision_of(connection)
    refuse_newer(address_of(connection), found, head)
    refuse_older(address_of(connection), found, head)
