"""Publishing what ten new articles touch, against publishing everything: the same newsroom, one after the other.

Run as ``python benchmarks/publish.py``: two thousand articles in one language, or ``SIZE=10000``.
It ends with 1 where a goal is missed.
"""

import os
import sys
import time
from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from newsroom import AUTHORITY
from newsroom import NOW
from newsroom import articles
from newsroom import build
from newsroom import fill
from osce_feeds.deliver import Newsroom
from osce_feeds.publish import Folder
from osce_feeds.publish import Published
from osce_feeds.publish import Scope
from osce_feeds.publish import plan
from osce_feeds.publish import publish
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.web.app import create_app
from osce_feeds.web.published import InProcess
from osce_feeds.web.published import fixed_addresses
from timing import Result
from timing import main

SIZE = int(os.environ.get("SIZE", "2000"))
NEW = 10
"""Articles that come in between."""
_LATELY = date(2026, 6, 25)


def run(size: int = SIZE) -> Iterator[Result]:
    """Measure, and yield each ratio beside its goal."""
    with TemporaryDirectory() as place:
        settings = Settings(database=f"{place}/store.db", authority=AUTHORITY, languages=("en",))
        build(settings.database, size)
        everything, whole = _publish(settings, Path(place) / "site")
        store = Store(settings.database)
        fill(store, articles(NEW, seed=2, since=_LATELY))
        store.close()
        touched, part = _publish(settings, Path(place) / "site")
    print(
        f"{size} articles: {whole.written} files, {everything:.1f} s;"
        f" {NEW} more: {part.rendered} rendered, {part.written} written, {touched:.1f} s",
        file=sys.stderr,
    )
    yield Result(f"time for what {NEW} new articles touch, of everything", touched / everything, 0.02, at_most=True)
    yield Result(f"addresses rendered for {NEW} new articles", part.rendered / whole.rendered, 0.02, at_most=True)


def _publish(settings: Settings, folder: Path) -> tuple[float, Published]:
    """Publish as a process of its own would, but for the start of Python; return seconds and report."""
    now = NOW + timedelta(hours=1)
    start = time.perf_counter()
    newsroom, store = Newsroom.open(settings), Store(settings.database)
    scope = Scope(settings, newsroom.vocabulary, newsroom.languages, newsroom.epoch, fixed_addresses(("en",)))
    app = create_app(settings, lambda: now, front=False)
    done = publish(plan(scope, store, now), InProcess(app), Folder(folder))
    store.close()
    return time.perf_counter() - start, done


if __name__ == "__main__":
    sys.exit(main(run))
