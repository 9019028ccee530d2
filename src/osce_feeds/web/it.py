"""The page for the IT department of those who embed the news or fetch it; its headers are those that are sent."""

from dataclasses import dataclass

from flask import Blueprint
from flask import Response
from flask import request

from osce_feeds.deliver.fixed_pages import fixed_page
from osce_feeds.model import wire
from osce_feeds.web.conditional import Validators
from osce_feeds.web.html import render
from osce_feeds.web.responses import ALWAYS
from osce_feeds.web.responses import EMBED_POLICY
from osce_feeds.web.responses import FILE_POLICY
from osce_feeds.web.responses import FRESH
from osce_feeds.web.responses import HOURLY
from osce_feeds.web.responses import IMMUTABLE
from osce_feeds.web.responses import LONG
from osce_feeds.web.responses import NEVER
from osce_feeds.web.responses import PAGE_POLICY
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import Link
from osce_feeds.web.responses import build
from osce_feeds.web.responses import redirect
from osce_feeds.web.service import language_or_404
from osce_feeds.web.service import service
from osce_feeds.web.well_known import security_contact

bp = Blueprint("it", __name__)


@dataclass(frozen=True, slots=True)
class Row:
    """A class of addresses, by an example, and the headers that its answers have."""

    address: str
    cache: str
    policy: str


HEADERS = (
    Row("/{lang}/", FRESH, PAGE_POLICY),
    Row("feed.atom", FRESH, FILE_POLICY),
    Row("articles.xml", FRESH, FILE_POLICY),
    Row("archive/{yyyy-mm}/feed.atom", LONG, FILE_POLICY),
    Row("embed.html", FRESH, EMBED_POLICY),
    Row("/embed/v1/feed.js", HOURLY, FILE_POLICY),
    Row("/embed/v1/{hash}/feed.js", IMMUTABLE, FILE_POLICY),
    Row("/static/{hash}/site.css", IMMUTABLE, FILE_POLICY),
    Row("/healthz", NEVER, FILE_POLICY),
)


@bp.get("/<language>/about/it/")
def page(language: str) -> Response:
    """Return the page for the IT department."""
    spoken, asked = language_or_404(language), service()
    addresses = asked.newsroom.addresses
    if not request.path.endswith("/"):
        return redirect(addresses.it(language).removeprefix(addresses.base))
    shown = fixed_page(asked.newsroom, asked.store, spoken, addresses.it(spoken.tag))
    t = asked.newsroom.localiser(spoken)
    embeds = (
        ("embed.html", (f"frame-src {addresses.base}/;",)),
        ("<osce-feed>", (f"script-src {addresses.base}/embed/v1/;", f"connect-src {addresses.base}/;")),
        ("fragment.html", ()),
    )
    return build(
        Answer(
            media_type=wire.HTML,
            body=lambda: iter(
                [
                    render(
                        "it.html",
                        t,
                        shown=shown,
                        embeds=embeds,
                        headers=HEADERS,
                        always=ALWAYS,
                        security=security_contact(asked.newsroom.settings.contact),
                    )
                ]
            ),
            coded=True,
            validators=Validators(shown.fingerprint, shown.last_modified),
            links=(Link(shown.url, "self", "text/html", spoken.tag),),
        )
    )
