"""Atom 1.0, RFC 4287."""

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import datetime

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml.etree import tostring

from osce_feeds.formats.base import Format
from osce_feeds.formats.body import content_html
from osce_feeds.formats.body import item_html
from osce_feeds.formats.body import item_title
from osce_feeds.formats.feedgen_entry import categories
from osce_feeds.formats.feedgen_entry import filled
from osce_feeds.formats.feedgen_news import extension_of
from osce_feeds.formats.feedgen_news import feed_links
from osce_feeds.formats.feedgen_news import introduced
from osce_feeds.formats.feedgen_news import new_feed
from osce_feeds.formats.feedgen_news import spliced
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.model import wire
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.channel import Channel
from osce_feeds.text import digest


def render(channel: Channel, localiser: Localiser) -> Iterator[bytes]:
    """Yield the Atom document; every entry says its language, since whoever gathers entries loses the feed's.

    A withdrawn article is a tombstone (RFC 6721), which takes the entry away wherever it was read.
    """

    def make(article: Article) -> bytes:
        # An entry's elements have no prefix, so it need not stand in a feed that declares any.
        return tostring(entry_of(article, channel, localiser).atom_entry(), encoding="utf-8")

    articles = tuple(channel.articles)
    canceled = Status.CANCELED
    gone = [article for article in articles if article.status is canceled]
    there = [article for article in articles if article.status is not canceled] if gone else articles
    frame = channel.framed(
        channel, gone, lambda: introduced(feed_of(channel, gone, localiser).atom_str(), channel, localiser)
    )
    return spliced(frame, b"</feed>", channel.kept(there, make))


def feed_of(channel: Channel, gone: Iterable[Article], localiser: Localiser) -> FeedGenerator:
    """Return the Atom feed without its entries, but with tombstones for the articles that are *gone*."""
    feed = new_feed(channel)
    feed.author({"name": channel.site})
    feed.icon(channel.addresses.icon)
    feed.link(href=channel.self_url, rel="self", type=wire.ATOM.partition(";")[0])
    for alternate in channel.alternates:
        feed.link(
            href=alternate.url,
            rel="alternate",
            type=alternate.media_type,
            hreflang=alternate.language,
            title=alternate.title,
        )
    feed.link(href=channel.page_url, rel="alternate", type="text/html", hreflang=channel.language)
    for relation, address in feed_links(channel):
        feed.link(href=address, rel=relation)
    comment = localiser.gettext("This article was withdrawn.")
    feed.news.tombstones = [(article, comment) for article in gone]
    return feed


def entry_of(article: Article, channel: Channel, localiser: Localiser) -> FeedEntry:
    """Return the Atom entry of *article*."""
    content = content_html(article, channel, localiser)
    return filled(
        extension_of(article, channel),
        atom_id=article.id,
        atom_title=item_title(article, localiser),
        atom_updated=_updated(article),
        atom_author=[{"name": article.byline}],  # feedgen leaves out one without a name
        atom_content={"content": content, "type": "html"} if content else None,
        atom_link=[{"href": channel.article_url(article), "rel": "alternate"}],
        atom_summary={"summary": item_html(article, channel, localiser), "type": "html"},
        atom_category=[
            {"term": term, "scheme": scheme, "label": label}
            for term, scheme, label in categories(article, channel, localiser)
        ],
        atom_published=article.published,
        atom_rights=article.rights,
    )


def _updated(article: Article) -> datetime:
    """Return when the version was made, with a fraction of the second by which those of one second differ.

    Many versions are made at once, and validators warn of entries that were updated at the same moment.
    """
    if article.version == 1:
        return article.updated
    return article.updated.replace(microsecond=int(digest(article.key)[:8], 16) % 1_000_000)


ATOM = Format("atom", "Atom", "feed.atom", wire.ATOM, feed=True, render=render, archived=True)
