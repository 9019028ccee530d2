"""Articles: the page of each, its versions, and its items for machines."""

import re
from urllib.parse import quote

from flask import Blueprint
from flask import Response
from flask import abort
from flask import request
from markupsafe import Markup

from osce_feeds.deliver import ArticlePage
from osce_feeds.deliver import article_newsml
from osce_feeds.deliver import article_ninjs
from osce_feeds.deliver import article_page
from osce_feeds.deliver import article_xml
from osce_feeds.deliver import version_page
from osce_feeds.i18n.languages import Language
from osce_feeds.model import wire
from osce_feeds.model.article import Status
from osce_feeds.web.conditional import Validators
from osce_feeds.web.html import render
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import Link
from osce_feeds.web.responses import build
from osce_feeds.web.responses import document
from osce_feeds.web.responses import redirect
from osce_feeds.web.service import language_or_404
from osce_feeds.web.service import service

bp = Blueprint("articles", __name__)

_NUMBER = re.compile("[1-9][0-9]{0,8}")


@bp.get("/<language>/articles/<key>/")
def article(language: str, key: str) -> Response:
    """Return the page of an article; 410 where it was withdrawn."""
    spoken = language_or_404(language)
    if not request.path.endswith("/"):
        return redirect(f"{quote(request.path)}/")
    shown = _page_or_404(spoken, key)
    if shown.article.status is Status.CANCELED:
        return _gone(shown, spoken)
    t = service().newsroom.localiser(spoken)
    linked_data = Markup(shown.linked_data)  # noqa: S704 - no character in it means anything to HTML
    return build(
        Answer(
            media_type=wire.HTML,
            body=lambda: iter([render("article.html", t, page=shown, linked_data=linked_data)]),
            coded=True,
            validators=Validators(shown.fingerprint, shown.last_modified),
            links=(Link(shown.article.link, "canonical"),) if shown.article.link else (),
        )
    )


@bp.get("/<language>/articles/<key>/versions/<number>/")
def version(language: str, key: str, number: str) -> Response:
    """Return the page of one version of an article, with what it says differently; 410 where it was withdrawn."""
    spoken, asked = language_or_404(language), service()
    if not _NUMBER.fullmatch(number):
        abort(404, description=f"{number!r} is not the number of a version")
    if not request.path.endswith("/"):
        return redirect(f"{quote(request.path)}/")
    shown = version_page(asked.newsroom, asked.store, spoken, key, int(number), asked.clock())
    if shown is None:
        page = _page_or_404(spoken, key)
        if page.article.status is Status.CANCELED and int(number) <= page.article.version:
            return _gone(page, spoken)
        abort(404, description=f"article {key!r} has no version {number}")
    t = asked.newsroom.localiser(spoken)
    return build(
        Answer(
            media_type=wire.HTML,
            body=lambda: iter([render("version.html", t, page=shown)]),
            coded=True,
            validators=Validators(shown.fingerprint, shown.last_modified),
        )
    )


@bp.get("/<language>/articles/<key>/newsml.xml")
def newsml(language: str, key: str) -> Response:
    """Return an article as a NewsML-G2 item, the same in every language."""
    language_or_404(language)
    asked = service()
    return document(article_newsml(asked.newsroom, asked.store, key, asked.clock()))


@bp.get("/<language>/articles/<key>/ninjs.json")
def ninjs(language: str, key: str) -> Response:
    """Return an article as a ninjs object, the same in every language."""
    language_or_404(language)
    asked = service()
    return document(article_ninjs(asked.newsroom, asked.store, key, asked.clock()))


@bp.get("/<language>/articles/<key>/article.xml")
def xml(language: str, key: str) -> Response:
    """Return an article as plain XML, with names and dates in the language."""
    spoken, asked = language_or_404(language), service()
    return document(article_xml(asked.newsroom, asked.store, spoken, key, asked.clock()))


def _page_or_404(language: Language, key: str) -> ArticlePage:
    asked = service()
    shown = article_page(asked.newsroom, asked.store, language, key, asked.clock())
    return shown or abort(404, description=f"there is no article {key!r}")


def _gone(page: ArticlePage, language: Language) -> Response:
    """Return 410 with the tombstone: there is nothing to validate, and nothing that stands at its source instead."""
    t = service().newsroom.localiser(language)
    return build(Answer(media_type=wire.HTML, body=lambda: iter([render("withdrawn.html", t, page=page)]), status=410))
