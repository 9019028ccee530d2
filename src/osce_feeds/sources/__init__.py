"""The kinds of documents that can be read.

A new kind is one module with a ``Source`` and one line here. Pure: bytes in,
entries and problems out. The order is the order of sniffing.
"""

from osce_feeds.sources.base import Source
from osce_feeds.sources.text_listing import TEXT_LISTING

SOURCES: tuple[Source, ...] = (TEXT_LISTING,)
