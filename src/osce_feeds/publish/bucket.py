"""A bucket of an object store (S3 and what speaks like it), or anything else that obstore opens by its address."""

from collections.abc import Iterator
from contextlib import contextmanager

import obstore
from obstore.exceptions import BaseError
from obstore.store import ObjectStore
from obstore.store import from_url

from osce_feeds.errors import PublishFailed
from osce_feeds.publish.base import Rendered
from osce_feeds.publish.places import STATE


class Bucket:
    """Objects below an address such as ``s3://bucket/prefix``.

    Each has the media type and Cache-Control of the service. There are no codings beside
    them: a bucket does not choose by what a client takes.
    """

    def __init__(self, address: str, store: ObjectStore | None = None) -> None:
        """Publish to *address*; keys, region and endpoint come from the usual variables (``AWS_*``).

        Raises:
            PublishFailed: when the address means nothing.
        """
        self._address = address
        with self._trouble("anything"):
            self._store = store or from_url(address)

    @property
    def address(self) -> str:
        """The address as it was given."""
        return self._address

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Look whether this is a place of ours; a bucket itself keeps nobody out.

        Raises:
            PublishFailed: when it holds objects that were not published from here.
        """
        if self.read(STATE) is None and next(self.names(), None) is not None:
            message = f"{self.address} holds objects that were not published from here; give another prefix"
            raise PublishFailed(message)
        yield

    def read(self, name: str) -> bytes | None:
        """Return the bytes of an object, or None where there is none."""
        with self._trouble(name):
            try:
                return bytes(obstore.get(self._store, name).bytes())
            except FileNotFoundError:
                return None

    def write(self, name: str, rendered: Rendered) -> None:
        """Put an answer in the place of what is there."""
        attributes = {"Content-Type": rendered.media_type}
        attributes |= {"Cache-Control": rendered.cache} if rendered.cache else {}
        with self._trouble(name):
            obstore.put(self._store, name, rendered.body, attributes=attributes)

    def write_state(self, data: bytes) -> None:
        """Remember what was published; nobody is to keep a copy."""
        with self._trouble(STATE):
            attributes = {"Content-Type": "application/json", "Cache-Control": "no-store"}
            obstore.put(self._store, STATE, data, attributes=attributes)

    def remove(self, name: str) -> None:
        """Remove an object; nothing happens where it is not there."""
        with self._trouble(name):
            try:
                obstore.delete(self._store, name)
            except FileNotFoundError:
                return

    def names(self) -> Iterator[str]:
        """Yield the names of all objects but our own, in no order."""
        with self._trouble("anything"):
            for some in obstore.list(self._store):
                yield from (found["path"] for found in some if found["path"] != STATE)

    @contextmanager
    def _trouble(self, name: str) -> Iterator[None]:
        try:
            yield
        except (BaseError, OSError, ValueError) as error:
            detail = " ".join(str(error).split())[:300]
            message = f"cannot publish {name} to {self.address}: {detail}"
            raise PublishFailed(message) from error
