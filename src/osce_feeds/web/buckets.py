"""How much each client may do a minute: a bucket for each that fills evenly and holds a minute's worth."""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

MOST = 10_000
"""Clients that are remembered, the last seen; one that was forgotten starts with a full bucket."""
_MINUTE = 60.0


class Buckets:
    """Counts for one process; safe to use from several threads, and after a fork."""

    def __init__(self, rate: int, most: int = MOST, clock: Callable[[], float] = time.monotonic) -> None:
        """Let each client do something *rate* times a minute; *clock* answers in seconds."""
        self._share, self._most, self._clock = _MINUTE / rate, most, clock
        self._full: OrderedDict[str, float] = OrderedDict()  # by client, when its bucket will be full again
        self._lock = Lock()

    def __len__(self) -> int:
        """Return how many clients are remembered."""
        return len(self._full)

    def take(self, client: str) -> float:
        """Take one out of the bucket of *client*; return 0, or in how many seconds there will be one."""
        now = self._clock()
        with self._lock:
            full = max(self._full.get(client, now), now) + self._share
            if full > now + _MINUTE + self._share / 1000:  # sums of shares are not exact
                return full - now - _MINUTE
            self._full[client] = full
            self._full.move_to_end(client)
            if len(self._full) > self._most:
                self._full.popitem(last=False)
        return 0.0

    def wait(self, client: str) -> float:
        """Return in how many seconds there will be one in the bucket of *client*, 0 where there is; take none."""
        now = self._clock()
        seconds = self._full.get(client, now) + self._share - now - _MINUTE
        return seconds if seconds > self._share / 1000 else 0.0
