"""A stream of bytes as documents: unpacked, and long ones with an entry a line cut into parts."""

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import BinaryIO

from osce_feeds.errors import DocumentRefused
from osce_feeds.sources import SOURCES
from osce_feeds.sources.base import SIZE_LIMIT
from osce_feeds.sources.base import Source
from osce_feeds.sources.text_listing import TEXT_LISTING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_HEAD = 256 * 1024
"""Bytes by which a kind of document is found out before all of it is read."""
_PART_LINES = 1000
_PART_BYTES = 4 * 1024 * 1024
"""A part ends with the line that reaches either; a single line may be as long as the latter."""
_MARK, _MARKUP = b"\xef\xbb\xbf", (b"<", b"{", b"[")
_GZIP = b"\x1f\x8b"
_UNPACKED = 64 * 1024 * 1024
_RATIO = 100
"""Beyond so many bytes, what unpacks to so many times its size is no text that anybody wrote."""


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes with the name that reports give them (a path, or "standard input"), and the number of their first line."""

    name: str
    data: bytes
    first_line: int = 1


def find_source(data: bytes, form: str = "") -> Source | None:
    """Return the kind of document that *form* names or, without one, *data* looks like; None for no known kind.

    Plain text without articles is a listing, whose reader can say what it misses.
    """
    if form:
        return next(source for source in SOURCES if source.name == form)
    sniffed = next((source for source in SOURCES if source.sniff(data)), None)
    return sniffed or (None if data.removeprefix(_MARK).lstrip()[:1] in _MARKUP else TEXT_LISTING)


def split(stream: BinaryIO, name: str, form: str = "") -> Iterator[Document]:
    """Yield the document in *stream*, or its parts in order where it has an entry a line; gzip is unpacked.

    Raises:
        DocumentRefused: when it is damaged gzip, or a line is too long; parts before that were yielded.
    """
    head = stream.read(_HEAD)
    rest = Rejoined(head, stream)
    packed = rest if head.startswith(_GZIP) else None
    try:
        if packed:
            unpacked = gzip.GzipFile(fileobj=io.BufferedReader(packed))
            head = unpacked.read(_HEAD)
            rest = Rejoined(head, unpacked)
        source = find_source(head, form)
        if source and source.by_line:
            yield from _by_line(io.BufferedReader(rest), name, packed)
        else:
            yield Document(name, io.BufferedReader(rest).read(SIZE_LIMIT + 1))  # a byte too many tells
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise _damaged(error, name) from error


def unpacked(document: Document) -> Document:
    """Return *document* unpacked if it is gzip, cut a byte after what any document may have.

    Raises:
        DocumentRefused: when it is damaged.
    """
    if not document.data.startswith(_GZIP):
        return document
    try:
        data = gzip.GzipFile(fileobj=io.BytesIO(document.data)).read(SIZE_LIMIT + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise _damaged(error, document.name) from error
    return Document(document.name, data)


def _damaged(error: Exception, name: str) -> DocumentRefused:
    return DocumentRefused(f"the gzip file is damaged or cut off ({error}): pack or fetch it again", name)


def _by_line(stream: BinaryIO, name: str, packed: "Rejoined | None") -> Iterator[Document]:
    """Yield parts of whole lines; *packed* is the stream below, whose size tells what was unpacked from what."""
    first, size, total = 1, 0, 0
    lines: list[bytes] = []
    while line := stream.readline(_PART_BYTES + 1):
        lines.append(line)
        size += len(line)
        total += len(line)
        number = first + len(lines) - 1
        if len(line) > _PART_BYTES:
            detail = f"a line of more than {_PART_BYTES // 2**20} MiB, which no record has"
            raise DocumentRefused(detail, name, number)
        if packed and total > max(_UNPACKED, _RATIO * packed.taken):
            detail = f"unpacks to more than {_RATIO} times its size, which no text does"
            raise DocumentRefused(detail, name, number)
        if len(lines) >= _PART_LINES or size >= _PART_BYTES:
            yield Document(name, b"".join(lines), first)
            first, size, lines = number + 1, 0, []
    if lines or first == 1:
        yield Document(name, b"".join(lines), first)


class Rejoined(io.RawIOBase):
    """A stream of which *head* was read already, put back together; ``taken`` counts the bytes that left it."""

    def __init__(self, head: bytes, rest: BinaryIO | gzip.GzipFile) -> None:
        """Begin with *head*, then go on with *rest*."""
        self._head, self._rest = io.BytesIO(head), rest
        self.taken = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill *buffer* and return by how much; 0 means the end."""
        view = memoryview(buffer)
        data = self._head.read(len(view)) or self._rest.read(len(view))
        view[: len(data)] = data
        self.taken += len(data)
        return len(data)
