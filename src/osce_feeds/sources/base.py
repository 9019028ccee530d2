"""What a source is, and how its bytes become text."""

from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass

from osce_feeds.errors import DocumentRefused
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry

SIZE_LIMIT = 20 * 1024 * 1024
"""Bytes of a document; a listing page has about a hundred thousandth of it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of document.

    ``sniff`` says whether bytes look like this kind. ``read`` takes them and the
    document's name, and yields entries and problems in document order; it raises
    ``DocumentRefused`` where nothing can be read at all. ``by_line`` kinds have one
    entry a line, so a long document may be cut between lines and read in parts.
    """

    name: str
    sniff: Callable[[bytes], bool]
    read: Callable[[bytes, str], Iterator[RawEntry | Problem]]
    by_line: bool = False


def decode(data: bytes, document: str) -> str:
    """Return *data* as text: UTF-8, with or without a byte order mark; nothing else, and nothing guessed.

    Raises:
        DocumentRefused: naming the first byte that is wrong, and its line.
    """
    if b"\0" in data:
        detail = f"this is a binary file (byte 0 at offset {data.index(0)}), not text; save the listing page as text"
        raise DocumentRefused(detail, document)
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        detail = (
            f"not UTF-8: byte 0x{error.object[error.start]:02X} at offset {error.start};"
            " save the file again with the encoding UTF-8"
        )
        raise DocumentRefused(detail, document, data.count(b"\n", 0, error.start) + 1) from error
