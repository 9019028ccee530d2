"""Events: one a line, as JSON, of what was done with a token and of mistakes; never a secret, never a text."""

import io
import json
import logging
from typing import Any

import pytest
from flask import Flask
from tests.listings import Entry
from tests.listings import make_listing
from tests.web.operators import bearer
from tests.web.operators import make_token

from osce_feeds.store import Store

LISTING = make_listing([Entry(headline="Ferry school opens")])


@pytest.fixture
def lines(app: Flask) -> io.StringIO:
    """What the service tells."""
    stream = io.StringIO()
    for handler in app.logger.handlers:
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(stream)
    return stream


def events(lines: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_what_a_token_was_used_for_is_told_in_one_line(app: Flask, store: Store, lines: io.StringIO) -> None:
    client = app.test_client()
    token, kept = make_token(store)
    client.post("/ingest?source=Wire", data=LISTING, headers=bearer(token))
    client.post("/ingest?source=Wire", data="Ferry", headers=bearer(token))
    key = json.loads(client.get("/en/articles.jsonl").text)["key"]
    client.post("/edit/withdraw", json={"article": key, "note": "It sank."}, headers=bearer(token))
    client.post("/ingest%0A{}", data=LISTING, headers=bearer("wrong.secret"))
    told = events(lines)

    assert all(event.pop("timestamp") for event in told)
    common = {"event": "request", "level": "info", "client": "127.0.0.1", "token": kept.prefix}
    counts = {"new": 1, "changed": 0, "unchanged": 0, "refused": 0}
    taken = {"path": "/ingest", "status": 200, "source": "Wire", "form": "text-listing", "outcome": "taken"}
    assert told[:3] == [
        {**common, **taken, **counts},
        {**common, "path": "/ingest", "status": 422, "outcome": "refused"},
        {**common, "path": "/edit/withdraw", "status": 200, "article": key},
    ]
    assert len(told) == 4
    secret = token.partition(".")[2]
    for hidden in (secret, "wrong.secret", "Ferry school", "It sank"):
        assert hidden not in lines.getvalue()


def test_mistake_is_one_line_with_its_trace(app: Flask, lines: io.StringIO) -> None:
    @app.get("/en/mistake")
    def mistake() -> str:
        message = "two\nlines"
        raise ValueError(message)

    assert app.test_client().get("/en/mistake").status_code == 500
    (event,) = events(lines)
    assert (event["event"], event["level"]) == ("a mistake of ours", "error")
    assert "ValueError: two\nlines" in event["exception"]
