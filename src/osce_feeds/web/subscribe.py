"""The page on which somebody chooses what to subscribe to, and the list of feeds that make the choice up.

A choice has one address, with all filters in its query, so that a form without a script
gets there: what the browser makes of the form is sent on.
"""

from collections.abc import Callable

from flask import Blueprint
from flask import Response
from flask import request
from markupsafe import Markup

from osce_feeds.deliver import canonical
from osce_feeds.deliver.outlines import outlines_of
from osce_feeds.deliver.subscriptions import subscription
from osce_feeds.errors import SelectionMoved
from osce_feeds.errors import UnknownTerm
from osce_feeds.model import wire
from osce_feeds.model.addresses import Addresses
from osce_feeds.model.selection import FILTERS
from osce_feeds.model.selection import Selection
from osce_feeds.model.selection import parse
from osce_feeds.web.conditional import Validators
from osce_feeds.web.html import render
from osce_feeds.web.problems import problem
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import Link
from osce_feeds.web.responses import build
from osce_feeds.web.responses import document
from osce_feeds.web.responses import redirect
from osce_feeds.web.selections import only_known
from osce_feeds.web.service import language_or_404
from osce_feeds.web.service import service

bp = Blueprint("subscribe", __name__)

FILE = "feeds.opml"
_PATHS = Addresses("", "")


@bp.get("/<language>/subscribe/")
def page(language: str) -> Response:
    """Return the page on which to choose what to subscribe to."""
    spoken, asked = language_or_404(language), service()
    if not request.path.endswith("/"):
        return redirect(_path(language, _asked()))
    shown = subscription(asked.newsroom, asked.store, spoken, _canonical(language), asked.clock())
    t = asked.newsroom.localiser(spoken)
    code = Markup(shown.qr_code)  # noqa: S704 - an element of our own making, with a text that is escaped
    return build(
        Answer(
            media_type=wire.HTML,
            body=lambda: iter([render("subscribe.html", t, page=shown, qr_code=code)]),
            coded=True,
            validators=Validators(shown.fingerprint, shown.last_modified),
            links=(
                Link(shown.url, "self", "text/html", spoken.tag),
                *(Link(feed.url, "alternate", feed.media_type, spoken.tag) for feed in shown.discovery),
            ),
        )
    )


@bp.get(f"/<language>/subscribe/{FILE}")
def feeds(language: str) -> Response:
    """Return the list of the single feeds that make up a selection."""
    spoken, asked = language_or_404(language), service()
    return document(outlines_of(asked.newsroom, asked.store, spoken, _canonical(language, FILE)))


@bp.errorhandler(SelectionMoved)
def moved(error: SelectionMoved) -> Response:
    """Send whoever asks under another address to the one that there is."""
    return redirect(_here(parse(error.pairs)))


@bp.errorhandler(UnknownTerm)
def unknown(error: UnknownTerm) -> Response:
    """Say that a term does not exist, and offer the same choice with the nearest ones instead."""
    return unknown_term(error, _asked(), _here)


def unknown_term(error: UnknownTerm, asked: Selection, address: Callable[[Selection], str]) -> Response:
    """Return the problem that a term in *asked* does not exist, with the *address* of each that may be meant."""
    wrong = (error.parameter, error.code)
    links = {
        code: address(parse((error.parameter, code) if pair == wrong else pair for pair in asked.pairs))
        for code in error.nearest
    }
    return problem(400, str(error), links=links, parameter=error.parameter, nearest=error.nearest)


def _asked() -> Selection:
    return parse(request.args.items(multi=True))


def _here(selection: Selection) -> str:
    """Return the current page or file with another selection."""
    language = (request.view_args or {})["language"]
    return _path(language, selection, "" if request.endpoint == "subscribe.page" else FILE)


def _path(language: str, selection: Selection, file: str = "") -> str:
    return _PATHS.subscribe(language, selection, file)


def _canonical(language: str, file: str = "") -> Selection:
    """Return the selection that the current request asks for, if it does so in the one spelling that there is.

    Raises:
        SelectionMoved: if it does not.
    """
    asked = _asked()
    if asked.whole_query != only_known(request.query_string.decode("ascii", "replace"), FILTERS):
        meant = canonical(service().newsroom, service().store, asked)
        raise SelectionMoved(meant.pairs, _path(language, meant, file))
    return asked
