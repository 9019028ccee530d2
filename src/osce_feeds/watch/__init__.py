"""Watch: the worker beside the service. It asks sources for news, politely, and tells a person what needs one.

Everything it knows is in the store, so it may be stopped at any moment and started again,
and what it did is never done twice. One look asks each host once at most: nothing waits
for a slow source but that source.
"""

from osce_feeds.watch.backfill import backfill
from osce_feeds.watch.worker import Worker

__all__ = ["Worker", "backfill"]
