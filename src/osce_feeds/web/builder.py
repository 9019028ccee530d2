"""The page on which somebody makes an embed: what is shown, how it looks, and the code to copy.

All of it stands in the address, so that a form without a script gets there, and a
colleague to whom the address is sent.
"""

from flask import Blueprint
from flask import Response
from flask import request

from osce_feeds.deliver import canonical
from osce_feeds.deliver import deliver
from osce_feeds.deliver.builder import Builder
from osce_feeds.deliver.builder import builder
from osce_feeds.deliver.embeds import embed
from osce_feeds.deliver.snippets import SANDBOX
from osce_feeds.deliver.snippets import SNIPPETS
from osce_feeds.deliver.snippets import Placed
from osce_feeds.deliver.snippets import reserve
from osce_feeds.errors import SelectionMoved
from osce_feeds.errors import UnknownTerm
from osce_feeds.formats.json_feed import JSON_FEED
from osce_feeds.formats.oembed import height_of
from osce_feeds.i18n.languages import Language
from osce_feeds.model import wire
from osce_feeds.model.addresses import EMBED
from osce_feeds.model.addresses import FRAGMENT
from osce_feeds.model.addresses import SNIPPET
from osce_feeds.model.addresses import Addresses
from osce_feeds.model.look import COUNTS
from osce_feeds.model.look import HEADINGS
from osce_feeds.model.look import LOOK_PARAMETERS
from osce_feeds.model.look import Look
from osce_feeds.model.look import parse_look
from osce_feeds.model.selection import PARAMETERS
from osce_feeds.model.selection import Selection
from osce_feeds.model.selection import parse
from osce_feeds.web.coding import GZIP
from osce_feeds.web.coding import encoded
from osce_feeds.web.conditional import Validators
from osce_feeds.web.embeds import COMPONENT
from osce_feeds.web.embeds import COMPONENT_INTEGRITY
from osce_feeds.web.embeds import COMPONENT_MARK
from osce_feeds.web.html import render
from osce_feeds.web.responses import BUILDER_POLICY
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import Link
from osce_feeds.web.responses import build
from osce_feeds.web.responses import redirect
from osce_feeds.web.root import FILES
from osce_feeds.web.selections import only_known
from osce_feeds.web.service import language_or_404
from osce_feeds.web.service import service
from osce_feeds.web.subscribe import unknown_term

bp = Blueprint("builder", __name__)

_KNOWN = PARAMETERS | LOOK_PARAMETERS | {SNIPPET}
_PATHS = Addresses("", "")
_FRAMED, _COMPONENT, _INCLUDED = {"iframe", "wordpress"}, {"component", "pinned"}, {"ssi", "esi", "cron"}
"""Snippets by what they bring to a page."""


@bp.get("/<language>/embed/")
def page(language: str) -> Response:
    """Return the page on which embeds are made."""
    spoken, asked = language_or_404(language), service()
    selection, look, kind = parse(request.args.items(multi=True)), parse_look(request.args.items(multi=True)), _kind()
    path = _PATHS.builder(language, selection, look, kind)
    query = only_known(request.query_string.decode("ascii", "replace"), _KNOWN)
    if path.partition("?")[2] != query or not request.path.endswith("/"):
        meant = canonical(asked.newsroom, asked.store, selection)
        return redirect(_PATHS.builder(language, meant, look, kind))
    shown = builder(asked.newsroom, asked.store, spoken, selection, look, kind, asked.clock())
    return build(
        Answer(
            media_type=wire.HTML,
            body=lambda: iter([_page(shown, spoken)]),
            validators=Validators(shown.fingerprint, shown.last_modified),
            links=(
                Link(shown.url, "self", "text/html", spoken.tag),
                *(Link(feed.url, "alternate", feed.media_type, spoken.tag) for feed in shown.discovery),
            ),
            headers={"Content-Security-Policy": BUILDER_POLICY},
        )
    )


@bp.errorhandler(SelectionMoved)
def moved(error: SelectionMoved) -> Response:
    """Send whoever asks under another address to the one that there is."""
    return redirect(_here(parse(error.pairs)))


@bp.errorhandler(UnknownTerm)
def unknown(error: UnknownTerm) -> Response:
    """Say that a term does not exist, and offer the same with the nearest ones instead."""
    return unknown_term(error, parse(request.args.items(multi=True)), _here)


def _here(selection: Selection) -> str:
    """Return the current page with another selection."""
    language = (request.view_args or {})["language"]
    return _PATHS.builder(language, selection, parse_look(request.args.items(multi=True)), _kind())


def _kind() -> str:
    kind = request.args.get(SNIPPET, "")
    return kind if kind in SNIPPETS else next(iter(SNIPPETS))


def _page(shown: Builder, spoken: Language) -> bytes:
    newsroom = service().newsroom
    t = newsroom.localiser(spoken)
    placed = Placed(
        addresses=newsroom.addresses,
        language=spoken.tag,
        selection=shown.channel.selection,
        look=shown.look,
        title=shown.channel.title,
        mark=COMPONENT_MARK,
        integrity=COMPONENT_INTEGRITY,
    )
    return render(
        "builder.html",
        t,
        page=shown,
        placed=placed,
        code=SNIPPETS[shown.kind](placed),
        styles=reserve(placed) if shown.kind in _COMPONENT else "",
        kinds=tuple(SNIPPETS),
        counts=COUNTS,
        headings=HEADINGS,
        sandbox=SANDBOX,
        preview_height=height_of(shown.look.count),
        weight=t.decimal(round(_weight(shown, spoken) / 1000, 1)),
    )


def _weight(shown: Builder, spoken: Language) -> int:
    """Return the bytes that the shown snippet makes a browser fetch, packed with gzip, header fields aside."""
    selection, look = shown.channel.selection, shown.look
    if shown.kind in _FRAMED:
        parts = [_rendered(EMBED, selection, look, spoken), FILES["embed.css"], FILES["embed.js"]]
    elif shown.kind in _INCLUDED:
        parts = [_rendered(FRAGMENT, selection, look, spoken)]
    else:
        parts = [_feed(selection, look, spoken), *([COMPONENT] if shown.kind in _COMPONENT else ())]
    return sum(len(encoded(part, GZIP)) for part in parts)


def _rendered(name: str, selection: Selection, look: Look, spoken: Language) -> bytes:
    asked = service()
    shown = embed(asked.newsroom, asked.store, spoken, selection, name, look, asked.clock())
    return render(name, asked.newsroom.localiser(spoken), embed=shown)


def _feed(selection: Selection, look: Look, spoken: Language) -> bytes:
    asked = service()
    made = deliver(asked.newsroom, asked.store, spoken, selection, JSON_FEED, asked.clock(), look.count)
    try:
        return b"".join(made.body())
    finally:
        made.close()
