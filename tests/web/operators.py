"""Tokens for tests, and what every answer to whoever holds one must carry."""

from base64 import b64encode
from collections.abc import Callable
from datetime import datetime
from datetime import timedelta

from tests.conftest import NOW
from werkzeug.test import TestResponse

from osce_feeds.store import Store
from osce_feeds.store.tokens import Scope
from osce_feeds.store.tokens import Token
from osce_feeds.store.tokens import create

Fields = dict[str, str]
MakeToken = Callable[..., str]


def make_token(
    store: Store, *scopes: Scope, source: str = "", days: int = 1, name: str = "test", now: datetime = NOW
) -> tuple[str, Token]:
    """Return a token that is valid for *days* from *now* on, and what is kept of it."""
    made = scopes or (Scope.INGEST, Scope.EDITORIAL)
    with store.write(now) as writer:
        return create(writer, name, made, source, now, timedelta(days=days))


def bearer(token: str) -> Fields:
    return {"Authorization": f"Bearer {token}"}


def basic(token: str, user: str = "press") -> Fields:
    return {"Authorization": f"Basic {b64encode(f'{user}:{token}'.encode()).decode()}"}


def check_private(response: TestResponse) -> None:
    """Hold an answer to what nobody else may keep, read or frame."""
    fields = response.headers
    assert fields["Cache-Control"] == "no-store"
    assert fields["X-Robots-Tag"] == "noindex"
    assert fields["X-Content-Type-Options"] == "nosniff"
    assert fields["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in fields["Content-Security-Policy"]
    for absent in ("Access-Control-Allow-Origin", "Set-Cookie", "ETag", "Last-Modified"):
        assert absent not in fields
