"""The renditions of a selection.

A new format is one module with a ``Format`` and one line here. Pure: a channel
and a localiser in, bytes out; no clock, no request, so equal input gives equal
bytes. feedgen is imported by ``rss``, ``atom`` and ``feedgen_news`` only.
"""

from osce_feeds.formats.article_xml import ARTICLE_XML
from osce_feeds.formats.atom import ATOM
from osce_feeds.formats.base import Format
from osce_feeds.formats.csv_table import CSV
from osce_feeds.formats.json_feed import JSON_FEED
from osce_feeds.formats.json_lines import JSON_LINES
from osce_feeds.formats.newsml_g2 import NEWSML_G2
from osce_feeds.formats.ninjs import NINJS
from osce_feeds.formats.rss import RSS
from osce_feeds.formats.sitemap import SITEMAP

__all__ = ["FEEDS", "FORMATS", "Format"]

FORMATS: tuple[Format, ...] = (ATOM, RSS, JSON_FEED, NEWSML_G2, NINJS, ARTICLE_XML, CSV, JSON_LINES, SITEMAP)
"""In the order in which pages offer them: feeds first, the best one first."""

FEEDS = tuple(form for form in FORMATS if form.feed)
"""The formats that readers subscribe to."""
