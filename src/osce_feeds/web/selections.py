"""Selections: the page of each, and its files."""

from urllib.parse import quote

from flask import Blueprint
from flask import Response
from flask import request

from osce_feeds.deliver import deliver
from osce_feeds.deliver import selection_page
from osce_feeds.errors import SelectionMoved
from osce_feeds.formats import FORMATS
from osce_feeds.model import wire
from osce_feeds.model.addresses import Addresses
from osce_feeds.model.selection import Selection
from osce_feeds.web.html import render
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import Link
from osce_feeds.web.responses import Validators
from osce_feeds.web.responses import build
from osce_feeds.web.responses import redirect
from osce_feeds.web.service import language_or_404
from osce_feeds.web.service import service

bp = Blueprint("selections", __name__)

_FORMATS = {form.file: form for form in FORMATS}
_FILES = ", ".join(f'"{name}"' for name in _FORMATS)
_FOLDERS = ("", "offices/<office>/", "topics/<topic>/", "offices/<office>/topics/<topic>/")


def page(language: str, office: str = "", topic: str = "") -> Response:
    """Return the page of a selection."""
    spoken, asked = language_or_404(language), service()
    if not request.path.endswith("/"):
        return redirect(f"{quote(request.path)}/")
    shown = selection_page(asked.newsroom, asked.store, spoken, Selection(office, topic), asked.clock())
    t = asked.newsroom.localiser(spoken)
    return build(
        Answer(
            media_type=wire.HTML,
            body=lambda: iter([render("selection.html", t, page=shown)]),
            validators=Validators(shown.fingerprint, shown.last_modified),
            links=(
                Link(shown.channel.page_url, "self", "text/html", spoken.tag),
                *(Link(feed.url, "alternate", feed.media_type, spoken.tag) for feed in shown.discovery),
            ),
        )
    )


def file(language: str, name: str, office: str = "", topic: str = "") -> Response:
    """Return a selection in the format that its file name says."""
    spoken, asked = language_or_404(language), service()
    form = _FORMATS[name]
    rendition = deliver(asked.newsroom, asked.store, spoken, Selection(office, topic), form, asked.clock())
    disposition = f'inline; filename="{"-".join(part for part in (office, topic, spoken.tag) if part)}-{name}"'
    return build(
        Answer(
            media_type=rendition.media_type,
            body=rendition.body,
            streamed=not form.feed,
            validators=Validators(rendition.fingerprint, rendition.last_modified),
            links=(
                Link(rendition.self_url, "self", rendition.media_type.partition(";")[0], spoken.tag),
                *(Link(other.url, "alternate", other.media_type, other.language) for other in rendition.alternates),
            ),
            headers={"Content-Disposition": disposition},
            close=rendition.close,
        )
    )


@bp.errorhandler(SelectionMoved)
def moved(error: SelectionMoved) -> Response:
    """Send whoever asks for a term that was merged to the same file of the one that it is now."""
    asked = request.view_args or {}
    folder = Addresses("", "").page(asked["language"], Selection(error.office, error.topic))
    return redirect(f"{folder}{asked.get('name', '')}")


for folder in _FOLDERS:
    bp.add_url_rule(f"/<language>/{folder}", f"page {folder}", page, methods=["GET"])
    bp.add_url_rule(f"/<language>/{folder}<any({_FILES}):name>", f"file {folder}", file, methods=["GET"])
