"""oEmbed: what other sites need to know to show a page of ours, asked for by its address."""

import re
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import parse_qsl
from urllib.parse import urlsplit

from flask import Blueprint
from flask import Response
from flask import abort
from flask import current_app
from flask import request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from osce_feeds.deliver import canonical
from osce_feeds.deliver.embeds import Embed
from osce_feeds.deliver.embeds import article_embed
from osce_feeds.deliver.embeds import embed
from osce_feeds.errors import BadParameter
from osce_feeds.errors import UnknownTerm
from osce_feeds.formats.oembed import WIDTH
from osce_feeds.formats.oembed import OEmbed
from osce_feeds.formats.oembed import encode_json
from osce_feeds.formats.oembed import encode_xml
from osce_feeds.formats.oembed import frame
from osce_feeds.formats.oembed import height_of
from osce_feeds.i18n.languages import Language
from osce_feeds.model import wire
from osce_feeds.model.addresses import EMBED
from osce_feeds.model.look import USUAL
from osce_feeds.model.look import parse_look
from osce_feeds.model.selection import LIMIT
from osce_feeds.model.selection import PARAMETERS
from osce_feeds.model.selection import Pair
from osce_feeds.model.selection import parse
from osce_feeds.text import digest
from osce_feeds.web.conditional import Validators
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import build
from osce_feeds.web.service import language_or_404
from osce_feeds.web.service import service

bp = Blueprint("oembed", __name__)

_ENCODINGS = {"json": (wire.JSON, encode_json), "xml": ("text/xml; charset=utf-8", encode_xml)}
_URL = "url"
_PIXELS = re.compile("[1-9][0-9]{0,4}")
_SUMMARY = 2
"""Articles that take as much room as one with its summary."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is shown for a page: its address, the title it has, and how high it is."""

    page: str
    title: str
    embed: Embed
    height: int


@bp.get("/oembed")
def oembed() -> Response:
    """Return how to show the page ``url``, no wider and higher than ``maxwidth`` and ``maxheight``."""
    form = request.args.get("format") or "json"
    if form not in _ENCODINGS:
        abort(501, description=f"there is no format {form!r} here: json and xml")
    url = request.args.get(_URL, "")
    if not url:
        raise BadParameter(_URL, "url takes the address of a page of this service")
    width, height = _most("maxwidth"), _most("maxheight")
    shown = _shown(url)
    channel = shown.embed.channel
    width, height = min(width or WIDTH, WIDTH), min(height or shown.height, shown.height)
    document = OEmbed(
        title=shown.title,
        provider_name=channel.site,
        provider_url=f"{channel.addresses.base}/",
        html=frame(shown.page, shown.embed.url, shown.title, channel.notice, width, height),
        width=width,
        height=height,
    )
    media_type, encode = _ENCODINGS[form]
    return build(
        Answer(
            media_type=media_type,
            body=lambda: iter([encode(document)]),
            coded=True,
            validators=Validators(
                digest(shown.embed.fingerprint, form, shown.page, str(width), str(height)), shown.embed.last_modified
            ),
        )
    )


def _shown(url: str) -> _Shown:
    """Return what is shown for the page at *url*; 404 for what is no page of a selection or an article of ours."""
    serving = service()
    base = serving.newsroom.addresses.base
    if not url.startswith(f"{base}/") or "//" in url.removeprefix(base).partition("?")[0]:
        _refuse(url)
    parts = urlsplit(url.removeprefix(base))
    try:
        endpoint, given = current_app.url_map.bind("").match(parts.path, "GET")
    except (HTTPException, RequestRedirect):
        _refuse(url)
    spoken = language_or_404(given.get("language", ""))
    if endpoint == "articles.article":
        return _article(spoken, given["key"]) or _refuse(url)
    if not endpoint.startswith("selections.page "):
        _refuse(url)
    try:
        return _selection(spoken, (*given.items(), *parse_qsl(parts.query)))
    except (UnknownTerm, BadParameter):
        _refuse(url)


def _selection(spoken: Language, pairs: tuple[Pair, ...]) -> _Shown:
    serving, addresses = service(), service().newsroom.addresses
    asked = parse(pair for pair in pairs if pair[0] in PARAMETERS)
    selection = canonical(serving.newsroom, serving.store, asked)
    look = parse_look(pair for pair in pairs if pair[0] == LIMIT)
    made = embed(serving.newsroom, serving.store, spoken, selection, EMBED, look, serving.clock())
    page = addresses.file(spoken.tag, selection, "", look.count if look != USUAL else None)
    return _Shown(page, made.channel.title, made, height_of(look.count))


def _article(spoken: Language, key: str) -> _Shown | None:
    serving, addresses = service(), service().newsroom.addresses
    made = article_embed(serving.newsroom, serving.store, spoken, key, USUAL, serving.clock())
    if made is None:
        return None
    return _Shown(addresses.article(spoken.tag, key), made.items[0].title, made, height_of(_SUMMARY))


def _refuse(url: str) -> NoReturn:
    abort(404, description=f"there is no page of a list or an article at {url!r}")


def _most(name: str) -> int | None:
    text = request.args.get(name, "")
    if not text:
        return None
    if not _PIXELS.fullmatch(text):
        raise BadParameter(name, f"{name} takes a number of pixels")
    return int(text)
