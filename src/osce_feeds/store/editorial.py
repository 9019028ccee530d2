"""What whoever decides about articles asks: whose they are, and which are in no list."""

from collections.abc import Collection

import sqlalchemy as sa

from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.store import schema
from osce_feeds.store.reader import Reader
from osce_feeds.store.records import decode_article


def sources_of(reader: Reader, key: str) -> Collection[str]:
    """Return the sources that have told of an article."""
    table = schema.reading
    return set(reader.connection.scalars(sa.select(table.c.source).where(table.c.key == key).distinct()))


def last_of(reader: Reader, status: Status, number: int) -> list[Article]:
    """Return the articles with *status* that got it last, newest first, *number* at most."""
    table = schema.article
    query = sa.select(table.c.record).where(table.c.status == status)
    newest = query.order_by(table.c.received.desc(), table.c.published.desc()).limit(number)
    return [decode_article(record) for record in reader.connection.scalars(newest)]
