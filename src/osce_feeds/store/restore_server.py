"""Restoring into a server: the rows of a backup in the place of all that is there, in one transaction."""

from dataclasses import dataclass
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from osce_feeds.store.engine import address
from osce_feeds.store.engine import migration
from osce_feeds.store.engine import transaction
from osce_feeds.store.postgresql import APPLICATION
from osce_feeds.store.revision import BASE
from osce_feeds.store.revision import Chain
from osce_feeds.store.revision import refuse_foreign
from osce_feeds.store.revision import refuse_newer
from osce_feeds.store.revision import revision_of
from osce_feeds.store.transfer import Progress
from osce_feeds.store.transfer import copy
from osce_feeds.store.transfer import file_connection


@dataclass(slots=True)
class State:
    """What would be replaced: whether it opens, whether it is damaged, who uses it, how much is in it."""

    opens: bool = True
    damaged: bool = False
    in_use: bool = False
    articles: int = 0


def look_at_server(engine: sa.Engine) -> State:
    """Return what is known of the store.

    Raises:
        StoreError: when it is a database of another program.
        StoreUnavailable: when the server does not answer.
    """
    state = State()
    with transaction(engine, write=False) as connection:
        tables = sa.inspect(connection).get_table_names()
        refuse_foreign(address(engine), tables)
        others = sa.text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND application_name = :name AND pid <> pg_backend_pid()"
        )
        state.in_use = bool(connection.scalar(others, {"name": APPLICATION}))
        if "article" in tables:
            state.articles = connection.scalar(sa.text("SELECT count(*) FROM article")) or 0
    return state


def put_rows(engine: sa.Engine, file: Path, revision: str, chain: Chain, progress: Progress) -> None:
    """Put the rows of the backup *file*, which is at *revision*, in the place of those of the store.

    Whoever reads meanwhile sees the old rows until the commit, unless the schema is
    another one.

    Raises:
        StoreTooNew: when a newer program has changed the store's schema: only that one knows how to take it apart.
        StoreUnavailable: when the server does not answer, or another writer stays in it.
    """
    from osce_feeds.store.migrate import downgrade  # noqa: PLC0415 - Alembic is only loaded when there is work
    from osce_feeds.store.migrate import upgrade  # noqa: PLC0415

    with file_connection(file, write=False) as source, migration(engine) as target:
        found = revision_of(target)
        if found != revision:
            refuse_newer(address(engine), found, chain.head)
            if found is not None:
                downgrade(target, BASE, 0, chain)
            upgrade(target, 0, replace(chain, head=revision))
        copy(source, target, progress)
