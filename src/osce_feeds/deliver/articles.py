"""One article in a format of its own."""

from collections.abc import Callable
from datetime import datetime

from osce_feeds.deliver.channels import make_channel
from osce_feeds.deliver.channels import published_article
from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.newsroom import keep_current
from osce_feeds.deliver.renditions import Document
from osce_feeds.deliver.renditions import last_modified
from osce_feeds.formats import article_xml as article_xml_format
from osce_feeds.formats import newsml_g2
from osce_feeds.formats import ninjs
from osce_feeds.formats.newsml_g2 import NEWSML_G2
from osce_feeds.i18n.languages import Language
from osce_feeds.model import wire
from osce_feeds.model.article import Article
from osce_feeds.model.channel import Channel
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.store import Store
from osce_feeds.text import digest


def article_newsml(newsroom: Newsroom, store: Store, key: str, now: datetime) -> Document | None:
    """Return the NewsML-G2 item of an article, withdrawn ones included, or None where readers never saw one.

    It is the same under every page language.
    """
    return _document(newsroom, store, key, now, newsml_g2.ITEM_TYPE, newsml_g2.item_document, "xml")


def article_ninjs(newsroom: Newsroom, store: Store, key: str, now: datetime) -> Document | None:
    """Return the ninjs object of an article, likewise."""
    return _document(newsroom, store, key, now, wire.JSON, ninjs.item_document, "json")


def article_xml(newsroom: Newsroom, store: Store, language: Language, key: str, now: datetime) -> Document | None:
    """Return an article as plain XML with names and dates in *language*, likewise."""
    t = newsroom.localiser(language)

    def make(article: Article, channel: Channel) -> bytes:
        return article_xml_format.item_document(article, channel, t)

    return _document(newsroom, store, key, now, wire.XML, make, "xml", language)


def _document(
    newsroom: Newsroom,
    store: Store,
    key: str,
    now: datetime,
    media_type: str,
    make: Callable[[Article, Channel], bytes],
    ending: str,
    language: Language | None = None,
) -> Document | None:
    keep_current(newsroom, store, now)
    with store.read() as reader:
        article = published_article(reader, key)
        if article is None:
            return None
        spoken = language or newsroom.languages[0]
        channel = make_channel(newsroom, reader, spoken, EVERYTHING, (), article.updated, NEWSML_G2)
        body = make(article, channel)
        fingerprint = digest(newsroom.epoch, key, body.decode())
        file = newsml_g2.file_name(article, ending)
        return Document(media_type, fingerprint, last_modified(newsroom, reader), body, file)
