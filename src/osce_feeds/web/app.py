"""The application factory."""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC
from datetime import datetime
from urllib.parse import urlsplit

from flask import Flask
from jinja2 import ChoiceLoader
from jinja2 import FileSystemLoader
from jinja2 import StrictUndefined

from osce_feeds.deliver import Newsroom
from osce_feeds.deliver.by_month import bars
from osce_feeds.errors import StoreUnavailable
from osce_feeds.formats import FEEDS
from osce_feeds.model.addresses import Addresses
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import only
from osce_feeds.settings import Settings
from osce_feeds.settings import load
from osce_feeds.settings import resources
from osce_feeds.store import Store
from osce_feeds.web import archives
from osce_feeds.web import articles
from osce_feeds.web import builder
from osce_feeds.web import desk
from osce_feeds.web import editing
from osce_feeds.web import embeds
from osce_feeds.web import events
from osce_feeds.web import exports
from osce_feeds.web import feed_months
from osce_feeds.web import guesses
from osce_feeds.web import guides
from osce_feeds.web import ingest
from osce_feeds.web import it
from osce_feeds.web import metrics
from osce_feeds.web import oai
from osce_feeds.web import oembed
from osce_feeds.web import openapi
from osce_feeds.web import outlines
from osce_feeds.web import problems
from osce_feeds.web import responses
from osce_feeds.web import root
from osce_feeds.web import schemas
from osce_feeds.web import selections
from osce_feeds.web import subscribe
from osce_feeds.web import vocabulary
from osce_feeds.web import well_known
from osce_feeds.web.days import Days
from osce_feeds.web.front import Front
from osce_feeds.web.limiter import Limiter
from osce_feeds.web.metrics import Counted
from osce_feeds.web.service import Service

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present moment, aware, UTC."""
    return datetime.now(UTC)


def create_app(settings: Settings | None = None, clock: Clock = utc_now, *, front: bool = True) -> Flask:
    """Return the WSGI application, its store migrated if it was empty.

    *settings* come from the environment when not given; *clock* answers with
    aware moments. Without *front* everything is answered by Flask, in the same way.

    Raises:
        SettingsRefused: when a setting cannot be used.
        StoreError: when the store cannot be used.
    """
    settings = settings or load(os.environ)
    newsroom, store = Newsroom.open(settings), Store(settings.database)
    store.prepare(clock())
    # A long ingest may hold the store: then the next start notes the state, and nothing waits for it.
    with suppress(StoreUnavailable), store.write(clock()) as writer:
        writer.note_epoch(newsroom.epoch, clock())
    store.close()  # workers may be forked from here; each makes its own connections
    app = Flask(__name__, static_folder=None)
    app.extensions["osce_feeds"] = Service(newsroom, store, clock)
    # Redirects made by the router would repeat the Host header; ours come from BASE_URL.
    app.url_map.strict_slashes = app.url_map.merge_slashes = False
    folders = [folder for folder in (settings.templates, resources("templates")) if folder]
    app.jinja_loader = ChoiceLoader([FileSystemLoader(folder) for folder in folders])
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    root_path = urlsplit(settings.base_url).path
    app.jinja_env.globals |= {"local": Addresses(root_path, root_path), "everything": EVERYTHING, "only": only}
    app.jinja_env.globals |= {"bars": bars}
    for blueprint in (
        root.bp,
        metrics.bp,
        ingest.bp,
        editing.bp,
        desk.bp,
        archives.bp,
        exports.bp,
        guides.bp,
        oai.bp,
        schemas.bp,
        vocabulary.bp,
        selections.bp,
        embeds.bp,
        builder.bp,
        oembed.bp,
        feed_months.bp,
        outlines.bp,
        subscribe.bp,
        it.bp,
        openapi.bp,
        well_known.bp,
        guesses.bp,
        articles.bp,
    ):
        app.register_blueprint(blueprint)
    problems.register(app)
    events.register(app)
    app.after_request(responses.complete)
    app.wsgi_app = Counted(app.wsgi_app, made=True)  # type: ignore[method-assign]
    if front:
        days, files = Days(clock, settings.zone), [*(form.file for form in FEEDS), *selections.EMBEDS]
        app.wsgi_app = Front(app.wsgi_app, store.generation(), days, files, selections.known_query)  # type: ignore[method-assign]
    if settings.rate:
        app.wsgi_app = Limiter(app.wsgi_app, settings.rate, settings.proxies)  # type: ignore[method-assign]
    app.wsgi_app = Counted(app.wsgi_app)  # type: ignore[method-assign]
    return app
