"""``POST /ingest``: the command over HTTP, for programs with a token."""

import hashlib
import re
from dataclasses import replace
from functools import partial

import msgspec
from flask import Blueprint
from flask import Response
from flask import abort
from flask import request
from werkzeug.exceptions import MethodNotAllowed

from osce_feeds.errors import AuthorityChanged
from osce_feeds.errors import DocumentRefused
from osce_feeds.errors import KeyReused
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import Report
from osce_feeds.ingest import ingest
from osce_feeds.ingest.report import encoded
from osce_feeds.model import wire
from osce_feeds.store.requests import Request
from osce_feeds.store.tokens import Scope
from osce_feeds.store.tokens import Token
from osce_feeds.web.access import bearer
from osce_feeds.web.access import check_scope
from osce_feeds.web.bodies import sent_document
from osce_feeds.web.events import note
from osce_feeds.web.metrics import ingests
from osce_feeds.web.orders import check_names
from osce_feeds.web.orders import document_name
from osce_feeds.web.orders import read_order
from osce_feeds.web.problems import RETRY_SECONDS
from osce_feeds.web.problems import problem
from osce_feeds.web.responses import NEVER
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import build
from osce_feeds.web.service import service

bp = Blueprint("ingest", __name__)

_KEY = re.compile(r'"?([!#-~][ !#-~]{0,198})"?')
"""An Idempotency-Key: a string of structured fields (RFC 9651), its quotes left away or not."""


@bp.post("/ingest")
def post() -> Response:
    """Take a document, and answer with the report as the command prints it."""
    token = bearer()
    check_names(request.args)
    order = read_order(request.args, token)
    check_scope(token, Scope.INGEST, order.source)
    try:
        document = sent_document(document_name(request.args, "the request"))
        order = replace(order, request=_request(token, order, document))
        with service().running.enter(order.request) as free:
            if order.request and not free:
                detail = "a request with this Idempotency-Key is being answered just now"
                return problem(409, detail, {"Retry-After": str(RETRY_SECONDS)})
            return told(take(document, order))
    except DocumentRefused as refused:
        return problem(422, refused.detail, document=refused.source, line=refused.line)
    except KeyReused as error:
        return problem(422, str(error))
    except AuthorityChanged as error:
        return problem(409, str(error))


@bp.get("/ingest")
def get() -> Response:
    """Say that there is nothing to be had."""
    raise MethodNotAllowed(["OPTIONS", "POST"])


def take(document: Document, order: Order) -> Report:
    """Take *document* into the store of the service.

    Raises:
        DocumentRefused: when it is refused whole.
        KeyReused: when another document came under the key of the order's request.
        StoreError: when the store cannot take it.
    """
    serving = service()
    newsroom, outcome = serving.newsroom, "failed"
    try:
        report = ingest(document, serving.store, newsroom.settings, newsroom.vocabulary, order, serving.clock())
        outcome = "rehearsed" if order.dry_run else "some_refused" if report.refused else "taken"
        counts = {name: getattr(report, name) for name in ("new", "changed", "unchanged", "refused")}
        note(source=report.source, form=report.form, **counts)
    except DocumentRefused:
        outcome = "refused"
        raise
    finally:
        ingests.labels(outcome).inc()
        note(outcome=outcome)
    return report


def told(report: Report) -> Response:
    """Return *report* as JSON."""
    body = encoded([report]) + b"\n"
    return build(Answer(media_type=wire.JSON, body=partial(iter, [body]), cache=NEVER))


def digest_of(order: Order, document: Document) -> str:
    """Return a digest of everything that is asked by sending *document* with *order*."""
    said = msgspec.json.encode([document.name, *msgspec.to_builtins(order).values()])
    return hashlib.sha256(said + document.data).hexdigest()


def _request(token: Token, order: Order, document: Document) -> Request | None:
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return None
    key = _KEY.fullmatch(given.strip())
    if key is None:
        abort(problem(400, "an Idempotency-Key has 1 to 199 characters of ASCII", parameter="Idempotency-Key"))
    return Request(token.prefix, key[1], digest_of(order, document))
