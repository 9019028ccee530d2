"""A partner that polls while ingests and servers are killed misses nothing and gets nothing twice."""

import json
import re
import signal
import subprocess
import sys
from collections import Counter
from contextlib import closing
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest
from tests.conftest import NOW
from tests.listings import environment
from tests.listings import make_entries
from tests.listings import make_listing
from tests.listings import unmeasured
from tests.servers import Server
from tests.servers import free_port
from tests.servers import running

from osce_feeds import edit
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.settings import Settings
from osce_feeds.store import Store

EACH = 20
PLACES = ("Voss", "Oslo", "Bergen", "Narvik")


@dataclass(frozen=True)
class State:
    """Key and version of each item taken, in that order, and where it goes on."""

    taken: list[tuple[str, int]]
    onward: str


class Partner:
    """Keeps in one file, replaced as a whole, what it took and where it goes on; so it may be killed, too."""

    def __init__(self, file: Path) -> None:
        self._file = file
        if not file.exists():
            self._keep(State([], "/en/articles.jsonl?after=0&limit=9"))

    @property
    def taken(self) -> list[tuple[str, int]]:
        return [(key, version) for key, version in self._read().taken]

    def poll(self, server: Server) -> int:
        """Take one page, and return how many items it had."""
        state = self._read()
        reply = server.get(state.onward)
        assert reply.status == 200
        items = [json.loads(line) for line in reply.body.splitlines()]
        (url,) = re.findall(r'<([^>]+)>; rel="next"', reply.headers["Link"])
        parts = urlsplit(url)
        taken = [*state.taken, *((item["key"], item["version"]) for item in items)]
        self._keep(State(taken, f"{parts.path}?{parts.query}"))
        return len(items)

    def _read(self) -> State:
        return msgspec.json.decode(self._file.read_bytes(), type=State)

    def _keep(self, state: State) -> None:
        part = self._file.with_suffix(".part")
        part.write_bytes(msgspec.json.encode(state))
        part.replace(self._file)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "listings"
    folder.mkdir()
    for number, place in enumerate(PLACES):
        (folder / f"{number}.txt").write_text(make_listing(make_entries(EACH, place)), encoding="utf-8")
    return folder


def test_partner_misses_nothing_and_gets_nothing_twice(
    folder: Path, tmp_path: Path, settings: Settings, vocabulary: Vocabulary
) -> None:
    database = tmp_path / "store.db"
    env = unmeasured(environment(database))
    ingest = [sys.executable, "-m", "osce_feeds", "ingest", str(folder)]
    partner = Partner(tmp_path / "state.json")
    port = free_port()
    serve = [sys.executable, "-m", "osce_feeds", "serve", "--port", str(port)]

    with subprocess.Popen(ingest, env=env, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    with running(serve, port, env, tmp_path / "log") as server:
        partner.poll(server)
        server.process.send_signal(signal.SIGKILL)
        with suppress(OSError, HTTPException):  # it may have answered before it heard
            partner.poll(server)
    before = len(partner.taken)
    with (
        running(serve, port, env, tmp_path / "log") as server,
        subprocess.Popen(ingest, env=env, stdout=subprocess.DEVNULL) as process,
    ):
        while process.poll() is None:
            partner.poll(server)
        gone, back = (key for key, _ in partner.taken[:2])
        with closing(Store(str(database))) as store:
            edit.withdraw(store, gone, "It is dark.", NOW)
            edit.withdraw(store, back, "It is dark.", NOW)
            edit.restore(store, back, "It is light.", settings, vocabulary, NOW)
        partner = Partner(tmp_path / "state.json")
        while partner.poll(server):
            pass
        with closing(Store(str(database))) as store, store.read() as reader:
            expected = {article.key: article.version for article in reader.stream(EVERYTHING, "en")} | {gone: 2}

    assert before >= EACH // 2 - 1
    assert len(expected) == EACH * len(PLACES)
    assert dict(partner.taken) == expected
    assert [each for each, times in Counter(partner.taken).items() if times > 1] == []
