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

from metadata import FREQUENT_OFFICE
from metadata import FREQUENT_TOPIC
from newsroom import AUTHORITY
from newsroom import NOW
from newsroom import articles
from newsroom import fill
from newsroom import listing
from osce_feeds.i18n import packaged
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import ingest
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.settings import Settings
from osce_feeds.store import Store

COUNT, NEWEST, REPEAT = 10_000, 50, 7
_LATELY = date(2026, 6, 20)
_BOTH = Selection(offices=(FREQUENT_OFFICE,), topics=(FREQUENT_TOPIC,))


def measure(database: str, count: int, folder: Path) -> Iterator[tuple[str, float]]:
    """Yield what was done with the store *database* and how many seconds it took."""
    settings = Settings(database=database, authority=AUTHORITY)
    words = packaged.vocabulary()
    with closing(Store(database)) as store:
        store.prepare(NOW)
        yield f"filling with {count:,} articles", _seconds(lambda: fill(store, articles(count)))
        documents = [Document(f"{n}.txt", listing(NEWEST, n, _LATELY).encode()) for n in range(2, REPEAT + 2)]

        def take() -> list[float]:
            return [_seconds(partial(ingest, each, store, settings, words, Order(), NOW)) for each in documents]

        yield f"ingest of {NEWEST} new articles", median(take())
        yield f"ingest of {NEWEST} unchanged articles", median(take())
        for name, selection in (("everything", EVERYTHING), ("an office and a topic", _BOTH)):
            yield f"newest {NEWEST} of {name}", median(_newest(store, selection) for _ in range(REPEAT))
        yield "backup", _seconds(lambda: store.back_up(folder / "backup.db", force=True))
        yield "restore", _seconds(lambda: store.restore(folder / "backup.db", force=True))


def main() -> None:
    """Print the figures of a file and of the server that is named, in milliseconds."""
    address, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else COUNT  # noqa: PLR2004 - the name of the program is one
    with TemporaryDirectory() as name:
        folder = Path(name)
        pairs = zip(measure(str(folder / "store.db"), count, folder), measure(address, count, folder), strict=True)
        print("| what | SQLite | PostgreSQL |\n|---|---|---|")
        for (what, ours), (_, theirs) in pairs:
            print(f"| {what} | {_shown(ours)} | {_shown(theirs)} |", flush=True)


def _newest(store: Store, selection: Selection) -> float:
    def read() -> None:
        with store.read() as reader:
            reader.newest(selection, "en", NEWEST)

    return _seconds(read)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _shown(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


if __name__ == "__main__":
    main()
