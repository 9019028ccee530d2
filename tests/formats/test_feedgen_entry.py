"""Entries that are filled are those that feedgen's own methods make."""

import email.utils
from datetime import UTC
from datetime import datetime
from datetime import timedelta

import pytest
from feedgen.entry import FeedEntry
from lxml import etree
from tests.builders import CHANNELS
from tests.builders import language

from osce_feeds.formats.atom import entry_of
from osce_feeds.formats.body import content_html
from osce_feeds.formats.body import item_html
from osce_feeds.formats.body import item_title
from osce_feeds.formats.feedgen_entry import categories
from osce_feeds.formats.feedgen_news import NewsEntry
from osce_feeds.formats.feedgen_news import extension_of
from osce_feeds.formats.feedgen_news import rfc822
from osce_feeds.formats.rss import item_of
from osce_feeds.i18n.localiser import localiser
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.channel import Channel

T = localiser(language("en"))
every_article = pytest.mark.parametrize(
    ("channel", "article"),
    [
        (channel, article)
        for channel in CHANNELS.values()
        for article in channel.articles
        if article.status is not Status.CANCELED
    ],
)


def told(article: Article, channel: Channel) -> FeedEntry:
    """Return an entry that feedgen is told of by its methods, for both formats at once."""
    entry = FeedEntry()
    entry.register_extension("news", NewsEntry, atom=True, rss=True)
    extension = extension_of(article, channel)
    entry.news.article, entry.news.translations = extension.article, extension.translations
    entry.news.enclosures = extension.enclosures
    entry.guid(article.id, permalink=False)
    entry.title(item_title(article, T))
    entry.link(href=channel.article_url(article))
    entry.updated(article.updated)
    for term, scheme, label in categories(article, channel, T):
        entry.category(term=term, scheme=scheme, **({"label": label} if label else {}))
    if article.rights:
        entry.rights(article.rights)
    if content := content_html(article, channel, T):
        entry.content(content, type="html")
    return entry


@every_article
def test_filled_atom_entry_is_what_feedgen_makes_of_what_it_is_told(channel: Channel, article: Article) -> None:
    filled, entry = entry_of(article, channel, T), told(article, channel)
    entry.updated(filled._FeedEntry__atom_updated)
    entry.published(article.published)
    entry.summary(item_html(article, channel, T), type="html")
    if article.byline:
        entry.author({"name": article.byline})

    assert etree.tostring(entry.atom_entry()) == etree.tostring(filled.atom_entry())


@every_article
def test_filled_rss_item_is_what_feedgen_makes_of_what_it_is_told(channel: Channel, article: Article) -> None:
    entry = told(article, channel)
    entry.description(item_html(article, channel, T))
    if entry.news.enclosures:
        first, *entry.news.enclosures = entry.news.enclosures
        entry.enclosure(first.url, str(first.length), first.media_type)

    assert etree.tostring(entry.rss_entry()) == etree.tostring(item_of(article, channel, T).rss_entry())


def test_moment_of_rss_is_the_one_that_mail_has() -> None:
    for days in range(0, 800, 13):
        moment = datetime(2026, 1, 1, 9, 8, 7, tzinfo=UTC) + timedelta(days=days, seconds=days * 997)
        assert rfc822(moment) == email.utils.format_datetime(moment, usegmt=True)
    assert rfc822(datetime(999, 1, 1, tzinfo=UTC)) == "Tue, 01 Jan 0999 00:00:00 GMT"
