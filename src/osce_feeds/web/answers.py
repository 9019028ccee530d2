"""Whole answers of a WSGI application: made, kept, and given again to whoever asks."""

import time
from collections.abc import Hashable
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING
from typing import Any

from werkzeug.http import remove_entity_headers

from osce_feeds.web.conditional import Validators
from osce_feeds.web.conditional import has_it

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIApplication
    from _typeshed.wsgi import WSGIEnvironment

Key = tuple[str, str, str]
"""Path, query and coding."""
Headers = list[tuple[str, str]]

STALE = "X-OSCE-Feeds-Stale"
STALE_CACHE = "public, max-age=5, stale-if-error=86400"
"""How long caches may keep what is old already."""
_LATER = datetime.max.replace(tzinfo=UTC)
_TAKEN = (
    "SCRIPT_NAME", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL",
    "HTTP_HOST", "wsgi.version", "wsgi.url_scheme", "wsgi.errors",
)  # fmt: skip
"""What of a request reaches the application for an answer that others get, too; none of it shapes one."""


@dataclass(slots=True)
class Made:
    """An answer to GET; ``reason`` is the status line."""

    status: int
    reason: str
    headers: Headers
    body: bytes

    @classmethod
    def by(cls, app: "WSGIApplication", environ: dict[str, Any]) -> "Made":
        """Return the answer of *app*."""
        begun: list[tuple[str, Headers]] = []

        def start_response(reason: str, headers: Headers, _error: object = None) -> Any:  # noqa: ANN401 - none writes
            begun.append((reason, headers))

        parts = app(environ, start_response)
        try:
            body = b"".join(parts)
        finally:
            close = getattr(parts, "close", None)
            if close:
                close()
        reason, headers = begun[-1]
        return cls(int(reason[:3]), reason, headers, body)


@dataclass(slots=True)
class Kept(Made):
    """An answer to be given again while ``state`` stands, not at all where that is None.

    ``good`` is when it was last known to be right.
    """

    unchanged: Headers
    quoted: str
    validators: Validators
    state: Hashable
    good: float


def kept(made: Made, state: Hashable) -> Kept | None:
    """Return *made* as an answer for others, or None where it is none.

    One without a date is for those who ask just now: it will have one in a moment.
    """
    fields = dict(made.headers)
    quoted, modified = fields.get("ETag"), fields.get("Last-Modified")
    if made.status != HTTPStatus.OK or not quoted or "public" not in fields.get("Cache-Control", ""):
        return None
    unchanged = list(made.headers)
    remove_entity_headers(unchanged)
    validators = Validators(quoted.strip('"'), parsedate_to_datetime(modified) if modified else _LATER)
    state = state if modified else None
    now = time.monotonic()
    return Kept(made.status, made.reason, made.headers, made.body, unchanged, quoted, validators, state, now)


def environ_for(key: Key, environ: "WSGIEnvironment", old: Kept | None) -> dict[str, Any]:
    """Return the request for an answer that is to be kept under *key*, or for the news that *old* is good still."""
    path, query, coding = key
    asked = {name: environ[name] for name in _TAKEN if name in environ}
    asked |= {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "wsgi.input": BytesIO()}
    asked |= {"wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False}
    asked |= {"HTTP_ACCEPT_ENCODING": coding} if coding else {}
    return asked | ({"HTTP_IF_NONE_MATCH": old.quoted} if old else {})


def answer_of(
    made: Made, environ: "WSGIEnvironment", start_response: "StartResponse", stale: float | None = None
) -> Iterable[bytes]:
    """Give *made* to the client that asks by *environ*; ``stale`` says for how many seconds it may be wrong."""
    reason, headers, body = made.reason, made.headers, made.body
    if isinstance(made, Kept) and _is_known(made, environ):
        reason, headers, body = "304 NOT MODIFIED", made.unchanged, b""
    if stale is not None:
        headers = [(name, STALE_CACHE if name == "Cache-Control" else value) for name, value in headers]
        headers.append((STALE, str(int(stale))))
    start_response(reason, list(headers))
    return (body,) if body and environ["REQUEST_METHOD"] != "HEAD" else ()


def _is_known(answer: Kept, environ: "WSGIEnvironment") -> bool:
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags == answer.quoted:
        return True
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    return not (tags is None and since is None) and has_it(answer.validators, tags, since)
