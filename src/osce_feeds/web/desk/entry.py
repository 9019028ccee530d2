"""Who comes in, in which language; how pages are made, with addresses that keep both."""

from functools import partial
from urllib.parse import urlsplit

from flask import Blueprint
from flask import Response
from flask import g
from flask import request

from osce_feeds.i18n.languages import Language
from osce_feeds.i18n.negotiation import negotiate
from osce_feeds.model import wire
from osce_feeds.model.article import Term
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.store.tokens import Scope
from osce_feeds.store.tokens import Token
from osce_feeds.web.access import basic
from osce_feeds.web.access import check_origin
from osce_feeds.web.desk.forms import FORM_LIMIT
from osce_feeds.web.html import render
from osce_feeds.web.responses import NEVER
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import build
from osce_feeds.web.responses import redirect
from osce_feeds.web.service import service

bp = Blueprint("desk", __name__, url_prefix="/desk")

_PARTS = 200
"""Fields of a form."""


@bp.before_request
def admit() -> Response | None:
    """Find out the language and who asks, and whether a form came from here."""
    newsroom = service().newsroom
    asked = newsroom.language(request.args.get("lang", ""))
    tags = [language.tag for language in newsroom.languages]
    g.language = asked or newsroom.language(negotiate(request.headers.get("Accept-Language", ""), tags))
    g.kept_language = asked.tag if asked else ""
    if not request.path.endswith("/"):
        return redirect(f"{request.path}/", 303, NEVER)
    request.max_content_length = request.max_form_memory_size = FORM_LIMIT
    request.max_form_parts = _PARTS
    g.token = basic()
    if request.method == "POST":
        check_origin()
    return None


def holder() -> Token:
    """Return the token of whoever asks."""
    token: Token = g.token
    return token


def language() -> Language:
    """Return the language of whoever asks."""
    spoken: Language = g.language
    return spoken


def address(path: str = "") -> str:
    """Return the path of a page of the desk, in the language that was asked for."""
    root = urlsplit(service().newsroom.settings.base_url).path
    return f"{root}/desk/{path}{f'?lang={g.kept_language}' if g.kept_language else ''}"


def show(template: str, status: int = 200, **context: object) -> Response:
    """Return a page of the desk."""
    token, newsroom = holder(), service().newsroom
    may = {
        "feed": Scope.INGEST in token.scopes,
        "edit": Scope.EDITORIAL in token.scopes,
        "decide": token.allows(Scope.EDITORIAL, ""),
    }
    body = render(
        f"desk/{template}",
        newsroom.localiser(language()),
        desk=address,
        token=token,
        may=may,
        path=request.path.partition("/desk/")[2] if request.method == "GET" else "",
        **context,
    )
    return answer(body, status)


def terms_of(scheme: str, words: Vocabulary) -> list[Term]:
    """Return the terms of *words* by their names in the language of whoever asks."""
    localiser = service().newsroom.localiser(language())
    terms = [concept.term for concept in words.concepts.get(scheme, {}).values()]
    return sorted(terms, key=lambda term: localiser.name(term).casefold())


def answer(body: bytes, status: int = 200, **headers: str) -> Response:
    """Return a page that nobody may keep."""
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    made = partial(iter, [body])
    return build(Answer(media_type=wire.HTML, body=made, status=status, cache=NEVER, headers=fields))


def go(path: str) -> Response:
    """Send the browser to another page of the desk, on the host under which it knows the desk."""
    return answer(b"", 303, Location=address(path))
