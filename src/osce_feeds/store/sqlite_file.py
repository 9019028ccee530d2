"""A SQLite file as a whole: looked through, copied out of a store in use, copied into one."""

import sqlite3
import time
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from osce_feeds.store.dialect import BUSY_SECONDS

BESIDE = ("", "-wal", "-shm")
"""What SQLite adds to the name of a database for the files that belong to it."""
_STEPS = 10_000
"""Steps of SQLite's machine between two looks at how far it is: about a millisecond."""
_PAGES = 2_000
"""Pages that are copied between two such looks."""


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection to one state of the file, which is not changed.

    Raises:
        sqlite3.Error: when it cannot be opened; what is no database shows only later.
    """
    address = f"file:{quote(str(path.absolute()))}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_SECONDS)) as connection:
        connection.execute("BEGIN")
        yield connection


def damage(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield what is wrong with the file itself, in SQLite's words."""
    try:
        for (message,) in connection.execute("PRAGMA integrity_check"):
            if message != "ok":
                yield message
    except sqlite3.DatabaseError as error:
        yield str(error)


def dangling(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield which rows of a sound file point to nothing."""
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} points to a row of {parent} that is not there"


def is_in_use(path: Path) -> bool:
    """Say whether somebody has the database open: every connection to one with a log holds a lock.

    Raises:
        sqlite3.Error: when that cannot be found out.
    """
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as connection:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        try:
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                return True
            raise
    return False


def copy_out(source: sqlite3.Connection, part: Path, progress: Callable[[float], None]) -> None:
    """Write one state of *source* to *part*, which is empty or not there; others may read and write meanwhile.

    The copy has no log and nothing of what was deleted.

    Raises:
        sqlite3.Error: when *source* cannot be read or *part* not be written.
    """
    (size,) = source.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
    stopped: list[BaseException] = []

    def look() -> bool:
        try:
            progress(min(1.0, part.stat().st_size / size))
        except BaseException as error:  # noqa: BLE001 - SQLite would swallow it: raised again below
            stopped.append(error)
        return bool(stopped)

    source.set_progress_handler(look, _STEPS)
    try:
        source.execute("VACUUM INTO ?", [str(part)])
    except sqlite3.OperationalError:
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        source.set_progress_handler(None, 0)


def copy_in(source: sqlite3.Connection, target: sqlite3.Connection, progress: Callable[[float], None]) -> None:
    """Put the state of *source* in the place of everything in *target*, in one transaction.

    Raises:
        sqlite3.Error: when *source* cannot be read or *target* not be written, or another writer stays in it.
    """
    deadline = time.monotonic() + BUSY_SECONDS

    def look(status: int, remaining: int, total: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            if time.monotonic() > deadline:
                message = "database is locked"
                raise sqlite3.OperationalError(message)
        else:
            progress(1 - remaining / max(1, total))

    source.backup(target, pages=_PAGES, progress=look, sleep=0.05)
