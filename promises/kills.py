"""Processes that are killed at random moments: what they acknowledged is there, the rest never half."""

import multiprocessing
import random
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from promises.outcome import Outcome
from tests.conftest import NOW
from tests.listings import make_entries
from tests.listings import make_listing
from tests.listings import rows
from tests.store.chain import make_chain

from osce_feeds.i18n.packaged import vocabulary
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import ingest
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store.revision import Chain

EACH = 20
"""Articles of one document."""
_FRESH = 10
"""Kills after which a new store begins, so that some fall into its making."""
_START = 2
"""Seconds that the next start may take."""
_fork = multiprocessing.get_context("fork")


@dataclass
class Tally:
    """What was found after all kills so far."""

    acknowledged: int = 0
    slowest: float = 0
    faults: tuple[str, ...] = ()


def _feed(settings: Settings, first: int, told: Connection) -> None:
    """Take one document after the other, from the number *first* on, and tell the number of each that is stored."""
    with closing(Store(settings.database)) as store:
        store.prepare(NOW)
        for number in range(first, first + 1000):
            data = make_listing(make_entries(EACH, f"Voss {number}")).encode()
            ingest(Document("listing.txt", data), store, settings, vocabulary(), Order(), NOW)
            told.send(number)


def _kill(process: multiprocessing.process.BaseProcess, delay: float, told: Connection) -> int:
    """Kill *process* after *delay* seconds, and return how many documents it told of."""
    time.sleep(delay)
    process.kill()
    process.join()
    count = 0
    try:
        while told.poll():
            told.recv()
            count += 1
    except EOFError:
        pass
    return count


def _faults(database: Path, acknowledged: int) -> tuple[int, list[str]]:
    """Return the number of whole documents in a store, and what is wrong with it."""
    with closing(sqlite3.connect(database)) as connection:
        faults = [f"integrity: {line}" for (line,) in connection.execute("PRAGMA integrity_check") if line != "ok"]
        faults += [f"foreign key: {line}" for line in connection.execute("PRAGMA foreign_key_check")]
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'article'").fetchone():
            return 0, faults + [f"no articles, {acknowledged} documents acknowledged"] * bool(acknowledged)
        (count,) = connection.execute("SELECT count(*) FROM article").fetchone()
        (reports,) = connection.execute("SELECT count(*) FROM report").fetchone()
    whole, rest = divmod(count, EACH)
    if rest or whole != reports:
        faults.append(f"half a document: {count} articles, {reports} reports")
    if whole < acknowledged:
        faults.append(f"lost: {acknowledged} documents acknowledged, {whole} there")
    return whole, faults


def _warm(database: Path) -> None:
    """Take a document here, so that forks need not load what it takes."""
    settings = Settings(database=str(database), authority="feeds.example.org,2026")
    with closing(Store(settings.database)) as store:
        store.prepare(NOW)
        document = Document("listing.txt", make_listing(make_entries(EACH)).encode())
        ingest(document, store, settings, vocabulary(), Order(), NOW)


def ingests(number: int, folder: Path) -> Outcome:
    """Kill *number* ingests, each within six tenths of a second."""
    chance = random.Random(number)
    _warm(folder / "warm.db")
    tally, whole = Tally(), 0
    settings = Settings()
    for kill in range(number):
        if kill % _FRESH == 0:
            database, whole = folder / f"{kill}.db", 0
            settings = Settings(database=str(database), authority="feeds.example.org,2026")
        ours, theirs = _fork.Pipe(duplex=False)
        process = _fork.Process(target=_feed, args=(settings, whole, theirs))
        process.start()
        theirs.close()
        told = _kill(process, chance.uniform(0.005, 0.6), ours)
        ours.close()
        if not Path(settings.database).exists():
            continue
        start = time.monotonic()
        with closing(Store(settings.database)) as store:
            store.prepare(NOW)
        tally.slowest = max(tally.slowest, time.monotonic() - start)
        whole, faults = _faults(Path(settings.database), whole + told)
        tally.acknowledged += told
        tally.faults += tuple(f"kill {kill}: {fault}" for fault in faults)
    if tally.slowest > _START:
        tally.faults += (f"a start took {tally.slowest:.1f} s",)
    lost = sum("lost" in fault or "no articles" in fault for fault in tally.faults)
    half = sum("half" in fault for fault in tally.faults)
    wrong = sum("integrity" in fault or "foreign" in fault for fault in tally.faults)
    figure = f"{number} kills, {tally.acknowledged} documents acknowledged: {lost} lost, {half} half, {wrong} corrupt"
    return Outcome(f"{figure}, slowest next start {tally.slowest:.2f} s", tally.faults)


def _migrate(database: str, chain: Chain, *, up: bool) -> None:
    with closing(Store(database, chain)) as store:
        if up:
            store.upgrade(NOW)
        else:
            store.downgrade("0001", NOW, force=True)


def migrations(number: int, folder: Path) -> Outcome:
    """Kill *number* migrations, forward and back in turn, of a store with articles: old or new is what is left."""
    chance = random.Random(number)
    settings = Settings(database=str(folder / "store.db"), authority="feeds.example.org,2026")
    articles = 2000
    with closing(Store(settings.database)) as store:
        store.prepare(NOW)
        data = make_listing(make_entries(articles)).encode()
        ingest(Document("listing.txt", data), store, settings, vocabulary(), Order(), NOW)
    chain = make_chain(folder / "versions")
    states = [rows(settings.database)]
    start = time.monotonic()
    _migrate(settings.database, chain, up=True)
    lasting = time.monotonic() - start
    states.append(rows(settings.database))
    counts, faults = {"old": 0, "new": 0}, list[str]()
    at = 1
    for kill in range(number):
        process = _fork.Process(target=_migrate, args=(settings.database, chain), kwargs={"up": at == 0})
        process.start()
        time.sleep(chance.uniform(0.005, 2 * lasting))
        process.kill()
        process.join()
        found = rows(settings.database)
        if found not in states:
            faults.append(f"kill {kill} left what is neither old nor new")
            break
        after = states.index(found)
        counts["old" if after == at else "new"] += 1
        with closing(sqlite3.connect(settings.database)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                faults.append(f"kill {kill}: the file is damaged")
        if after == at:
            _migrate(settings.database, chain, up=at == 0)
        at = 1 - at
    figure = (
        f"{number} migrations of {articles:,} articles killed, forward and back: {counts['old']} left the old state"
    )
    return Outcome(f"{figure}, {counts['new']} the new one, {len(faults)} another", tuple(faults))
