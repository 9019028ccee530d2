"""Articles: the page of each."""

from urllib.parse import quote

from flask import Blueprint
from flask import Response
from flask import abort
from flask import request

from osce_feeds.deliver import article_newsml
from osce_feeds.deliver import article_page
from osce_feeds.model import wire
from osce_feeds.model.article import Status
from osce_feeds.web.html import render
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import Link
from osce_feeds.web.responses import Validators
from osce_feeds.web.responses import build
from osce_feeds.web.responses import document
from osce_feeds.web.responses import redirect
from osce_feeds.web.service import language_or_404
from osce_feeds.web.service import service

bp = Blueprint("articles", __name__)


@bp.get("/<language>/articles/<key>/")
def article(language: str, key: str) -> Response:
    """Return the page of an article."""
    spoken, asked = language_or_404(language), service()
    if not request.path.endswith("/"):
        return redirect(f"{quote(request.path)}/")
    shown = article_page(asked.newsroom, asked.store, spoken, key, asked.clock())
    if shown is None:
        abort(404, description=f"there is no article {key!r}")
    t = asked.newsroom.localiser(spoken)
    return build(
        Answer(
            media_type=wire.HTML,
            body=lambda: iter([render("article.html", t, page=shown)]),
            validators=Validators(shown.fingerprint, shown.last_modified),
            status=200 if shown.article.status is Status.USABLE else 410,
            links=(Link(shown.article.link, "canonical"),) if shown.article.link else (),
        )
    )


@bp.get("/<language>/articles/<key>/newsml.xml")
def newsml(language: str, key: str) -> Response:
    """Return an article as a NewsML-G2 item, the same in every language."""
    language_or_404(language)
    asked = service()
    return document(article_newsml(asked.newsroom, asked.store, key, asked.clock()))
