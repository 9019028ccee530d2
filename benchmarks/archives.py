"""Stores that hold synthetic newsrooms, kept from run to run, and how they are asked and fed."""

import hashlib
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from newsroom import AUTHORITY
from newsroom import NOW
from newsroom import build
from osce_feeds.deliver import Newsroom
from osce_feeds.errors import StoreUnavailable
from osce_feeds.i18n import packaged
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import Report
from osce_feeds.ingest import ingest
from osce_feeds.model.article import Article
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store.records import moment
from questions import Question

NEWEST = 50
"""Articles that a feed shows."""
SIZES = (10_000, int(os.environ.get("SIZE", "100000")))
PATIENCE = 2.0
"""Seconds that a reader may have to wait; one that takes longer is given up."""
CACHE = Path(__file__).parents[1] / ".cache" / "benchmarks"

_STEPS = 10_000
"""Of SQLite's machine, after which it looks at the clock."""
_ROOT = Path(__file__).parents[1]
_SHAPING = (
    *(f"benchmarks/{name}.py" for name in ("newsroom", "metadata", "prose", "phrases")),
    "src/osce_feeds/model/*.py",
    *(f"src/osce_feeds/store/{name}.py" for name in ("schema", "places", "records", "indexing", "pending", "writer")),
    *(f"src/osce_feeds/store/{name}.py" for name in ("sought", "words", "words_sqlite")),
    "src/osce_feeds/store/migrations/**/*.py",
    "src/osce_feeds/vocabulary/*.toml",
)
"""Files whose change makes archives that were built before it worthless."""


class Archive:
    """A store that was filled with a newsroom of ``size`` articles."""

    def __init__(self, database: Path, size: int) -> None:
        """Open the store at *database*."""
        self.database, self.size = database, size
        self._store = Store(str(database))
        self._newsroom = Newsroom.open(Settings(database=str(database), authority=AUTHORITY))

    @property
    def name(self) -> str:
        """The size in words."""
        return f"{self.size:,} articles"

    def newest(self, question: Question) -> Callable[[], list[Article]] | None:
        """Return the reading of the newest articles of a list, or None where that outlasts ``PATIENCE``.

        Raises:
            RuntimeError: when it does not find what it should.
        """
        before = self._below(question.deep)

        def read(store: Store = self._store) -> list[Article]:
            with store.read(self._newsroom.regions, self._newsroom.names) as reader:
                return reader.newest(question.selection, question.language, NEWEST, before)

        try:
            with _interrupted(PATIENCE), closing(Store(str(self.database))) as trial:
                found = read(trial)
        except StoreUnavailable:
            return None
        if question.found not in {None, bool(found)}:
            message = f"{question.name}, {self.name}: {len(found)} found"
            raise RuntimeError(message)
        return read

    def take(self, document: Document, source: str = "") -> Report:
        """Ingest a document of *source*, or of one without a name."""
        settings = Settings(database=str(self.database), authority=AUTHORITY)
        return ingest(document, self._store, settings, packaged.vocabulary(), Order(source=source), NOW)

    def statements(self, question: Question) -> list[tuple[str, Any]]:
        """Return the statements, with their parameters, by which a list is found before its articles are read."""
        found: list[tuple[str, Any]] = []

        def note(_: object, __: object, statement: str, parameters: object, *___: object) -> None:
            if "listing" in statement:
                found.append((statement, parameters))

        sa.event.listen(sa.Engine, "before_cursor_execute", note)
        try:
            read = self.newest(question)
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", note)
        assert read  # noqa: S101 - asked of lists that are found at once
        return found

    def _below(self, part: float) -> datetime | None:
        """Return the moment that *part* of the articles are newer than, or None for the top."""
        if not part:
            return None
        with closing(sqlite3.connect(self.database)) as connection:
            query = "SELECT published FROM article ORDER BY published LIMIT 1 OFFSET ?"
            (published,) = connection.execute(query, (int((1 - part) * self.size),)).fetchone()
        return moment(published)

    def copy(self, folder: Path) -> "Archive":
        """Return a copy in *folder*, which may change."""
        return Archive(Path(shutil.copy(self.database, folder)), self.size)

    def close(self) -> None:
        """Close the store."""
        self._store.close()


def archive(size: int) -> Archive:
    """Return the archive of *size*, built now unless an earlier run has left it."""
    CACHE.mkdir(parents=True, exist_ok=True)
    shape = hashlib.sha256()
    for path in sorted(path for pattern in _SHAPING for path in _ROOT.glob(pattern)):
        shape.update(path.read_bytes())
    database = CACHE / f"newsroom-{size}-{shape.hexdigest()[:12]}.db"
    if not database.exists():
        for stale in CACHE.glob(f"newsroom-{size}-*"):
            stale.unlink()
        unfinished = database.with_suffix(".part")
        build(unfinished, size, progress=_counting(size))
        unfinished.rename(database)
    return Archive(database, size)


def _counting(size: int) -> Callable[[int], None]:
    """Return what prints on standard error how many of *size* articles there are."""
    there = 0

    def count(more: int) -> None:
        nonlocal there
        there += more
        print(f"\r{there:,} of {size:,} articles", end="\n" if there == size else "", file=sys.stderr, flush=True)

    return count


@contextmanager
def _interrupted(seconds: float) -> Iterator[None]:
    """Let stores that are opened within fail every statement after so many *seconds*."""
    end = time.monotonic() + seconds

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)

    sa.event.listen(sa.Engine, "connect", limit)
    try:
        yield
    finally:
        sa.event.remove(sa.Engine, "connect", limit)
