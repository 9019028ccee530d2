"""Requests through the guard: little is waited for, little is taken, and redirects are looked at like addresses."""

import time
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode
from urllib.parse import urljoin

from urllib3 import HTTPConnectionPool
from urllib3 import HTTPHeaderDict
from urllib3 import HTTPSConnectionPool
from urllib3 import Timeout
from urllib3.exceptions import HTTPError
from urllib3.exceptions import NewConnectionError
from urllib3.response import BaseHTTPResponse

from osce_feeds import __version__
from osce_feeds.errors import FetchFailed
from osce_feeds.errors import FetchRefused
from osce_feeds.http_client.guard import Guard
from osce_feeds.http_client.guard import Resolve
from osce_feeds.http_client.guard import Target
from osce_feeds.http_client.guard import resolve

AGENT = f"osce-feeds/{__version__}"
MOST_BYTES = 20 * 2**20
"""As many as a document that is ingested may have."""
_CONNECT_SECONDS = 10.0
_SECONDS = 30.0
_REDIRECTS = 3
_MOVED = frozenset({301, 302, 303, 307, 308})
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole answer: ``address`` is the one that it stood at in the end; the body is unpacked."""

    address: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class Door:
    """Asks hosts that may be asked. No proxy, cookie or password of the environment is used."""

    def __init__(self, hosts: Iterable[str] = (), *, anywhere: bool = False, resolve: Resolve = resolve) -> None:
        """Allow *hosts*, or *anywhere* on the open internet: see ``Guard``."""
        self._guard = Guard(hosts, anywhere=anywhere, resolve=resolve)

    def check(self, address: str) -> None:
        """Refuse what may not be asked, before anything is asked.

        Raises:
            FetchRefused: when *address* is no address of the web, or its host is not allowed.
        """
        self._guard.check(address)

    def fetch(
        self,
        address: str,
        fields: Mapping[str, str] | None = None,
        *,
        most: int = MOST_BYTES,
        seconds: float = _SECONDS,
    ) -> Fetched:
        """Return what stands at *address*, asked for with the header *fields*, whatever its status.

        At most three redirects are followed, none to http from https. *most* are the bytes
        that are taken, unpacked, and *seconds* the time that all of it may take.

        Raises:
            FetchRefused: when the address, or one that it leads to, may not be asked, or sends too much.
            FetchFailed: when there is no whole answer in time.
        """
        end = time.monotonic() + seconds
        asked, target = address, self._target(address)
        for _ in range(_REDIRECTS + 1):
            with _answer(target, "GET", {**(fields or {}), "Accept-Encoding": "gzip"}, None, end) as answer:
                place = answer.headers.get("Location")
                if answer.status not in _MOVED or not place:
                    body = _whole(answer, asked, most, end)
                    return Fetched(target.address, answer.status, answer.headers, body)
            target = self._moved(asked, target, place)
        raise FetchRefused(asked, f"it leads on more than {_REDIRECTS} times")

    def post(self, address: str, body: bytes, media_type: str, seconds: float = _SECONDS) -> int:
        """Send *body* to *address* and return the status of the answer, whose body nobody reads.

        Redirects are not followed: whoever named the address meant it.

        Raises:
            FetchRefused: when the address may not be asked.
            FetchFailed: when there is no answer in time.
        """
        end = time.monotonic() + seconds
        with _answer(self._target(address), "POST", {"Content-Type": media_type}, body, end) as answer:
            return int(answer.status)

    def post_form(self, address: str, fields: Iterable[tuple[str, str]]) -> int:
        """Send a form, like ``post``."""
        return self.post(address, urlencode(list(fields)).encode(), "application/x-www-form-urlencoded")

    def _target(self, address: str) -> Target:
        try:
            return self._guard.target(address)
        except (OSError, UnicodeError) as error:  # a name that no name server takes is a UnicodeError
            raise FetchFailed(address, str(error)) from error

    def _moved(self, asked: str, target: Target, place: str) -> Target:
        """Return where the answer of *target* leads, looked at like an address that was given."""
        try:
            moved = self._target(urljoin(target.address, place))
        except (FetchRefused, ValueError) as error:
            raise FetchRefused(asked, f"it leads elsewhere; {error}") from error
        if target.scheme == "https" and moved.scheme != "https":
            raise FetchRefused(asked, f"it leads from https to {moved.address}")
        return moved


@contextmanager
def _answer(
    target: Target, method: str, fields: Mapping[str, str], body: bytes | None, end: float
) -> Iterator[BaseHTTPResponse]:
    """Yield the answer of the first of *target*'s addresses that can be reached; its body is not read yet."""
    headers = HTTPHeaderDict({"Host": target.netloc, "User-Agent": AGENT, **fields})
    for number, ip in enumerate(target.ips, start=1):
        left = max(end - time.monotonic(), 0.1)
        with _pool(target, ip, Timeout(connect=min(_CONNECT_SECONDS, left), read=min(_CONNECT_SECONDS, left))) as pool:
            try:
                answer = pool.urlopen(
                    method,
                    target.path,
                    body=body,
                    headers=headers,
                    retries=False,
                    redirect=False,
                    preload_content=False,
                    assert_same_host=False,
                )
            except NewConnectionError as error:
                if number < len(target.ips):
                    continue
                raise FetchFailed(target.address, str(error)) from error
            except (HTTPError, OSError, ValueError) as error:
                raise FetchFailed(target.address, str(error)) from error
            try:
                yield answer
            finally:
                answer.close()
            return


def _pool(target: Target, ip: str, timeout: Timeout) -> HTTPConnectionPool:
    if target.scheme == "http":
        return HTTPConnectionPool(ip, target.port, timeout=timeout, maxsize=1)
    return HTTPSConnectionPool(
        ip,
        target.port,
        timeout=timeout,
        maxsize=1,
        cert_reqs="CERT_REQUIRED",
        server_hostname=target.host,
        assert_hostname=target.host,
    )


def _whole(answer: BaseHTTPResponse, asked: str, most: int, end: float) -> bytes:
    data = bytearray()
    try:
        while block := answer.read1(_BLOCK, decode_content=True):
            data += block
            if len(data) > most:
                raise FetchRefused(asked, f"it has more than {most >> 20} MiB")
            if time.monotonic() > end:
                raise FetchFailed(asked, "it was not whole in time")
    except (HTTPError, OSError, ValueError) as error:
        raise FetchFailed(asked, str(error)) from error
    return bytes(data)
