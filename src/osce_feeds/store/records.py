"""Records as bytes, and moments as seconds."""

from datetime import UTC
from datetime import datetime

import msgspec

from osce_feeds.model.article import Article
from osce_feeds.model.article import Reading
from osce_feeds.model.raw import RawEntry
from osce_feeds.normaliser import Evidence

_encoder = msgspec.json.Encoder(order="sorted")
_article = msgspec.json.Decoder(Article)
_entry = msgspec.json.Decoder(RawEntry)
_evidence = msgspec.json.Decoder(Evidence)
_reading = msgspec.json.Decoder(Reading)


def encode(value: object) -> bytes:
    """Return any record as JSON; equal records give equal bytes."""
    return _encoder.encode(value)


def decode_article(data: bytes) -> Article:
    """Return the article in *data*."""
    return _article.decode(data)


def decode_entry(data: bytes) -> RawEntry:
    """Return the raw entry in *data*."""
    return _entry.decode(data)


def decode_evidence(data: bytes) -> Evidence:
    """Return the evidence in *data*."""
    return _evidence.decode(data)


def decode_reading(data: bytes) -> Reading:
    """Return the reading in *data*."""
    return _reading.decode(data)


def seconds(moment: datetime) -> int:
    """Return an aware moment as seconds since 1970 UTC."""
    return int(moment.timestamp())


def moment(value: int) -> datetime:
    """Return seconds since 1970 as an aware UTC moment."""
    return datetime.fromtimestamp(value, UTC)
