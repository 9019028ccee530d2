"""What must be true in every store, checked in one state of it."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable
from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa

from osce_feeds.store import schema
from osce_feeds.store.article_checks import Shelves
from osce_feeds.store.article_checks import Violation
from osce_feeds.store.article_checks import broken_rules
from osce_feeds.store.article_checks import decoding_error
from osce_feeds.store.reader import CHANGES
from osce_feeds.store.sqlite_file import damage

_CHUNK = 500


def damages_of(connection: sa.Connection) -> Iterator[Violation]:
    """Yield what is wrong with the database's file."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - the engine makes no others
    for detail in damage(raw):
        yield Violation("file", "", detail)


def violations(connection: sa.Connection, progress: Callable[[float], None]) -> Iterator[Violation]:
    """Yield everything that is wrong with the articles in the state that *connection* sees; its file is sound."""
    for check in (_pointers, _unique_moments, _leads, _changes, _facts, _reports):
        yield from check(connection)
    yield from _articles(connection, progress)
    progress(1)


def _pointers(connection: sa.Connection) -> Iterator[Violation]:
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        key = schema.metadata.tables[table].c.key
        found = connection.scalar(sa.select(key).where(sa.literal_column("rowid") == row))
        yield Violation("pointer", str(found), f"a row of {table} belongs to this {parent}, which is not there")


def _unique_moments(connection: sa.Connection) -> Iterator[Violation]:
    table = schema.article
    for name in ("published", "change"):
        column = table.c[name]
        query = sa.select(column, sa.func.min(table.c.key), sa.func.count()).where(column.is_not(None))
        for value, key, count in connection.execute(query.group_by(column).having(sa.func.count() > 1)):
            yield Violation(name, key, f"{count} articles have the {name} {value}, which must be one's alone")


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
    """Walk through all articles by key, in constant memory."""
    table, term, selection = schema.article, schema.term, schema.selection
    shelves = Shelves(
        frozenset((row.scheme, row.code) for row in connection.execute(sa.select(term.c.scheme, term.c.code))),
        frozenset(
            (row.office, row.topic) for row in connection.execute(sa.select(selection.c.office, selection.c.topic))
        ),
    )
    total = connection.scalar(sa.select(sa.func.count()).select_from(table)) or 1
    done, last = 0, ""
    while rows := connection.execute(
        sa.select(table).where(table.c.key > last).order_by(table.c.key).limit(_CHUNK)
    ).all():
        keys = [row.key for row in rows]
        versions, readings, terms = (
            _of(connection, other, keys) for other in (schema.version, schema.reading, schema.article_term)
        )
        for row in rows:
            yield from broken_rules(row, versions[row.key], readings[row.key], terms[row.key], shelves)
        done, last = done + len(rows), keys[-1]
        progress(done / total)


def _of(connection: sa.Connection, table: sa.Table, keys: list[str]) -> dict[str, list[sa.Row[Any]]]:
    found: dict[str, list[sa.Row[Any]]] = defaultdict(list)
    query = sa.select(table).where(table.c.key.in_(keys)).order_by(*table.primary_key)
    for row in connection.execute(query):
        found[row.key].append(row)
    return found
