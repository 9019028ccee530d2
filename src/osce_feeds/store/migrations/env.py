"""Alembic's door into the migrations; the connection is handed in, and its transaction is the caller's."""

from alembic import context

from osce_feeds.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
context.run_migrations()
