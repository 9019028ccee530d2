"""Atom 1.0, RFC 4287."""

from collections.abc import Iterator

from osce_feeds.formats.base import Format
from osce_feeds.formats.body import summary_html
from osce_feeds.formats.feedgen_news import add_entry
from osce_feeds.formats.feedgen_news import new_feed
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.model import wire
from osce_feeds.model.channel import Channel


def render(channel: Channel, localiser: Localiser) -> Iterator[bytes]:
    """Yield the Atom document; entries in another language than the feed's carry ``xml:lang``."""
    feed = new_feed(channel)
    feed.author({"name": channel.site})
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
    for article in channel.articles:
        entry = add_entry(feed, channel, article, localiser)
        entry.published(article.published)
        entry.summary(summary_html(article, localiser), type="html")
        if article.byline:
            entry.author({"name": article.byline})
        if article.content:
            entry.content(article.content, type="html")
    yield feed.atom_str()


ATOM = Format("atom", "Atom", "feed.atom", wire.ATOM, feed=True, render=render)
