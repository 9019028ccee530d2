"""Articles at the desk: found, corrected, withdrawn, restored."""

from flask import Response
from flask import abort
from flask import request

from osce_feeds import edit
from osce_feeds.deliver.history import public_versions
from osce_feeds.edit import Correction
from osce_feeds.edit.find import find
from osce_feeds.errors import BadParameter
from osce_feeds.errors import EditRefused
from osce_feeds.errors import UnknownArticle
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.selection import parse
from osce_feeds.model.vocabulary import TYPE
from osce_feeds.store.editorial import last_of
from osce_feeds.store.editorial import sources_of
from osce_feeds.store.reader import Reader
from osce_feeds.store.terms import extended
from osce_feeds.store.tokens import Scope
from osce_feeds.text import clean
from osce_feeds.web.access import check_scope
from osce_feeds.web.desk.corrections import correction_of
from osce_feeds.web.desk.corrections import written
from osce_feeds.web.desk.entry import bp
from osce_feeds.web.desk.entry import go
from osce_feeds.web.desk.entry import holder
from osce_feeds.web.desk.entry import language
from osce_feeds.web.desk.entry import show
from osce_feeds.web.desk.entry import terms_of
from osce_feeds.web.editing import allowed
from osce_feeds.web.problems import problem
from osce_feeds.web.service import service

_FOUND = 30
"""Articles that a search shows; whoever does not find it among them gives more words."""
_LATELY = 10
_LONGEST = 500
"""Characters of a search."""


@bp.get("/articles/")
def search() -> Response:
    """Return the articles that have certain words, or the one of a key or address; without any, those in no list."""
    check_scope(holder(), Scope.EDITORIAL, holder().source, challenge=False)
    asked = clean(request.args.get("q", ""))[:_LONGEST]
    with service().store.read() as reader:
        try:
            if asked:
                return go(f"articles/{find(reader, asked).key}/")
        except UnknownArticle:
            pass
        except EditRefused as error:
            abort(problem(422, str(error)))
    serving = service()
    newsroom = serving.newsroom
    with serving.store.read(newsroom.regions, newsroom.names) as reader:
        return show(
            "articles.html",
            asked=asked,
            found=_with_words(reader, asked) if asked else (),
            withdrawn=_in_no_list(reader, Status.CANCELED),
            withheld=_in_no_list(reader, Status.WITHHELD),
        )


@bp.get("/articles/<key>/")
def article(key: str) -> Response:
    """Return what can be done about an article."""
    return _article(key)


@bp.post("/articles/<key>/correct/")
def correct(key: str) -> Response:
    """Make a version that says what the form does, unless the article is another one meanwhile."""
    serving = service()
    newsroom = serving.newsroom
    found = _allowed(key)
    note = request.form.get("note", "")
    if request.form.get("version") != str(found.version):
        return _article(key, "the article has changed since this form was opened: nothing was changed")
    with serving.store.read() as reader:
        correction = correction_of(found, request.form, extended(reader, newsroom.vocabulary))
    if correction == Correction():
        return _article(key, "nothing differs from what the article says: nothing was changed")
    try:
        edit.correct(serving.store, key, correction, note, newsroom.settings, newsroom.vocabulary, serving.clock())
    except EditRefused as error:
        return _article(key, str(error))
    return go(f"articles/{key}/")


@bp.post("/articles/<key>/withdraw/")
def withdraw(key: str) -> Response:
    """Withdraw an article."""
    serving = service()
    _allowed(key)
    try:
        edit.withdraw(serving.store, key, edit.reason(request.form.get("note", "")), serving.clock())
    except EditRefused as error:
        return _article(key, str(error))
    return go(f"articles/{key}/")


@bp.post("/articles/<key>/restore/")
def restore(key: str) -> Response:
    """Bring a withdrawn article back."""
    serving = service()
    newsroom = serving.newsroom
    _allowed(key)
    try:
        note = edit.reason(request.form.get("note", ""))
        edit.restore(serving.store, key, note, newsroom.settings, newsroom.vocabulary, serving.clock())
    except EditRefused as error:
        return _article(key, str(error))
    return go(f"articles/{key}/")


def _allowed(key: str) -> Article:
    """Return the article that whoever asks may decide about; others are answered with 403 or 404."""
    try:
        return allowed(holder(), key, challenge=False)
    except EditRefused as error:
        abort(problem(404, str(error)))


def _article(key: str, wrong: str = "") -> Response:
    found, newsroom = _allowed(key), service().newsroom
    with service().store.read() as reader:
        words = extended(reader, newsroom.vocabulary)
        versions = public_versions(reader, found)
    fields, types = written(found, words), terms_of(TYPE, words)
    if found.genre and found.genre not in types:
        types.append(found.genre)
    given = {name: request.form[name] for name in (*fields, "note") if name in request.form} if wrong else {}
    values = {**fields, "note": "", **given}
    return show(
        "article.html",
        422 if wrong else 200,
        article=found,
        versions=versions,
        values=values,
        types=types,
        wrong=wrong,
    )


def _with_words(reader: Reader, asked: str) -> list[Article]:
    try:
        return reader.newest(parse([("q", asked)]), language().tag, _FOUND)
    except BadParameter:
        return []


def _in_no_list(reader: Reader, status: Status) -> list[Article]:
    """Return the last articles with *status* that whoever asks may decide about."""
    source = holder().source
    return [
        article
        for article in last_of(reader, status, _LATELY)
        if not article.is_erased and (not source or set(sources_of(reader, article.key)) == {source})
    ]
