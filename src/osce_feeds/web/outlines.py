"""The lists of all feeds, one for each language (OPML 2.0)."""

from flask import Blueprint
from flask import Response

from osce_feeds.deliver.outlines import outlines
from osce_feeds.web.responses import document
from osce_feeds.web.service import language_or_404
from osce_feeds.web.service import service

bp = Blueprint("outlines", __name__)


@bp.get("/<language>/feeds.opml")
def feeds(language: str) -> Response:
    """Return the list of all feeds in a language."""
    spoken, serving = language_or_404(language), service()
    return document(outlines(serving.newsroom, serving.store, spoken))
