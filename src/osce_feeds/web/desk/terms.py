"""Terms that the vocabulary does not know, and the quality of the data, at the desk."""

import base64
import hashlib
import re

from flask import Response
from flask import request

from osce_feeds import edit
from osce_feeds.deliver.quality import quality as quality_of
from osce_feeds.errors import EditRefused
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import TYPE
from osce_feeds.store.terms import extended
from osce_feeds.store.terms import minted_terms
from osce_feeds.store.tokens import Scope
from osce_feeds.text import clean
from osce_feeds.web.access import check_scope
from osce_feeds.web.desk.entry import address
from osce_feeds.web.desk.entry import answer
from osce_feeds.web.desk.entry import bp
from osce_feeds.web.desk.entry import go
from osce_feeds.web.desk.entry import holder
from osce_feeds.web.desk.entry import language
from osce_feeds.web.desk.entry import show
from osce_feeds.web.desk.entry import terms_of
from osce_feeds.web.report import render_report
from osce_feeds.web.service import service

_NAMED = 50
"""Articles, terms or documents that each part of the report names."""
_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


@bp.get("/terms/")
def terms() -> Response:
    """Return the terms that nobody has decided about."""
    return _terms()


@bp.post("/terms/accept/")
def accept() -> Response:
    """Say that a term is one of its own."""
    check_scope(holder(), Scope.EDITORIAL, "", challenge=False)
    serving = service()
    try:
        edit.accept(serving.store, serving.newsroom.vocabulary, _given("scheme"), _given("code"), serving.clock())
    except EditRefused as error:
        return _terms(str(error))
    return go("terms/")


@bp.post("/terms/merge/")
def merge() -> Response:
    """Say that a term is another one."""
    check_scope(holder(), Scope.EDITORIAL, "", challenge=False)
    serving = service()
    words = serving.newsroom.vocabulary
    try:
        edit.merge(serving.store, words, _given("scheme"), _given("code"), _given("into"), serving.clock())
    except EditRefused as error:
        return _terms(str(error))
    return go("terms/")


@bp.get("/quality/")
def quality() -> Response:
    """Return how good the data is, as the command reports it."""
    check_scope(holder(), Scope.EDITORIAL, "", challenge=False)
    serving = service()
    newsroom = serving.newsroom
    found = quality_of(newsroom, serving.store, serving.clock())
    page = render_report(newsroom, found, newsroom.localiser(language()), _NAMED, address())
    return answer(page, Content_Security_Policy=_policy(page))


def _policy(page: bytes) -> str:
    """Return a policy that lets the page have the one style that stands in it."""
    styles = (hashlib.sha256(style).digest() for style in _STYLE.findall(page))
    sources = " ".join(f"'sha256-{base64.b64encode(style).decode()}'" for style in styles)
    return f"default-src 'none'; style-src {sources}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def _terms(wrong: str = "") -> Response:
    check_scope(holder(), Scope.EDITORIAL, "", challenge=False)
    serving = service()
    with serving.store.read() as reader:
        found = minted_terms(reader, serving.newsroom.vocabulary)
        words = extended(reader, serving.newsroom.vocabulary)
    undecided = [term for term in found if not term.is_decided]
    targets = {scheme: terms_of(scheme, words) for scheme in (OFFICE, TOPIC, TYPE)}
    return show("terms.html", 422 if wrong else 200, terms=undecided, targets=targets, wrong=wrong)


def _given(name: str) -> str:
    return clean(request.form.get(name, ""))[:200]
