"""Feeds of other publishers with five hundred entries: our reading of them, against feedparser's.

Run as ``python benchmarks/feed_input.py``; it ends with 1 where a goal is missed.
"""

import sys
from collections.abc import Callable
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from email.utils import format_datetime
from functools import partial
from html import escape

import feedparser

from osce_feeds.model.raw import RawEntry
from osce_feeds.sources.atom import ATOM
from osce_feeds.sources.base import Source
from osce_feeds.sources.rss import RSS
from timing import Result
from timing import main
from timing import ratio

GOAL = 5.0
ENTRIES = 500
_TITLE = "Ferry {number} of 500 leaves Voss & calls at <Bergen>"
_SUMMARY = (
    "<p>VOSS, 4 July 2025 – The ferry with number {number} left Voss with a cargo of harps &amp; one goat.</p>"
    "<p>Nobody on the quay could say who had <em>ordered</em> them: the goat did not tell.</p>"
)
_CONTENT = (
    _SUMMARY + '<p>The <a href="/timetable">timetable</a> says more.</p><ul><li>Voss</li><li>Bergen</li></ul>' * 4
)
_RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Port Sample</title><link>https://harbour.example.org/</link><description>News</description>
<language>en</language>{entries}</channel></rss>
"""
_ITEM = """
<item><title>{title}</title><link>https://harbour.example.org/news/{number}</link>
<guid isPermaLink="false">harbour-{number}</guid><pubDate>{rfc822}</pubDate><dc:creator>The harbour master</dc:creator>
<category>Ferries</category><category>Harps</category>
<enclosure url="https://harbour.example.org/{number}.jpg" type="image/jpeg" length="20480"/>
<description>{summary}</description><content:encoded>{content}</content:encoded></item>
"""
_ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>https://harbour.example.org/</id><title>Port Sample</title>
<updated>2025-07-04T10:00:00Z</updated><link rel="self" href="https://harbour.example.org/feed.atom"/>{entries}</feed>
"""
_ENTRY = """
<entry><id>urn:harbour:{number}</id><title>{title}</title><link href="https://harbour.example.org/news/{number}"/>
<published>{rfc3339}</published><updated>{rfc3339}</updated><author><name>The harbour master</name></author>
<category term="ferries" label="Ferries"/><category term="harps" label="Harps"/>
<link rel="enclosure" href="https://harbour.example.org/{number}.jpg" type="image/jpeg" length="20480"/>
<summary type="html">{summary}</summary><content type="html">{content}</content></entry>
"""


def feed(around: str, entry: str) -> bytes:
    """Return a feed of invented entries, the newest first."""
    moments = (datetime(2025, 7, 4, 10, tzinfo=UTC) - number * timedelta(hours=7) for number in range(ENTRIES))
    entries = (
        entry.format(
            number=number,
            title=escape(_TITLE.format(number=number)),
            summary=escape(_SUMMARY.format(number=number)),
            content=escape(_CONTENT.format(number=number)),
            rfc822=format_datetime(moment, usegmt=True),
            rfc3339=moment.isoformat(),
        )
        for number, moment in enumerate(moments)
    )
    return around.format(entries="".join(entries)).encode()


def ours(source: Source, data: bytes) -> list[tuple[str, str, str]]:
    """Return id, address and byline of each entry as the source reads them."""
    entries = [entry for entry in source.read(data, "feed") if isinstance(entry, RawEntry)]
    return [(entry.id, entry.link, entry.byline) for entry in entries]


def theirs(data: bytes) -> list[tuple[str, str, str]]:
    """Return the same as feedparser reads it."""
    return [(entry.id, entry.link, entry.author) for entry in feedparser.parse(data).entries]


def run() -> list[Result]:
    """Measure, and return the ratios beside their goal.

    Raises:
        RuntimeError: when the two do not read the same entries.
    """
    results: list[Result] = []
    for source, around, entry in ((RSS, _RSS, _ITEM), (ATOM, _ATOM, _ENTRY)):
        data = feed(around, entry)
        if ours(source, data) != theirs(data):
            message = "the two do not read the same entries"
            raise RuntimeError(message)
        reached = ratio(_reading(source, data), partial(feedparser.parse, data))
        results.append(Result(f"{source.name} of {ENTRIES} entries, of feedparser", reached, GOAL))
    return results


def _reading(source: Source, data: bytes) -> Callable[[], object]:
    return lambda: list(source.read(data, "feed"))


if __name__ == "__main__":
    sys.exit(main(run))
