"""What programs look for under fixed names: how to report a hole (RFC 9116), and where robots may go (RFC 9309)."""

from datetime import UTC
from datetime import datetime
from datetime import time
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

from flask import Blueprint
from flask import Response
from flask import abort

from osce_feeds.deliver import Newsroom
from osce_feeds.formats.sitemap import NEWS_FILE
from osce_feeds.formats.sitemap import SITEMAP
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import NOT
from osce_feeds.model.selection import PARAMETERS
from osce_feeds.text import digest
from osce_feeds.web.conditional import UNDATED
from osce_feeds.web.conditional import Validators
from osce_feeds.web.responses import LONG
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import build
from osce_feeds.web.service import service

bp = Blueprint("well_known", __name__)

MEDIA_TYPE = "text/plain; charset=utf-8"
VALID = timedelta(days=180)
"""How long a copy of security.txt may be trusted, from the day on which it was fetched; a year is the most."""


def security_contact(contact: str) -> str:
    """Return *contact* if security.txt may name it (RFC 9116 section 2.5.3), else nothing."""
    return contact if contact.startswith(("mailto:", "https://")) else ""


@bp.get("/.well-known/security.txt")
def security() -> Response:
    """Return whom to tell of a hole in the service."""
    newsroom, now = service().newsroom, service().clock()
    contact = security_contact(newsroom.settings.contact)
    if not contact:
        abort(404, description="the operator has set no CONTACT that begins with mailto: or https:")
    today = datetime.combine(now.astimezone(UTC).date(), time(), UTC)
    lines = [f"Contact: {contact}", f"Expires: {today + VALID:%Y-%m-%dT%H:%M:%SZ}"]
    lines += [f"Preferred-Languages: {', '.join(language.tag for language in newsroom.languages)}"]
    here = f"{newsroom.addresses.base}/.well-known/security.txt"
    lines += [f"Canonical: {here}"] if here.startswith("https://") else []
    return _text(newsroom, lines)


@bp.get("/robots.txt")
def robots() -> Response:
    """Return where robots may go: everywhere but into lists by filters, which have no end."""
    newsroom = service().newsroom
    root = urlsplit(newsroom.addresses.base).path
    # Addresses of pages end in a slash before their parameters; files may be fetched with any.
    endless = (f"Disallow: {root}/*/?*{name}=" for name in sorted(PARAMETERS) if not name.startswith(NOT))
    lines = ["User-agent: *", *endless, ""]
    files = (SITEMAP.file, NEWS_FILE) if newsroom.settings.official else (SITEMAP.file,)
    lines += [
        f"Sitemap: {newsroom.addresses.file(language.tag, EVERYTHING, file)}"
        for language in newsroom.languages
        for file in files
    ]
    return _text(newsroom, lines)


def _text(newsroom: Newsroom, lines: list[str]) -> Response:
    text = "".join(f"{line}\n" for line in lines)
    return build(
        Answer(
            media_type=MEDIA_TYPE,
            body=partial(iter, [text.encode()]),
            cache=LONG,
            validators=Validators(digest(newsroom.epoch, text), UNDATED),
        )
    )
