"""The change sequence, read from a number on, and the years that are complete.

Numbers have no gaps and rise in the order of commits, so whoever has read up to a
number has missed nothing below it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.matching import meets
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.store import schema
from osce_feeds.store.reader import Reader
from osce_feeds.store.records import decode_article
from osce_feeds.store.records import moment
from osce_feeds.store.records import seconds
from osce_feeds.store.wanted import Wanted
from osce_feeds.store.wanted import has
from osce_feeds.store.wanted import spell_out

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Change:
    """The current version of an article, and the number of its last change.

    ``left`` says that readers saw it in the selection once, and that it is in it no longer.
    """

    article: Article
    number: int
    left: bool


@dataclass(frozen=True, slots=True)
class Year:
    """The usable articles whose publishing day is in a year: how many, and the first and last of their changes."""

    year: int
    count: int
    first_change: int
    last_change: int


def changes(
    reader: Reader,
    selection: Selection,
    after: int,
    limit: int,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Change]:
    """Return up to *limit* articles that are or were in *selection*, in the order of their last changes.

    Each whose last change is above *after* stands there once, in its current version,
    withdrawn ones included; every edition of a work. Of those made or released from
    *since* to *until*, both included.
    """
    found: list[Change] = []
    for change in _walk(reader, selection, after, since, until):
        found.append(change)
        if len(found) == limit:
            break
    return found


def first_moment(reader: Reader) -> datetime:
    """Return the earliest moment at which a version of now was made, or the store where there is none."""
    table = schema.article
    earliest = reader.connection.scalar(sa.select(sa.func.min(table.c.received)).where(table.c.change.is_not(None)))
    return reader.created() if earliest is None else min(moment(earliest), reader.created())


def years(reader: Reader) -> list[Year]:
    """Return the years that have usable articles, oldest first."""
    table = schema.article
    year = sa.func.substr(table.c.date, 1, 4)
    counted = sa.func.count(), sa.func.min(table.c.change), sa.func.max(table.c.change)
    query = sa.select(year, *counted).where(table.c.status == Status.USABLE).group_by(year).order_by(year)
    return [Year(int(name), count, first, last) for name, count, first, last in reader.connection.execute(query)]


def articles_of(reader: Reader, year: int) -> Iterator[Article]:
    """Yield the usable articles whose publishing day is in *year*, every edition, oldest first, in constant memory."""
    table, before = schema.article, -1
    query = sa.select(table.c.record, table.c.published).where(
        table.c.status == Status.USABLE, table.c.date >= f"{year:04}-01-01", table.c.date <= f"{year:04}-12-31"
    )
    query = query.order_by(table.c.published).limit(_CHUNK)
    while rows := reader.connection.execute(query.where(table.c.published > before)).all():
        for record, published in rows:
            yield decode_article(record)
            before = published


def _walk(
    reader: Reader,
    selection: Selection,
    after: int,
    since: datetime | None,
    until: datetime | None,
) -> Iterator[Change]:
    table, regions, names = schema.article, reader.known_regions, reader.names
    wanted = spell_out(reader.connection, selection, regions, names=names)
    if not all(wanted.groups):
        return
    within = sa.and_(sa.true(), *_conditions(selection, wanted))
    query = sa.select(table.c.record, table.c.change, within.label("within")).order_by(table.c.change).limit(_CHUNK)
    if selection != EVERYTHING:  # one that was never changed has never left anything
        query = query.where(sa.or_(within, table.c.version > 1))
    if since:
        query = query.where(sa.or_(table.c.received >= seconds(since), table.c.published >= seconds(since)))
    if until:
        query = query.where(table.c.received <= seconds(until), table.c.published <= seconds(until))
    while rows := reader.connection.execute(query.where(table.c.change > after)).all():
        for record, number, is_within in rows:
            article, after = decode_article(record), number
            if is_within:
                yield Change(article, number, left=False)
            elif any(
                meets(version, selection, regions, names)
                for version in reader.versions(article.key)
                if version.status is Status.USABLE
            ):
                yield Change(article, number, left=True)


def _conditions(selection: Selection, wanted: Wanted) -> Iterator[sa.ColumnElement[bool]]:
    """Yield the conditions under which an article is in *selection*, whatever its status and other editions."""
    table = schema.article
    yield from (has(group, table.c.published) for group in wanted.groups)
    yield from wanted.limits(table.c.published)
    if selection.content:
        yield table.c.language == selection.content
    if wanted.words:  # looked up once, and not for each article: nearly all are walked
        yield table.c.published.in_(wanted.words.found(wanted.clauses))
