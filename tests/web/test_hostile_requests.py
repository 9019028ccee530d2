"""Requests that mean harm: whatever stands in path, query, fields or method, no answer is a mistake of ours.

``HOSTILE=8000 pytest tests/web/test_hostile_requests.py`` tries so many instead of 400.
"""

import os
import random
import re
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder
from werkzeug.test import run_wsgi_app

from osce_feeds.formats import FORMATS

pytestmark = pytest.mark.usefixtures("layer")

NUMBER = int(os.environ.get("HOSTILE", "400"))
FINE = {200, 301, 303, 304, 400, 404, 405}
PATHS = [
    "/",
    "/en/",
    "/fr/feed.atom",
    "/ru/feed.json",
    "/en/offices/odihr/feed.rss",
    "/en/topics/youth/",
    "/healthz",
    "/icon.svg",
    "/en/articles/aaaaaaaaaaaa/",
    "/vocabulary/office/odihr",
    "/schema/article.json",
    *(f"/en/{form.file}" for form in FORMATS),
]
TEXTS = [
    "",
    "\x00",
    "\x7f",
    "\xff\xfe",
    "../../etc/passwd",
    "..%2f..%2f",
    "%",
    "%zz",
    "%00",
    "%c3%28",
    "%ed%a0%80",
    "//",
    "/.",
    "//evil.example/",
    "a" * 5000,
    "é" * 300,
    "💣",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "{{7*7}}",
    "${jndi:x}",
    "\u202e",
    "٣",
    "-1",
    "1e9",
    "9" * 400,
    "Fri, 04 Jul 99999999999 00:00:00 GMT",
    "Mon, 01 Jan 0001 00:00:00 +2359",
    '"' * 3000,
    'W/"' + "x" * 3000,
    "*, *",
    "bytes=0-,-1,5-2",
    "gzip;q=nan, br;q=-1, *;q=0",
    "br;q=0, gzip;q=0, identity;q=0, *;q=0",
    ";;;,,,",
    "q=" * 999,
    "de-DE-u-co-phonebk;q=2",
    "[" * 900,
]
FIELDS = [
    "Accept",
    "Accept-Encoding",
    "Accept-Language",
    "If-None-Match",
    "If-Modified-Since",
    "If-Match",
    "If-Unmodified-Since",
    "If-Range",
    "Range",
    "Host",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "Forwarded",
    "X-Original-URL",
    "Origin",
    "Cookie",
    "Authorization",
    "Content-Type",
    "Content-Length",
    "Transfer-Encoding",
    "Expect",
    "Sec-Fetch-Dest",
    "A-IM",
    "User-Agent",
    "Referer",
    "Upgrade",
    "TE",
]
NAMES = [
    "office",
    "topic",
    "type",
    "region",
    "not-office",
    "since",
    "until",
    "content",
    "limit",
    "after",
    "q",
    "raw",
    "utm_source",
    "",
    "\x00",
]
METHODS = ["GET"] * 8 + ["HEAD", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE", "PROPFIND", "get", "X" * 300]


def latin(text: str) -> str:
    """Return *text* as WSGI holds it: bytes in the guise of characters."""
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


def make_environ(chance: random.Random) -> dict[str, object]:
    """Return a request that a server passes on as it came: nothing in it was tidied by a client's library."""
    path = chance.choice(PATHS)
    if chance.random() < 0.4:
        cut = chance.randrange(len(path) + 1)
        path = path[:cut] + chance.choice(TEXTS) + path[cut:]
    names = chance.choices(NAMES, k=chance.choice([0, 0, 1, 2, 30]))
    query = "&".join(f"{name}={chance.choice(TEXTS)}" for name in names)
    environ = EnvironBuilder(method="GET", path="/").get_environ()
    environ |= {"PATH_INFO": latin(path), "QUERY_STRING": latin(query), "REQUEST_METHOD": chance.choice(METHODS)}
    for name in chance.choices(FIELDS, k=chance.randrange(4)):
        key = name.upper().replace("-", "_")
        environ[key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"] = latin(chance.choice(TEXTS))
    return environ


@pytest.fixture
def ask(full_app: Flask) -> Callable[[dict[str, object]], tuple[int, dict[str, str], bytes]]:
    def ask(environ: dict[str, object]) -> tuple[int, dict[str, str], bytes]:
        body, status, headers = run_wsgi_app(full_app, environ, buffered=True)
        return int(status[:3]), dict(headers), b"".join(body)

    return ask


def test_no_request_is_a_mistake_of_ours(
    ask: Callable[[dict[str, object]], tuple[int, dict[str, str], bytes]],
) -> None:
    chance = random.Random(20_260_701)  # noqa: S311 - the same requests each time
    for number in range(NUMBER):
        environ = make_environ(chance)
        said = {
            name: environ[name] for name in environ if name.startswith(("HTTP_", "PATH", "QUERY", "REQUEST_M", "CONT"))
        }
        status, headers, body = ask(environ)

        assert status in FINE, (number, status, said)
        assert not any(re.search("[\r\n\x00]", value) for value in headers.values()), (number, said)
        assert headers["X-Content-Type-Options"] == "nosniff", (number, said)
        assert "Set-Cookie" not in headers, (number, said)
        assert headers.get("Location", "https://feeds.example.org/").startswith("https://feeds.example.org/"), said
        assert "Allow" in headers if status == 405 else True, (number, said)
        assert b"<script>" not in body or headers["Content-Type"] == "application/problem+json", (number, said)
