"""``POST /edit/...``: what a person decides about articles, over HTTP, for programs with a token.

The bodies are JSON objects whose members are called as the options of the commands. There
is no erasing here: nothing brings an erased text back, and a token can be stolen.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

import msgspec
from flask import Blueprint
from flask import Response
from flask import abort
from flask import request

from osce_feeds import edit
from osce_feeds.edit import Correction
from osce_feeds.edit.find import find
from osce_feeds.errors import EditRefused
from osce_feeds.errors import UnknownArticle
from osce_feeds.model import wire
from osce_feeds.model.article import Article
from osce_feeds.store.editorial import sources_of
from osce_feeds.store.tokens import Scope
from osce_feeds.store.tokens import Token
from osce_feeds.text import clean
from osce_feeds.web.access import bearer
from osce_feeds.web.access import check_scope
from osce_feeds.web.bodies import sent
from osce_feeds.web.events import note
from osce_feeds.web.problems import problem
from osce_feeds.web.responses import NEVER
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import build
from osce_feeds.web.service import service

bp = Blueprint("edit", __name__, url_prefix="/edit")

_MOST = 1024 * 1024
"""Bytes of a decision; a full text has a few thousand."""

Body = TypeVar("Body", bound=msgspec.Struct)


class Decision(msgspec.Struct, forbid_unknown_fields=True):
    """A decision about an article: a key, an id, or its address, here or at its source; and why."""

    article: str
    note: str = ""


class NewTexts(Decision, kw_only=True, rename={"genre": "type"}):
    """A correction; what is left away, or null, stays as it is."""

    headline: str | None = None
    summary: str | None = None
    byline: str | None = None
    date: str | None = None
    genre: str | None = None
    offices: tuple[str, ...] | None = None
    topics: tuple[str, ...] | None = None
    link: str | None = None
    rights: str | None = None
    content: str | None = None
    language: str | None = None


class Editions(msgspec.Struct, forbid_unknown_fields=True):
    """Articles that are language editions of one story."""

    articles: tuple[str, ...]


class Accepted(msgspec.Struct, forbid_unknown_fields=True):
    """A minted term that is one of its own."""

    scheme: str
    code: str


class Merged(Accepted):
    """A minted term that is another one."""

    into: str


class Done(msgspec.Struct, omit_defaults=True):
    """What became of an article."""

    key: str
    id: str
    version: int
    status: str
    fields: tuple[str, ...] = ()


@bp.post("/correct")
def correct() -> Response:
    """Make a new version of an article."""
    token, asked = bearer(), _body(NewTexts)
    given = {name: _cleaned(name, getattr(asked, name)) for name in Correction.__dataclass_fields__}
    correction = msgspec.convert(given, Correction)
    serving = service()
    newsroom = serving.newsroom
    with refusals():
        key = allowed(token, asked.article).key
        made = edit.correct(
            *(serving.store, key, correction, asked.note, newsroom.settings, newsroom.vocabulary, serving.clock())
        )
    return _done(made.article, made.fields)


@bp.post("/withdraw")
def withdraw() -> Response:
    """Withdraw an article."""
    token, asked, serving = bearer(), _body(Decision), service()
    with refusals():
        key = allowed(token, asked.article).key
        return _done(edit.withdraw(serving.store, key, edit.reason(asked.note), serving.clock()))


@bp.post("/restore")
def restore() -> Response:
    """Bring a withdrawn article back."""
    token, asked, serving = bearer(), _body(Decision), service()
    newsroom = serving.newsroom
    with refusals():
        key = allowed(token, asked.article).key
        return _done(
            edit.restore(serving.store, key, asked.note, newsroom.settings, newsroom.vocabulary, serving.clock())
        )


@bp.post("/link")
def link() -> Response:
    """Make articles editions of one story."""
    token, asked, serving = bearer(), _body(Editions), service()
    with refusals():
        keys = [allowed(token, named).key for named in asked.articles]
        if len(keys) < 2:  # noqa: PLR2004 - one is an edition of nothing
            message = "at least two articles are needed"
            raise EditRefused(message)
        return _json({"work": edit.link(serving.store, keys, serving.clock())})


@bp.post("/terms/accept")
def accept() -> Response:
    """Say that a minted term is one of its own."""
    token, asked, serving = bearer(), _body(Accepted), service()
    check_scope(token, Scope.EDITORIAL, "")
    with refusals():
        vocabulary = serving.newsroom.vocabulary
        return _json(edit.accept(serving.store, vocabulary, asked.scheme, asked.code, serving.clock()))


@bp.post("/terms/merge")
def merge() -> Response:
    """Say that a minted term is another one."""
    token, asked, serving = bearer(), _body(Merged), service()
    check_scope(token, Scope.EDITORIAL, "")
    with refusals():
        vocabulary = serving.newsroom.vocabulary
        number = edit.merge(serving.store, vocabulary, asked.scheme, asked.code, asked.into, serving.clock())
        return _json({"into": asked.into, "articles": number})


def allowed(token: Token, named: str, *, challenge: bool = True) -> Article:
    """Return the article that *named* means, where *token* may decide about it: its source alone tells of it.

    Whoever may feed one source could otherwise repeat what another says, and so get hold of it.

    Raises:
        EditRefused: when no article, or several, are meant.
    """
    with service().store.read() as reader:
        check_scope(token, Scope.EDITORIAL, token.source, challenge)
        article = find(reader, clean(named))
        note(article=article.key)
        if token.source and set(sources_of(reader, article.key)) != {token.source}:
            abort(problem(403, f"this token is for what {token.source!r} alone tells of"))
        return article


@contextmanager
def refusals() -> Iterator[None]:
    """Answer 404 where no article is meant, and 422 where an edit makes no sense."""
    try:
        yield
    except UnknownArticle as error:
        abort(problem(404, str(error)))
    except EditRefused as error:
        abort(problem(422, str(error)))


def _body(kind: type[Body]) -> Body:
    if request.mimetype != "application/json":
        abort(problem(415, "a JSON object is needed", {"Accept-Post": "application/json"}))
    if request.headers.get("Content-Encoding"):
        abort(problem(415, "no coding is taken here", {"Accept-Encoding": "identity"}))
    data = sent(_MOST)
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        abort(problem(422, f"the body cannot be used: {error}"))


def _cleaned(name: str, value: str | tuple[str, ...] | None) -> str | tuple[str, ...] | None:
    """Return *value* without what no text may have; HTML and texts are cleaned where they are read."""
    if isinstance(value, tuple):
        return tuple(map(clean, value))
    return clean(value) if value and name in ("genre", "language") else value


def _done(article: Article, fields: tuple[str, ...] = ()) -> Response:
    return _json(Done(article.key, article.id, article.version, article.status, fields))


def _json(thing: object) -> Response:
    body = msgspec.json.encode(thing) + b"\n"
    return build(Answer(media_type=wire.JSON, body=partial(iter, [body]), cache=NEVER))
