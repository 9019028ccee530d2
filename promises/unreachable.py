"""A store that is held or gone while people read."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE
from subprocess import Popen
from sys import executable

from promises.outcome import Outcome
from tests.conftest import ROOT
from tests.faults import end
from tests.faults import ours
from tests.listings import environment
from tests.listings import make_entries
from tests.listings import make_listing
from tests.listings import rows
from tests.servers import Server
from tests.servers import free_port
from tests.servers import running
from tests.web.test_front import HOLD

KNOWN = [f"/{language}/feed.{form}" for language in ("en", "fr", "ru") for form in ("rss", "atom", "json")]
_RECOVERY = 5


@contextmanager
def _held(database: Path) -> Iterator[None]:
    with Popen([executable, "-c", HOLD, str(database)], stdin=PIPE, stdout=PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        try:
            yield
        finally:
            process.communicate()


@contextmanager
def _away(database: Path) -> Iterator[None]:
    """Have the store's file be gone, and back in its place afterwards."""
    files = list(database.parent.glob(f"{database.name}*"))
    for path in files:
        path.rename(path.with_name(f"away-{path.name}"))
    try:
        yield
    finally:
        for path in database.parent.glob(f"{database.name}*"):
            path.unlink()
        for path in files:
            path.with_name(f"away-{path.name}").rename(path)


def _ask(server: Server, number: int, bodies: dict[str, bytes]) -> Counter[str]:
    """Ask *number* times for what is known, and count the answers."""
    found: Counter[str] = Counter()
    for one in range(number):
        path = KNOWN[one % len(KNOWN)]
        reply = server.get(path)
        found[str(reply.status)] += 1
        found["stale"] += "X-OSCE-Feeds-Stale" in reply.headers
        found["other bytes"] += reply.body != bodies[path]
    return found


def store(number: int, folder: Path) -> Outcome:
    """Ask *number* times while another process holds the store for itself, and as often while it is gone."""
    database, listing, faults = folder / "data" / "store.db", folder / "listing.txt", list[str]()
    database.parent.mkdir()
    env, port = environment(database), free_port()
    end(ours("ingest", ROOT / "tests" / "data" / "newsroom-listing.txt"), env)
    listing.write_text(make_listing(make_entries(5)), encoding="utf-8")
    with running(ours("serve", "--port", port), port, env, folder / "log") as server:
        bodies = {path: server.get(path).body for path in KNOWN}
        before = rows(database)["article"]
        with _held(database):
            held = _ask(server, number, bodies)
            refused = end(ours("ingest", listing), env)
        if refused.returncode == 0 or refused.stderr.count("\n") != 1 or rows(database)["article"] != before:
            faults.append(f"a write into a held store ended with {refused.returncode}: {refused.stderr}")
        with _away(database):
            gone = _ask(server, number, bodies)
            other = server.get("/de/offices/odihr/feed.rss")
        start, status = time.monotonic(), 0
        while status != 200 and time.monotonic() < start + 4 * _RECOVERY:
            status = server.get("/de/offices/odihr/feed.rss?limit=3").status
            time.sleep(0.05)
        recovery = time.monotonic() - start
    for name, found in (("held", held), ("gone", gone)):
        if found["200"] != number or found["other bytes"]:
            faults.append(f"{name}: {dict(found)}")
    if other.status not in {200, 503} or (other.status != 200 and not other.headers["Retry-After"]):
        faults.append(f"gone: what nobody had asked for answered {other.status}")
    if recovery > _RECOVERY:
        faults.append(f"the service needed {recovery:.1f} s to recover")
    failed = {name: number - found["200"] for name, found in (("held", held), ("gone", gone))}
    figure = f"{number} requests while held: {failed['held']} failed; {number} while gone: {failed['gone']} failed"
    figure += f", {gone['stale']} marked as stale, other selections {other.status}; recovery in {recovery:.1f} s"
    return Outcome(figure, tuple(faults))
