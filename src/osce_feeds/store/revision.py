"""Which schema a database has, and which one this program needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from osce_feeds.errors import StoreError
from osce_feeds.errors import StoreTooNew
from osce_feeds.store.engine import address

BASE = "base"
"""What stands below the first migration: no tables at all."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Migrations that follow each other: the newest one, and the folders that they lie in.

    Revisions sort as texts in the order in which they follow each other.
    """

    head: str
    folders: tuple[Path, ...]


OURS = Chain("0001", (Path(__file__).parent / "migrations" / "versions",))
REVISION = OURS.head
"""The newest migration, which this program needs."""


def address_of(connection: sa.Connection) -> str:
    """Return the address of the database without a password."""
    return address(connection.engine)


def revision_of(connection: sa.Connection) -> str | None:
    """Return the schema's revision, or None for an empty database.

    Raises:
        StoreError: when the tables in it are another program's.
    """
    tables = sa.inspect(connection).get_table_names()
    if "alembic_version" in tables:
        found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return None if found is None else str(found)
    refuse_foreign(address_of(connection), tables)
    return None


def refuse_foreign(name: str, tables: Sequence[str]) -> None:
    """Refuse the database called *name* if its *tables* are another program's.

    Raises:
        StoreError: then.
    """
    if tables and "alembic_version" not in tables:
        message = f"{name} is a database of another program: it holds {', '.join(tables[:3])}"
        raise StoreError(message)


def refuse_newer(name: str, revision: str | None, head: str) -> None:
    """Refuse the store or backup called *name* if a newer program has changed its schema.

    Raises:
        StoreTooNew: then.
    """
    if revision is not None and revision > head:
        message = f"{name} is at schema {revision}, this program knows {head}: install the newer program"
        raise StoreTooNew(message)


def refuse_other(connection: sa.Connection, head: str) -> None:
    """Refuse a database that does not have the schema *head*, however long this program has worked with it.

    Raises:
        StoreTooNew: when a newer program has changed its schema.
        StoreError: when it needs ``osce-feeds db upgrade`` first.
    """
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if found != head:
        name = address_of(connection)
        refuse_newer(name, found, head)
        refuse_older(name, found, head)


def refuse_older(name: str, revision: str | None, head: str) -> None:
    """Refuse a store whose schema is older than *head*: only a person decides when data is migrated.

    Raises:
        StoreError: then.
    """
    if revision is None or revision < head:
        message = f"{name} is at schema {revision or BASE}: run `osce-feeds db upgrade` to bring it to {head}"
        raise StoreError(message)
