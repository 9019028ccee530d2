"""A newsroom's site as polled sources are: a listing, pages of articles, an archive, manners; and a worker."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from typing import Any

import msgspec
import pytest
from tests.conftest import NOW

from osce_feeds.deliver import Newsroom
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.settings import PolledSource
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.watch import Worker
from osce_feeds.watch.alerts import Message


@dataclass
class Site:
    """What stands at which path, and what was asked: path and header fields."""

    pages: dict[str, tuple[int, bytes, dict[str, str]]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    base: str = ""

    def put(self, path: str, body: str = "", status: int = 200, **fields: str) -> None:
        headers = {name.replace("_", "-"): value for name, value in fields.items()}
        self.pages[path] = (status, body.encode(), headers)

    def listing(self, *numbers: int, path: str = "/news", **fields: Any) -> None:
        """Put a listing of articles there, and their pages."""
        results = "".join(result(number) for number in numbers)
        self.put(path, f"<!doctype html><html lang=en><body><main>{results}</main></body></html>", **fields)
        for number in numbers:
            self.pages.setdefault(f"/node/{10_000 + number}", (200, article(number).encode(), {}))

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for since this was asked last, but for robots.txt."""
        paths = [path for path, _ in self.asked if path != "/robots.txt"]
        self.asked.clear()
        return paths


def result(number: int) -> str:
    return (
        f'<div class="search-result-news"><h3 class="search-title"><a href="/node/{10_000 + number}">Ferry {number}'
        f' leaves Voss</a></h3><div class="publishing-date">Publishing date: {number} June 2026</div></div>'
    )


def article(number: int, language: str = "en", headline: str = "", head: str = "") -> str:
    headline = headline or f"Ferry {number} leaves Voss"
    return (
        f"<!doctype html><html lang={language}><head><title>{headline}</title>{head}</head><body><main>"
        f"<h1>{headline}</h1><p>Publishing date: {number} June 2026</p><div><p>The whole text of number {number}, as"
        " long as a page has it, with everything that the listing leaves out.</p></div></main></body></html>"
    )


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            status, body, fields = site.pages.get(self.path, (404, b"", {}))
            if fields.get("ETag") and self.headers.get("If-None-Match") == fields["ETag"]:
                status, body = 304, b""
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **fields}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.base = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield site
        server.shutdown()
        thread.join()


@dataclass
class Watch:
    """A worker whose time passes as the test wants, and what it said and sent."""

    settings: Settings
    store: Store
    now: datetime = NOW
    said: list[str] = field(default_factory=list)
    sent: list[Message] = field(default_factory=list)
    deaf: bool = False
    worker: Worker = field(init=False)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Begin anew, with what the store remembers alone."""
        self.worker = Worker.make(
            Newsroom.open(self.settings), self.store, lambda: self.now, self.send, self.said.append
        )
        self.worker.manners.clock = self.seconds

    def seconds(self) -> float:
        return self.now.timestamp()

    def send(self, message: Message) -> bool:
        if not self.deaf:
            self.sent.append(message)
        return not self.deaf

    def look(self, looks: int = 1, minutes: float = 0.1) -> None:
        """Look so many times, with so many minutes before each."""
        for _ in range(looks):
            self.now += timedelta(minutes=minutes)
            self.worker.look()

    def articles(self, language: str = "en") -> dict[str, str]:
        """Return the content of each article, by its headline."""
        with self.store.read() as reader:
            return {article.headline: article.content for article in reader.stream(EVERYTHING, language)}


@pytest.fixture
def source(site: Site) -> PolledSource:
    return PolledSource(name="voss", url=f"{site.base}/news", every=15, silent=7)


@pytest.fixture
def watch(settings: Settings, store: Store, source: PolledSource) -> Watch:
    return Watch(with_sources(settings, source), store)


def with_sources(settings: Settings, *sources: PolledSource, **changes: Any) -> Settings:
    return replace(settings, sources=sources, **changes)


def changed(source: PolledSource, **changes: Any) -> PolledSource:
    return msgspec.structs.replace(source, **changes)
