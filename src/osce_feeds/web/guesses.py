"""Addresses that people and readers guess: each leads to the feed that there is."""

from flask import Blueprint
from flask import Response

from osce_feeds.formats.atom import ATOM
from osce_feeds.formats.json_feed import JSON_FEED
from osce_feeds.formats.rss import RSS
from osce_feeds.model.addresses import Addresses
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.web.responses import LONG
from osce_feeds.web.responses import redirect
from osce_feeds.web.service import language_or_404
from osce_feeds.web.service import service

bp = Blueprint("guesses", __name__)

GUESSES = {
    "feed": ATOM,
    "feeds": ATOM,
    "feeds/news": ATOM,
    "feeds/all": ATOM,
    "feed/atom": ATOM,
    "feed.xml": ATOM,
    "atom": ATOM,
    "atom.xml": ATOM,
    "index.atom": ATOM,
    "news/feed": ATOM,
    "news.atom": ATOM,
    "rss": RSS,
    "rss.xml": RSS,
    "rss/news": RSS,
    "feed/rss": RSS,
    "feed/rss2": RSS,
    "index.rss": RSS,
    "index.xml": RSS,
    "rss2.xml": RSS,
    "news.rss": RSS,
    "news/rss": RSS,
    "press-releases/rss": RSS,
    "newsroom/rss": RSS,
    "feed/json": JSON_FEED,
    "index.json": JSON_FEED,
}
"""Paths, without slashes at either end, and the formats that whoever asks for them expects."""
_PATHS = Addresses("", "")


def guessed(guess: str, language: str = "") -> Response:
    """Send whoever guessed to the feed of all news, in the service's first language if none was guessed."""
    spoken = language_or_404(language) if language else service().newsroom.languages[0]
    form = GUESSES.get(guess) or _FILES[guess]
    return redirect(_PATHS.file(spoken.tag, EVERYTHING, form.file), cache=LONG)


_FILES = {form.file: form for form in (ATOM, RSS, JSON_FEED)}
for number, guess in enumerate((*GUESSES, *_FILES)):
    for slash in ("",) if "." in guess else ("", "/"):
        for language in ("", "<language>/") if guess in GUESSES else ("",):  # a language's own files are no guess
            rule = f"/{language}{guess}{slash}"
            name = f"{number} {language}{slash}"
            bp.add_url_rule(rule, name, guessed, defaults={"guess": guess}, methods=["GET"])
