"""OAI-PMH for harvesters, by GET and POST alike."""

from functools import partial

from flask import Blueprint
from flask import Response
from flask import request

from osce_feeds.deliver.oai import oai
from osce_feeds.web.responses import NEVER
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import build
from osce_feeds.web.service import service

bp = Blueprint("oai", __name__)

MEDIA_TYPE = "text/xml; charset=utf-8"
"""Section 3.1.2.1 of the protocol wants this one."""


@bp.route("/oai", methods=["GET", "POST"])
def answer() -> Response:
    """Return the answer to a request of the protocol; its errors are answers, too."""
    asked = service()
    given = (request.form if request.method == "POST" else request.args).items(multi=True)
    body = oai(asked.newsroom, asked.store, tuple(given), asked.clock())
    return build(Answer(media_type=MEDIA_TYPE, body=partial(iter, [body]), cache=NEVER))
