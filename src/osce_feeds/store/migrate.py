"""Alembic, run over a connection that the store owns."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config


def config(connection: sa.Connection, now: int) -> Config:
    """Return an Alembic configuration that migrates over *connection*; *now* is in seconds since 1970."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    settings.attributes.update(connection=connection, now=now)
    return settings


def upgrade(connection: sa.Connection, now: int) -> None:
    """Migrate to the newest revision inside the connection's transaction."""
    command.upgrade(config(connection, now), "head")
