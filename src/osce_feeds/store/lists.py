"""Which articles a list shows, or showed, as conditions of queries.

A list in a language shows each work once: by its edition in that language, else
by its lead edition. Where a selection names the language of the text, there is no choice:
the editions in that language stand in every list.
"""

from collections.abc import Iterator

import sqlalchemy as sa

from osce_feeds.model.article import Status
from osce_feeds.store import schema
from osce_feeds.store.wanted import Wanted


def shown(wanted: Wanted, language: str) -> Iterator[sa.ColumnElement[bool]]:
    """Yield the conditions under which a list in *language* shows an article: each work once."""
    article = schema.article
    yield article.c.status == Status.USABLE
    if wanted.any_content:
        yield sa.or_(article.c.language == language, sa.and_(article.c.lead, sa.not_(_has_usable(language))))
    yield from _written(wanted)


def below(wanted: Wanted, language: str, before: int) -> Iterator[sa.ColumnElement[bool]]:
    """Yield the conditions under which an article stands in a list below those published at *before* or later.

    That is in seconds since 1970.
    """
    yield schema.article.c.published < before
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
    if wanted.any_content:
        yield sa.or_(
            article.c.language == language, sa.and_(sa.not_(_has_usable(language)), sa.not_(_has_usable("en")))
        )
    yield from _written(wanted)
    yield from wanted.conditions(article.c.published)


def _written(wanted: Wanted) -> Iterator[sa.ColumnElement[bool]]:
    """Yield the condition that an article's text is in the language that was asked for."""
    if not wanted.any_content:
        table = schema.language
        tag = sa.select(table.c.tag).where(table.c.id == wanted.content).scalar_subquery()
        yield schema.article.c.language == tag


def _has_usable(language: str) -> sa.ColumnElement[bool]:
    """Return the condition that an article's work has a usable edition in *language*."""
    article, other = schema.article, schema.article.alias("other")
    return sa.exists().where(
        other.c.work == article.c.work, other.c.language == language, other.c.status == Status.USABLE
    )
