"""Listings at the desk: brought in, looked at as they would be taken, and taken as they were looked at."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from flask import Response
from flask import abort
from flask import request

from osce_feeds.errors import BadParameter
from osce_feeds.errors import DocumentRefused
from osce_feeds.errors import KeyReused
from osce_feeds.errors import UnusualRun
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import Report
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.store.requests import Request
from osce_feeds.store.tokens import Scope
from osce_feeds.text import clean
from osce_feeds.web.access import check_scope
from osce_feeds.web.desk.entry import bp
from osce_feeds.web.desk.entry import holder
from osce_feeds.web.desk.entry import show
from osce_feeds.web.desk.entry import terms_of
from osce_feeds.web.desk.forms import carried
from osce_feeds.web.desk.forms import carrying
from osce_feeds.web.desk.forms import uploaded
from osce_feeds.web.ingest import digest_of
from osce_feeds.web.ingest import take
from osce_feeds.web.orders import read_order
from osce_feeds.web.problems import problem
from osce_feeds.web.service import service

_NOTHING: Mapping[str, str] = MappingProxyType({})


@bp.get("/")
def home() -> Response:
    """Return the page on which everything begins."""
    return _home()


@bp.post("/rehearsal/")
def rehearse() -> Response:
    """Return what would happen to a document if it were taken, with the document for a person to confirm."""
    try:
        order = _order()
        document = carried() or uploaded()
    except (BadParameter, DocumentRefused) as error:
        return _home(error)
    outcome, unusual = _outcome(document, replace(order, dry_run=True))
    fields = carrying(document, digest_of(order, document), secrets.token_hex(8))
    return _report(outcome, unusual=unusual, fields=fields)


@bp.post("/intake/")
def confirm() -> Response:
    """Take the document that was looked at, once however often the form is sent."""
    try:
        order, document = _order(), carried()
    except (BadParameter, DocumentRefused) as error:
        return _home(error)
    digest = digest_of(order, document) if document else ""
    if document is None or digest != request.form.get("digest"):
        abort(problem(422, "this is not what was looked at: look at it again before you confirm"))
    key = f"desk {clean(request.form.get('key', ''))[:40]}"
    try:
        outcome, _ = _outcome(document, replace(order, request=Request(holder().prefix, key, digest)))
    except KeyReused as error:
        abort(problem(422, str(error)))
    return _report(outcome)


def _order() -> Order:
    order = read_order(request.form, holder())
    check_scope(holder(), Scope.INGEST, order.source, challenge=False)
    return order


def _outcome(document: Document, order: Order) -> tuple[Report | DocumentRefused, bool]:
    """Return what became of *document*, and whether a person may say that it is right all the same."""
    try:
        return take(document, order), False
    except DocumentRefused as refused:
        return refused, isinstance(refused, UnusualRun)


def _report(
    outcome: Report | DocumentRefused, *, unusual: bool = False, fields: tuple[tuple[str, str], ...] = ()
) -> Response:
    refused = isinstance(outcome, DocumentRefused)
    return show(
        "report.html", 422 if refused else 200, outcome=outcome, refused=refused, unusual=unusual, fields=fields
    )


def _home(error: BadParameter | DocumentRefused | None = None) -> Response:
    words = service().newsroom.vocabulary
    place = f"{error.parameter}: " if isinstance(error, BadParameter) else ""
    return show(
        "home.html",
        422 if error else 200,
        values=request.form if error else _NOTHING,
        wrong=f"{place}{error}" if error else "",
        offices=terms_of(OFFICE, words),
        topics=terms_of(TOPIC, words),
    )
