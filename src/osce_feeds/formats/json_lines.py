"""JSON lines: the canonical records themselves, one a line, without loss."""

from collections.abc import Iterator

import msgspec

from osce_feeds.formats.base import Format
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.model import wire
from osce_feeds.model.channel import Channel


def render(channel: Channel, localiser: Localiser) -> Iterator[bytes]:  # noqa: ARG001 - records are in no reader's language
    """Yield one line for each article: UTF-8 JSON with the record's own field names, every field present."""
    encoder = msgspec.json.Encoder()
    for article in channel.articles:
        yield encoder.encode(article) + b"\n"


JSON_LINES = Format("jsonl", "JSON lines", "articles.jsonl", wire.JSON_LINES, feed=False, render=render)
