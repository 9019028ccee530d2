"""Readers who ask at a pace, over connections of their own, and note what they got and how long it took."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from typing import Self

_PATIENCE = 20


@dataclass
class Readers:
    """So many requests a second in all, in so many threads, until the end of the block."""

    port: int
    paths: Sequence[str]
    rate: float
    threads: int = 8
    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    bodies: dict[str, set[int]] = field(default_factory=dict)
    """The hashes of the bodies that were got with 200, by path."""

    def __post_init__(self) -> None:
        """Make the threads, which do not run yet."""
        self._stopped = threading.Event()
        self._running = [threading.Thread(target=self._read, args=(one,)) for one in range(self.threads)]

    def __enter__(self) -> Self:
        """Begin to ask."""
        for thread in self._running:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Ask no more, and wait for what was asked."""
        self._stopped.set()
        for thread in self._running:
            thread.join()

    @property
    def slowest(self) -> float:
        """The seconds in which 99 of a hundred were answered."""
        ordered = sorted(self.seconds)
        return ordered[int(len(ordered) * 0.99)] if ordered else 0.0

    @property
    def failures(self) -> int:
        """How many got neither 200, 304 nor a refusal that names when to come again."""
        return sum(
            count for name, count in self.statuses.items() if name not in {"200", "304", "503 later", "429 later"}
        )

    def _read(self, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        pause, asked = self.threads / self.rate, number
        due = time.monotonic() + pause * number / self.threads
        while not self._stopped.wait(max(0.0, due - time.monotonic())):
            due = max(due + pause, time.monotonic() - 1)
            path = self.paths[asked % len(self.paths)]
            asked += 1
            start = time.monotonic()
            try:
                connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
                response = connection.getresponse()
                body = response.read()
            except (OSError, http.client.HTTPException) as error:
                self.statuses[type(error).__name__] += 1
                connection.close()
                continue
            later = " later" if response.status in {429, 503} and response.getheader("Retry-After") else ""
            self.statuses[f"{response.status}{later}"] += 1
            if response.status == http.client.OK:
                self.seconds.append(time.monotonic() - start)
                self.bodies.setdefault(path, set()).add(hash(body))
        connection.close()
