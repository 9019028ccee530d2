"""The one place where responses are built: validators, caching, links, security.

Conditional requests after RFC 9110 section 13, caching after RFC 9111 and
RFC 5861, links after RFC 8288.
"""

from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from email.utils import format_datetime
from functools import partial
from http import HTTPStatus

from flask import Response
from flask import abort
from flask import request
from werkzeug.exceptions import ServiceUnavailable

from osce_feeds.deliver import Document
from osce_feeds.web.coding import chosen
from osce_feeds.web.coding import encoded
from osce_feeds.web.conditional import Validators
from osce_feeds.web.conditional import has_it
from osce_feeds.web.service import service
from osce_feeds.web.streams import Place
from osce_feeds.web.streams import blocks
from osce_feeds.web.streams import packed
from osce_feeds.web.streams import takes_gzip

MAX_AGE = 300
"""Seconds for which a cache need not ask again."""
STALE = 86_400
"""Seconds for which a cache may answer with what it has while it asks, or when we do not answer."""

FRESH = f"public, max-age={MAX_AGE}, stale-while-revalidate={STALE}, stale-if-error={STALE}"
LONG = f"public, max-age={STALE}, stale-while-revalidate={STALE}, stale-if-error={STALE}"
"""For what only another release of the program changes."""
IMMUTABLE = "public, max-age=31536000, immutable"
HOURLY = f"public, max-age=3600, stale-while-revalidate={STALE}, stale-if-error={STALE}"
NEVER = "no-store"

_OPERATORS = ("/ingest", "/edit/", "/desk/", "/metrics")
"""What the operator alone may see: no cache, no robot, no page of another site."""

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'"
)
EMBED_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
)
"""The one policy under which others may show a page of ours within theirs."""
BUILDER_POLICY = f"{PAGE_POLICY}; frame-src 'self'"
FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""What every response carries, whoever made it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a response (RFC 8288): an address and its relation, with type and language where they help."""

    url: str
    relation: str
    media_type: str = ""
    language: str = ""

    def __str__(self) -> str:
        """Return the link as the Link field writes it."""
        parts = [f"<{self.url}>", f'rel="{self.relation}"']
        parts += [f'type="{self.media_type}"'] if self.media_type else []
        parts += [f'hreflang="{self.language}"'] if self.language else []
        return "; ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response to be: ``body`` is made only when the client needs it; ``close`` is called in any case.

    One that is ``coded`` is small, and sent in the content coding that the client takes. One
    that is ``streamed`` can be of any size; if it is ``packed``, clients that take gzip get that.
    """

    media_type: str
    body: Callable[[], Iterable[bytes]]
    streamed: bool = False
    packed: bool = False
    coded: bool = False
    status: int = 200
    cache: str = FRESH
    validators: Validators | None = None
    links: tuple[Link, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    close: Callable[[], None] = lambda: None


def build(answer: Answer) -> Response:
    """Return the response for *answer* to the current request: whole, without a body (HEAD), or 304."""
    answer = _packed(_coded(answer))
    unchanged = answer.validators is not None and answer.status == HTTPStatus.OK and _has_it(answer.validators)
    if unchanged:
        response = Response(status=304)
        del response.headers["Content-Type"]
    elif answer.streamed:
        body, leave = _stream(answer)
        response = Response(body, status=answer.status, content_type=answer.media_type)
        response.call_on_close(leave)
    else:
        response = Response(b"".join(answer.body()), status=answer.status, content_type=answer.media_type)
    response.headers["Cache-Control"] = answer.cache
    if answer.validators and answer.status == HTTPStatus.OK:  # validators are those of what is there
        response.headers["ETag"] = f'"{answer.validators.tag}"'
        if answer.validators.modified <= service().clock():  # RFC 9110 section 8.8.2.1: never in the future
            response.headers["Last-Modified"] = format_datetime(answer.validators.modified, usegmt=True)
    if answer.links:
        response.headers["Link"] = ", ".join(str(link) for link in answer.links)
    # A 304 must not change what a cache has stored: it carries the policy of the page or file it stands for.
    response.headers["Content-Security-Policy"] = _policy(answer.media_type)
    response.headers.update(answer.headers)
    response.call_on_close(answer.close)
    return response


def document(made: Document | None, cache: str = FRESH) -> Response:
    """Return the response for a document that is made already; 404 where there is none."""
    if made is None:
        abort(404, description="there is nothing at this address")
    validators = Validators(made.fingerprint, made.last_modified)
    headers = {"Content-Disposition": f'inline; filename="{made.file}"'} if made.file else {}
    body = partial(iter, [made.body])
    return build(Answer(media_type=made.media_type, body=body, cache=cache, validators=validators, headers=headers))


def redirect(path: str, status: int = 301, cache: str = FRESH, **headers: str) -> Response:
    """Return a redirect to a path of this service; its host comes from BASE_URL, never from the request."""
    location = f"{service().newsroom.addresses.base}{path}"
    extra = {"Location": location, **{name.replace("_", "-"): value for name, value in headers.items()}}
    body = partial(iter, [f"{location}\n".encode()])
    return build(Answer(media_type="text/plain; charset=utf-8", body=body, status=status, cache=cache, headers=extra))


def complete(response: Response) -> Response:
    """Add what every response carries, whoever made it."""
    response.headers.setdefault("Content-Security-Policy", _policy(response.mimetype))
    if request.path.startswith(_OPERATORS):
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = NEVER
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex"
        return response
    response.headers.update(ALWAYS)
    response.headers.setdefault("Cache-Control", NEVER)
    return response


def _policy(media_type: str | None) -> str:
    return PAGE_POLICY if (media_type or "").startswith("text/html") else FILE_POLICY


def _lazily(body: Callable[[], Iterable[bytes]], place: Place) -> Iterable[bytes]:
    try:
        yield from blocks(body())
    finally:
        place.leave()


def _packed(answer: Answer) -> Answer:
    """Return *answer* packed if the client takes it, under a tag of its own (RFC 9110 section 8.8.3.3)."""
    if not (answer.packed and answer.validators):
        return answer
    headers = {**answer.headers, "Vary": "Accept-Encoding"}
    if not takes_gzip():
        return replace(answer, headers=headers)
    return replace(
        answer,
        body=lambda: packed(answer.body()),
        validators=replace(answer.validators, tag=f"{answer.validators.tag}-gzip"),
        headers={**headers, "Content-Encoding": "gzip"},
    )


def _stream(answer: Answer) -> tuple[Iterable[bytes], Callable[[], None]]:
    """Take a place among the streams if bytes will be sent; return the body, and what gives the place back."""
    if request.method == "HEAD":
        return iter(()), lambda: None
    try:
        place = service().streams.enter()
    except ServiceUnavailable:
        answer.close()
        raise
    return _lazily(answer.body, place), place.leave


def _coded(answer: Answer) -> Answer:
    """Return *answer* in the coding that the client takes, under a tag of its own (RFC 9110 section 8.8.3.3)."""
    if not answer.coded or answer.validators is None:
        return answer
    coding, tag = chosen(request.headers.get("Accept-Encoding", "")), answer.validators.tag
    headers = {**answer.headers, "Vary": "Accept-Encoding"}
    if not coding:
        return replace(answer, headers=headers)
    return replace(
        answer,
        body=lambda: iter([encoded(b"".join(answer.body()), coding)]),
        validators=replace(answer.validators, tag=f"{tag}-{coding}"),
        headers={**headers, "Content-Encoding": coding},
    )


def _has_it(validators: Validators) -> bool:
    return has_it(validators, request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since"))
