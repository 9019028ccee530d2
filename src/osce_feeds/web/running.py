"""What is being done just now, so that nobody begins it a second time meanwhile."""

from collections.abc import Hashable
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Running:
    """Names of what runs in this process; safe to use from several threads."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._names: set[Hashable] = set()
        self._lock = Lock()

    @contextmanager
    def enter(self, name: Hashable) -> Iterator[bool]:
        """Yield whether *name* may run now: it does until the end of the block, unless it did already."""
        with self._lock:
            free = name not in self._names
            self._names.add(name)
        try:
            yield free
        finally:
            if free:
                with self._lock:
                    self._names.discard(name)
