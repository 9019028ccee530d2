"""Which hosts may be spoken to, and which addresses of theirs."""

import ipaddress
import socket
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address
from ipaddress import IPv6Address
from ipaddress import IPv6Network

from urllib3.exceptions import LocationParseError
from urllib3.util import Url
from urllib3.util import parse_url

from osce_feeds.errors import FetchRefused

PORTS = {"http": 80, "https": 443}
LONGEST = 2000
"""Characters of an address that is looked at."""
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
_ALL_V4 = 2**32 - 1

Resolve = Callable[[str, int], Iterable[str]]
"""Returns the numeric addresses of a host; raises OSError where it has none."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: ``ips`` were all looked at, and no other may be connected to."""

    scheme: str
    host: str
    port: int
    path: str
    ips: tuple[str, ...]

    @property
    def netloc(self) -> str:
        """Host and port as the ``Host`` field has them (RFC 9110, 7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def address(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.netloc}{self.path}"


def resolve(host: str, port: int) -> list[str]:
    """Return the numeric addresses that the system knows for *host*.

    Raises:
        OSError: when it has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def place(address: str) -> str:
    """Return host and port of *address* (``127.0.0.1:8081``), for whom it is allowed because a person gave it.

    Raises:
        FetchRefused: when it is no address of the web.
    """
    url = _parsed(address)
    return f"{_host(url)}:{url.port or PORTS[url.scheme or '']}"


def is_public(ip: str) -> bool:
    """Say whether the numeric address *ip*, and any that is wrapped in it, belongs to the open internet."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return False
    if address.is_multicast:
        return False
    wrapped = list(_wrapped(address))
    if wrapped:
        return all(inner.is_global and not inner.is_multicast for inner in wrapped)
    return address.is_global


def _wrapped(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address]:
    """Yield the IPv4 addresses that an IPv6 one stands for: mapped, compatible, NAT64, 6to4, Teredo."""
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    elif address in _NAT64 or address in _COMPATIBLE:
        yield IPv4Address(int(address) & _ALL_V4)
    elif address.sixtofour:
        yield address.sixtofour
    elif address.teredo:
        yield from address.teredo


class Guard:
    """Knows what may be asked.

    *hosts* are names (``example.org``), names with everything below them
    (``.example.org``), or a host with a port (``127.0.0.1:8081``). The first two mean
    the usual ports and public addresses; the last is an operator's word for that very
    place, wherever it is. *anywhere* allows every public host.
    """

    def __init__(self, hosts: Iterable[str], *, anywhere: bool = False, resolve: Resolve = resolve) -> None:
        """Allow *hosts*; *resolve* finds their addresses."""
        self._hosts = tuple(host.lower().rstrip(".") for host in hosts)
        self._anywhere, self._resolve = anywhere, resolve

    def check(self, address: str) -> None:
        """Refuse what *address* names, as far as can be said without asking for its host's addresses.

        Raises:
            FetchRefused: when it is no address of the web, or its host or port is not allowed.
        """
        self._checked(address)

    def target(self, address: str) -> Target:
        """Return where *address* leads, resolved once and looked at.

        Raises:
            FetchRefused: when it is no address of the web, or is not allowed.
            OSError: when the host has no address.
        """
        url, host, port, is_named = self._checked(address)
        ips = tuple(self._resolve(host, port))
        if not is_named and (inner := [ip for ip in ips if not is_public(ip)]):
            detail = f"{host} has the address {inner[0]}, which is not on the open internet"
            raise FetchRefused(address, detail)
        if not ips:
            message = f"{host} has no address"
            raise OSError(message)
        return Target(url.scheme or "", host, port, url.request_uri, ips)

    def _checked(self, address: str) -> tuple[Url, str, int, bool]:
        """Return the parts of *address*, its host and port, and whether just that place was allowed by name."""
        url = _parsed(address)
        host, usual = _host(url), PORTS[url.scheme or ""]
        port = url.port or usual
        is_named = f"{host}:{port}" in self._hosts
        if not is_named and not self._allows(host):
            detail = f"the host {host} is not allowed; OSCE_FEEDS_FETCH_HOSTS names those that are"
            raise FetchRefused(address, detail)
        if not is_named and port != usual:
            detail = f"port {port} is not the usual one; OSCE_FEEDS_FETCH_HOSTS may name {host}:{port}"
            raise FetchRefused(address, detail)
        return url, host, port, is_named

    def _allows(self, host: str) -> bool:
        return self._anywhere or any(
            host == allowed or (allowed.startswith(".") and f".{host}".endswith(allowed)) for allowed in self._hosts
        )


def _host(url: Url) -> str:
    return (url.host or "").strip("[]").rstrip(".").lower()


def _parsed(address: str) -> Url:
    """Return the parts of an address of the web, which has no password and nothing that cannot be printed."""
    try:
        url = parse_url(address if len(address) <= LONGEST else "")
    except LocationParseError:
        url = Url()
    if url.scheme not in PORTS or not url.host or not address.isascii() or not address.isprintable() or " " in address:
        detail = "it is no address of the web, such as https://www.example.org/news"
        raise FetchRefused(address, detail)
    if url.auth is not None:
        detail = "it holds a name or a password, which would be sent along"
        raise FetchRefused(address, detail)
    return url
