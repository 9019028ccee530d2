"""What must be true in every store, checked in one state of it."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable
from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa

from osce_feeds.store import schema
from osce_feeds.store.article_checks import FoundTerm
from osce_feeds.store.article_checks import Shelves
from osce_feeds.store.article_checks import Violation
from osce_feeds.store.article_checks import broken_rules
from osce_feeds.store.article_checks import decoding_error
from osce_feeds.store.list_checks import wrong_lists
from osce_feeds.store.reader import CHANGES
from osce_feeds.store.sqlite_file import damage
from osce_feeds.store.word_checks import wrong_words

_CHUNK = 500


def damages_of(connection: sa.Connection) -> Iterator[Violation]:
    """Yield what is wrong with the database's file."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - the engine makes no others
    for detail in damage(raw):
        yield Violation("file", "", detail)


def violations(connection: sa.Connection, progress: Callable[[float], None]) -> Iterator[Violation]:
    """Yield everything that is wrong with the articles in the state that *connection* sees; its file is sound."""
    for check in (_pointers, _unique_changes, _leads, _changes, _facts, _reports, _strays, wrong_lists, wrong_words):
        yield from check(connection)
    yield from _articles(connection, progress)
    progress(1)


def _pointers(connection: sa.Connection) -> Iterator[Violation]:
    article = schema.article
    for table in (schema.version, schema.identity, schema.reading):
        missing = sa.not_(sa.exists().where(article.c.key == table.c.key))
        for key in connection.scalars(sa.select(table.c.key).where(missing).order_by(table.c.key)):
            yield Violation("pointer", key, f"a row of {table.name} belongs to this article, which is not there")


def _strays(connection: sa.Connection) -> Iterator[Violation]:
    own, article, term = schema.article_term, schema.article, schema.term
    there = sa.exists().where(article.c.published == own.c.published)
    for published in connection.scalars(sa.select(own.c.published).where(sa.not_(there)).distinct()):
        yield Violation("term", "", f"lists of terms find an article at {published}, where there is none")
    known = sa.exists().where(term.c.id == own.c.term)
    for number in connection.scalars(sa.select(own.c.term).where(sa.not_(known)).distinct()):
        yield Violation("term", "", f"articles have the term number {number}, which is not there")


def _unique_changes(connection: sa.Connection) -> Iterator[Violation]:
    table = schema.article
    query = sa.select(table.c.change, sa.func.min(table.c.key), sa.func.count()).where(table.c.change.is_not(None))
    for value, key, count in connection.execute(query.group_by(table.c.change).having(sa.func.count() > 1)):
        yield Violation("change", key, f"{count} articles have the change {value}, which must be one's alone")


def _leads(connection: sa.Connection) -> Iterator[Violation]:
    table = schema.article
    leads = sa.func.sum(sa.case((table.c.lead, 1), else_=0))
    for work, count in connection.execute(sa.select(table.c.work, leads).group_by(table.c.work).having(leads != 1)):
        yield Violation("lead", work, f"{count} editions of this work stand for the others; it must be one")


def _changes(connection: sa.Connection) -> Iterator[Violation]:
    table, counter = schema.article, schema.counter
    count = connection.scalar(sa.select(counter.c.value).where(counter.c.name == CHANGES))
    if count is None:
        yield Violation("change", "", "the counter of changes is not there")
        return
    query = sa.select(table.c.key, table.c.change).where(table.c.change > count)
    for key, change in connection.execute(query):
        yield Violation("change", key, f"its last change is number {change}, but only {count} were made")
    last = connection.scalar(sa.select(sa.func.max(table.c.change))) or 0
    if last < count:
        yield Violation("change", "", f"{count} changes were made, but the last one kept is number {last}")


def _facts(connection: sa.Connection) -> Iterator[Violation]:
    created = connection.scalar(sa.select(schema.meta.c.value).where(schema.meta.c.name == "created"))
    if created is None or not created.isdecimal():
        yield Violation("meta", "created", f"the moment at which the store was made is {created!r}")


def _reports(connection: sa.Connection) -> Iterator[Violation]:
    for number, report in connection.execute(sa.select(schema.report.c.id, schema.report.c.report)):
        if error := decoding_error(msgspec.json.decode, report):
            yield Violation("record", "", f"report {number} cannot be read: {error}")


def _articles(connection: sa.Connection, progress: Callable[[float], None]) -> Iterator[Violation]:
    """Walk through all articles, oldest first, in constant memory."""
    table, term = schema.article, schema.term
    codes = {row.id: (row.scheme, row.code) for row in connection.execute(sa.select(term))}
    shelves = Shelves(frozenset(codes.values()), frozenset(_dated(connection, codes)))
    total = connection.scalar(sa.select(sa.func.count()).select_from(table)) or 1
    done, query = 0, sa.select(table).order_by(table.c.published).limit(_CHUNK)
    rows = connection.execute(query).all()
    while rows:
        keys = [row.key for row in rows]
        versions, readings = (_of(connection, other, keys) for other in (schema.version, schema.reading))
        terms = _terms(connection, codes, rows[0].published, rows[-1].published)
        for row in rows:
            yield from broken_rules(row, versions[row.key], readings[row.key], terms[row.published], shelves)
        done += len(rows)
        progress(done / total)
        rows = connection.execute(query.where(table.c.published > rows[-1].published)).all()


def _dated(connection: sa.Connection, codes: dict[int, tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield the selections that have a moment of their last change, by codes."""
    table = schema.selection
    for row in connection.execute(sa.select(table).where(table.c.touched > 0)):
        office, topic, genre = (codes.get(number, ("", ""))[1] for number in (row.office, row.topic, row.type))
        yield office, topic, genre


def _terms(
    connection: sa.Connection, codes: dict[int, tuple[str, str]], first: int, last: int
) -> dict[int, list[FoundTerm]]:
    """Return the terms under which articles are found from one moment to another, by the article's moment."""
    own = schema.article_term
    found: dict[int, list[FoundTerm]] = defaultdict(list)
    query = sa.select(own).where(own.c.term.in_(list(codes)), own.c.published.between(first, last))
    for row in connection.execute(query):
        found[row.published].append(FoundTerm(*codes[row.term], row.published))
    return found


def _of(connection: sa.Connection, table: sa.Table, keys: list[str]) -> dict[str, list[sa.Row[Any]]]:
    found: dict[str, list[sa.Row[Any]]] = defaultdict(list)
    query = sa.select(table).where(table.c.key.in_(keys)).order_by(*table.primary_key)
    for row in connection.execute(query):
        found[row.key].append(row)
    return found
