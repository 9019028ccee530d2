"""Requests over real connections: what is sent, what is followed, what is taken, and when it is given up."""

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest

from osce_feeds.errors import FetchFailed
from osce_feeds.errors import FetchRefused
from osce_feeds.http_client import Door

SMALL = 1000


class Site(BaseHTTPRequestHandler):
    """Answers as its paths say."""

    protocol_version = "HTTP/1.1"
    asked: list[dict[str, str]]

    def do_GET(self) -> None:
        self.asked.append({"path": self.path, **self.headers})
        path, _, rest = self.path.removeprefix("/").partition("/")
        match path:
            case "moved":
                self._send(302, Location=f"/{rest}" if "://" not in rest else rest)
            case "packed":
                self._send(200, gzip.compress(b"a" * int(rest)), Content_Encoding="gzip")
            case "broken":
                self._send(200, b"no gzip", Content_Encoding="gzip")
            case "short":
                self._send(200, b"abc", Content_Length="10")
                self.close_connection = True
            case "slow":
                self._send(200, b"a", Content_Length="10", Transfer="slow")
                time.sleep(0.4)
                self.close_connection = True
            case "status":
                self._send(int(rest), b"said", ETag='"1"')
            case _:
                self._send(200, b"a" * int(path or 1))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append({"path": self.path, "body": body.decode(), **self.headers})
        self._send(202 if self.path == "/" else 307, Location="/elsewhere")

    def _send(self, status: int, body: bytes = b"", **fields: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **_named(fields)}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


def _named(fields: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in fields.items()}


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def base(server: ThreadingHTTPServer) -> str:
    Site.asked = []
    return f"http://127.0.0.1:{server.server_port}"


@pytest.fixture
def door(base: str) -> Door:
    return Door([urlsplit(base).netloc])


def test_answer_comes_back_whole_with_its_status_and_fields(door: Door, base: str) -> None:
    answer = door.fetch(f"{base}/status/404", {"If-None-Match": '"0"'})

    assert (answer.status, answer.body, answer.headers["etag"], answer.address) == (
        404,
        b"said",
        '"1"',
        f"{base}/status/404",
    )
    (asked,) = Site.asked
    assert asked["Host"] == urlsplit(base).netloc
    assert asked["If-None-Match"] == '"0"'
    assert asked["User-Agent"].startswith("osce-feeds/")
    assert not {"Cookie", "Authorization", "Referer"} & asked.keys()


def test_nothing_of_the_environment_is_used(door: Door, base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert door.fetch(f"{base}/3").body == b"aaa"


def test_host_is_named_while_the_address_that_was_looked_at_is_connected_to(base: str) -> None:
    port = urlsplit(base).port
    door = Door([f"news.example.org:{port}"], resolve=lambda _host, _port: ["127.0.0.1"])

    assert door.fetch(f"http://news.example.org:{port}/3").body == b"aaa"
    assert Site.asked[0]["Host"] == f"news.example.org:{port}"


def test_second_address_is_tried_where_the_first_does_not_answer(base: str) -> None:
    port = urlsplit(base).port
    door = Door([f"news.example.org:{port}"], resolve=lambda _host, _port: ["::1", "127.0.0.1"])

    assert door.fetch(f"http://news.example.org:{port}/3").body == b"aaa"


def test_three_redirects_are_followed_and_no_more(door: Door, base: str) -> None:
    answer = door.fetch(f"{base}/moved/moved/moved/5")
    assert (answer.address, answer.body) == (f"{base}/5", b"aaaaa")

    with pytest.raises(FetchRefused, match="more than 3 times"):
        door.fetch(f"{base}/moved/moved/moved/moved/5")


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1:9/", "http://localhost/", "file:///etc/passwd", "gopher://127.0.0.1/", "http://example.org/"],
)
def test_redirect_is_looked_at_like_an_address(door: Door, base: str, target: str) -> None:
    with pytest.raises(FetchRefused):
        door.fetch(f"{base}/moved/{target}")
    assert len(Site.asked) == 1


def test_packed_answers_are_unpacked_and_counted_unpacked(door: Door, base: str) -> None:
    assert door.fetch(f"{base}/packed/{SMALL}", most=SMALL).body == b"a" * SMALL
    with pytest.raises(FetchRefused, match="more than"):
        door.fetch(f"{base}/packed/20000000", most=2**20)


def test_too_much_is_refused(door: Door, base: str) -> None:
    with pytest.raises(FetchRefused, match="more than 1 MiB"):
        door.fetch(f"{base}/{2**20 + 1}", most=2**20)


@pytest.mark.parametrize("path", ["short", "broken"])
def test_half_an_answer_is_none(door: Door, base: str, path: str) -> None:
    with pytest.raises(FetchFailed):
        door.fetch(f"{base}/{path}")


def test_time_ends(door: Door, base: str) -> None:
    with pytest.raises(FetchFailed):
        door.fetch(f"{base}/slow", seconds=0.1)


def test_name_that_no_server_knows_and_a_port_where_nobody_is_fail() -> None:
    def unknown(_host: str, _port: int) -> list[str]:
        message = "no such name"
        raise OSError(message)

    with pytest.raises(FetchFailed, match="no such name"):
        Door(["news.example.org"], resolve=unknown).fetch("https://news.example.org/")
    with pytest.raises(FetchFailed):
        Door(["news.example.org"], resolve=lambda _host, _port: []).fetch("https://news.example.org/")
    with pytest.raises(FetchFailed):
        Door(["127.0.0.1:9"]).fetch("http://127.0.0.1:9/")


def test_form_is_posted_and_its_answer_not_followed(door: Door, base: str) -> None:
    assert door.post_form(f"{base}/", [("hub.mode", "publish"), ("hub.url", "https://a.example.org/?b")]) == 202
    assert door.post_form(f"{base}/moved", []) == 307
    first, second = Site.asked
    assert first["body"] == "hub.mode=publish&hub.url=https%3A%2F%2Fa.example.org%2F%3Fb"
    assert first["Content-Type"] == "application/x-www-form-urlencoded"
    assert second["path"] == "/moved"
