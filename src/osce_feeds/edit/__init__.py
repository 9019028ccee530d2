"""Edit: what a person decides about articles, beside what sources say."""

from osce_feeds.edit.link import link
from osce_feeds.edit.withdraw import withdraw

__all__ = ["link", "withdraw"]
