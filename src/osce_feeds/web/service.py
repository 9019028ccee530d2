"""What views work with, reached through the application they belong to."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask import abort
from flask import current_app

from osce_feeds.deliver import Newsroom
from osce_feeds.i18n.languages import Language
from osce_feeds.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Service:
    """The newsroom, its store, and the clock of the edge."""

    newsroom: Newsroom
    store: Store
    clock: "Callable[[], datetime]"


def service() -> Service:
    """Return the service of the current application."""
    found = current_app.extensions["osce_feeds"]
    assert isinstance(found, Service)  # noqa: S101 - set by create_app
    return found


def language_or_404(tag: str) -> Language:
    """Return the served language with this tag; any other is answered with 404."""
    return service().newsroom.language(tag) or abort(404, description=f"there is no language {tag!r} here")
