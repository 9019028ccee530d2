"""What other sites show: the iframe's page, the fragment for their servers, and the web component."""

import hashlib
from base64 import b64encode
from functools import partial
from pathlib import Path

from flask import Blueprint
from flask import Response
from flask import abort
from flask import request

from osce_feeds.deliver.embeds import Embed
from osce_feeds.deliver.embeds import article_embed
from osce_feeds.deliver.embeds import embed
from osce_feeds.errors import SelectionMoved
from osce_feeds.errors import UnknownTerm
from osce_feeds.i18n.languages import Language
from osce_feeds.model import wire
from osce_feeds.model.addresses import EMBED
from osce_feeds.model.look import USUAL
from osce_feeds.model.look import parse_look
from osce_feeds.web.conditional import UNDATED
from osce_feeds.web.conditional import Validators
from osce_feeds.web.html import render
from osce_feeds.web.responses import EMBED_POLICY
from osce_feeds.web.responses import HOURLY
from osce_feeds.web.responses import IMMUTABLE
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import Link
from osce_feeds.web.responses import build
from osce_feeds.web.responses import redirect
from osce_feeds.web.selections import EMBEDS
from osce_feeds.web.selections import FOLDERS
from osce_feeds.web.selections import canonical_request
from osce_feeds.web.selections import known_query
from osce_feeds.web.selections import moved
from osce_feeds.web.selections import unknown
from osce_feeds.web.service import language_or_404
from osce_feeds.web.service import service

bp = Blueprint("embeds", __name__)
_FILES = ", ".join(f'"{name}"' for name in EMBEDS)
bp.register_error_handler(SelectionMoved, moved)
bp.register_error_handler(UnknownTerm, unknown)

_STATIC = Path(__file__).parent / "static"
COMPONENT = (_STATIC / "feed.js").read_bytes()
COMPONENT_MARK = hashlib.sha256(COMPONENT).hexdigest()[:12]
"""Part of the address of this build of the component, so that it may be kept, and pinned, for ever."""
COMPONENT_INTEGRITY = f"sha384-{b64encode(hashlib.sha384(COMPONENT).digest()).decode()}"
"""What a page says so that a browser runs this build and no other (W3C Subresource Integrity)."""
BUILDS = {
    hashlib.sha256(build_bytes).hexdigest()[:12]: build_bytes
    for build_bytes in (path.read_bytes() for path in sorted(_STATIC.glob("feed*.js")))
}
"""This build, and earlier ones that were kept beside it."""


def file(language: str, name: str, **_folders: str) -> Response:
    """Return a selection to be shown by another site: a page for an iframe, or a part of a page."""
    spoken, serving = language_or_404(language), service()
    asked = canonical_request()
    shown = embed(serving.newsroom, serving.store, spoken, asked.selection, name, asked.look or USUAL, serving.clock())
    return _answer(shown, spoken, name)


@bp.get(f"/<language>/articles/<key>/{EMBED}")
def article(language: str, key: str) -> Response:
    """Return one article to be shown by another site; of a withdrawn one, that it was withdrawn."""
    spoken, serving = language_or_404(language), service()
    look = parse_look(request.args.items(multi=True))
    shown = article_embed(serving.newsroom, serving.store, spoken, key, look, serving.clock())
    if shown is None:
        abort(404, description=f"there is no article {key!r}")
    path = shown.url.removeprefix(serving.newsroom.addresses.base)
    if path.partition("?")[2] != known_query(request.query_string.decode("ascii", "replace"), EMBED):
        return redirect(path)
    return _answer(shown, spoken, EMBED)


def _answer(shown: Embed, spoken: Language, name: str) -> Response:
    t = service().newsroom.localiser(spoken)
    return build(
        Answer(
            media_type=wire.HTML,
            body=lambda: iter([render(name, t, embed=shown)]),
            coded=True,
            validators=Validators(shown.fingerprint, shown.last_modified),
            links=(
                Link(shown.url, "self", "text/html", spoken.tag),
                Link(shown.channel.page_url, "alternate", "text/html", spoken.tag),
            ),
            headers={"Content-Security-Policy": EMBED_POLICY} if name == EMBED else {},
        )
    )


@bp.get("/embed/v1/feed.js")
def component() -> Response:
    """Return the newest build of the web component."""
    return _script(COMPONENT, HOURLY)


@bp.get("/embed/v1/<mark>/feed.js")
def component_build(mark: str) -> Response:
    """Return the build of the web component that has this hash."""
    found = BUILDS.get(mark) or abort(404, description=f"there is no build {mark!r} of the component")
    return _script(found, IMMUTABLE)


def _script(data: bytes, cache: str) -> Response:
    return build(
        Answer(
            media_type=wire.JAVASCRIPT,
            body=partial(iter, [data]),
            coded=True,
            cache=cache,
            validators=Validators(hashlib.sha256(data).hexdigest(), UNDATED),
        )
    )


for folder in FOLDERS:
    bp.add_url_rule(
        f"/<language>/{folder}<any({_FILES}):name>",
        f"file {folder}",
        file,
        methods=["GET"],
    )
