"""Manners among hosts: robots.txt (RFC 9309), a rest between two requests, and later instead of again."""

import random
import time
from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import UTC
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from osce_feeds.errors import FetchFailed
from osce_feeds.errors import FetchRefused
from osce_feeds.http_client import Door
from osce_feeds.http_client import Fetched

AGENT = "osce-feeds"
REST = 2.0
"""Seconds between two requests to one host, unless its robots.txt asks for more."""
LONGEST_REST = 60.0
"""Seconds that a robots.txt may ask for."""
FIRST_PAUSE, LONGEST_PAUSE = 60, 6 * 3600
"""Seconds after a first failure, and at most; each pause is twice as long as the one before."""
_MOST_DOUBLINGS = 20
_ROBOTS_BYTES = 500 * 1024
_ROBOTS_SECONDS = 24 * 3600
"""How long a robots.txt holds (RFC 9309, 2.4)."""
_JITTER = 0.1
_CLIENT_ERRORS = range(400, 500)
_LATER = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})
_RETRY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


@dataclass
class _Host:
    """When a host may be asked again, by the monotonic clock, and what its robots.txt says."""

    free: float = 0.0
    rest: float = REST
    rules: RobotFileParser | None = None
    known_until: float = 0.0


@dataclass
class Manners:
    """Asks through *door*, and never a host twice within its rest."""

    door: Door
    clock: Callable[[], float] = time.monotonic
    hosts: dict[str, _Host] = field(default_factory=dict)

    def wait(self, address: str) -> float:
        """Return the seconds until the host of *address* may be asked."""
        return max(0.0, self._host(address).free - self.clock())

    def fetch(self, address: str, fields: Mapping[str, str] | None = None) -> Fetched:
        """Return what stands at *address*, whose host may be asked now.

        Raises:
            FetchRefused: when its robots.txt forbids it, or the door does.
            FetchFailed: when there is no answer, or none about robots (RFC 9309, 2.3.1.4).
        """
        host = self._host(address)
        if host.known_until <= self.clock():
            self._read_rules(host, address)
        try:
            if host.rules and not host.rules.can_fetch(AGENT, address):
                raise FetchRefused(address, "the robots.txt of its host does not allow it")
            return self.door.fetch(address, fields)
        finally:
            host.free = self.clock() + host.rest

    def _host(self, address: str) -> _Host:
        return self.hosts.setdefault(urlsplit(address).netloc.lower(), _Host())

    def _read_rules(self, host: _Host, address: str) -> None:
        """Read the robots.txt: none (4xx) allows everything, and one that cannot be had now allows nothing."""
        parts = urlsplit(address)
        place = f"{parts.scheme}://{parts.netloc}/robots.txt"
        answer = self.door.fetch(place, most=_ROBOTS_BYTES)
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise FetchFailed(address, f"its robots.txt answered {answer.status}, so nothing else was asked")
        rules = RobotFileParser()
        found = answer.body.decode("utf-8", "replace") if answer.status == HTTPStatus.OK else ""
        rules.parse(found.splitlines())
        delay = float(str(rules.crawl_delay(AGENT) or 0))
        host.rules, host.rest = rules, min(max(REST, delay), LONGEST_REST)
        host.known_until = self.clock() + _ROBOTS_SECONDS


def pause(failures: int, answer: Fetched | None, now: datetime) -> int:
    """Return the seconds to leave a host alone after so many *failures*; an *answer* may have asked for more."""
    seconds = min(FIRST_PAUSE << min(failures - 1, _MOST_DOUBLINGS), LONGEST_PAUSE)
    if answer and answer.status in _RETRY:
        seconds = max(seconds, min(_retry_after(answer.headers.get("Retry-After", ""), now), LONGEST_PAUSE))
    return seconds


def is_final(status: int) -> bool:
    """Say whether a status holds for good: the answer, or that there will be none (RFC 9110, 15.5)."""
    return status == HTTPStatus.OK or (status in _CLIENT_ERRORS and status not in _LATER)


def spread(seconds: float) -> int:
    """Return about so many *seconds*: a tenth more or less, so that not everybody comes at the full hour."""
    return round(seconds * random.uniform(1 - _JITTER, 1 + _JITTER))  # noqa: S311 - no secret


def _retry_after(value: str, now: datetime) -> int:
    """Return the seconds that a ``Retry-After`` field asks for (RFC 9110, 10.2.3), 0 where it says nothing."""
    text = value.strip()
    if text.isascii() and text.isdecimal():
        return int(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return 0
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0, int((aware - now).total_seconds()))
