"""Complete years to download, with ranges, and their manifest."""

from flask import Blueprint
from flask import Response
from flask import abort
from flask import request

from osce_feeds.deliver import archives
from osce_feeds.web.conditional import Validators
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import build
from osce_feeds.web.responses import document
from osce_feeds.web.service import service

bp = Blueprint("archives", __name__)


@bp.get("/archive/manifest.json")
def manifest() -> Response:
    """Return the manifest of all complete years."""
    asked = service()
    return document(archives.manifest(asked.newsroom, asked.store, asked.clock()))


@bp.get("/archive/<file>")
def archive(file: str) -> Response:
    """Return a complete year, or the part of it that is asked for (RFC 9110 section 14)."""
    asked = service()
    found = archives.archive(asked.newsroom, asked.store, file, asked.clock())
    if found is None:
        abort(404, description=f"there is no archive {file!r}; /archive/manifest.json names them")
    rendition, size = found
    response = build(
        Answer(
            media_type=rendition.media_type,
            body=rendition.body,
            streamed=True,
            validators=Validators(rendition.fingerprint, rendition.last_modified),
            headers={"Content-Disposition": f'attachment; filename="{file}"', "Accept-Ranges": "bytes"},
            close=rendition.close,
        )
    )
    if response.status_code == 200:  # noqa: PLR2004 - what is there whole can be had in parts
        response.make_conditional(request.environ, accept_ranges=True, complete_length=size)
    return response
