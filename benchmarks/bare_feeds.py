"""Feeds as feedgen alone makes them: told as much as ours say, wherever it has a way to say it.

Elements that it can write, it writes: every link, categories with the Media Topics among them,
the language of an entry by its own ``dc`` extension. Of what it is told it leaves out some, such as
the languages of an entry's links. It is told in the way that costs it least: moments instead of
texts, all categories of an entry at once.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from feedgen.feed import FeedGenerator

from osce_feeds.formats import Format
from osce_feeds.formats.body import content_html
from osce_feeds.formats.body import item_html
from osce_feeds.formats.body import item_title
from osce_feeds.formats.rss import RSS
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.model.article import Article
from osce_feeds.model.channel import Channel
from osce_feeds.model.wire import GENERATOR
from osce_feeds.model.wire import MEDIA_TOPICS
from osce_feeds.store.records import decode_article


@dataclass(frozen=True, slots=True)
class Entry:
    """What feedgen is told of an article."""

    id: str
    title: str
    language: str
    links: tuple[dict[str, str], ...]
    enclosures: tuple[tuple[str, str, str], ...]
    published: datetime
    updated: datetime
    text: str
    content: str
    author: str
    rights: str
    categories: tuple[dict[str, str], ...]


def bare(channel: Channel, localiser: Localiser, form: Format) -> Callable[[], bytes]:
    """Return what makes the feed of *channel* with feedgen, from texts that are made already."""
    told = [_entry(article, channel, localiser) for article in channel.articles]

    def make() -> bytes:
        feed = FeedGenerator()
        feed.load_extension("dc")
        feed.id(channel.id)
        feed.title(channel.title)
        feed.description(f"{channel.subtitle} · {channel.notice}")
        feed.language(channel.language)
        feed.generator(GENERATOR)
        feed.updated(channel.updated)
        feed.author({"name": channel.site})
        feed.icon(channel.addresses.icon)
        feed.link(href=channel.self_url, rel="self", type=form.media_type.partition(";")[0])
        for other in channel.alternates:
            feed.link(
                href=other.url, rel="alternate", type=other.media_type, hreflang=other.language, title=other.title
            )
        feed.link(href=channel.page_url, rel="alternate", type="text/html", hreflang=channel.language)
        for each in told:
            _add(feed, each, form)
        return bytes(feed.rss_str() if form is RSS else feed.atom_str())

    return make


def from_file(database: Path, channel: Channel, localiser: Localiser, form: Format) -> Callable[[], bytes]:
    """Return what makes the feed of *channel* with feedgen, its articles read by their places from a SQLite file.

    Neither are they looked for, nor is it asked whether anything else has changed.
    """
    places = [int(article.published.timestamp()) for article in channel.articles]
    marks = ", ".join("?" for _ in places)
    query = f"SELECT record FROM article WHERE published IN ({marks}) ORDER BY published DESC"  # noqa: S608 - marks
    connection = sqlite3.connect(database)

    def make() -> bytes:
        articles = [decode_article(record) for (record,) in connection.execute(query, places)]
        return bare(replace(channel, articles=articles), localiser, form)()

    return make


def _add(feed: FeedGenerator, told: Entry, form: Format) -> None:
    entry = feed.add_entry(order="append")
    entry.guid(told.id, permalink=False)
    entry.title(told.title)
    entry.dc.dc_language(told.language)
    for link in told.links:
        entry.link(**link)
    for enclosure in told.enclosures:
        entry.enclosure(*enclosure)
    entry.published(told.published)
    entry.updated(told.updated)
    entry.category([*map(dict, told.categories)])
    if form is RSS:
        entry.description(told.text)
    else:
        entry.summary(told.text, type="html")
    if told.content:
        entry.content(told.content, type="html")
    if told.author and form is RSS:
        entry.dc.dc_creator(told.author)
    elif told.author:
        entry.author({"name": told.author})
    if told.rights:
        entry.rights(told.rights)


def _entry(article: Article, channel: Channel, localiser: Localiser) -> Entry:
    others = (
        {"href": other.url, "rel": "alternate", "type": "text/html", "hreflang": other.language}
        for other in channel.translations(article)
    )
    there = {"href": channel.article_url(article), "rel": "alternate", "hreflang": article.language}
    topics = (channel.media_topics.get(topic.code) for topic in article.topics)
    return Entry(
        id=article.id,
        title=item_title(article, localiser),
        language=article.language,
        links=(*others, there),  # the last one becomes that of an RSS item
        enclosures=tuple((file.url, str(file.length), file.media_type) for file in article.enclosures),
        published=article.published,
        updated=article.updated,
        text=item_html(article, channel, localiser),
        content=content_html(article, channel, localiser),
        author=article.byline,
        rights=article.rights,
        categories=(
            *(
                {"term": term.code, "scheme": channel.addresses.scheme(term.scheme), "label": localiser.name(term)}
                for term in article.terms
            ),
            *({"term": code, "scheme": MEDIA_TOPICS} for code in topics if code),
        ),
    )
