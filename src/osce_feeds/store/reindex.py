"""The index of words, made out of the articles."""

import sqlalchemy as sa

from osce_feeds.model.article import Status
from osce_feeds.store import schema
from osce_feeds.store.dialect import is_postgresql
from osce_feeds.store.places import terms_of
from osce_feeds.store.records import decode_article
from osce_feeds.store.sought import indexed
from osce_feeds.store.words import WordIndex

_CHUNK = 500


def index_words(connection: sa.Connection) -> None:
    """Put every article that lists show into the index of words of a store that was filled by rows.

    What a server has in it is replaced; that of a file is empty.
    """
    article, term, language = schema.article, schema.term, schema.language
    terms = {(row.scheme, row.code): row.id for row in connection.execute(sa.select(term))}
    languages = {row.tag: row.id for row in connection.execute(sa.select(language))}
    index = WordIndex(connection)
    if is_postgresql(connection):
        connection.execute(sa.delete(index.table))
    query = sa.select(article.c.published, article.c.lead, article.c.record).order_by(article.c.published)
    query = query.where(article.c.status == Status.USABLE).limit(_CHUNK)
    rows = connection.execute(query).all()
    while rows:
        texts = {}
        for row in rows:
            found = decode_article(row.record)
            codes = [terms[code] for code in terms_of(found)]
            texts[row.published] = indexed(found, codes, languages[found.language], lead=row.lead)
        index.replace({}, texts)
        rows = connection.execute(query.where(article.c.published > rows[-1].published)).all()
