"""RSS 2.0, after the RSS Advisory Board's profile."""

from collections.abc import Iterator

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from osce_feeds.formats.base import Format
from osce_feeds.formats.body import content_html
from osce_feeds.formats.body import item_html
from osce_feeds.formats.body import item_title
from osce_feeds.formats.feedgen_entry import categories
from osce_feeds.formats.feedgen_entry import filled
from osce_feeds.formats.feedgen_news import Serialiser
from osce_feeds.formats.feedgen_news import extension_of
from osce_feeds.formats.feedgen_news import feed_links
from osce_feeds.formats.feedgen_news import introduced
from osce_feeds.formats.feedgen_news import new_feed
from osce_feeds.formats.feedgen_news import spliced
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.model import wire
from osce_feeds.model.article import Article
from osce_feeds.model.channel import Channel


def render(channel: Channel, localiser: Localiser) -> Iterator[bytes]:
    """Yield the RSS document.

    ``description`` is HTML and escaped once more for XML; titles are plain text.
    The guid is the article's id, in every feed the same, and no address. RSS knows no
    deletion, so a withdrawn article keeps its item, which says so and nothing else.
    An item may have one enclosure; further ones are links of Atom. A length that is not
    known is 0, as the profile has it.
    """
    serialised = Serialiser()

    def make(article: Article) -> bytes:
        return serialised(item_of(article, channel, localiser).rss_entry())

    frame = channel.framed(channel, (), lambda: introduced(channel_of(channel).rss_str(), channel, localiser))
    return spliced(frame, b"</channel>", channel.kept(channel.articles, make))


def channel_of(channel: Channel) -> FeedGenerator:
    """Return the RSS channel without its items."""
    feed = new_feed(channel)
    feed.link(href=channel.self_url, rel="self", type=wire.RSS.partition(";")[0])
    feed.link(href=channel.page_url)  # the last link becomes the channel's
    feed.news.links = feed_links(channel)
    feed.news.updated = channel.updated
    feed.news.alternates = channel.alternates
    feed._FeedGenerator__rss_lastBuildDate = None  # noqa: SLF001 - written by the extension, see feedgen_news
    return feed


def item_of(article: Article, channel: Channel, localiser: Localiser) -> FeedEntry:
    """Return the RSS item of *article*."""
    news, enclosure = extension_of(article, channel), None
    if news.enclosures:
        first, *news.enclosures = news.enclosures
        enclosure = {"url": first.url, "length": str(first.length), "type": first.media_type}
    content = content_html(article, channel, localiser)
    return filled(
        news,
        rss_title=item_title(article, localiser),
        rss_link=channel.article_url(article),
        rss_description=item_html(article, channel, localiser),
        rss_content={"content": content, "type": "html"} if content else None,
        rss_guid={"guid": article.id, "permalink": False},
        rss_category=[
            {"value": label or term, "domain": scheme}
            for term, scheme, label in categories(article, channel, localiser)
        ],
        rss_enclosure=enclosure,
    )


RSS = Format("rss", "RSS", "feed.rss", wire.RSS, feed=True, render=render, archived=True)
