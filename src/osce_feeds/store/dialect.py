"""What SQLite and PostgreSQL say in different words."""

from collections.abc import Mapping
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite

SQLITE, POSTGRESQL = "sqlite", "postgresql"
BUSY_SECONDS = 5
"""What a writer waits for another one, on either engine."""
WRITE = "osce_feeds_write"
MIGRATE = "osce_feeds_migrate"
"""Options of connections: what their transactions are for."""

Text = sa.String().with_variant(sa.String(collation="C"), POSTGRESQL)
"""A text that sorts by its code points, whatever the collation of the database."""


def is_postgresql(connection: sa.Connection | sa.Engine) -> bool:
    """Say whether it leads to PostgreSQL; it leads to SQLite otherwise."""
    return connection.dialect.name == POSTGRESQL


def upsert(
    connection: sa.Connection,
    table: sa.Table,
    rows: Mapping[str, object] | Sequence[Mapping[str, object]],
    *,
    keys: Sequence[str] = (),
    update: Sequence[str] | bool = True,
    add: Sequence[str] = (),
) -> None:
    """Insert *rows*, all with the same columns, each of which replaces the one that has its *keys* already.

    *keys* are the names of the columns of a unique index, the primary key where there
    are none. *update* names the columns to be replaced: True for all that are
    given, False to leave what is there as it is. Numbers in the columns *add* are added
    to those that are there; nothing else is replaced then. No row may come twice in one call.
    """
    given = [rows] if isinstance(rows, Mapping) else list(rows)
    if not given:
        return
    insert = postgresql.insert if is_postgresql(connection) else sqlite.insert
    statement = insert(table)
    names = list(keys) or [column.name for column in table.primary_key]
    replaced = update if isinstance(update, Sequence) else [name for name in given[0] if name not in names and update]
    if add:
        sums = {name: table.c[name] + statement.excluded[name] for name in add}
        statement = statement.on_conflict_do_update(index_elements=names, set_=sums)
    elif replaced:
        values = {name: statement.excluded[name] for name in replaced}
        statement = statement.on_conflict_do_update(index_elements=names, set_=values)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=names)
    connection.execute(statement, given)
