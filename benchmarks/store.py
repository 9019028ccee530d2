"""The store over archives of different sizes: taking documents, filling.

Run as ``python benchmarks/store.py``: ten thousand articles against a hundred
thousand, or against ``SIZE=1000000``. It fills these archives first; they are kept
in ``.cache/benchmarks`` until the generator, the record or the store changes. It ends
with 1 where a goal is missed.
"""

import sys
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
from archives import SIZES
from archives import Archive
from archives import archive
from newsroom import BATCH
from newsroom import NOW
from newsroom import articles
from newsroom import fill
from newsroom import listing
from osce_feeds.ingest import Document
from osce_feeds.store import Store
from rows import Rows
from timing import Result
from timing import cost
from timing import main
from timing import ratio

POLLED = "wire"
"""The source whose document is fetched again and again."""
FILLED = 2 * BATCH
"""Articles of the stores that are filled in turns."""
_LATELY = date(2026, 6, 20)


def run(sizes: tuple[int, int] = SIZES, filled: int = FILLED, repeat: int = 7) -> list[Result]:
    """Measure, and return each ratio beside its goal."""
    with ExitStack() as stack:
        small, large = (stack.enter_context(closing(archive(size))) for size in sizes)
        folder = Path(stack.enter_context(TemporaryDirectory(dir=CACHE)))
        copies = [stack.enter_context(closing(original.copy(folder))) for original in (small, large)]
        return [*_taking(*copies, repeat=repeat), *_filling(folder, filled)]


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
