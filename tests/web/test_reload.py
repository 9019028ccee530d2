"""The service under load while it is told to start anew or to end.

Nobody gets an error or half an answer. A reload closes no connection that is new. One that is
kept open between requests may end at any moment, and its reader asks again over a new one (RFC 9112
section 9.3.1). An end may close one that comes in at that very moment, before its request was read.
"""

import http.client
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest
from tests.conftest import Feed
from tests.listings import environment
from tests.servers import Server
from tests.servers import free_port
from tests.servers import running

from osce_feeds.settings import Settings


class Readers:
    """Readers that ask over connections of their own, again and again, and note what does not end in 200."""

    def __init__(self, server: Server, number: int = 4, *, keep: bool = False) -> None:
        self.server, self.keep, self.answers, self.closed = server, keep, 0, 0
        self.failures: list[str] = []
        self.stopped = threading.Event()
        self.threads = [threading.Thread(target=self.read) for _ in range(number)]

    def read(self) -> None:
        fields = {"Accept-Encoding": "gzip"} if self.keep else {"Accept-Encoding": "gzip", "Connection": "close"}
        connection, is_new = self.connect(), True
        while not self.stopped.is_set():
            try:
                connection.request("GET", "/en/feed.atom", headers=fields)
                response = connection.getresponse()
                body = response.read()
                if response.status != 200 or not body:
                    self.failures.append(f"{response.status}, {len(body)} bytes")
                self.answers += 1
                is_new = not self.keep or response.will_close
            except ConnectionRefusedError:
                break  # it has ended: who comes now comes too late
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self.closed += is_new  # not a byte came back
                is_new = True
            except (OSError, http.client.HTTPException) as error:
                self.failures.append(repr(error))
            if is_new:
                connection.close()
                connection = self.connect()
        connection.close()

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        self.wait_for(20)
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def wait_for(self, more: int) -> None:
        end, until = time.monotonic() + 20, self.answers + more
        while self.answers < until and time.monotonic() < end:
            time.sleep(0.01)
        assert self.answers >= until


@pytest.fixture
def server(settings: Settings, feed: Feed, sample: bytes, tmp_path: Path) -> Iterator[Server]:
    feed(sample)
    port = free_port()
    command = [sys.executable, "-m", "osce_feeds", "serve", "--port", str(port)]
    with running(command, port, environment(settings.database), tmp_path / "log") as server:
        yield server


def workers(server: Server) -> set[str]:
    """Return the processes that the service has started."""
    main = server.process.pid
    return set(Path(f"/proc/{main}/task/{main}/children").read_text(encoding="ascii").split())


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are looked up in /proc")
@pytest.mark.parametrize("keep", [False, True])
def test_reload_gives_nobody_an_error_or_half_an_answer(server: Server, keep: bool) -> None:
    server.get("/en/feed.atom")
    before = workers(server)
    with Readers(server, keep=keep) as readers:
        server.process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 20
        while workers(server) & before and time.monotonic() < end:
            time.sleep(0.05)
        assert not workers(server) & before
        readers.wait_for(20)

    assert readers.failures == []
    assert readers.closed == 0


def test_end_gives_nobody_an_error_or_half_an_answer(server: Server) -> None:
    server.get("/en/feed.atom")
    with Readers(server) as readers:
        server.process.terminate()
        assert server.process.wait(20) == 0

    assert readers.failures == []
    assert readers.closed <= len(readers.threads)
