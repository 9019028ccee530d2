"""Clocks that go wrong: back, ten years away, over the hours of summer time, in any zone."""

import os
import random
import subprocess
import sys
from contextlib import closing
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from pathlib import Path

from promises.outcome import Outcome
from tests.conftest import ROOT
from tests.listings import Entry
from tests.listings import make_listing

from osce_feeds.i18n.packaged import vocabulary
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import ingest
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.settings import Settings
from osce_feeds.store import Store

ZONES = ("UTC", "Europe/Vienna", "Asia/Tashkent", "Pacific/Honolulu", "Pacific/Kiritimati", "Asia/Kathmandu")
_SUMMER = datetime(2025, 3, 30, 1, 30, tzinfo=UTC), datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
_YEARS = timedelta(days=3653)


def _moments(number: int, chance: random.Random) -> list[datetime]:
    """Return what a bad clock shows: it goes on, back by an hour, away by ten years, to the hours that come twice."""
    now, found = datetime(2025, 7, 5, 12, 0, tzinfo=UTC), list[datetime]()
    for _ in range(number):
        now += timedelta(minutes=chance.randrange(1, 90))
        steps = (now, now, now, now - timedelta(hours=1), now - _YEARS, now + _YEARS, chance.choice(_SUMMER))
        found.append(chance.choice(steps))
    return found


def steps(number: int, folder: Path) -> Outcome:
    """Correct an article at *number* moments of a bad clock, then make every golden file in six time zones."""
    chance = random.Random(number)
    settings = Settings(database=str(folder / "store.db"), authority="feeds.example.org,2026")
    updated: dict[str, datetime] = {}
    touched, faults = datetime.min.replace(tzinfo=UTC), list[str]()
    with closing(Store(settings.database)) as store:
        moments = _moments(number, chance)
        store.prepare(moments[0])
        for step, now in enumerate(moments):
            topics = ("Youth", "Youth, Elections", "Elections")[step % 3]
            entries = [Entry(headline=f"Ferry {one}", date=f"{one} July 2014", topics=topics) for one in (1, 2, 3)]
            document = Document("listing.txt", make_listing(entries).encode())
            ingest(document, store, settings, vocabulary(), Order(), now)
            with store.read() as reader:
                for article in reader.stream(EVERYTHING, "en"):
                    if article.updated < updated.get(article.key, article.updated):
                        faults.append(f"step {step}: updated went from {updated[article.key]} to {article.updated}")
                    updated[article.key] = article.updated
                found = reader.touched(EVERYTHING)
            if found and found < touched:
                faults.append(f"step {step}: the selection went from {touched} to {found}")
            touched = found or touched
    bad = [zone for zone in ZONES if not _golden(zone)]
    faults += [f"golden files differ in {zone}" for zone in bad]
    figure = f"{number} corrections on a clock that jumps: {len(faults) - len(bad)} moments that went back"
    return Outcome(f"{figure}; golden files in {len(ZONES)} time zones: {len(bad)} differ", tuple(faults))


def _golden(zone: str) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/formats/test_golden.py"]
    return (
        subprocess.run(command, cwd=ROOT, env=os.environ | {"TZ": zone}, capture_output=True, check=False).returncode
        == 0
    )
