"""Whether articles are found by the words that they have, and by no others."""

from collections.abc import Iterator

import sqlalchemy as sa

from osce_feeds.model.article import Status
from osce_feeds.store import schema
from osce_feeds.store.article_checks import Violation
from osce_feeds.store.article_checks import decoding_error
from osce_feeds.store.places import terms_of
from osce_feeds.store.records import decode_article
from osce_feeds.store.sought import indexed
from osce_feeds.store.words import WordIndex

_CHUNK = 500


def wrong_words(connection: sa.Connection) -> Iterator[Violation]:
    """Yield the articles that the index of words has otherwise than they are, or should not have.

    Nothing is said where a record cannot be read: that is another rule.
    """
    table, index = schema.article, WordIndex(connection)
    terms = {(row.scheme, row.code): row.id for row in connection.execute(sa.select(schema.term))}
    languages = {row.tag: row.id for row in connection.execute(sa.select(schema.language))}
    query = sa.select(table.c.published, table.c.lead, table.c.record).where(table.c.status == Status.USABLE)
    query = query.order_by(table.c.published).limit(_CHUNK)
    rows = connection.execute(query).all()
    while rows:
        texts, keys = dict[int, str](), dict[int, str]()
        for row in rows:
            if decoding_error(decode_article, row.record):
                continue
            article = decode_article(row.record)
            numbers = (terms.get(code, 0) for code in terms_of(article))
            keys[row.published] = article.key
            texts[row.published] = indexed(article, numbers, languages.get(article.language, 0), lead=row.lead)
        for published in index.differing(texts):
            yield Violation("words", keys[published], "searches do not find it by the words and terms that it has")
        rows = connection.execute(query.where(table.c.published > rows[-1].published)).all()
    usable = sa.exists().where(table.c.published == index.published, table.c.status == Status.USABLE)
    strays = sa.select(index.published).select_from(index.table).where(sa.not_(usable.correlate(index.table)))
    for published in connection.scalars(strays.order_by(index.published)):
        yield Violation("words", "", f"searches find an article at {published}, where lists show none")
