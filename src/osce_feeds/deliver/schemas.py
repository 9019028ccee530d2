"""The published schemas: what records that leave the service, or are fed to it, look like."""

from pathlib import Path

import msgspec

from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.renditions import Document
from osce_feeds.deliver.renditions import last_modified
from osce_feeds.model import wire
from osce_feeds.model.record_schema import record_schema
from osce_feeds.store import Store
from osce_feeds.text import digest

_ARTICLES = (Path(__file__).parents[1] / "formats" / "articles.xsd").read_bytes()


def articles_schema(newsroom: Newsroom, store: Store) -> Document:
    """Return the XML Schema of ``articles.xml``."""
    with store.read() as reader:
        moment = last_modified(newsroom, reader)
    return Document(wire.XML, digest(newsroom.epoch, _ARTICLES.decode()), moment, _ARTICLES)


def article_schema(newsroom: Newsroom, store: Store) -> Document:
    """Return the JSON Schema of a line of ``articles.jsonl``, set out for people to read."""
    schema = msgspec.json.encode(record_schema(newsroom.addresses.schema("article")))
    body = msgspec.json.format(schema, indent=2) + b"\n"
    with store.read() as reader:
        moment = last_modified(newsroom, reader)
    return Document(wire.JSON_SCHEMA, digest(newsroom.epoch, body.decode()), moment, body)
