"""Documents that their senders gave a key (``Idempotency-Key``): what came twice is answered twice and taken once.

The report of the first is the answer to all, for a day. What was refused stored nothing,
this included, and is looked at anew.
"""

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta

import sqlalchemy as sa

from osce_feeds.errors import KeyReused
from osce_feeds.store import schema
from osce_feeds.store.reader import Reader
from osce_feeds.store.records import seconds
from osce_feeds.store.writer import Writer

LIFETIME = timedelta(days=1)
"""How long a key means the document that it came with."""


@dataclass(frozen=True, slots=True)
class Request:
    """A document under the *key* of whoever holds a *token*; *digest* is of all that was asked."""

    token: str
    key: str
    digest: str


def answer_to(reader: Reader, request: Request | None, now: datetime) -> bytes | None:
    """Return the stored report of *request*, or None where it is new or None.

    Raises:
        KeyReused: when another document came under its key.
    """
    if request is None:
        return None
    table, report = schema.request, schema.report
    query = sa.select(table.c.digest, report.c.report).join(report, report.c.id == table.c.report)
    recent = table.c.received > seconds(now - LIFETIME)
    found = reader.connection.execute(query.where(*_is(request), recent)).first()
    if found is None:
        return None
    if found.digest != request.digest:
        message = f"another document, or other parameters, came under the Idempotency-Key {request.key!r} before"
        raise KeyReused(message)
    return bytes(found.report)


def remember(writer: Writer, request: Request | None, report: int, now: datetime) -> None:
    """Keep that *request*, if it is one, was answered by the *report* of that number; keys of old are forgotten."""
    if request is None:
        return
    table = schema.request
    old = table.c.received <= seconds(now - LIFETIME)
    writer.connection.execute(table.delete().where(old))
    values = {"token": request.token, "key": request.key, "digest": request.digest}
    writer.connection.execute(table.insert().values(**values, received=seconds(now), report=report))


def _is(request: Request) -> tuple[sa.ColumnElement[bool], ...]:
    return schema.request.c.token == request.token, schema.request.c.key == request.key
