"""What is published, and where to: an answer of the service, and a place that keeps files."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Rendered:
    """What the service answers to GET at one address.

    ``codings`` holds the same body in each content coding that the service sends it in,
    by the ending of such files; ``cache`` is its Cache-Control; ``modified`` its
    Last-Modified, None where it has none.
    """

    status: int
    media_type: str
    body: bytes
    cache: str = ""
    modified: datetime | None = None
    codings: Mapping[str, bytes] = field(default_factory=dict)


Render = Callable[[str], Rendered]
"""Answers an address, a path of the service without a query."""


class Target(Protocol):
    """Keeps files by name; a reader sees a file as it was before or as it is now, never a part of it.

    Every method raises PublishFailed where it cannot do what it says; names come from
    ``places.place``.
    """

    @property
    def address(self) -> str:
        """What a person calls it."""

    def locked(self) -> AbstractContextManager[None]:
        """Keep other publishers out for a while."""

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file, or None where there is none."""

    def write(self, name: str, rendered: Rendered) -> None:
        """Put an answer in the place of what is there, with its codings where they are of use there."""

    def write_state(self, data: bytes) -> None:
        """Remember what was published."""

    def remove(self, name: str) -> None:
        """Remove a file with its codings; nothing happens where it is not there."""

    def names(self) -> Iterator[str]:
        """Yield the names of all files but our own, in no order, codings left out."""
