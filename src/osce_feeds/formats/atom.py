"""Atom 1.0, RFC 4287."""

from collections.abc import Iterator

from osce_feeds.formats.base import Format
from osce_feeds.formats.body import content_html
from osce_feeds.formats.body import item_html
from osce_feeds.formats.feedgen_news import add_entry
from osce_feeds.formats.feedgen_news import new_feed
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.model import wire
from osce_feeds.model.article import Status
from osce_feeds.model.channel import Channel


def render(channel: Channel, localiser: Localiser) -> Iterator[bytes]:
    """Yield the Atom document; entries in another language than the feed's carry ``xml:lang``.

    A withdrawn article is a tombstone (RFC 6721), which takes the entry away wherever it was read.
    """
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
        if article.status is Status.CANCELED:
            feed.news.tombstones.append((article, localiser.gettext("This article was withdrawn.")))
            continue
        entry = add_entry(feed, channel, article, localiser)
        entry.published(article.published)
        entry.summary(item_html(article, channel, localiser), type="html")
        if article.byline:
            entry.author({"name": article.byline})
        if content := content_html(article, channel, localiser):
            entry.content(content, type="html")
    yield feed.atom_str()


ATOM = Format("atom", "Atom", "feed.atom", wire.ATOM, feed=True, render=render)
