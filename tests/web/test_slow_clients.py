"""Clients that take their time: they hold a connection each, and keep nobody else waiting."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from tests.faults import ours
from tests.listings import environment
from tests.servers import Server
from tests.servers import free_port
from tests.servers import running

MANY = 60
UNFINISHED = {
    "head": b"GET /en/feed.rss HTTP/1.1\r\nHost: x\r\n",
    "body of a page": b"GET /en/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nabc",
    "body of a form": b"POST /en/feed.rss HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nabc",
    "body of a document": b"POST /ingest HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nabc",
    "answer": b"GET /en/articles.jsonl HTTP/1.1\r\nHost: x\r\n\r\n",
}
"""Requests of which no more will come, or whose answer nobody reads."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder, port = tmp_path_factory.mktemp("slow"), free_port()
    command = ours("demo", "--port", port)
    with running(command, port, environment(folder / "store.db"), folder / "log") as server:
        yield server


@pytest.mark.parametrize("what", UNFINISHED)
def test_slow_clients_keep_nobody_waiting(server: Server, what: str) -> None:
    with ExitStack() as connections:
        for _ in range(MANY):
            slow = connections.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            slow.sendall(UNFINISHED[what])
        for number in range(10):
            assert server.get(f"/en/feed.rss?limit={number + 1}").status == 200
        assert server.get("/en/articles.xml").status in (200, 503)
