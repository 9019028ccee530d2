"""Who may do this: tokens as Bearer (RFC 6750) for programs, as the password of Basic (RFC 7617) for people.

The two never stand for each other. A browser sends what it was told once with every
request, whoever made it, so only the desk takes that, and asks there where a form came
from. A client that tries wrong tokens is not heard for a while, not even with a right one.
"""

import math
from typing import NoReturn
from urllib.parse import urlsplit

from flask import abort
from flask import request

from osce_feeds.store.tokens import Scope
from osce_feeds.store.tokens import Token
from osce_feeds.store.tokens import recognise
from osce_feeds.web.events import note
from osce_feeds.web.limiter import client_of
from osce_feeds.web.problems import problem
from osce_feeds.web.service import service

_BEARER = 'Bearer realm="OSCE Feeds"'
_BASIC = 'Basic realm="OSCE Feeds", charset="UTF-8"'
_LONGEST = 200
"""Characters of a token that are looked at."""
_PORTS = {"http": 80, "https": 443}


def bearer() -> Token:
    """Return the valid token of a program's request; others are answered with 401 or 429."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    return _admitted(given.strip() if kind.lower() == "bearer" else "", _BEARER)


def basic() -> Token:
    """Return the valid token that a person gave as the password; others are answered with 401 or 429."""
    given = request.authorization
    return _admitted((given.password or "") if given and given.type == "basic" else "", _BASIC)


def check_scope(token: Token, scope: Scope, source: str, challenge: bool = True) -> None:  # noqa: FBT002
    """Answer 403 where *token* does not allow *scope* on behalf of *source*, of any where that is empty."""
    if token.allows(scope, source):
        return
    whom = f"for {token.source!r} only" if scope in token.scopes else f"for {' and '.join(token.scopes)} only"
    headers = {"WWW-Authenticate": f'{_BEARER}, error="insufficient_scope", scope="{scope}"'} if challenge else {}
    abort(problem(403, f"this token is {whom}", headers))


def check_origin() -> None:
    """Answer 403 to a form that another site may have sent: a browser would add the token to that as well."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin", "")
    same = site == "same-origin" if site else _origin(origin) == _origin(service().newsroom.settings.base_url)
    if not same:
        abort(problem(403, "this form was not sent from a page of the service under its own address"))


def _admitted(given: str, challenge: str) -> Token:
    serving = service()
    client = client_of(request.environ, serving.newsroom.settings.proxies)
    note(client=client)
    if seconds := math.ceil(serving.failures.wait(client)):
        _refuse_for(seconds)
    if not given:
        abort(problem(401, "a token is needed here", {"WWW-Authenticate": challenge}))
    with serving.store.read() as reader:
        token = recognise(reader, given, serving.clock()) if len(given) <= _LONGEST else None
    if token is None:
        serving.failures.take(client)
        error = ', error="invalid_token"' if challenge == _BEARER else ""
        abort(problem(401, "this token is not valid", {"WWW-Authenticate": f"{challenge}{error}"}))
    note(token=token.prefix)
    return token


def _refuse_for(seconds: int) -> NoReturn:
    detail = f"too many wrong tokens from your address; please try again in {seconds} s"
    abort(problem(429, detail, {"Retry-After": str(seconds)}))


def _origin(address: str) -> tuple[str, str, int | None] | None:
    """Return scheme, host and port of an address, or None where it has none."""
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
    return (parts.scheme, parts.hostname, port) if parts.hostname else None
