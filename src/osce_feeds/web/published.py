"""The service without a server: what it answers, for files that are published in its place."""

import gzip
from email.utils import parsedate_to_datetime

from flask import Flask
from werkzeug.test import EnvironBuilder

from osce_feeds.deliver import rehearsal
from osce_feeds.formats.newsml_terms import OUR_CATALOG
from osce_feeds.model import wire
from osce_feeds.publish import Rendered
from osce_feeds.web.answers import Made
from osce_feeds.web.coding import BR
from osce_feeds.web.coding import GZIP
from osce_feeds.web.coding import encoded
from osce_feeds.web.embeds import BUILDS
from osce_feeds.web.html import render
from osce_feeds.web.responses import LONG
from osce_feeds.web.root import FILES
from osce_feeds.web.root import MARK
from osce_feeds.web.service import service


def fixed_addresses(languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return the addresses of what only another release of the program, or another setting, changes."""
    samples = (
        f"/{language}/exports/samples/{event}/{form.file}"
        for language in languages
        for event in rehearsal.EVENTS
        for form in rehearsal.FORMATS
    )
    return (
        *(f"/static/{MARK}/{name}" for name in FILES),
        *("/icon.svg", "/robots.txt", "/.well-known/security.txt", "/openapi.json"),
        *("/schema/article.json", "/schema/articles.xsd", f"/{OUR_CATALOG}"),
        *(f"/embed/v1/{mark}/feed.js" for mark in BUILDS),
        "/embed/v1/feed.js",
        *samples,
    )


class InProcess:
    """Answers addresses by asking an application, one at a time."""

    def __init__(self, app: Flask) -> None:
        """Ask *app*, which needs no fast layer."""
        self._app = app

    def __call__(self, path: str) -> Rendered:
        """Return what the service answers to GET at *path*; at the entrance, where it sends browsers on, a page.

        The codings are those that it sends: whole lists are not sent in ``br``.
        """
        if path == "/":
            return self._entrance()
        environ = EnvironBuilder(path=path, headers=[("Accept-Encoding", GZIP)]).get_environ()
        made = Made.by(self._app.wsgi_app, environ)
        fields = dict(made.headers)
        body = made.body
        codings: dict[str, bytes] = {}
        if fields.get("Content-Encoding") == GZIP:
            body, codings = gzip.decompress(made.body), {"gz": made.body}
            if "Content-Length" in fields:  # no stream
                codings["br"] = encoded(body, BR)
        modified = fields.get("Last-Modified")
        return Rendered(
            made.status,
            fields.get("Content-Type", ""),
            body,
            fields.get("Cache-Control", ""),
            parsedate_to_datetime(modified) if modified else None,
            codings,
        )

    def _entrance(self) -> Rendered:
        with self._app.test_request_context("/"):
            newsroom = service().newsroom
            body = render("entrance.html", newsroom.localiser(newsroom.languages[0]))
        return Rendered(200, wire.HTML, body, LONG, codings={"gz": encoded(body, GZIP), "br": encoded(body, BR)})
