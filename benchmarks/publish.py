"""Publishing what ten new articles touch, against publishing everything, in a newsroom of ten thousand articles.

Run as ``python benchmarks/publish.py``, or with ``SIZE=30000``. Of everything, every
``SOME``-th address is published and its time taken so many times; of what is touched, all of
it. It ends with 1 where a goal is missed.
"""

import os
import sys
import time
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from newsroom import AUTHORITY
from newsroom import NOW
from newsroom import build
from newsroom import listing
from osce_feeds.deliver import Newsroom
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import ingest
from osce_feeds.publish import Folder
from osce_feeds.publish import Job
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

SIZE = int(os.environ.get("SIZE", "10000"))
NEW = 10
"""Articles that come in between."""
SOME = 200
_LATELY = date(2026, 6, 25)
_LATER = NOW + timedelta(hours=1)


def run(size: int = SIZE, some: int = SOME) -> Iterator[Result]:
    """Measure, and yield each ratio beside its goal."""
    with TemporaryDirectory() as place:
        settings = Settings(database=f"{place}/store.db", authority=AUTHORITY, languages=("en",))
        build(settings.database, size)
        newsroom, store = Newsroom.open(settings), Store(settings.database)
        fixed = fixed_addresses(("en",))
        scope = Scope(settings, newsroom.vocabulary, newsroom.languages, newsroom.epoch, fixed)
        before = plan(scope, store, _LATER)
        everything = _seconds(settings, before[::some], Path(place) / "some") * some
        document = Document("new.txt", listing(NEW, seed=2, since=_LATELY).encode())
        ingest(document, store, settings, newsroom.vocabulary, Order(), NOW)
        marks = {job.path: job.mark for job in before}
        touched = [job for job in plan(scope, store, _LATER) if not job.mark or marks.get(job.path) != job.mark]
        seconds = _seconds(settings, touched, Path(place) / "touched")
        store.close()
    what = f"{len(before)} addresses take {everything:.0f} s; {len(touched)} are touched and take {seconds:.1f} s"
    print(f"{size} articles: {what}", file=sys.stderr)
    yield Result(f"addresses that {NEW} new articles touch, of all", len(touched) / len(before), 0.02, at_most=True)
    yield Result(f"time that {NEW} new articles take, of everything", seconds / everything, 0.02, at_most=True)


def _seconds(settings: Settings, jobs: Sequence[Job], folder: Path) -> float:
    render = InProcess(create_app(settings, lambda: _LATER, front=False))
    render("/en/")  # templates are read once
    start = time.process_time()
    publish(jobs, render, Folder(folder))
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main(run))
