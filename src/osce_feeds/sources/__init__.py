"""The kinds of documents that can be read.

A new kind is one module with a ``Source`` and one line here. Pure: bytes in,
entries and problems out. The order is the order of sniffing; the last
one takes what none recognises.
"""

from osce_feeds.sources.atom import ATOM
from osce_feeds.sources.base import Source
from osce_feeds.sources.html_article import HTML_ARTICLE
from osce_feeds.sources.html_listing import HTML_LISTING
from osce_feeds.sources.json_feed import JSON_FEED
from osce_feeds.sources.json_lines import JSON_LINES
from osce_feeds.sources.newsml_g2 import NEWSML_G2
from osce_feeds.sources.rss import RSS
from osce_feeds.sources.text_listing import TEXT_LISTING

SOURCES: tuple[Source, ...] = (
    JSON_LINES,
    JSON_FEED,
    NEWSML_G2,
    ATOM,
    RSS,
    HTML_LISTING,
    HTML_ARTICLE,
    TEXT_LISTING,
)
