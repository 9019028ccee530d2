"""The whole store, walked through: for work on every article and for reports about them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import datetime

import msgspec
import sqlalchemy as sa

from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.raw import Problem
from osce_feeds.store import schema
from osce_feeds.store.reader import Reader
from osce_feeds.store.records import decode_article
from osce_feeds.store.records import moment

_CHUNK = 500
_PARTS = 20
"""Ingests of one source and kind that are looked at to know what became of its last document."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a source's entry stood: publisher, kind of document, document, line and page, as far as they are known."""

    source: str
    form: str
    document: str
    line: int | None = None
    link: str = ""

    @property
    def shown(self) -> str:
        """The place in words, for people: document and line, or the page where the document has no lines."""
        if self.line is not None:
            return f"{self.document}, line {self.line}"
        return self.link if self.link.startswith(("http://", "https://")) else self.document


@dataclass(frozen=True, slots=True)
class Run:
    """An ingest, and what it found."""

    received: datetime
    source: str
    form: str
    document: str
    problems: tuple[Problem, ...]


class _Entry(msgspec.Struct):
    """The part of a stored ``RawEntry`` that says where it stood."""

    document: str
    line: int | None = None
    link: str = ""


class _Report(msgspec.Struct):
    """The part of a stored report that is looked at again."""

    problems: tuple[Problem, ...] = ()


_entry, _report = msgspec.json.Decoder(_Entry), msgspec.json.Decoder(_Report)


def keys_with_readings(reader: Reader) -> list[str]:
    """Return the keys of the articles of which a source's entry is kept, sorted."""
    column = schema.reading.c.key
    return list(reader.connection.scalars(sa.select(column).distinct().order_by(column)))


def all_articles(reader: Reader) -> Iterator[Article]:
    """Yield the current version of every article in whatever status, newest first, in constant memory."""
    table = schema.article
    query = sa.select(table.c.published, table.c.record).order_by(table.c.published.desc()).limit(_CHUNK)
    rows = reader.connection.execute(query).all()
    while rows:
        yield from (decode_article(row.record) for row in rows)
        rows = reader.connection.execute(query.where(table.c.published < rows[-1].published)).all()


def places(reader: Reader) -> dict[str, list[Place]]:
    """Return where each article came from, by key; the places of one article by source and kind of document."""
    table = schema.reading
    query = sa.select(table.c.key, table.c.source, table.c.form, table.c.entry)
    found: dict[str, list[Place]] = {}
    for key, source, form, data in reader.connection.execute(query.order_by(table.c.key, table.c.source, table.c.form)):
        entry = _entry.decode(data)
        found.setdefault(key, []).append(Place(source, form, entry.document, entry.line, entry.link))
    return found


def runs(reader: Reader) -> Iterator[Run]:
    """Yield every ingest that is remembered, the last one first."""
    table = schema.report
    query = sa.select(table).order_by(table.c.id.desc())
    for row in reader.connection.execute(query):
        problems = _report.decode(row.report).problems
        yield Run(moment(row.received), row.source, row.form, row.document, problems)


def latest_runs(reader: Reader) -> list[Run]:
    """Return the last ingests of each source and kind of document that are remembered, the last one first.

    Of one that is taken in parts there are several, the last ones of it: enough to know
    what became of them all in most documents.
    """
    table = schema.report
    pairs = sa.select(table.c.source, table.c.form).distinct().order_by(table.c.source, table.c.form)
    found: list[Run] = []
    for source, form in reader.connection.execute(pairs).all():
        query = sa.select(table).where(table.c.source == source, table.c.form == form)
        for row in reader.connection.execute(query.order_by(table.c.id.desc()).limit(_PARTS)):
            problems = _report.decode(row.report).problems
            found.append(Run(moment(row.received), source, form, row.document, problems))
    return sorted(found, key=lambda run: run.received, reverse=True)


def newest_by_source(reader: Reader, most: int) -> tuple[dict[str, date], date | None]:
    """Return the publishing day of the newest usable article of each source among the *most* newest ones.

    The second value is the day of the oldest of those: what a source that is not named has
    is older. It is None where these are all articles that there are.
    """
    table, own = schema.article, schema.reading
    newest = (
        sa.select(table.c.key, table.c.date)
        .where(table.c.status == Status.USABLE)
        .order_by(table.c.published.desc())
        .limit(most)
        .subquery()
    )
    query = sa.select(own.c.source, sa.func.max(newest.c.date)).join(newest, newest.c.key == own.c.key)
    days = {row[0]: date.fromisoformat(row[1]) for row in reader.connection.execute(query.group_by(own.c.source))}
    sizes = reader.connection.execute(sa.select(sa.func.count(), sa.func.min(newest.c.date))).one()
    return days, date.fromisoformat(sizes[1]) if sizes[0] == most else None
