"""The one door out: requests that the program itself makes.

Nothing else in the program opens a connection to another host. Whoever may name an
address may try to make the service speak to what only the service can reach, so every
name is resolved once, every address it has is looked at, and the connection goes to the
very address that was looked at, after each redirect anew.
"""

from osce_feeds.http_client.door import Door
from osce_feeds.http_client.door import Fetched
from osce_feeds.http_client.guard import place

__all__ = ["Door", "Fetched", "place"]
