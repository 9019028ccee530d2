"""Whether the store may have changed since somebody looked: asked before each answer, so it costs next to nothing."""

import os
import time
from collections.abc import Hashable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

import sqlalchemy as sa

from osce_feeds.store.engine import transaction
from osce_feeds.store.engine import unavailable
from osce_feeds.store.reader import Reader

SECONDS = 1.0
"""How long the answer of a database on a server is believed."""


class FileGeneration:
    """The generation of a SQLite file: its place on the disk, and SQLite's count of commits by anybody else.

    The count only means something to the connection that asks, so one is kept for
    this alone. Safe to use from several threads, and after a fork.
    """

    def __init__(self, engine: sa.Engine) -> None:
        """Look at the file when asked."""
        self._engine, self._path = engine, str(Path(engine.url.database or "").absolute())
        self._connection: Any = None
        self._place: tuple[int, ...] = ()
        self._opened = 0
        self._lock = Lock()

    def __call__(self) -> Hashable:
        """Return a value that is another one after every commit, and when another file takes this one's place.

        Raises:
            StoreUnavailable: when the file is gone, or does not answer.
        """
        with self._lock:
            try:
                found = os.stat(self._path)  # noqa: PTH116 - twice as fast, and asked at each request
                if not found.st_size:
                    message = f"there is nothing in {self._path}"
                    raise FileNotFoundError(message)
                place = (found.st_dev, found.st_ino, os.getpid())
                if place != self._place:
                    self._open(place)
                row = self._connection.execute("PRAGMA data_version").fetchone()
            except OSError as error:
                self._forget()
                raise unavailable(self._engine, error) from error
            except (sa.exc.DatabaseError, self._engine.dialect.loaded_dbapi.Error) as error:
                self._forget()
                raise unavailable(self._engine, getattr(error, "orig", None) or error) from error
            return (self._opened, row[0])

    def _open(self, place: tuple[int, ...]) -> None:
        """Open the file that is there now; connections to another one would go on reading that."""
        if self._place[:2] not in {(), place[:2]}:
            self._engine.dispose()
        self._forget()
        kept = self._engine.raw_connection()
        self._connection = kept.driver_connection
        kept.detach()
        self._place, self._opened = place, self._opened + 1

    def _forget(self) -> None:
        if self._place and self._place[2] == os.getpid():  # what was opened before a fork is not ours to close
            with suppress(self._engine.dialect.loaded_dbapi.Error):
                self._connection.close()
            self._connection = None
        self._place = ()


class CountedGeneration:
    """The generation of a database on a server: the number of the last public change, asked for once a second."""

    def __init__(self, engine: sa.Engine) -> None:
        """Ask when asked."""
        self._engine, self._number, self._until = engine, 0, 0.0
        self._lock = Lock()

    def __call__(self) -> Hashable:
        """Return a value that is another one at most a second after a public change.

        Raises:
            StoreUnavailable: when the database does not answer.
        """
        with self._lock:
            if time.monotonic() >= self._until:
                with transaction(self._engine, write=False) as connection:
                    self._number = Reader(connection).generation()
                self._until = time.monotonic() + SECONDS
            return self._number


def generation_of(engine: sa.Engine) -> FileGeneration | CountedGeneration:
    """Return what tells the generations of the database of *engine* apart."""
    return FileGeneration(engine) if engine.dialect.name == "sqlite" else CountedGeneration(engine)
