"""An ingest that is killed, starved or raced: what was acknowledged is there, the rest never half."""

import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import ExitStack
from contextlib import closing
from contextlib import suppress
from pathlib import Path

import pytest
from tests.conftest import NOW
from tests.listings import environment
from tests.listings import make_entries
from tests.listings import make_listing
from tests.listings import rows
from tests.listings import unmeasured

from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import ingest
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.settings import Settings
from osce_feeds.store import Store

pytestmark = pytest.mark.sqlite

PLACES = ("Voss", "Oslo", "Bergen", "Narvik", "Hamar")
EACH = 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five documents of twenty articles."""
    folder = tmp_path / "listings"
    folder.mkdir()
    for number, place in enumerate(PLACES):
        (folder / f"{number}.txt").write_text(make_listing(make_entries(EACH, place)), encoding="utf-8")
    return folder


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


Again = Callable[[Path], None]


@pytest.fixture
def again(folder: Path, settings: Settings, vocabulary: Vocabulary) -> Again:
    """Feed all documents to a store, whatever state an earlier attempt has left it in."""

    def again(database: Path) -> None:
        with closing(Store(str(database))) as store:
            store.prepare(NOW)
            for path in sorted(folder.iterdir()):
                ingest(Document(str(path), path.read_bytes()), store, settings, vocabulary, Order(), NOW)

    return again


def start(folder: Path, database: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "osce_feeds", "ingest", str(folder)]
    return subprocess.Popen(
        command, env=unmeasured(environment(database)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def articles(database: Path) -> Iterator[tuple[str, int]]:
    """Yield place and number of the last change of every article."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for record, change in connection.execute("SELECT record ->> 'headline', change FROM article ORDER BY change"):
            yield record.rpartition(" ")[2], change


def check(database: Path, acknowledged: int, attempts: int = 1) -> None:
    """Hold the store against the documents whose ingest was reported."""
    found = list(articles(database))
    places = [place for place, _ in found]
    whole = len(places) // EACH
    assert [place for place in PLACES[:whole] for _ in range(EACH)] == places
    assert acknowledged <= whole <= acknowledged + 1
    assert list(range(1, len(found) + 1)) == [change for _, change in found]
    tables = rows(database)
    assert len(found) == len(tables["reading"])
    assert tables["version"] == []
    if attempts == 1:
        assert whole == len(tables["report"])


# Before the first acknowledgement the store is made; later moments fall into the other documents.
@pytest.mark.parametrize("acknowledged", range(4))
@pytest.mark.parametrize("milliseconds", [0, 15, 60])
def test_killed_ingest_loses_nothing_acknowledged_and_keeps_nothing_half(
    acknowledged: int, milliseconds: int, folder: Path, database: Path, again: Again
) -> None:
    with start(folder, database) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(acknowledged)]
        while not database.exists() and process.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.002)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=milliseconds / 1000)
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
    expected = [
        f"{folder}/{number}.txt: {EACH} new, 0 changed, 0 unchanged, 0 refused\n" for number in range(len(PLACES))
    ]
    assert expected[: len(lines)] == lines
    if lines:
        check(database, len(lines))

    again(database)
    check(database, len(PLACES), attempts=2)


@pytest.mark.parametrize("pages", [0, 40])
def test_full_disk_ends_in_one_line_and_leaves_whole_documents(
    pages: int, folder: Path, database: Path, again: Again
) -> None:
    """The limit on file sizes stands for the end of the disk."""
    with closing(Store(str(database))) as store:
        store.prepare(NOW)
    limit = database.stat().st_size + pages * 4096

    def starve() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    command = [sys.executable, "-m", "osce_feeds", "ingest", str(folder)]
    ended = subprocess.run(
        command,
        env=unmeasured(environment(database)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=starve,
    )

    assert ended.returncode == 3
    assert ended.stderr.startswith(f"osce-feeds: the store sqlite:///{database} cannot be used now: ")
    assert ended.stderr.count("\n") == 1
    check(database, ended.stdout.count("\n"))
    again(database)
    check(database, len(PLACES), attempts=2)


def test_processes_that_ingest_one_listing_at_once_store_it_once(
    folder: Path, database: Path, tmp_path: Path, settings: Settings, vocabulary: Vocabulary
) -> None:
    alone = tmp_path / "alone.db"
    with closing(Store(str(alone))) as store:
        store.prepare(NOW)
        path = folder / "0.txt"
        ingest(Document(str(path), path.read_bytes()), store, settings, vocabulary, Order(), NOW)
    with ExitStack() as stack:
        processes = [stack.enter_context(start(folder / "0.txt", database)) for _ in range(4)]
        outputs = [process.communicate(timeout=60)[0] for process in processes]

    assert [process.returncode for process in processes] == [0, 0, 0, 0], outputs
    news = f"{folder}/0.txt: {EACH} new, 0 changed, 0 unchanged, 0 refused\n"
    old = f"{folder}/0.txt: 0 new, 0 changed, {EACH} unchanged, 0 refused\n"
    assert sorted([news, old, old, old]) == sorted(outputs)
    ours, theirs = rows(database), rows(alone)
    for table in ("article", "version", "term", "article_term", "identity", "reading"):
        assert len(theirs[table]) == len(ours[table])
    for table in ("article_term", "identity"):
        assert theirs[table] == ours[table]
    assert [row[:8] for row in theirs["article"]] == [row[:8] for row in ours["article"]]
