"""The kinds of documents that can be read.

A new kind is one module with a ``Source`` and one line here. Pure: bytes in,
entries and problems out. The order is the order of sniffing; the last
one takes what none recognises.
"""

from osce_feeds.sources.base import Source
from osce_feeds.sources.html_article import HTML_ARTICLE
from osce_feeds.sources.html_listing import HTML_LISTING
from osce_feeds.sources.text_listing import TEXT_LISTING

SOURCES: tuple[Source, ...] = (HTML_LISTING, HTML_ARTICLE, TEXT_LISTING)
