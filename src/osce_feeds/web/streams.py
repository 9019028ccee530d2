"""Documents of any size while they are sent: in blocks, packed where the client takes it, and few at once."""

import zlib
from collections.abc import Iterable
from collections.abc import Iterator
from threading import BoundedSemaphore

from flask import request
from werkzeug.exceptions import ServiceUnavailable

MOST = 2
"""Streams at once in a process. Whoever reads slowly keeps a thread; two of the four of ``serve`` stay for the rest."""
RETRY_SECONDS = 5
_BLOCK = 1 << 16
"""Bytes that are handed over at once: servers pay for each piece."""
_LEVEL = 1
"""Of gzip: higher levels take longer than making what is packed."""
_GZIP = 31


class Place:
    """What a stream has while it is sent; given back at its end, or when nobody knows of it any more."""

    def __init__(self, places: BoundedSemaphore) -> None:
        """Hold one of *places*, which is taken already."""
        self._places: BoundedSemaphore | None = places

    def leave(self) -> None:
        """Give the place back; again does nothing."""
        places, self._places = self._places, None
        if places:
            places.release()

    __del__ = leave


class Streams:
    """Places for *most* streams at once; safe to use from several threads."""

    def __init__(self, most: int = MOST) -> None:
        """Make all places free."""
        self._places = BoundedSemaphore(most)

    def enter(self) -> Place:
        """Take a place.

        Raises:
            ServiceUnavailable: when there is none.
        """
        if not self._places.acquire(blocking=False):
            detail = "as many exports as can be are being sent; please try again"
            raise ServiceUnavailable(detail, retry_after=RETRY_SECONDS)
        return Place(self._places)


def takes_gzip() -> bool:
    """Say whether the client would rather have it packed (RFC 9110 section 12.5.3)."""
    accepted = request.accept_encodings
    return accepted["gzip"] > 0 and accepted["gzip"] >= accepted.quality("identity")


def blocks(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in larger pieces."""
    gathered: list[bytes] = []
    size = 0
    for part in parts:
        gathered.append(part)
        size += len(part)
        if size >= _BLOCK:
            yield b"".join(gathered)
            gathered, size = [], 0
    if gathered:
        yield b"".join(gathered)


def packed(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in gzip (RFC 1952); equal bytes give equal bytes."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    for part in blocks(parts):
        if data := packer.compress(part):
            yield data
    yield packer.flush()
