"""Listings of a named source that shrink, empty, break and are replaced, one after the other: no article is lost."""

import random
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from promises.outcome import Outcome
from tests.conftest import NOW
from tests.listings import Entry
from tests.listings import make_entries
from tests.listings import make_listing
from tests.listings import select

from osce_feeds.errors import DocumentRefused
from osce_feeds.i18n.packaged import vocabulary
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import ingest
from osce_feeds.settings import Settings
from osce_feeds.store import Store

_KINDS = ("whole", "shrunk", "empty", "cut", "replaced", "page")


def _damaged(kind: str, entries: list[Entry], number: int, chance: random.Random) -> bytes:
    """Return a listing of *entries* after an accident of some *kind*."""
    text = make_listing(entries)
    data: dict[str, Callable[[], str]] = {
        "shrunk": lambda: make_listing(entries[: chance.randrange(len(entries))]),
        "empty": lambda: "",
        "cut": lambda: text[: chance.randrange(len(text))],
        "replaced": lambda: make_listing(make_entries(chance.randrange(1, 30), f"Hamar {number}")),
        "page": lambda: f"<!doctype html><title>New</title><main id=app>{'<div></div>' * chance.randrange(50)}</main>",
    }
    return data.get(kind, lambda: text)().encode()


def redesigns(number: int, folder: Path) -> Outcome:
    """Feed *number* listings, most of them damaged; after each every article that was public is."""
    chance = random.Random(number)
    settings = Settings(database=str(folder / "store.db"), authority="feeds.example.org,2026")
    counts, faults = {"taken": 0, "refused": 0}, list[str]()
    with closing(Store(settings.database)) as store:
        store.prepare(NOW)
        known: set[str] = set()
        for step in range(number):
            kind = chance.choice(_KINDS) if step > 5 else "whole"
            data = _damaged(kind, make_entries(20), step, chance)
            order = Order(source="harbour")
            try:
                ingest(
                    Document("listing.txt", data), store, settings, vocabulary(), order, NOW + timedelta(minutes=step)
                )
                counts["taken"] += 1
            except DocumentRefused:
                counts["refused"] += 1
            else:
                if kind in {"empty", "page"}:
                    faults.append(f"step {step}: a listing of nothing ({kind}) was taken")
            found = {
                str(key) for (key,) in select(settings.database, "SELECT key FROM article WHERE status = 'usable'")
            }
            if lost := known - found:
                faults.append(f"step {step} ({kind}): {len(lost)} articles lost or withdrawn")
            known = found
    figure = (
        f"{number} listings shrunk, emptied, cut and replaced: {counts['refused']} refused, {counts['taken']} taken"
    )
    return Outcome(f"{figure}, {len(known)} articles stored, {len(faults)} lost or withdrawn", tuple(faults))
