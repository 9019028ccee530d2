"""Items of exports, made once and kept packed, so that many of them have room."""

import zlib
from collections.abc import Iterable
from collections.abc import Iterator
from threading import Lock

from osce_feeds.model.article import Article
from osce_feeds.model.channel import Make

MOST_BYTES = 4 * 1024 * 1024
"""Room for the newest three thousand or so, which are asked for most: exports are to need little memory at any size."""
_OVERHEAD = 300
"""Bytes of an entry beside its packed item, about."""
_LEVEL = 1
_RAW = -zlib.MAX_WBITS
"""Without a header and a checksum: nothing leaves the process packed so."""


class KeptItems:
    """The bytes of items, as many as *most* has room for; safe to use from several threads.

    Items of one format repeat each other, so they are packed with the first one as the
    dictionary: a tenth is left of them, and unpacking takes a tenth of the time of making.
    When all room is taken, nothing more is kept until the store changes, and then everything
    is forgotten: a walk through an archive that has no room would only drive out what it meets next.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        """Keep nothing yet."""
        self._most, self._size, self._generation = most, 0, 0
        self._kept: dict[str, tuple[int, bytes]] = {}
        self._dictionary = b""
        self._lock = Lock()

    def __len__(self) -> int:
        """Return how many items are kept."""
        return len(self._kept)

    def each(self, context: str, generation: int, articles: Iterable[Article], make: Make) -> Iterator[bytes]:
        """Yield the bytes of each of *articles* in *context*, made by *make* where they are not there.

        *context* stands for everything beside the articles that shapes bytes. *generation* is the
        store's: what a translation says of its original holds for one of them.
        """
        for article in articles:
            mark = _mark(context, article, generation)
            found = self._kept.get(article.key)
            if found and found[0] == mark:
                yield zlib.decompressobj(_RAW, zdict=self._dictionary).decompress(found[1])
            else:
                data = make(article)
                self._put(article.key, mark, data, generation)
                yield data

    def _put(self, key: str, mark: int, data: bytes, generation: int) -> None:
        with self._lock:
            self._dictionary = self._dictionary or data
            packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW, zdict=self._dictionary)
            packed = packer.compress(data) + packer.flush()
            self._generation = self._generation if self._kept else generation
            old = self._kept.pop(key, None)
            self._size -= len(old[1]) + _OVERHEAD if old else 0
            if self._size + len(packed) + _OVERHEAD > self._most:
                if generation <= self._generation:
                    return
                self._kept, self._size, self._generation = {}, 0, generation
            self._size += len(packed) + _OVERHEAD
            self._kept[key] = (mark, packed)


def _mark(context: str, article: Article, generation: int) -> int:
    """Return what tells the bytes of an article from its others; a hash, since numbers are small."""
    translated = article.work != article.key
    return hash((context, article.version, article.received, article.work, generation if translated else 0))
