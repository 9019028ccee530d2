"""What a monitor wants to know of the store: how much there is, and when each source last brought something."""

import sqlalchemy as sa

from osce_feeds.store import schema
from osce_feeds.store.reader import Reader


def articles_by_status(reader: Reader) -> dict[str, int]:
    """Return how many articles there are, by status."""
    table = schema.article
    query = sa.select(table.c.status, sa.func.count()).group_by(table.c.status)
    return {str(status): int(number) for status, number in reader.connection.execute(query)}


def last_ingests(reader: Reader) -> dict[str, int]:
    """Return when something of each source was last taken, in seconds since 1970."""
    table = schema.report
    query = sa.select(table.c.source, sa.func.max(table.c.received)).group_by(table.c.source)
    return {str(source): int(moment) for source, moment in reader.connection.execute(query)}
