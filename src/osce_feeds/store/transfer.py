"""Rows from one database into another, whatever their engines: how a store comes into a file, and back to a server."""

import sqlite3
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from osce_feeds.store.dialect import is_postgresql
from osce_feeds.store.reindex import index_words

Progress = Callable[[float], None]
_MADE = ("alembic_version", "words")
"""How the names of tables begin that are made by the target itself: by migrations, or out of what was copied."""
_CHUNK = 1_000


@contextmanager
def file_connection(path: Path, *, write: bool) -> Iterator[sa.Connection]:
    """Yield a connection to a SQLite file in one transaction; one to *write* makes it, without a log beside it."""
    mode = "rwc" if write else "ro"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"file:{quote(str(path.absolute()))}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA synchronous=OFF")  # a file that is not finished is of no use after a power cut
        return connection

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.NullPool)
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    with engine.begin() as connection:
        yield connection


def copy(source: sa.Connection, target: sa.Connection, progress: Progress) -> None:
    """Put the rows of *source* in the place of those of *target*, which is at the same revision, table by table.

    The index of words is made anew, since each engine keeps it in its own way.
    """
    tables = _tables(target)
    for table in reversed(tables):
        target.execute(table.delete())
    total = sum(source.scalar(sa.select(sa.func.count()).select_from(_bare(table))) or 0 for table in tables) or 1
    put, done = _copy_in if is_postgresql(target) else _insert, 0
    for table in tables:
        names = [column.name for column in table.columns]
        found = source.execution_options(yield_per=_CHUNK).execute(sa.select(*_bare(table).columns))
        for chunk in found.partitions():
            put(target, table, names, chunk)
            done += len(chunk)
            progress(done / total)
    index_words(target)
    if is_postgresql(target):
        _count_on(target, tables)
    progress(1)


def _tables(connection: sa.Connection) -> list[sa.Table]:
    """Return the tables whose rows are copied, those that others point to before these."""
    names = [name for name in sa.inspect(connection).get_table_names() if not name.startswith(_MADE)]
    metadata = sa.MetaData()
    metadata.reflect(connection, only=names)
    return metadata.sorted_tables


def _bare(table: sa.Table) -> sa.TableClause:
    """Return *table* without types: values come as the driver gives them."""
    return sa.table(table.name, *(sa.column(column.name) for column in table.columns))


def _insert(target: sa.Connection, table: sa.Table, names: list[str], rows: Sequence[sa.Row[Any]]) -> None:
    target.execute(_bare(table).insert(), [dict(zip(names, row, strict=True)) for row in rows])


def _copy_in(target: sa.Connection, table: sa.Table, names: list[str], rows: Sequence[sa.Row[Any]]) -> None:
    quoted = target.dialect.identifier_preparer.quote
    truths = [isinstance(column.type, sa.Boolean) for column in table.columns]
    raw: Any = target.connection.dbapi_connection
    statement = f"COPY {quoted(table.name)} ({', '.join(map(quoted, names))}) FROM STDIN"
    with raw.cursor() as cursor, cursor.copy(statement) as lines:
        for row in rows:
            lines.write_row(
                [
                    bool(value) if truth and value is not None else value
                    for truth, value in zip(truths, row, strict=True)
                ]
            )


def _count_on(target: sa.Connection, tables: Sequence[sa.Table]) -> None:
    """Have numbers that the server gives to rows begin after those that were copied."""
    for table in tables:
        for column in table.primary_key:
            sequence = target.scalar(sa.select(sa.func.pg_get_serial_sequence(table.name, column.name)))
            if sequence is not None:
                last = sa.select(sa.func.coalesce(sa.func.max(column), 0) + 1).scalar_subquery()
                target.execute(sa.select(sa.func.setval(sequence, last, False)))  # noqa: FBT003 - PostgreSQL's order
    target.exec_driver_sql("ANALYZE")  # or the first questions would be answered as in an empty store
