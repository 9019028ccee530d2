"""Complete years as packed JSON lines, and the manifest by which a download is verified.

An archive is made while it is read. Its bytes follow from its articles alone, so the
manifest, which measures it once, holds for every time.
"""

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

import msgspec

from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.newsroom import keep_current
from osce_feeds.deliver.renditions import Document
from osce_feeds.deliver.renditions import Rendition
from osce_feeds.deliver.renditions import last_modified
from osce_feeds.model import wire
from osce_feeds.model.article import Article
from osce_feeds.store import Reader
from osce_feeds.store import Store
from osce_feeds.store.changes import Year
from osce_feeds.store.changes import articles_of
from osce_feeds.store.changes import years
from osce_feeds.text import digest

MEDIA_TYPE = "application/gzip"
_LEVEL = 6
_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""gzip (RFC 1952) without a moment or a name, so that equal articles give equal bytes."""
_BLOCK = 1 << 16
_MOST_MEASURES = 256
_MEASURES: dict[tuple[str, datetime, Year], tuple[int, str]] = {}


class Entry(msgspec.Struct, frozen=True):
    """An archive in the manifest; ``size`` in bytes, ``sha256`` in hexadecimal, both of the packed file."""

    name: str
    url: str
    year: int
    count: int
    size: int
    sha256: str
    first_change: int
    last_change: int


class Manifest(msgspec.Struct, frozen=True):
    """The archives, oldest first; ``change`` is the number of the last change that they can hold."""

    title: str
    change: int
    archives: list[Entry]


@dataclass(frozen=True, slots=True)
class Verified:
    """What became of one archive: ``problem`` is empty where it is what the manifest says."""

    name: str
    problem: str


def archive_name(year: int) -> str:
    """Return the file name of the archive of *year*."""
    return f"{year:04}.jsonl.gz"


def manifest(newsroom: Newsroom, store: Store, now: datetime) -> Document:
    """Return the manifest of all complete years, each of which is made once to be measured."""
    keep_current(newsroom, store, now)
    with store.read() as reader:
        found = [year for year in years(reader) if year.year < now.astimezone(newsroom.settings.zone).year]
        entries = [_entry(newsroom, store, reader, year) for year in found]
        made = Manifest(newsroom.settings.site_name, reader.generation(), entries)
        body = msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n"
        return Document(wire.JSON, digest(newsroom.epoch, body.decode()), last_modified(newsroom, reader), body)


def archive(newsroom: Newsroom, store: Store, name: str, now: datetime) -> tuple[Rendition, int] | None:
    """Return an archive and its size in bytes, or None where no complete year is called *name*."""
    keep_current(newsroom, store, now)
    with ExitStack() as stack:
        reader = stack.enter_context(store.read())
        complete = [year for year in years(reader) if year.year < now.astimezone(newsroom.settings.zone).year]
        year = next((year for year in complete if archive_name(year.year) == name), None)
        if year is None:
            return None
        size, sha256 = _measured(store, reader, year)
        rendition = Rendition(
            media_type=MEDIA_TYPE,
            fingerprint=sha256[:32],
            last_modified=last_modified(newsroom, reader),
            self_url=f"{newsroom.addresses.base}/archive/{name}",
            alternates=(),
            hubs=(),
            license=newsroom.settings.license,
            archives=(),
            body=lambda: packed(articles_of(reader, year.year)),
            close=stack.pop_all().close,
        )
        return rendition, size


def packed(articles: Iterable[Article]) -> Iterator[bytes]:
    """Yield *articles* as JSON lines in gzip; equal articles give equal bytes."""
    encoder = msgspec.json.Encoder()
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    check, size = 0, 0
    yield _HEADER
    for article in articles:
        line = encoder.encode(article) + b"\n"
        check, size = zlib.crc32(line, check), size + len(line)
        if part := packer.compress(line):
            yield part
    yield packer.flush() + check.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little")


def verified(entry: Entry, file: io.BufferedIOBase) -> Verified:
    """Hold a downloaded archive against its *entry* in the manifest: size, SHA-256, number of articles."""
    total, state = 0, hashlib.sha256()
    while block := file.read(_BLOCK):
        total += len(block)
        state.update(block)
    if total != entry.size:
        return Verified(entry.name, f"it has {total} bytes instead of {entry.size}: fetch it again")
    if state.hexdigest() != entry.sha256:
        return Verified(entry.name, "its SHA-256 is not that of the manifest: fetch both again")
    file.seek(0)
    with gzip.open(file) as lines:
        count = sum(1 for _ in lines)
    if count != entry.count:
        return Verified(entry.name, f"it has {count} articles instead of {entry.count}")
    return Verified(entry.name, "")


def _entry(newsroom: Newsroom, store: Store, reader: Reader, year: Year) -> Entry:
    size, sha256 = _measured(store, reader, year)
    name = archive_name(year.year)
    address = f"{newsroom.addresses.base}/archive/{name}"
    return Entry(name, address, year.year, year.count, size, sha256, year.first_change, year.last_change)


def _measured(store: Store, reader: Reader, year: Year) -> tuple[int, str]:
    """Return size and SHA-256 of an archive, measured once: any change of its articles makes another *year* of it."""
    key = (store.address, reader.created(), year)
    if key not in _MEASURES:
        total, state = 0, hashlib.sha256()
        for part in packed(articles_of(reader, year.year)):
            total += len(part)
            state.update(part)
        if len(_MEASURES) >= _MOST_MEASURES:
            _MEASURES.clear()
        _MEASURES[key] = (total, state.hexdigest())
    return _MEASURES[key]
