"""Errors as answers: problem documents (RFC 9457) for files, pages for people.

Which of the two is decided by the address alone: one that ends in a slash is a
page.
"""

import http
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

import msgspec
from flask import Flask
from flask import Response
from flask import abort
from flask import current_app
from flask import g
from flask import request
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.exceptions import ServiceUnavailable

from osce_feeds.errors import BadParameter
from osce_feeds.errors import StoreError
from osce_feeds.model import wire
from osce_feeds.web.html import render
from osce_feeds.web.responses import NEVER
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import build
from osce_feeds.web.service import service

RETRY_SECONDS = 5


class ProblemDocument(msgspec.Struct, omit_defaults=True):
    """RFC 9457 section 3; what follows ``type`` is ours and helps to mend the request or the document."""

    title: str
    status: int
    detail: str
    type: str = "about:blank"
    parameter: str = ""
    nearest: tuple[str, ...] = ()
    document: str = ""
    line: int | None = None


def register(app: Flask) -> None:
    """Answer every error of *app* here; the table of what becomes what."""
    app.before_request(refuse_other_spellings)
    app.register_error_handler(BadParameter, _bad_parameter)
    app.register_error_handler(StoreError, _store_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _mistake)


def refuse_other_spellings() -> None:
    """Answer 404 to an address with a slash too many, which the router would take for the address without."""
    rule = request.url_rule
    if rule and ("//" in request.path or (request.path.endswith("/") and not rule.rule.endswith("/"))):
        abort(404)


def problem(
    status: int,
    detail: str,
    headers: dict[str, str] | None = None,
    links: Mapping[str, str] = MappingProxyType({}),
    **extra: object,
) -> Response:
    """Return a problem document, or a page saying the same where the address is a page's.

    *links* are paths of this service that may be meant, by what they are called on a page.
    """
    document = msgspec.convert(
        {"title": http.HTTPStatus(status).phrase, "status": status, "detail": detail, **extra}, ProblemDocument
    )
    if request.path.endswith("/"):
        newsroom = service().newsroom
        tag = request.path.split("/", 2)[1]
        language = g.get("language") or newsroom.language(tag) or newsroom.languages[0]
        media_type, body = wire.HTML, render("error.html", newsroom.localiser(language), problem=document, links=links)
    else:
        media_type, body = wire.PROBLEM, msgspec.json.encode(document) + b"\n"
    return build(
        Answer(media_type=media_type, body=partial(iter, [body]), status=status, cache=NEVER, headers=headers or {})
    )


def _bad_parameter(error: BadParameter) -> Response:
    return problem(400, str(error), parameter=error.parameter)


def _store_error(error: StoreError) -> Response:
    current_app.logger.error("%s", error)
    detail = "the store does not answer now; please try again"
    return problem(503, detail, headers={"Retry-After": str(RETRY_SECONDS)})


def _http_error(error: HTTPException) -> Response:
    headers = {}
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        headers["Allow"] = ", ".join(sorted(error.valid_methods))
    if isinstance(error, ServiceUnavailable) and error.retry_after:
        headers["Retry-After"] = str(error.retry_after)
    return problem(error.code or 500, error.description or "", headers=headers)


def _mistake(error: Exception) -> Response:
    current_app.logger.error("a mistake of ours", exc_info=error)
    return problem(500, "a mistake on our side, which has been logged")
