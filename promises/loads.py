"""A service under load: for long, beside slow clients, and ten times as much at once."""

import random
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from promises.outcome import Outcome
from promises.readers import Readers
from tests.faults import end
from tests.faults import ours
from tests.hostile.documents import documents
from tests.listings import environment
from tests.listings import make_entries
from tests.listings import make_listing
from tests.servers import Server
from tests.servers import free_port
from tests.servers import running
from tests.web.test_slow_clients import UNFINISHED

_FORMS = ("feed.rss", "feed.atom", "feed.json", "", "articles.csv")
PATHS = [f"/{language}/{form}" for language in ("en", "fr", "ru") for form in _FORMS]
_MEBIBYTE = 1024 * 1024
_SOAK_RATE, _CALM, _TIMES = 50, 30, 10
_HONEST, _SERVED = 0.5, 1.0
_WAL = 64 * _MEBIBYTE
_SLOPE = 1.0
"""MiB an hour that the workers may grow."""
_SHORT = 15
"""Minutes below which a slope of memory is printed and not judged."""
_AFTER = 5


@contextmanager
def _demo(folder: Path) -> Iterator[tuple[Server, Path]]:
    port, database = free_port(), folder / "store.db"
    command = ours("demo", "--port", port, "--keep", database)
    with running(command, port, environment(folder / "unused.db"), folder / "log") as server:
        for path in PATHS:
            server.get(path)
        yield server, database


@dataclass(frozen=True)
class Sample:
    """How big the processes of a service are at a moment."""

    seconds: float
    memory: float
    files: int
    threads: int


def _sample(server: Server, start: float) -> Sample:
    memory = files = threads = 0
    main = server.process.pid
    children = Path(f"/proc/{main}/task/{main}/children").read_text(encoding="ascii").split()
    for number in (str(main), *children):
        status = dict(line.split(":", 1) for line in Path(f"/proc/{number}/status").read_text().splitlines())
        memory += int(status["VmRSS"].split()[0])
        threads += int(status["Threads"])
        files += sum(1 for _ in Path(f"/proc/{number}/fd").iterdir())
    return Sample(time.monotonic() - start, memory / 1024, files, threads)


def _slope(samples: list[Sample]) -> float:
    """Return by how many MiB an hour the memory grows: least squares over the samples."""
    middle = sum(sample.seconds for sample in samples) / len(samples)
    mean = sum(sample.memory for sample in samples) / len(samples)
    over = sum((sample.seconds - middle) * (sample.memory - mean) for sample in samples)
    return 3600 * over / (sum((sample.seconds - middle) ** 2 for sample in samples) or 1)


def soak(number: int, folder: Path) -> Outcome:
    """Ask for *number* minutes at 50 requests a second, with an ingest and hostile documents every minute."""
    samples, thirds, largest, faults = list[Sample](), list[float](), 0, list[str]()
    hostile = documents(10 * number + 10)
    with _demo(folder) as (server, database), Readers(server.port, PATHS, _SOAK_RATE) as readers:
        env, listing = environment(database, BASE_URL=server.base), folder / "listing.txt"
        start = time.monotonic()
        for minute in range(3 * number):
            first = len(readers.seconds)
            if minute % 3 == 0:
                listing.write_text(make_listing(make_entries(10, f"Voss {minute}")), encoding="utf-8")
                ended = end(ours("ingest", listing), env)
                if ended.returncode:
                    faults.append(f"an ingest failed: {ended.stderr}")
                for _ in range(5):
                    one = next(hostile)
                    (folder / one.name).write_bytes(one.data)
                    end(ours("ingest", folder / one.name), env)
            while time.monotonic() < start + 20 * (minute + 1):
                time.sleep(1)
                samples.append(_sample(server, start))
            wal = Path(f"{database}-wal")
            largest = max(largest, wal.stat().st_size if wal.exists() else 0)
            ordered = sorted(readers.seconds[first:])
            thirds.append(ordered[int(len(ordered) * 0.99)] if ordered else 0.0)
    later = samples[len(samples) // 3 :]
    slope, files = _slope(later), later[-1].files - later[0].files
    if readers.failures:
        faults.append(f"answers: {dict(readers.statuses)}")
    if largest > _WAL:
        faults.append(f"the log of the store grew to {largest / _MEBIBYTE:.0f} MiB")
    if number >= _SHORT and slope > _SLOPE:
        faults.append(f"memory grows by {slope:.1f} MiB an hour")
    if files > 20 or later[-1].threads - later[0].threads > 5:
        faults.append(f"{files} files and {later[-1].threads - later[0].threads} threads more at the end")
    asked = sum(readers.statuses.values())
    figure = f"{number} minutes, {asked:,} requests, {readers.failures} failed; memory {later[0].memory:.0f} to"
    figure += (
        f" {later[-1].memory:.0f} MiB ({slope:+.1f} MiB/h), files {files:+}, log at most {largest / _MEBIBYTE:.1f} MiB"
    )
    return Outcome(f"{figure}, p99 {1000 * thirds[0]:.0f} ms first, {1000 * thirds[-1]:.0f} ms last", tuple(faults))


def slow_clients(number: int, folder: Path) -> Outcome:
    """Hold *number* connections with unfinished requests, drip into most of them, and ask honestly for 15 seconds."""
    kinds, chance = list(UNFINISHED.values()), random.Random(number)
    with _demo(folder) as (server, _), ExitStack() as stack:
        with Readers(server.port, PATHS, _SOAK_RATE) as alone:
            time.sleep(_AFTER)
        slow = []
        for one in range(number):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            # A fifth never finish their bodies; the others add a byte of a field now and then.
            connection.sendall(kinds[1 + one % 3] if one % 5 == 0 else kinds[0])
            if one % 5:
                slow.append(connection)
        with Readers(server.port, PATHS, _SOAK_RATE) as readers:
            until = time.monotonic() + 15
            while time.monotonic() < until:
                for connection in chance.sample(slow, k=len(slow) // 5):
                    try:
                        connection.sendall(b"X")
                    except OSError:
                        slow.remove(connection)  # the service had enough of it
                time.sleep(0.5)
    faults = [f"answers: {dict(readers.statuses)}"] * bool(readers.failures)
    if readers.slowest > _HONEST:
        faults.append(f"p99 of honest requests is {readers.slowest:.2f} s, more than {_HONEST} s")
    figure = f"{number - number // 5} dripping connections and {number // 5} unfinished bodies:"
    figure += f" {len(readers.seconds)} honest requests, {readers.failures} failed"
    return Outcome(
        f"{figure}, p99 {1000 * readers.slowest:.0f} ms, without them {1000 * alone.slowest:.0f} ms", tuple(faults)
    )


def spike(number: int, folder: Path) -> Outcome:
    """Ask at 30 requests a second, then for *number* seconds at ten times as many, then at 30 again."""
    with _demo(folder) as (server, _):
        found = []
        for rate, seconds, threads in ((_CALM, 5, 4), (_CALM * _TIMES, number, 32), (_CALM, _AFTER, 4)):
            with Readers(server.port, PATHS, rate, threads) as readers:
                time.sleep(seconds)
            found.append(readers)
    before, during, after = found
    wrong = sum(during.bodies[path] != before.bodies.get(path, during.bodies[path]) for path in during.bodies)
    faults = [f"answers: {dict(readers.statuses)}" for readers in found if readers.failures]
    faults += [f"{wrong} addresses gave other bytes than before"] * bool(wrong)
    if during.slowest > _SERVED:
        faults.append(f"p99 of what was served is {during.slowest:.2f} s, more than {_SERVED} s")
    if after.slowest > max(2 * before.slowest, 0.1):
        faults.append(f"p99 after it is {after.slowest:.2f} s, before it was {before.slowest:.2f} s")
    answered = sum(during.statuses.values()) / number
    figure = (
        f"{number} s at {_CALM * _TIMES}/s asked, {answered:.0f}/s answered: {during.failures} failed, {wrong} wrong"
    )
    p99 = [f"{1000 * readers.slowest:.0f} ms" for readers in found]
    figure += f", p99 {p99[1]} (before {p99[0]}, after {p99[2]})"
    return Outcome(figure, tuple(faults))
