"""Addresses without a language: the entrance, style sheet and icon, the pulse."""

import hashlib
from functools import partial
from pathlib import Path

from flask import Blueprint
from flask import Response
from flask import abort
from flask import request

from osce_feeds.i18n.negotiation import negotiate
from osce_feeds.model import wire
from osce_feeds.web.conditional import UNDATED
from osce_feeds.web.conditional import Validators
from osce_feeds.web.responses import IMMUTABLE
from osce_feeds.web.responses import LONG
from osce_feeds.web.responses import NEVER
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import build
from osce_feeds.web.responses import redirect
from osce_feeds.web.service import service

bp = Blueprint("root", __name__)

_STATIC = Path(__file__).parent / "static"
_TYPES = {".css": "text/css; charset=utf-8", ".js": wire.JAVASCRIPT, ".svg": "image/svg+xml"}
FILES = {path.name: path.read_bytes() for path in sorted(_STATIC.iterdir())}
MARK = hashlib.sha256(b"".join(FILES.values())).hexdigest()[:12]
"""Part of the addresses of style sheet, script and icon, so that they may be kept for ever."""


@bp.get("/")
def entrance() -> Response:
    """Send a visitor to the newsroom page in the language of their browser."""
    tags = [language.tag for language in service().newsroom.languages]
    tag = negotiate(request.headers.get("Accept-Language", ""), tags)
    return redirect(f"/{tag}/", 303, Vary="Accept-Language")


@bp.get("/static/<mark>/<name>")
def static(mark: str, name: str) -> Response:
    """Return the style sheet, the script or the icon of the pages."""
    if mark != MARK or name not in FILES:
        abort(404, description="there is no such file")
    media_type = _TYPES[Path(name).suffix]
    body, validators = partial(iter, [FILES[name]]), Validators(f"{MARK}-{name}", UNDATED)
    return build(Answer(media_type=media_type, body=body, coded=True, validators=validators, cache=IMMUTABLE))


@bp.get("/icon.svg")
def icon() -> Response:
    """Return the icon under the address that feeds name."""
    return build(Answer(media_type=_TYPES[".svg"], body=partial(iter, [FILES["icon.svg"]]), cache=LONG))


@bp.get("/healthz")
def pulse() -> Response:
    """Say that the process answers; it does not ask the store."""
    return build(Answer(media_type=wire.JSON, body=partial(iter, [b'{"status":"ok"}\n']), cache=NEVER))


@bp.app_context_processor
def static_folder() -> dict[str, str]:
    """Give templates the path of the folder of style sheet, script and icon."""
    return {"static": f"/static/{MARK}"}
