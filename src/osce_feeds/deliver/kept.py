"""Bytes by which documents show articles, made once and kept for the next document that shows the same."""

from collections.abc import Callable
from collections.abc import Hashable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import fields
from functools import partial
from itertools import repeat
from operator import attrgetter
from threading import Lock
from types import MappingProxyType

from osce_feeds.model.article import Article
from osce_feeds.model.channel import Channel
from osce_feeds.model.channel import Make

MOST_BYTES = 64 * 1024 * 1024
_OVERHEAD = 400
"""Bytes of a key and of its place, about."""


_NO_FRAME = {"addresses", "articles", "media_topics", "versions", "published_article", "translations", "kept", "framed"}
"""Fields of a channel that stand in no frame, or are the same throughout an epoch."""
_framing = attrgetter(*(each.name for each in fields(Channel) if each.name not in _NO_FRAME))

_work = attrgetter("work")
shown_as: Callable[[Article], tuple[Hashable, ...]] = attrgetter("key", "version", "updated", "work")
"""What decides how a feed shows an article, the feed itself and its language aside."""


class Kept:
    """Bytes of items, as many as *most* has room for; safe to use from several threads.

    They are kept in two halves. What is asked for moves to the newer one; when that
    is full, the older one is dropped and the newer takes its place. So what was used
    lately stays, and a look costs no more than one in a dictionary.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        """Keep nothing yet."""
        self._half, self._size = most // 2, 0
        self._newer: dict[Hashable, bytes] = {}
        self._older: dict[Hashable, bytes] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        """Return how many items are kept."""
        return len(self._newer.keys() | self._older.keys())

    def items(
        self,
        context: str,
        articles: Iterable[Article],
        make: Make,
        others: Mapping[str, Hashable] = MappingProxyType({}),
    ) -> list[bytes]:
        """Return the bytes of each of *articles* in *context*, made by *make* where they are not there.

        *context* stands for everything beside the article that shapes all of them, *others*
        says by their works what else shapes those of some, such as their other editions.
        """
        articles = tuple(articles)
        # No loop of ours: a look takes a tenth of a microsecond, and 500 are many.
        beside = map(others.get, map(_work, articles)) if others else repeat(None)
        found = list(map(self._newer.get, zip(repeat(context), map(shown_as, articles), beside, strict=False)))
        if all(found):
            return found  # type: ignore[return-value] # as was just looked
        return [
            data or self._fetch((context, shown_as(article), others.get(article.work)), partial(make, article))
            for data, article in zip(found, articles, strict=True)
        ]

    def frame(self, context: str, channel: Channel, gone: Iterable[Article], make: Callable[[], bytes]) -> bytes:
        """Return what stands around the articles of *channel* in *context*, *gone* ones named in it, likewise."""
        key = (context, _framing(channel), *map(shown_as, gone))
        return self._newer.get(key) or self._fetch(key, make)

    def _fetch(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return bytes that the newer half does not have, and put them there."""
        data = self._newer.get(key) or self._older.get(key)
        if data is None:
            data = make()
        with self._lock:
            self._size += len(data) + _OVERHEAD
            if self._size > self._half:
                self._older, self._newer, self._size = self._newer, {}, len(data) + _OVERHEAD
            self._newer[key] = data
        return data
