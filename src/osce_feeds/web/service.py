"""What views work with, reached through the application they belong to."""

from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from flask import abort
from flask import current_app

from osce_feeds.deliver import Newsroom
from osce_feeds.i18n.languages import Language
from osce_feeds.store import Store
from osce_feeds.web.buckets import Buckets
from osce_feeds.web.running import Running
from osce_feeds.web.streams import Streams

if TYPE_CHECKING:
    from collections.abc import Callable

FAILURES = 10
"""Wrong tokens a minute that one client may try."""


@dataclass(frozen=True, slots=True)
class Service:
    """The newsroom, its store, the clock of the edge, the exports that are being sent, and who failed to prove what.

    ``running`` are the documents that are being taken under a key.
    """

    newsroom: Newsroom
    store: Store
    clock: "Callable[[], datetime]"
    streams: Streams = field(default_factory=Streams)
    failures: Buckets = field(default_factory=partial(Buckets, FAILURES))
    running: Running = field(default_factory=Running)


def service() -> Service:
    """Return the service of the current application."""
    found = current_app.extensions["osce_feeds"]
    assert isinstance(found, Service)  # noqa: S101 - set by create_app
    return found


def language_or_404(tag: str) -> Language:
    """Return the served language with this tag; any other is answered with 404."""
    return service().newsroom.language(tag) or abort(404, description=f"there is no language {tag!r} here")
