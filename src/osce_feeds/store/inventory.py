"""All that there is to publish: lists with the moment of their last change, articles with their last change.

Read in a few questions, each for the whole store: what is looked at is written down elsewhere, one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from osce_feeds.model.article import Status
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.store import schema
from osce_feeds.store.reader import Reader


@dataclass(frozen=True, slots=True)
class ListState:
    """A list of an office, a topic, both, or of all news (both ""), and when it last changed, in seconds since 1970."""

    office: str
    topic: str
    touched: int


@dataclass(frozen=True, slots=True)
class ArticleState:
    """An article that readers saw: ``terms`` are the scheme and code of each, ``change`` the number of its last change.

    ``date`` is its publishing day in ISO form.
    """

    key: str
    work: str
    language: str
    version: int
    date: str
    change: int
    terms: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TermState:
    """A term that articles have or had, and what a person decided about it."""

    scheme: str
    code: str
    label: str
    accepted: bool
    merged_into: str | None


def lists(reader: Reader) -> list[ListState]:
    """Return every list that articles are or were in, but for those of merged terms; all news first."""
    table, office, topic = schema.selection, schema.term.alias("office"), schema.term.alias("topic")
    query = (
        sa.select(office.c.code, topic.c.code, table.c.touched)
        .select_from(
            table.outerjoin(office, office.c.id == table.c.office).outerjoin(topic, topic.c.id == table.c.topic)
        )
        .where(table.c.type == 0, office.c.merged_into.is_(None), topic.c.merged_into.is_(None))
        .order_by(table.c.office != 0, table.c.topic != 0, office.c.code, topic.c.code)
    )
    return [ListState(row[0] or "", row[1] or "", row[2]) for row in reader.connection.execute(query)]


def articles(reader: Reader) -> list[ArticleState]:
    """Return every article that readers saw, withdrawn ones too, the oldest first."""
    table, own, term = schema.article, schema.article_term, schema.term
    named: dict[int, list[tuple[str, str]]] = {}
    query = sa.select(own.c.published, term.c.scheme, term.c.code).join(term, term.c.id == own.c.term)
    for published, scheme, code in reader.connection.execute(query.where(term.c.scheme.in_((OFFICE, TOPIC)))):
        named.setdefault(published, []).append((scheme, code))
    columns = (table.c.key, table.c.work, table.c.language, table.c.version, table.c.date, table.c.change)
    seen = (table.c.change.is_not(None), table.c.status != Status.WITHHELD)
    rows = reader.connection.execute(sa.select(table.c.published, *columns).where(*seen).order_by(table.c.published))
    return [ArticleState(*row[1:], tuple(named.get(row[0], ()))) for row in rows]


def last_withdrawal(reader: Reader) -> int:
    """Return the number of the last change among articles that are withdrawn; 0 where none is."""
    table = schema.article
    query = sa.select(sa.func.max(table.c.change)).where(table.c.status == Status.CANCELED)
    return reader.connection.scalar(query) or 0


def term_states(reader: Reader) -> list[TermState]:
    """Return every term that articles have or had, by scheme and code."""
    table = schema.term
    columns = (table.c.scheme, table.c.code, table.c.label, table.c.accepted, table.c.merged_into)
    rows = reader.connection.execute(sa.select(*columns).order_by(table.c.scheme, table.c.code))
    return [TermState(*row) for row in rows]
