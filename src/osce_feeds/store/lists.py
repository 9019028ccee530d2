"""Which articles a list shows, or showed, as conditions of queries.

A list in a language shows each work once: by its edition in that language, else
by its lead edition. Where a selection names the language of the text, there is no choice:
the editions in that language stand in every list.
"""

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa

from osce_feeds.model.article import Status
from osce_feeds.store import schema
from osce_feeds.store.records import seconds
from osce_feeds.store.wanted import Wanted


def listed(wanted: Wanted, language: str) -> sa.Select[bytes]:
    """Return the query for the records of a list, newest first."""
    article = schema.article
    conditions = (*shown(wanted, language), *wanted.conditions(article.c.published))
    return sa.select(article.c.record).where(*conditions).order_by(article.c.published.desc())


def shown(wanted: Wanted, language: str) -> Iterator[sa.ColumnElement[bool]]:
    """Yield the conditions under which a list in *language* shows an article: each work once."""
    article = schema.article
    yield _is_usable(article)
    if not wanted.content:
        yield sa.or_(article.c.language == language, sa.and_(article.c.lead, sa.not_(_has_usable(language))))


def below(wanted: Wanted, language: str, before: datetime) -> Iterator[sa.ColumnElement[bool]]:
    """Yield the conditions under which an article stands in a list below those published at *before* or later."""
    yield schema.article.c.published < seconds(before)
    yield from shown(wanted, language)
    yield from wanted.conditions(schema.article.c.published)


def withdrawn(wanted: Wanted, language: str) -> Iterator[sa.ColumnElement[bool]]:
    """Yield the conditions under which a list in *language* showed an article that was withdrawn.

    It is in that language, or its work has no edition left that stood before it: none
    in the list's language and none in English, which leads. One that was withdrawn
    before its day came was never shown.
    """
    article = schema.article
    yield article.c.status == Status.CANCELED
    yield article.c.received >= article.c.published
    if not wanted.content:
        yield sa.or_(
            article.c.language == language, sa.and_(sa.not_(_has_usable(language)), sa.not_(_has_usable("en")))
        )
    yield from wanted.conditions(article.c.published)


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
