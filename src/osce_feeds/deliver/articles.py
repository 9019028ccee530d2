"""One article in a format of its own."""

from datetime import datetime

from osce_feeds.deliver.channels import make_channel
from osce_feeds.deliver.history import public_article
from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.newsroom import keep_current
from osce_feeds.deliver.renditions import Document
from osce_feeds.deliver.renditions import last_modified
from osce_feeds.formats.newsml_g2 import ITEM_TYPE
from osce_feeds.formats.newsml_g2 import NEWSML_G2
from osce_feeds.formats.newsml_g2 import item_document
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.store import Store
from osce_feeds.text import digest


def article_newsml(newsroom: Newsroom, store: Store, key: str, now: datetime) -> Document | None:
    """Return the NewsML-G2 item of an article, withdrawn ones included, or None where readers never saw one.

    It is the same under every page language.
    """
    keep_current(newsroom, store, now)
    with store.read() as reader:
        article = public_article(reader, key)
        if article is None:
            return None
        language = newsroom.languages[0]
        channel = make_channel(newsroom, reader, language, EVERYTHING, (), article.updated, NEWSML_G2)
        body = item_document(article, channel)
        fingerprint = digest(newsroom.epoch, key, body.decode())
        return Document(ITEM_TYPE, fingerprint, last_modified(newsroom, reader), body)
