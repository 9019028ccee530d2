"""A limit for clients that hammer (RFC 6585 section 4): off unless RATE is set.

A client is an IPv4 address, or the first half of an IPv6 address, since a household has
as many of the others as it likes. Each worker counts for itself.
"""

import math
import time
from collections.abc import Callable
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address
from ipaddress import IPv6Network
from ipaddress import ip_address
from typing import TYPE_CHECKING

import msgspec

from osce_feeds.model import wire
from osce_feeds.web.buckets import MOST
from osce_feeds.web.buckets import Buckets

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIApplication
    from _typeshed.wsgi import WSGIEnvironment

FREE = frozenset({"/healthz", "/readyz"})
"""Paths that monitors ask for, which must not be told that a service is down when it is asked too often."""
_LONGEST = 1_000
"""Characters of a list of forwarders that are looked at, from its end."""


class Limiter:
    """A WSGI application in front of another one; safe to use from several threads, and after a fork."""

    def __init__(
        self,
        app: "WSGIApplication",
        rate: int,
        proxies: int = 0,
        most: int = MOST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Let each client make *rate* requests a minute to *app*; the last *proxies* forwarders are believed.

        *clock* answers in seconds; *most* clients are remembered.
        """
        self._app, self._proxies, self._buckets = app, proxies, Buckets(rate, most, clock)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Pass a request on, or refuse it and say when to come again."""
        seconds = 0.0 if environ["PATH_INFO"] in FREE else self._buckets.take(client_of(environ, self._proxies))
        return _refuse(math.ceil(seconds), environ, start_response) if seconds else self._app(environ, start_response)

    def __len__(self) -> int:
        """Return how many clients are remembered."""
        return len(self._buckets)


def client_of(environ: "WSGIEnvironment", proxies: int) -> str:
    """Return who asks: the peer, or whom the last *proxies* forwarders name; what is no address names nobody."""
    peer = str(environ.get("REMOTE_ADDR", ""))
    if proxies:
        named = str(environ.get("HTTP_X_FORWARDED_FOR", ""))[-_LONGEST:].split(",")
        if len(named) >= proxies and (client := _network(named[-proxies].strip())):
            return client
    return _network(peer) or peer


@lru_cache(maxsize=MOST)
def _network(text: str) -> str:
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, IPv4Address):
        return text
    mapped = address.ipv4_mapped
    return str(mapped or IPv6Network((int(address), 64), strict=False))


def _refuse(seconds: int, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    problem = {
        "type": "about:blank",
        "title": "Too Many Requests",
        "status": 429,
        "detail": f"too many requests from your address; please ask again in {seconds} s",
    }
    body = msgspec.json.encode(problem) + b"\n"
    fields = [
        ("Content-Type", wire.PROBLEM),
        ("Content-Length", str(len(body))),
        ("Retry-After", str(seconds)),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'"),
        ("Access-Control-Allow-Origin", "*"),
    ]
    start_response("429 TOO MANY REQUESTS", fields)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
