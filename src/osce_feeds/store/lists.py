"""Which articles a list shows, or showed, as conditions of queries.

A list in a language shows each work once: by its edition in that language, else
by its lead edition.
"""

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa

from osce_feeds.model.article import Status
from osce_feeds.model.selection import Selection
from osce_feeds.store import schema
from osce_feeds.store.records import seconds


def listed(selection: Selection, language: str) -> sa.Select[bytes]:
    """Return the query for the records of a list, newest first."""
    article = schema.article
    conditions = (*shown(language), *having(selection, article.c.published))
    return sa.select(article.c.record).where(*conditions).order_by(article.c.published.desc())


def shown(language: str) -> Iterator[sa.ColumnElement[bool]]:
    """Yield the conditions under which a list in *language* shows an article: each work once."""
    article = schema.article
    yield _is_usable(article)
    yield sa.or_(article.c.language == language, sa.and_(article.c.lead, sa.not_(_has_usable(language))))


def below(selection: Selection, language: str, before: datetime) -> Iterator[sa.ColumnElement[bool]]:
    """Yield the conditions under which an article stands in a list below those published at *before* or later."""
    yield schema.article.c.published < seconds(before)
    yield from shown(language)
    yield from having(selection, schema.article.c.published)


def withdrawn(selection: Selection, language: str) -> Iterator[sa.ColumnElement[bool]]:
    """Yield the conditions under which a list in *language* showed an article that was withdrawn.

    It is in that language, or its work has no edition left that stood before it: none
    in the list's language and none in English, which leads. One that was withdrawn
    before its day came was never shown.
    """
    article = schema.article
    yield article.c.status == Status.CANCELED
    yield article.c.received >= article.c.published
    yield sa.or_(article.c.language == language, sa.and_(sa.not_(_has_usable(language)), sa.not_(_has_usable("en"))))
    yield from having(selection, article.c.published)


def having(selection: Selection, published: sa.ColumnElement[int]) -> Iterator[sa.ColumnElement[bool]]:
    """Yield one condition for each term; ``published`` is unique, so it identifies the article."""
    for number, (scheme, code) in enumerate(selection.codes):
        table = schema.article_term.alias(f"term{number}")
        yield sa.exists().where(table.c.scheme == scheme, table.c.code == code, table.c.published == published)


def _has_usable(language: str) -> sa.ColumnElement[bool]:
    """Return the condition that an article's work has a usable edition in *language*."""
    article, other = schema.article, schema.article.alias("other")
    return sa.exists().where(other.c.work == article.c.work, other.c.language == language, _is_usable(other))


def _is_usable(table: sa.FromClause) -> sa.ColumnElement[bool]:
    """Return the condition that an article may be published, in a form that no index answers.

    Nearly all articles are usable. An index on the status would be taken before those
    on moments and works, which find the few that are wanted.
    """
    return table.c.status.concat("") == Status.USABLE
