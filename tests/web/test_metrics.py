"""``/readyz`` and ``/metrics``: what a monitor asks, and that nobody else is told."""

import os
import re
import subprocess
import sys
from contextlib import closing
from datetime import UTC
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import environment
from tests.web.operators import bearer
from tests.web.operators import check_private
from tests.web.operators import make_token

from osce_feeds.cli.serve import SHARED_COUNTS
from osce_feeds.cli.serve import serve
from osce_feeds.ingest import Order
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store.pushes import HubState
from osce_feeds.store.pushes import keep_hub_state
from osce_feeds.store.tokens import Scope
from osce_feeds.web import create_app
from osce_feeds.web.metrics import rendition_of

HUB = "https://hub.example.org/"
TWO_WORKERS = """
import os
import sys
from osce_feeds.web import create_app
client = create_app().test_client()
child = os.fork()
for _ in range(2 if child else 3):
    client.get("/en/feed.json")
if not child:
    os._exit(0)
os.waitpid(child, 0)
print(client.get("/metrics", headers={"Authorization": f"Bearer {sys.argv[1]}"}).text)
"""
"""A process that divides into two, which are asked for a feed twice and three times."""


def values(text: str) -> dict[str, float]:
    """Return what is counted, by name and labels."""
    return {name: float(value) for name, value in re.findall(r"^(osce_feeds_\S+) (\S+)$", text, re.MULTILINE)}


def asked(client: FlaskClient, token: str) -> dict[str, float]:
    response = client.get("/metrics", headers=bearer(token))
    assert response.status_code == 200
    check_private(response)
    assert response.headers["Content-Type"].startswith("text/plain; version=")
    return values(response.text)


def test_requests_and_what_was_made_for_them_are_counted(full_app: Flask) -> None:
    client = full_app.test_client()
    token, _ = make_token(full_app.extensions["osce_feeds"].store, Scope.MONITOR)
    before = asked(client, token)
    for _ in range(3):
        client.get("/en/feed.rss")
    client.get("/en/nothing.txt")
    after = asked(client, token)

    def more(name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert more('osce_feeds_requests_total{rendition="rss",status="200"}') == 3
    assert more('osce_feeds_rendered_total{rendition="rss",status="200"}') <= 1
    assert more('osce_feeds_requests_total{rendition="other",status="404"}') == 1
    assert more('osce_feeds_request_seconds_count{rendition="rss"}') == 3


def test_store_and_documents_are_told_of(settings: Settings, store: Store, feed: Feed, sample: bytes) -> None:
    feed(sample, Order(source="Wire"))
    hubs = Settings(database=settings.database, authority=settings.authority, hubs=(HUB,))
    with store.write(NOW) as writer:
        keep_hub_state(writer, HubState(hub=HUB, told=0))
    client = create_app(hubs, clock=lambda: NOW).test_client()
    token, _ = make_token(store, Scope.MONITOR, Scope.INGEST)
    before = asked(client, token)
    for body in (sample, b"", b" "):
        client.post("/ingest", data=body, headers=bearer(token))
    found = asked(client, token)

    assert found['osce_feeds_articles{status="usable"}'] == 24
    assert found["osce_feeds_changes"] == 24
    moment = 'osce_feeds_source_last_ingest_timestamp_seconds{source="Wire"}'
    assert found[moment] == NOW.timestamp()
    assert found[f'osce_feeds_pending_lists{{hub="{HUB}"}}'] > 10
    refused = 'osce_feeds_http_ingests_total{outcome="refused"}'
    assert found[refused] - before.get(refused, 0) == 1


def test_metrics_want_a_token_for_them(client: FlaskClient, store: Store) -> None:
    token, _ = make_token(store, Scope.INGEST, Scope.EDITORIAL)

    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers=bearer(token)).status_code == 403


@pytest.mark.parametrize(
    ("path", "rendition"),
    [
        ("/", "other"),
        ("/en/", "page"),
        ("/en/offices/odihr/feed.atom", "atom"),
        ("/en/articles.jsonl", "jsonl"),
        ("/desk/articles/", "desk"),
        ("/ingest", "ingest"),
        ("/en/feed.atom\\x", "other"),
        ("/en/<script>", "other"),
        ("", "other"),
    ],
)
def test_address_is_counted_under_one_of_few_names(path: str, rendition: str) -> None:
    assert rendition_of(path) == rendition


def test_service_is_ready_while_its_store_is(settings: Settings, app: Flask) -> None:
    client = app.test_client()
    assert client.get("/readyz").get_json() == {"status": "ready"}

    Path(settings.database).write_bytes(b"nothing of the kind" * 999)
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_workers_count_together(tmp_path: Path) -> None:
    database, shared = tmp_path / "store.db", tmp_path / "shared"
    shared.mkdir()
    with closing(Store(str(database))) as store:
        store.prepare(NOW)
        token, _ = make_token(store, Scope.MONITOR, now=datetime.now(UTC))
    env = environment(database) | {SHARED_COUNTS: str(shared)}
    command = [sys.executable, "-c", TWO_WORKERS, token]
    text = subprocess.run(command, env=env, capture_output=True, check=True, timeout=60).stdout.decode()

    assert values(text)['osce_feeds_requests_total{rendition="json",status="200"}'] == 5


@pytest.mark.parametrize(("workers", "count_together"), [("1", False), ("2", True)])
def test_serve_lets_workers_count_together_where_there_are_several(
    monkeypatch: pytest.MonkeyPatch, workers: str, *, count_together: bool
) -> None:
    monkeypatch.setenv(SHARED_COUNTS, "")
    monkeypatch.delenv(SHARED_COUNTS)
    shared: list[bool] = []
    monkeypatch.setattr(
        "osce_feeds.cli.serve._run", lambda *_: shared.append(Path(os.environ.get(SHARED_COUNTS, "nowhere")).is_dir())
    )
    CliRunner().invoke(serve, ["--workers", workers], catch_exceptions=False)

    assert shared == [count_together]
