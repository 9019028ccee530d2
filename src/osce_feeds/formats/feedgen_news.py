"""What feedgen cannot write, as a feedgen extension, and what feedgen must not do.

A feed and its entries are made apart, so that entries can be made once and shown in
many feeds; ``spliced`` puts them together into the bytes that feedgen itself would write.

Three of feedgen's habits are kept out. It fills in the present moment where no date
was given, so equal input would give unequal bytes. It switches the locale of
the whole process to write an RSS date. And in RSS it drops every channel link
but ``self``.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from feedgen.ext.base import BaseEntryExtension
from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from osce_feeds.formats.body import NOTE_LANGUAGE
from osce_feeds.formats.body import rfc3339
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.model.article import Article
from osce_feeds.model.article import Enclosure
from osce_feeds.model.article import Status
from osce_feeds.model.channel import Alternate
from osce_feeds.model.channel import Channel
from osce_feeds.model.channel import Translation
from osce_feeds.model.wire import ATOM_NS
from osce_feeds.model.wire import CONTENT_NS
from osce_feeds.model.wire import DC_NS
from osce_feeds.model.wire import GENERATOR
from osce_feeds.model.wire import HISTORY_NS
from osce_feeds.model.wire import TOMBSTONE_NS
from osce_feeds.model.wire import XML_LANG

_NAMESPACES = {"dc": DC_NS, "atom": ATOM_NS, "content": CONTENT_NS}
"""What feeds declare and entries use."""
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""As RFC 822 has them, whatever the locale of the process."""


class NewsFeed(BaseExtension):
    """The channel's part: RSS ``lastBuildDate``, links that feedgen drops, marks of archives, Atom's tombstones."""

    def __init__(self) -> None:
        """Start with nothing to add."""
        self.updated: datetime | None = None
        self.alternates: Iterable[Alternate] = ()
        self.links: Iterable[tuple[str, str]] = ()
        self.tombstones: list[tuple[Article, str]] = []
        self.is_archive = False

    def extend_ns(self) -> dict[str, str]:
        """Return the prefixes that channel and items need; feedgen asks the channel's part only."""
        tombstones = {"at": TOMBSTONE_NS} if self.tombstones else {}
        return {"dc": DC_NS, **tombstones, **({"fh": HISTORY_NS} if self.is_archive else {})}

    def extend_atom(self, feed: Any) -> Any:
        """Add a tombstone for each withdrawn article (RFC 6721 section 3); among entries, order means nothing."""
        self._mark(feed)
        for article, comment in self.tombstones:
            tombstone = etree.SubElement(
                feed, f"{{{TOMBSTONE_NS}}}deleted-entry", ref=article.id, when=rfc3339(article.received)
            )
            _element(tombstone, f"{{{TOMBSTONE_NS}}}comment", article.note or comment)
            if article.note and feed.get(XML_LANG) != NOTE_LANGUAGE:
                tombstone[0].set(XML_LANG, NOTE_LANGUAGE)
        return feed

    def extend_rss(self, rss: Any) -> Any:
        """Add to the channel, before its items."""
        channel = rss[0]
        if self.updated:
            _element(channel, "lastBuildDate", rfc822(self.updated))
        for alternate in self.alternates:
            etree.SubElement(
                channel,
                f"{{{ATOM_NS}}}link",
                rel="alternate",
                href=alternate.url,
                type=alternate.media_type,
                hreflang=alternate.language,
                title=alternate.title,
            )
        for relation, address in self.links:
            etree.SubElement(channel, f"{{{ATOM_NS}}}link", rel=relation, href=address)
        self._mark(channel)
        return rss

    def _mark(self, channel: Any) -> None:
        """Say of an archive document that it is one (RFC 5005 section 4)."""
        if self.is_archive:
            etree.SubElement(channel, f"{{{HISTORY_NS}}}archive")


class NewsEntry(BaseEntryExtension):
    """The entry's part: its language, author and links, and the RSS date.

    feedgen takes type, language, title and length from the links of an Atom entry, and
    knows none in RSS, so all but the first are written here.
    """

    def __init__(self) -> None:
        """Start with nothing to add."""
        self.article: Article | None = None
        self.enclosures: Sequence[Enclosure] = ()
        self.translations: Sequence[Translation] = ()

    def extend_rss(self, item: Any) -> Any:
        """Add ``pubDate`` (RSS 2.0), ``dc:creator`` and ``dc:language`` to an item."""
        if self.article:
            _element(item, "pubDate", rfc822(self.article.published))
            if self.article.byline and self.article.status is not Status.CANCELED:
                _element(item, f"{{{DC_NS}}}creator", self.article.byline)
            _element(item, f"{{{DC_NS}}}language", self.article.language)
            self._add_links(item, f"{{{ATOM_NS}}}link")
        return item

    def extend_atom(self, entry: Any) -> Any:
        """Say the entry's language (RFC 4287 section 2, ``xml:lang``), and add its links (section 4.2.7)."""
        if self.article:
            entry.set(XML_LANG, self.article.language)
            for link in entry.iterchildren("link"):
                link.set("rel", "alternate")
                link.set("hreflang", self.article.language)
            self._add_links(entry, "link")
        return entry

    def _add_links(self, entry: Any, tag: str) -> None:
        for other in self.translations:
            etree.SubElement(entry, tag, rel="alternate", href=other.url, type="text/html", hreflang=other.language)
        for file in self.enclosures:
            link = etree.SubElement(entry, tag, rel="enclosure", href=file.url, type=file.media_type)
            for name, value in (("length", str(file.length or "")), ("title", file.title)):
                if value:
                    link.set(name, value)


def rfc822(moment: datetime) -> str:
    """Return an aware UTC moment as RSS writes it, with a year of four digits and ``GMT``."""
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    time = f"{moment.hour:02d}:{moment.minute:02d}:{moment.second:02d}"
    return f"{day}, {moment.day:02d} {month} {moment.year:04d} {time} GMT"


def new_feed(channel: Channel) -> FeedGenerator:
    """Return a feedgen feed with everything that RSS and Atom say about *channel* alike, and no entries."""
    feed = FeedGenerator()
    feed.register_extension("news", NewsFeed, NewsEntry, atom=True, rss=True)
    feed.id(channel.id)
    feed.title(channel.title)
    feed.description(" · ".join(part for part in (channel.subtitle, channel.notice) if part))
    feed.language(channel.language)
    feed.generator(GENERATOR)
    feed.updated(channel.updated)
    feed.news.is_archive = channel.is_archive
    if channel.rights:
        feed.rights(channel.rights)
    return feed


def extension_of(article: Article, channel: Channel) -> NewsEntry:
    """Return the extension that writes what feedgen has no word for in *article*."""
    news = NewsEntry()
    news.article = article
    if article.status is not Status.CANCELED:
        news.enclosures = article.enclosures
        news.translations = channel.translations(article)
    return news


class Serialiser:
    """Writes entries' elements as they stand in a feed, where their namespaces are declared already."""

    def __init__(self) -> None:
        """Make the feed that declares them."""
        self._feed = etree.Element("feed", nsmap=_NAMESPACES)
        self._begin, self._end = len(etree.tostring(self._feed)) - 1, -len("</feed>")

    def __call__(self, element: Any) -> bytes:
        """Return the bytes of one element."""
        self._feed.append(element)
        data = etree.tostring(self._feed, encoding="UTF-8", xml_declaration=False)
        self._feed.remove(element)
        return data[self._begin : self._end]


def spliced(feed: bytes, end: bytes, entries: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a document without entries with *entries* before its last *end* tag."""
    before, tag, after = feed.rpartition(end)
    yield before
    yield from entries
    yield tag + after


def feed_links(channel: Channel) -> tuple[tuple[str, str], ...]:
    """Return relation and address of a feed's other links: hubs (WebSub), license (RFC 4946), archives (RFC 5005)."""
    license_ = (("license", channel.license),) if channel.license else ()
    archives = ((link.relation, link.url) for link in channel.archives)
    return (*(("hub", hub) for hub in channel.hubs), *license_, *archives)


def introduced(feed: bytes, channel: Channel, localiser: Localiser) -> bytes:
    """Return the document with a comment as its first node that says to a person what it is, and where the page is."""
    text = localiser.gettext("This is a feed, for a news reader to subscribe to. The same as a page:")
    declaration, newline, rest = feed.partition(b"\n")
    # Two hyphens would end the comment; in an address they can be written otherwise.
    words = f"<!-- {text.replace('--', '-')} {channel.page_url.replace('--', '-%2D')} -->"
    return declaration + newline + words.encode() + b"\n" + rest


def _element(parent: Any, tag: str, text: str) -> None:
    etree.SubElement(parent, tag).text = text
