"""A WebSub hub and a subscriber, as small as the recommendation allows: to be told by us, and to tell on."""

import hashlib
import hmac
import http.client
import re
import threading
from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs
from urllib.parse import urlencode
from urllib.parse import urlsplit

SECRET = "a secret between hub and subscriber"  # noqa: S105 - of a test
LINK = re.compile(r'<([^>]+)>; rel="(hub|self)"')


@dataclass
class Answer:
    """What an HTTP server said."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(address: str, method: str = "GET", body: bytes | None = None, **fields: str) -> Answer:
    """Ask another server on this machine."""
    parts = urlsplit(address)
    with closing(http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)) as connection:
        headers = {name.replace("_", "-"): value for name, value in fields.items()}
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request(method, target, body, headers)
        response = connection.getresponse()
        return Answer(response.status, dict(response.headers), response.read())


@dataclass
class Hub:
    """Takes subscriptions after verifying them, and sends what changed to whoever subscribed (sections 5 and 7)."""

    address: str = ""
    status: int = 202
    requests: list[list[str]] = field(default_factory=list)
    subscribers: dict[str, str] = field(default_factory=dict)

    def answer(self, form: dict[str, list[str]]) -> int:
        if form["hub.mode"] == ["subscribe"]:
            callback, topic = form["hub.callback"][0], form["hub.topic"][0]
            query = urlencode({"hub.mode": "subscribe", "hub.topic": topic, "hub.challenge": "4711"})
            if ask(f"{callback}?{query}").body == b"4711":
                self.subscribers[topic] = callback
            return 202
        assert form["hub.mode"] == ["publish"]
        self.requests.append(form["hub.url"])
        return self.status

    def distribute(self) -> None:
        """Send each topic that somebody waits for, as it is now, signed."""
        for topic in {url for urls in self.requests for url in urls} & self.subscribers.keys():
            content = ask(topic)
            signature = hmac.new(SECRET.encode(), content.body, hashlib.sha256).hexdigest()
            answer = ask(
                self.subscribers[topic],
                "POST",
                content.body,
                Content_Type=content.headers["Content-Type"],
                Link=f'<{self.address}>; rel="hub", <{topic}>; rel="self"',
                X_Hub_Signature=f"sha256={signature}",
            )
            assert answer.status == 204


@dataclass
class Subscriber:
    """Finds the hub of a topic, subscribes, and believes what is signed (sections 4, 5.3 and 7.1)."""

    address: str = ""
    topic: str = ""
    received: list[Answer] = field(default_factory=list)

    def subscribe(self, url: str) -> None:
        """Ask the hub that *url* names for its topic, which may have another address."""
        links = {relation: target for target, relation in LINK.findall(ask(url).headers["Link"])}
        self.topic = links["self"]
        form = {"hub.mode": "subscribe", "hub.topic": self.topic, "hub.callback": self.address, "hub.secret": SECRET}
        fields = {"Content_Type": "application/x-www-form-urlencoded"}
        assert ask(links["hub"], "POST", urlencode(form).encode(), **fields).status == 202

    def verify(self, query: dict[str, list[str]]) -> bytes:
        return query["hub.challenge"][0].encode() if query["hub.topic"] == [self.topic] else b""

    def take(self, headers: dict[str, str], body: bytes) -> int:
        signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(headers["X-Hub-Signature"], f"sha256={signature}"):
            return 403
        self.received.append(Answer(200, headers, body))
        return 204


@contextmanager
def serving(part: Hub | Subscriber) -> Iterator[None]:
    """Let *part* answer on this machine until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert isinstance(part, Subscriber)
            self._send(200, part.verify(parse_qs(urlsplit(self.path).query)))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if isinstance(part, Hub):
                self._send(part.answer(parse_qs(body.decode())))
            else:
                self._send(part.take(dict(self.headers), body))

        def _send(self, status: int, body: bytes = b"") -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        part.address = f"http://127.0.0.1:{server.server_port}/"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
