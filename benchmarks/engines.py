"""The two engines of the store side by side: filling, ingest, lists, backup and restore.

Run as ``python benchmarks/engines.py postgresql://... [COUNT]`` with the address of an
empty database on a server; what it holds is replaced. It has no goals: it says what
the choice of a server costs.
"""

import sys
import time
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from newsroom import AUTHORITY
from newsroom import NOW
from newsroom import articles
from newsroom import fill
from newsroom import listing
from osce_feeds.deliver import Newsroom
from osce_feeds.i18n import packaged
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import ingest
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from questions import QUESTIONS
from questions import SEARCHES
from questions import Question

COUNT, NEWEST, REPEAT = 10_000, 50, 7
_LATELY = date(2026, 6, 20)


def measure(database: str, count: int, folder: Path) -> Iterator[tuple[str, float]]:
    """Yield what was done with the store *database* and how many seconds it took."""
    settings = Settings(database=database, authority=AUTHORITY)
    words = packaged.vocabulary()
    with closing(Store(database)) as store:
        store.prepare(NOW)
        yield f"filling with {count:,} articles", _seconds(lambda: fill(store, articles(count)))
        yield "backup", _seconds(lambda: store.back_up(folder / "backup.db", force=True))
        yield "restore", _seconds(lambda: store.restore(folder / "backup.db", force=True))
        documents = [Document(f"{n}.txt", listing(NEWEST, n, _LATELY).encode()) for n in range(2, REPEAT + 2)]

        def take(times: int) -> list[float]:
            taken = [each for each in documents for _ in range(times)]
            return [_seconds(partial(ingest, each, store, settings, words, Order(), NOW)) for each in taken]

        yield f"ingest of {NEWEST} new articles", median(take(1))
        yield f"ingest of {NEWEST} unchanged articles", median(take(2)[1::2])
        newsroom = Newsroom.open(settings)
        for question in (*QUESTIONS, *SEARCHES):
            if not question.deep:
                yield question.name, median(_newest(store, newsroom, question) for _ in range(REPEAT))


def main() -> None:
    """Print the figures of a file and of the server that is named, in milliseconds."""
    address, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else COUNT  # noqa: PLR2004 - the name of the program is one
    with TemporaryDirectory() as name:
        folder = Path(name)
        pairs = zip(measure(str(folder / "store.db"), count, folder), measure(address, count, folder), strict=True)
        print("| what | SQLite | PostgreSQL |\n|---|---|---|")
        for (what, ours), (_, theirs) in pairs:
            print(f"| {what} | {_shown(ours)} | {_shown(theirs)} |", flush=True)


def _newest(store: Store, newsroom: Newsroom, question: Question) -> float:
    def read() -> None:
        with store.read(newsroom.regions, newsroom.names) as reader:
            reader.newest(question.selection, question.language, NEWEST)

    return _seconds(read)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _shown(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


if __name__ == "__main__":
    main()
