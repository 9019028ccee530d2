"""The store over archives of different sizes: reading lists, taking documents, filling.

Run as ``python benchmarks/store.py``: ten thousand articles against a hundred
thousand, or against ``SIZE=1000000``. It is not part of the usual run, since it
fills these archives first; they are kept in ``.cache/benchmarks`` until the
generator, the record or the store changes. It ends with 1 where a goal is missed.
"""

import os
import sqlite3
import sys
import time
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import ExitStack
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from archives import CACHE
from archives import NEWEST
from archives import PATIENCE
from archives import Archive
from archives import Question
from archives import archive
from metadata import CLOSED_OFFICE
from metadata import FREQUENT_OFFICE
from metadata import FREQUENT_TOPIC
from metadata import LATE_TOPIC
from newsroom import BATCH
from newsroom import NOW
from newsroom import RARE_LANGUAGE
from newsroom import articles
from newsroom import fill
from newsroom import listing
from osce_feeds.ingest import Document
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.store import Store
from rows import Rows
from timing import Result
from timing import cost
from timing import main
from timing import ratio

SIZES = (10_000, int(os.environ.get("SIZE", "100000")))
POLLED = "wire"
"""The source whose document is fetched again and again."""
FILLED = 2 * BATCH
"""Articles of the stores that are filled in turns."""
QUESTIONS = (
    Question("everything", EVERYTHING),
    Question("a frequent office", Selection(offices=(FREQUENT_OFFICE,))),
    Question("office and topic, both frequent", Selection(offices=(FREQUENT_OFFICE,), topics=(FREQUENT_TOPIC,))),
    Question(
        "the same for readers of a rare language",
        Selection(offices=(FREQUENT_OFFICE,), topics=(FREQUENT_TOPIC,)),
        RARE_LANGUAGE,
    ),
    Question("a closed office and a late topic", Selection(offices=(CLOSED_OFFICE,), topics=(LATE_TOPIC,)), empty=True),
)
_LATELY = date(2026, 6, 20)


def run(sizes: tuple[int, int] = SIZES, filled: int = FILLED, repeat: int = 7) -> list[Result]:
    """Measure, and return each ratio beside its goal."""
    with ExitStack() as stack:
        small, large = (stack.enter_context(closing(archive(size))) for size in sizes)
        results = [*_reading(small, repeat), *_reading(large, repeat), *_growing(small, large, repeat)]
        folder = Path(stack.enter_context(TemporaryDirectory(dir=CACHE)))
        copies = [stack.enter_context(closing(original.copy(folder))) for original in (small, large)]
        return [*results, *_taking(*copies, repeat=repeat), *_filling(folder, filled)]


def _reading(there: Archive, repeat: int) -> Iterator[Result]:
    """Compare lists with what is the least for any of them: reading as many articles by their keys."""
    with closing(sqlite3.connect(there.database)) as connection:
        # Keys are hashes: neighbours lie far apart in the archive.
        keys = connection.execute("SELECT key FROM article ORDER BY key LIMIT ?", (NEWEST,)).fetchall()

        def by_key() -> list[bytes]:
            return [connection.execute("SELECT record FROM article WHERE key = ?", key).fetchone() for key in keys]

        for question in QUESTIONS:
            what = f"{question.name}, {there.name}, of {NEWEST} by key"
            yield _compared(what, there.newest(question), by_key, 20, repeat)


def _growing(small: Archive, large: Archive, repeat: int) -> Iterator[Result]:
    """Compare lists of the large archive with those of the small one that can be read at all."""
    for question in QUESTIONS:
        if before := small.newest(question):
            what = f"{question.name}, {large.name}, of {small.size:,}"
            yield _compared(what, large.newest(question), before, 5, repeat)


def _compared(
    what: str, ours: Callable[[], object] | None, theirs: Callable[[], object], most: float, repeat: int
) -> Result:
    """Return how many times as long as *theirs* *ours* takes; where it was given up, how many it takes at least."""
    if ours is None:
        return Result(f"{what} (given up)", cost(lambda: time.sleep(PATIENCE), theirs, 1), most, at_most=True)
    return Result(what, cost(ours, theirs, repeat), most, at_most=True)


def _taking(small: Archive, large: Archive, *, repeat: int) -> Iterator[Result]:
    """Compare documents of some new articles, and of unchanged ones."""
    documents = iter([_document(seed) for seed in range(2, 4 * (repeat + 1) + 3)])

    def new(there: Archive) -> None:
        taken = there.take(next(documents))
        if taken.new != NEWEST:
            message = f"{taken.new} of {NEWEST} articles are new"
            raise RuntimeError(message)

    growth = cost(lambda: new(large), lambda: new(small), repeat)
    yield Result(f"ingest of {NEWEST} new, {large.name}, of {small.size:,}", growth, 3, at_most=True)
    known = next(documents)
    large.take(known, POLLED)
    again = cost(lambda: large.take(known, POLLED), lambda: new(large), repeat)
    yield Result(f"ingest of {NEWEST} unchanged, {large.name}, of {NEWEST} new", again, 0.1, at_most=True)
    spaced = (replace(known, data=known.data + b"\n" * number) for number in count(1))
    reread = cost(lambda: large.take(next(spaced), POLLED), lambda: new(large), repeat)
    yield Result(f"the same in a document with other white space, {large.name}", reread, 0.5, at_most=True)


def _filling(folder: Path, filled: int) -> Iterator[Result]:
    """Compare filling a store with writing the very rows that stand in it then."""
    found = list(articles(filled))
    numbers = count()

    def ours() -> Path:
        database = folder / f"filled-{next(numbers)}.db"
        with closing(Store(str(database))) as store:
            store.prepare(NOW)
            fill(store, found)
        return database

    rows = Rows(ours(), -(-filled // BATCH))
    reached = ratio(ours, lambda: rows.write(folder / f"filled-{next(numbers)}.db"), repeat=3)
    yield Result(f"filling with {filled:,} articles, of bare sqlite3 writing the same rows", reached, 0.2)


def _document(seed: int) -> Document:
    """Return a listing of some articles of the last days."""
    return Document("listing.txt", listing(NEWEST, seed, _LATELY).encode())


if __name__ == "__main__":
    sys.exit(main(run))
