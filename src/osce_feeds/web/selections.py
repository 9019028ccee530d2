"""Selections: the page of each, and its files.

Every selection has one address. Whoever asks for it under another one is sent there;
parameters that mean nothing here are as if they were not there.
"""

from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from functools import partial
from urllib.parse import unquote
from urllib.parse import unquote_plus

from flask import Blueprint
from flask import Response
from flask import abort
from flask import request

from osce_feeds.deliver import canonical
from osce_feeds.deliver import deliver
from osce_feeds.deliver import selection_page
from osce_feeds.deliver.channels import NEWEST
from osce_feeds.deliver.directory import FEED_FILES
from osce_feeds.deliver.directory import by_region
from osce_feeds.deliver.pages import PER_PAGE
from osce_feeds.deliver.pages import most_pages
from osce_feeds.deliver.renditions import PAGE
from osce_feeds.deliver.renditions import news_sitemap
from osce_feeds.errors import SelectionMoved
from osce_feeds.errors import UnknownTerm
from osce_feeds.formats import FORMATS
from osce_feeds.formats.csv_table import CSV
from osce_feeds.formats.csv_table import RAW_CSV
from osce_feeds.formats.sitemap import NEWS_FILE
from osce_feeds.i18n.languages import Language
from osce_feeds.model import wire
from osce_feeds.model.addresses import EMBED
from osce_feeds.model.addresses import FRAGMENT
from osce_feeds.model.addresses import Addresses
from osce_feeds.model.look import LOOK_PARAMETERS
from osce_feeds.model.look import Look
from osce_feeds.model.look import parse_look
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import PAGE as PAGE_NUMBER
from osce_feeds.model.selection import PARAMETERS
from osce_feeds.model.selection import Pair
from osce_feeds.model.selection import Selection
from osce_feeds.model.selection import parse
from osce_feeds.model.selection import parse_after
from osce_feeds.model.selection import parse_limit
from osce_feeds.model.selection import parse_page
from osce_feeds.model.selection import path_pairs
from osce_feeds.text import digest
from osce_feeds.text import slug
from osce_feeds.web.conditional import Validators
from osce_feeds.web.html import render
from osce_feeds.web.problems import problem
from osce_feeds.web.responses import NEVER
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import Link
from osce_feeds.web.responses import build
from osce_feeds.web.responses import document
from osce_feeds.web.responses import redirect
from osce_feeds.web.service import language_or_404
from osce_feeds.web.service import service

bp = Blueprint("selections", __name__)

_FORMATS = {form.file: form for form in (*FORMATS, RAW_CSV)}
_FILES = ", ".join(f'"{name}"' for name in _FORMATS)
FOLDERS = ("", "offices/<office>/", "topics/<topic>/", "offices/<office>/topics/<topic>/")
EMBEDS = (EMBED, FRAGMENT)
"""Files of a selection that other sites show."""
_EMBED_PARAMETERS = PARAMETERS | LOOK_PARAMETERS
_PATHS = Addresses("", "")
_PAGE_PARAMETERS = PARAMETERS | {PAGE_NUMBER}
SUBSCRIBE = "subscribe"
"""The part of a list's page that says how to subscribe to it."""
_NAME = 100
"""Characters of a file's name that say which selection it is."""
_QUERY = 4000
"""Characters of a query that count there: all of any that has an answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request for a list asks for: which articles, and how many at most, None for as many as usual.

    ``after`` is the change after which an export begins, None for one of everything;
    ``page`` which page of a list, 1 for files; ``look`` that of an embed, None for
    anything else.
    """

    selection: Selection
    limit: int | None
    after: int | None = None
    page: int = 1
    look: Look | None = None

    @classmethod
    def read(cls) -> "Asked":
        """Return what the current request asks for.

        Raises:
            BadParameter: where a parameter has a value that it does not take.
        """
        pairs, name = _pairs(), _view_args().get("name", "")
        if name in EMBEDS:
            return cls(parse(pairs), None, look=parse_look(pairs))
        if not name:
            limit = parse_limit(pairs, PER_PAGE)
            return cls(parse(pairs), limit, page=parse_page(pairs, most_pages(limit)))
        form = _FORMATS.get(name)
        if form is None or form.feed:
            return cls(parse(pairs), parse_limit(pairs, NEWEST))
        after = parse_after(pairs)
        return cls(parse(pairs), parse_limit(pairs, None if after is None else PAGE), after)

    @property
    def is_whole(self) -> bool:
        """Whether it is a whole list, of any size: not one of few articles, and not a page of changes."""
        return self.limit is None and self.after is None

    def path(self) -> str:
        """Return the one address of what was asked for, below BASE_URL."""
        given = _view_args()
        if self.look is not None:
            return _PATHS.embed(given["language"], self.selection, given["name"], self.look)
        if "name" not in given:
            return _PATHS.page(given["language"], self.selection, self.page, self.limit)
        return _PATHS.file(given["language"], self.selection, given["name"], self.limit, self.after)

    def is_spelt_so(self) -> bool:
        """Say whether the current request has that very address."""
        path, _, query = self.path().partition("?")
        asked = known_query(request.query_string.decode("ascii", "replace"), _view_args().get("name", ""))
        return (unquote(path), query) == (request.path, asked)


def page(language: str, **_folders: str) -> Response:
    """Return the page of a selection."""
    spoken, serving = language_or_404(language), service()
    if not request.path.endswith("/"):  # errors are told on a page, too
        return redirect(Asked.read().path())
    asked = canonical_request()
    shown = selection_page(
        serving.newsroom, serving.store, spoken, asked.selection, serving.clock(), asked.limit, asked.page
    )
    if shown is None:
        abort(404, description=f"this list has no page {asked.page}")
    t = serving.newsroom.localiser(spoken)
    if shown.url == _page_url(spoken, EVERYTHING):
        groups = by_region(serving.newsroom, shown.offices, t)
        made = partial(render, "newsroom.html", t, page=shown, groups=groups, feed_files=FEED_FILES)
    else:
        made = partial(render, "selection.html", t, page=shown)
    return build(
        Answer(
            media_type=wire.HTML,
            body=lambda: iter([made()]),
            coded=True,
            validators=Validators(shown.fingerprint, shown.last_modified),
            links=(
                Link(shown.url, "self", "text/html", spoken.tag),
                *(Link(feed.url, "alternate", feed.media_type, spoken.tag) for feed in shown.discovery),
            ),
        )
    )


def file(language: str, name: str, **_folders: str) -> Response:
    """Return a selection in the format that its file name says; a browser that opens a feed is sent to its page."""
    spoken, serving = language_or_404(language), service()
    form, asked = _FORMATS[name], canonical_request()
    if form.feed and request.headers.get("Sec-Fetch-Dest") == "document" and "raw" not in request.args:
        return redirect(f"{_PATHS.file(language, asked.selection, '', asked.limit)}#{SUBSCRIBE}", 303, NEVER)
    kept = "attachment" if form.media_type == CSV.media_type else "inline"
    rendition = deliver(
        serving.newsroom,
        serving.store,
        spoken,
        asked.selection,
        form,
        serving.clock(),
        asked.limit,
        asked.after,
    )
    onward = (Link(rendition.next_url, "next", rendition.media_type.partition(";")[0]),) if rendition.next_url else ()
    return build(
        Answer(
            media_type=rendition.media_type,
            body=rendition.body,
            streamed=not form.feed and asked.is_whole,
            packed=not form.feed,
            coded=form.feed,
            validators=Validators(rendition.fingerprint, rendition.last_modified),
            links=(
                Link(rendition.self_url, "self", rendition.media_type.partition(";")[0], spoken.tag),
                *onward,
                *(Link(other.url, "alternate", other.media_type, other.language) for other in rendition.alternates),
                Link(_page_url(spoken, asked.selection), "alternate", "text/html", spoken.tag),
                *(Link(hub, "hub") for hub in rendition.hubs),
                *(Link(older.url, older.relation) for older in rendition.archives),
                *((Link(rendition.license, "license"),) if rendition.license else ()),
            ),
            headers={"Content-Disposition": f'{kept}; filename="{_file_name(asked.selection, spoken)}-{name}"'},
            close=rendition.close,
        )
    )


@bp.get(f"/<language>/{NEWS_FILE}")
def news(language: str) -> Response:
    """Return the news sitemap; there is none where the service only republishes."""
    spoken, asked = language_or_404(language), service()
    return document(news_sitemap(asked.newsroom, asked.store, spoken, asked.clock()))


@bp.errorhandler(SelectionMoved)
def moved(error: SelectionMoved) -> Response:
    """Send whoever asks under another address to the one that there is, with what else they ask for."""
    return redirect(replace(Asked.read(), selection=parse(error.pairs)).path())


@bp.errorhandler(UnknownTerm)
def unknown(error: UnknownTerm) -> Response:
    """Say that a term does not exist, and offer the same selection with the nearest ones instead.

    What stands in a path is a place that there is not; what stands in a query is a mistake in the request.
    """
    asked, wrong = Asked.read(), (error.parameter, error.code)
    links = {}
    for code in error.nearest:
        pairs = ((error.parameter, code) if pair == wrong else pair for pair in asked.selection.pairs)
        links[code] = replace(asked, selection=parse(pairs)).path()
    status = 404 if _view_args().get(error.parameter, "").strip() == error.code else 400
    return problem(status, str(error), links=links, parameter=error.parameter, nearest=error.nearest)


def canonical_request() -> Asked:
    """Return what the current request asks for, if it does so under the one address of that.

    Whether the terms in it are known is found out later, and only once.

    Raises:
        SelectionMoved: if it does not.
    """
    asked = Asked.read()
    if not asked.is_spelt_so():
        meant = canonical(service().newsroom, service().store, asked.selection)
        raise SelectionMoved(meant.pairs, meant.address)
    return asked


def _page_url(language: Language, selection: Selection) -> str:
    return service().newsroom.addresses.page(language.tag, selection)


def _view_args() -> Mapping[str, str]:
    return request.view_args or {}


def _pairs() -> tuple[Pair, ...]:
    """Return the parameters of the current request, those in its path first."""
    folders = ((name, value) for name, value in _view_args().items() if name in PARAMETERS)
    return (*folders, *request.args.items(multi=True))


def known_query(query: str, name: str = "") -> str:
    """Return *query* as it was written, without what means nothing to a page or to the file *name*."""
    names = _EMBED_PARAMETERS if name in EMBEDS else PARAMETERS if name else _PAGE_PARAMETERS
    return only_known(query, names)


def only_known(query: str, names: Collection[str]) -> str:
    """Return of *query*, as it was written, the parameters that have one of *names*."""
    return "&".join(part for part in query.split("&") if unquote_plus(part.partition("=")[0]) in names)


def _file_name(selection: Selection, language: Language) -> str:
    """Return the beginning of the name under which a file is saved: letters, digits and hyphens."""
    name = "-".join([*(slug(part, _QUERY) for part in _parts(selection)), language.tag])
    return name if len(name) <= _NAME else f"{slug(name, _NAME)}-{digest(name)[:8]}-{language.tag}"


def _parts(selection: Selection) -> Iterator[str]:
    yield from (code for name, code in path_pairs(selection.path) or ())
    if selection.query:
        yield selection.query


for folder in FOLDERS:
    bp.add_url_rule(f"/<language>/{folder}", f"page {folder}", page, methods=["GET"])
    bp.add_url_rule(f"/<language>/{folder}<any({_FILES}):name>", f"file {folder}", file, methods=["GET"])
