"""Secrets by which programs and people prove what they may do: shown once, kept as hashes, for a time.

A token is ``prefix.secret``. The prefix names it, in lists and logs; the secret has 256
random bits, so one round of SHA-256 keeps it safe and no search can find it. The answer is the
same, and takes the same time, whether a token is unknown, wrong, over or revoked.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from enum import StrEnum

import sqlalchemy as sa

from osce_feeds.errors import StoreError
from osce_feeds.store import schema
from osce_feeds.store.reader import Reader
from osce_feeds.store.records import moment
from osce_feeds.store.records import seconds
from osce_feeds.store.writer import Writer

AT_ONCE = 2
"""Tokens of one name that are valid together: the old one, and the one that takes its place."""
_PREFIX, _SECRET = 6, 32
"""Random bytes."""


class Scope(StrEnum):
    """What a token allows: to feed documents, to decide about articles, or to ask how the service fares."""

    INGEST = "ingest"
    EDITORIAL = "editorial"
    MONITOR = "monitor"


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token, its secret not among it; ``source`` is the publisher it speaks for, empty for any."""

    prefix: str
    name: str
    scopes: tuple[Scope, ...]
    source: str
    created: datetime
    expires: datetime
    revoked: datetime | None = None

    def is_valid(self, now: datetime) -> bool:
        """Say whether it allows anything at *now*."""
        return now < self.expires and self.revoked is None

    def allows(self, scope: Scope, source: str) -> bool:
        """Say whether it allows *scope* on behalf of *source*, as long as it is valid."""
        return scope in self.scopes and self.source in {"", source}


def create(
    writer: Writer, name: str, scopes: Iterable[Scope], source: str, now: datetime, lifetime: timedelta
) -> tuple[str, Token]:
    """Make a token for whom *name* says, and return it as it is shown this once, and what is kept of it.

    Raises:
        StoreError: when two tokens of that name are valid already.
    """
    if sum(token.name == name and token.is_valid(now) for token in tokens(writer)) >= AT_ONCE:
        message = f"{name!r} has {AT_ONCE} valid tokens, enough to change from one to the other: revoke one first"
        raise StoreError(message)
    prefix, secret = secrets.token_hex(_PREFIX), secrets.token_urlsafe(_SECRET)
    ordered = tuple(sorted(set(scopes)))
    values = {
        "prefix": prefix,
        "digest": _digest(secret),
        "name": name,
        "scopes": " ".join(ordered),
        "source": source,
        "created": seconds(now),
        "expires": seconds(now + lifetime),
    }
    writer.connection.execute(schema.token.insert().values(**values))
    kept = Token(prefix, name, ordered, source, moment(seconds(now)), moment(seconds(now + lifetime)))
    return f"{prefix}.{secret}", kept


def tokens(reader: Reader) -> list[Token]:
    """Return all tokens that were ever made, the oldest first."""
    table = schema.token
    return [
        _token(row) for row in reader.connection.execute(sa.select(table).order_by(table.c.created, table.c.prefix))
    ]


def revoke(writer: Writer, prefix: str, now: datetime) -> Token:
    """Have a token allow nothing from *now* on, and return it; one that was revoked stays as it is.

    Raises:
        StoreError: when there is none with this prefix.
    """
    table = schema.token
    statement = table.update().where(table.c.prefix == prefix, table.c.revoked.is_(None))
    writer.connection.execute(statement.values(revoked=seconds(now)))
    row = writer.connection.execute(sa.select(table).where(table.c.prefix == prefix)).first()
    if row is None:
        message = f"there is no token {prefix!r}"
        raise StoreError(message)
    return _token(row)


def recognise(reader: Reader, given: str, now: datetime) -> Token | None:
    """Return the token that was *given* where it is valid at *now*, else None."""
    prefix, _, secret = given.partition(".")
    # Where there is none with this prefix, another one is read and compared, so that it takes as long.
    nearest = sa.select(schema.token).order_by((schema.token.c.prefix == prefix).desc()).limit(1)
    row = reader.connection.execute(nearest).first()
    if row is None:
        return None
    token = _token(row)
    is_known = hmac.compare_digest(token.prefix.encode(), prefix.encode())
    is_right = hmac.compare_digest(_digest(secret), row.digest)
    return token if is_known & is_right & token.is_valid(now) else None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _token(row: sa.Row[*tuple[object, ...]]) -> Token:
    values = row._mapping  # noqa: SLF001 - the public name of it
    return Token(
        str(values["prefix"]),
        str(values["name"]),
        tuple(map(Scope, str(values["scopes"]).split())),
        str(values["source"]),
        moment(values["created"]),
        moment(values["expires"]),
        None if values["revoked"] is None else moment(values["revoked"]),
    )
