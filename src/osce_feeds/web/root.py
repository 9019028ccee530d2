"""Addresses without a language: the entrance, the style sheet, the pulse."""

import hashlib
from functools import partial
from pathlib import Path

from flask import Blueprint
from flask import Response
from flask import abort
from flask import request

from osce_feeds.i18n.negotiation import negotiate
from osce_feeds.model import wire
from osce_feeds.web.responses import IMMUTABLE
from osce_feeds.web.responses import NEVER
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import build
from osce_feeds.web.responses import redirect
from osce_feeds.web.service import service

bp = Blueprint("root", __name__)

_STYLE = (Path(__file__).parent / "static" / "site.css").read_bytes()
STYLE_MARK = hashlib.sha256(_STYLE).hexdigest()[:12]
"""Part of the style sheet's address, so that it may be kept for ever."""


@bp.get("/")
def entrance() -> Response:
    """Send a visitor to the newsroom page in the language of their browser."""
    tags = [language.tag for language in service().newsroom.languages]
    tag = negotiate(request.headers.get("Accept-Language", ""), tags)
    return redirect(f"/{tag}/", 303, Vary="Accept-Language")


@bp.get("/static/<mark>/site.css")
def style(mark: str) -> Response:
    """Return the style sheet of the pages."""
    if mark != STYLE_MARK:
        abort(404)
    return build(Answer(media_type="text/css; charset=utf-8", body=partial(iter, [_STYLE]), cache=IMMUTABLE))


@bp.get("/healthz")
def pulse() -> Response:
    """Say that the process answers; it does not ask the store."""
    return build(Answer(media_type=wire.JSON, body=partial(iter, [b'{"status":"ok"}\n']), cache=NEVER))


@bp.app_context_processor
def style_address() -> dict[str, str]:
    """Give templates the style sheet's path."""
    return {"style": f"/static/{STYLE_MARK}/site.css"}
