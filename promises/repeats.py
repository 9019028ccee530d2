"""One document again and again, saved in other ways: nothing changes, and hardly anything is written."""

from contextlib import closing
from datetime import timedelta
from itertools import cycle
from itertools import islice
from pathlib import Path

from promises.outcome import Outcome
from tests.conftest import NOW
from tests.ingest.test_same_again import ENTRIES
from tests.ingest.test_same_again import SAVED
from tests.ingest.test_same_again import public
from tests.listings import make_listing
from tests.renditions import renditions

from osce_feeds.i18n.packaged import vocabulary
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import ingest
from osce_feeds.settings import Settings
from osce_feeds.store import Store

_SHARE = 0.10
"""The most that a repetition may write of what the first time wrote."""


def _written() -> int:
    """Return the bytes that this process has written so far."""
    lines = Path("/proc/self/io").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("wchar"))


def same(number: int, folder: Path) -> Outcome:
    """Feed a document, and then *number* times the same in other bytes."""
    settings = Settings(database=str(folder / "store.db"), authority="feeds.example.org,2026")
    faults, shares = list[str](), list[float]()
    with closing(Store(settings.database)) as store:
        store.prepare(NOW)

        def feed(text: str, step: int) -> int:
            before = _written()
            document = Document("listing.txt", text.encode())
            ingest(document, store, settings, vocabulary(), Order(), NOW + timedelta(hours=step))
            return _written() - before

        first = feed(make_listing(ENTRIES), 0)
        before, served = public(settings), renditions(store, settings)
        for step, (name, saved) in enumerate(islice(cycle(SAVED.items()), number), 1):
            shares.append(feed(saved(), step) / first)
            if public(settings) != before:
                faults.append(f"{name}: rows changed")
            if step % 10 == 0 and renditions(store, settings) != served:
                faults.append(f"{name}: bytes changed")
    mean = sum(shares) / len(shares)
    if mean > _SHARE:
        faults.append(f"a repetition writes {mean:.1%} of the first time, more than {_SHARE:.0%}")
    figure = f"{number} repetitions in {len(SAVED)} ways of saving: {len(faults)} changes"
    return Outcome(f"{figure}, each wrote {mean:.1%} of the first ({first:,} bytes)", tuple(faults))
