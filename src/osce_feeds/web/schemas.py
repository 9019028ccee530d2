"""Schemas of what the service exports and takes in."""

from flask import Blueprint
from flask import Response

from osce_feeds.deliver import schemas
from osce_feeds.web.responses import LONG
from osce_feeds.web.responses import document
from osce_feeds.web.service import service

bp = Blueprint("schemas", __name__)


@bp.get("/schema/article.json")
def article() -> Response:
    """Return the JSON Schema of a line of ``articles.jsonl``."""
    asked = service()
    return document(schemas.article_schema(asked.newsroom, asked.store), LONG)


@bp.get("/schema/articles.xsd")
def articles() -> Response:
    """Return the XML Schema of ``articles.xml``."""
    asked = service()
    return document(schemas.articles_schema(asked.newsroom, asked.store), LONG)
