"""The store: every version of every article, in SQLite or PostgreSQL.

``Store`` opens it; ``Reader`` and ``Writer`` are one transaction each. SQLAlchemy
Core, no ORM; the schema changes through Alembic migrations only.
"""

from osce_feeds.store.reader import Reader
from osce_feeds.store.store import Store
from osce_feeds.store.writer import Writer

__all__ = ["Reader", "Store", "Writer"]
