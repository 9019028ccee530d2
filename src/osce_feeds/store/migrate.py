"""Alembic, run over a connection that the store owns: all of a migration happens, or nothing."""

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from osce_feeds.errors import StoreError
from osce_feeds.store.revision import BASE
from osce_feeds.store.revision import OURS
from osce_feeds.store.revision import Chain


def config(connection: sa.Connection, now: int, chain: Chain = OURS) -> Config:
    """Return an Alembic configuration that migrates over *connection*; *now* is in seconds since 1970."""
    settings = Config()
    options = {
        "script_location": str(OURS.folders[0].parent),
        "path_separator": "newline",
        "version_locations": "\n".join(map(str, chain.folders)),
    }
    for name, value in options.items():
        settings.set_main_option(name, value.replace("%", "%%"))  # which the parser takes for a reference
    settings.attributes.update(connection=connection, now=now)
    return settings


def upgrade(connection: sa.Connection, now: int, chain: Chain = OURS) -> None:
    """Migrate to the newest revision inside the connection's transaction."""
    command.upgrade(config(connection, now, chain), chain.head)


def downgrade(connection: sa.Connection, revision: str, now: int, chain: Chain = OURS) -> None:
    """Migrate back to *revision*, ``base`` for none, inside the connection's transaction."""
    command.downgrade(config(connection, now, chain), revision)


def losses(connection: sa.Connection, found: str, revision: str, chain: Chain = OURS) -> list[str]:
    """Return what is lost on the way back from *found* to *revision*, in the words of the migrations, newest first.

    A migration that cannot be taken back without loss says in ``LOST`` of what.

    Raises:
        StoreError: when there is no such revision, or it is not below *found*.
    """
    scripts = ScriptDirectory.from_config(config(connection, 0, chain)).walk_revisions(BASE, found)
    lost = {script.revision: getattr(script.module, "LOST", "") for script in scripts}
    below = [*lost, BASE]
    if revision not in below[1:]:
        known = f"there is {', '.join(below[1:])}"
        message = f"{revision!r} is no revision below {found}, which the store is at: {known}"
        raise StoreError(message)
    return [what for what in list(lost.values())[: below.index(revision)] if what]
