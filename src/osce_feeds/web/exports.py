"""The page for agencies, libraries and archives, and what they try their receivers with."""

from functools import partial
from urllib.parse import quote

from flask import Blueprint
from flask import Response
from flask import abort
from flask import request

from osce_feeds.deliver import rehearsal
from osce_feeds.deliver.partner_pack import partner_pack
from osce_feeds.model import wire
from osce_feeds.model.selection import AFTER
from osce_feeds.model.selection import parse_after
from osce_feeds.web.conditional import Validators
from osce_feeds.web.html import render
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import Link
from osce_feeds.web.responses import build
from osce_feeds.web.responses import document
from osce_feeds.web.responses import redirect
from osce_feeds.web.service import language_or_404
from osce_feeds.web.service import service

bp = Blueprint("exports", __name__)

_TRIED = {form.file: form for form in rehearsal.FORMATS}


@bp.get("/<language>/exports/")
def page(language: str) -> Response:
    """Return the page for agencies, libraries and archives."""
    spoken, asked = language_or_404(language), service()
    if not request.path.endswith("/"):
        return redirect(f"{quote(request.path)}/")
    shown = partner_pack(asked.newsroom, asked.store, spoken)
    t = asked.newsroom.localiser(spoken)
    return build(
        Answer(
            media_type=wire.HTML,
            body=lambda: iter([render("exports.html", t, page=shown)]),
            coded=True,
            validators=Validators(shown.fingerprint, shown.last_modified),
            links=(Link(shown.url, "self", "text/html", spoken.tag),),
        )
    )


@bp.get("/<language>/exports/samples/<event>/<file>")
def sample(language: str, event: str, file: str) -> Response:
    """Return what an event looks like in a format, the same in every language."""
    language_or_404(language)
    asked = service()
    return document(rehearsal.sample(asked.newsroom, asked.store, event, file))


@bp.get("/<language>/exports/test/<file>")
def test_feed(language: str, file: str) -> Response:
    """Return the next event of the test feed, the same in every language."""
    spoken, asked = language_or_404(language), service()
    form = _TRIED.get(file) or abort(404, description=f"there is no test feed {file!r}")
    made, number = rehearsal.changes(
        asked.newsroom, asked.store, form, parse_after(request.args.items(multi=True)) or 0
    )
    onward = f"{asked.newsroom.addresses.exports(spoken.tag, f'test/{file}')}?{AFTER}={number}"
    return build(
        Answer(
            media_type=made.media_type,
            body=partial(iter, [made.body]),
            validators=Validators(made.fingerprint, made.last_modified),
            links=(Link(onward, "next", made.media_type.partition(";")[0]),),
        )
    )
