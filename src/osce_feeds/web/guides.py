"""Pages about the service: every feed, how fresh everything is, what this is."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from urllib.parse import quote

from flask import Blueprint
from flask import Response
from flask import request

from osce_feeds.deliver.about import about
from osce_feeds.deliver.directory import FEED_FILES
from osce_feeds.deliver.directory import directory
from osce_feeds.deliver.status import freshness
from osce_feeds.i18n.languages import Language
from osce_feeds.model import wire
from osce_feeds.web.conditional import Validators
from osce_feeds.web.html import render
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import Link
from osce_feeds.web.responses import build
from osce_feeds.web.responses import redirect
from osce_feeds.web.service import Service
from osce_feeds.web.service import language_or_404
from osce_feeds.web.service import service

bp = Blueprint("guides", __name__)


class Guide(Protocol):
    """What every such page has."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the page may."""

    @property
    def last_modified(self) -> datetime:
        """Moves with it."""

    @property
    def url(self) -> str:
        """The address of the page."""


@bp.get("/<language>/feeds/")
def feeds(language: str) -> Response:
    """Return the page with every feed."""
    return _answer(language, "feeds.html", lambda asked, spoken: directory(asked.newsroom, asked.store, spoken))


@bp.get("/<language>/status/")
def status(language: str) -> Response:
    """Return the page about how fresh everything is."""
    return _answer(
        language, "status.html", lambda asked, spoken: freshness(asked.newsroom, asked.store, spoken, asked.clock())
    )


@bp.get("/<language>/about/")
def about_page(language: str) -> Response:
    """Return the page about the service."""
    return _answer(language, "about.html", lambda asked, spoken: about(asked.newsroom, asked.store, spoken))


def _answer(tag: str, template: str, make: Callable[[Service, Language], Guide]) -> Response:
    language, asked = language_or_404(tag), service()
    if not request.path.endswith("/"):
        return redirect(f"{quote(request.path)}/")
    shown = make(asked, language)
    t = asked.newsroom.localiser(language)
    return build(
        Answer(
            media_type=wire.HTML,
            body=lambda: iter([render(template, t, page=shown, feed_files=FEED_FILES)]),
            coded=True,
            validators=Validators(shown.fingerprint, shown.last_modified),
            links=(Link(shown.url, "self", "text/html", language.tag),),
        )
    )
