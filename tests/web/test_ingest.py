"""``POST /ingest``: who may, what is taken, what is answered, and that nothing is done by halves or twice."""

import gzip
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from threading import Event
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.conftest import NOW
from tests.listings import Entry
from tests.listings import make_listing
from tests.listings import rows
from tests.web.operators import basic
from tests.web.operators import bearer
from tests.web.operators import check_private
from tests.web.operators import make_token
from werkzeug.test import TestResponse

from osce_feeds.ingest import ingest as take
from osce_feeds.settings import Settings
from osce_feeds.sources.base import SIZE_LIMIT
from osce_feeds.store import Store
from osce_feeds.store.tokens import Scope
from osce_feeds.store.tokens import revoke
from osce_feeds.web import create_app
from osce_feeds.web import ingest as view

LISTING = make_listing(
    [Entry(headline="Ferry school opens in Voss", summary="", topics=""), Entry(headline="Two", summary="", topics="")]
)
XML = {"Content-Type": "application/xml"}


@pytest.fixture
def token(store: Store) -> str:
    return make_token(store)[0]


@dataclass(frozen=True)
class Refusing:
    """A service that is asked for nothing that it would do."""

    client: FlaskClient
    token: str
    database: str


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Refusing:
    settings = Settings(database=str(tmp_path_factory.mktemp("refusing") / "store.db"))
    app = create_app(settings, clock=lambda: NOW)
    with closing(Store(settings.database)) as store:
        return Refusing(app.test_client(), make_token(store)[0], settings.database)


@pytest.fixture
def database(settings: Settings) -> str:
    return settings.database


def post(client: FlaskClient, token: str, body: bytes | str = LISTING, query: str = "", **fields: str) -> TestResponse:
    headers = {**bearer(token), **{name.replace("_", "-"): value for name, value in fields.items()}}
    data = body.encode() if isinstance(body, str) else body
    response = client.post(f"/ingest{query}", data=data, headers=headers)
    check_private(response)
    assert token not in response.text
    return response


def refused(response: TestResponse, status: int) -> Any:
    """Hold a refusal against RFC 9457, and return its members."""
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    document = response.get_json()
    assert document["status"] == status
    return document


def test_listing_is_taken_and_answered_with_the_report_of_the_command(client: FlaskClient, token: str) -> None:
    first = post(client, token, query="?source=Wire&document=today.txt")
    again = post(client, token, query="?source=Wire&document=today.txt")

    assert (first.status_code, first.mimetype) == (200, "application/json")
    (report,) = first.get_json()
    assert report == {
        "document": "today.txt",
        "form": "text-listing",
        "source": "Wire",
        "new": 2,
        "changed": 0,
        "unchanged": 0,
        "withheld": 0,
        "refused": 0,
        "dry_run": False,
        "problems": [],
    }
    assert again.get_json() == [{**report, "new": 0, "unchanged": 2}]
    assert client.get("/en/articles.jsonl").data.count(b"\n") == 2


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (LISTING.encode(), {}),
        (gzip.compress(LISTING.encode()), {"Content_Encoding": "gzip"}),
        (gzip.compress(LISTING.encode()), {"Content_Type": "application/gzip"}),
        (LISTING.encode(), {"Content_Type": "application/x-www-form-urlencoded"}),
        (b'{"headline": "A", "date": "2026-05-01"}\n{"headline": "B", "date": "2026-05-01"}', {}),
    ],
)
def test_any_kind_is_taken_packed_or_not(client: FlaskClient, token: str, body: bytes, fields: dict[str, str]) -> None:
    response = post(client, token, body, **fields)

    assert [report["new"] for report in response.get_json()] == [2]


def test_parameters_mean_what_the_options_of_the_command_mean(client: FlaskClient, token: str, database: str) -> None:
    before = rows(database)
    (dry,) = post(
        client, token, query="?dry-run=1&format=text-listing&language=uk&office=odihr&topic=elections"
    ).get_json()
    assert (dry["new"], dry["dry_run"]) == (2, True)
    assert before == rows(database)

    query = "?language=uk&office=odihr&topic=elections&source=Wire&source-url=https://news.example/&note=Why"
    post(client, token, query=query)
    (line, _) = client.get("/en/articles.jsonl").text.splitlines()
    article = json.loads(line)
    assert article["language"] == "uk"
    assert article["source"] == {"name": "Wire", "url": "https://news.example/"}
    assert "elections" in [topic["code"] for topic in article["topics"]]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("?dry_run=1", "dry_run"),
        ("?access_token=secret", "access_token"),
        ("?dry-run=perhaps", "dry-run"),
        ("?source=a&source=b", "source"),
        ("?language=English", "language"),
        ("?office=odir", "office"),
        ("?topic=elction", "topic"),
        ("?format=pdf", "format"),
        ("?source-url=javascript:alert(1)", "source-url"),
        ("?office=" + "odihr&office=" * 20 + "odihr", "office"),
        ("?note=" + "n" * 2001, "note"),
    ],
)
def test_parameter_that_cannot_be_meant_is_named(refusing: Refusing, query: str, parameter: str) -> None:
    document = refused(post(refusing.client, refusing.token, query=query), 400)

    assert document["parameter"] == parameter
    assert "secret" not in str(document)


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer x", "Bearer {}x", "Basic {}", "{}", "Bearer " + "x" * 9_000])
def test_no_token_or_a_wrong_one_is_401_and_told_how(refusing: Refusing, given: str) -> None:
    response = refusing.client.post("/ingest", data=LISTING, headers={"Authorization": given.format(refusing.token)})

    refused(response, 401)
    check_private(response)
    assert response.headers["WWW-Authenticate"].startswith('Bearer realm="OSCE Feeds"')


def test_token_as_password_is_not_taken_from_programs(refusing: Refusing) -> None:
    assert refusing.client.post("/ingest", data=LISTING, headers=basic(refusing.token)).status_code == 401


def test_token_that_is_over_or_revoked_or_unknown_has_one_answer(store: Store, client: FlaskClient) -> None:
    over, _ = make_token(store, days=0, name="over")
    gone, kept = make_token(store, name="gone")
    with store.write(NOW) as writer:
        revoke(writer, kept.prefix, NOW)
    answers = [post(client, given) for given in (over, gone, "0123.unknown")]

    assert len({(answer.status_code, answer.data, answer.headers["WWW-Authenticate"]) for answer in answers}) == 1
    assert answers[0].status_code == 401


def test_token_is_held_to_its_scope_and_its_source(client: FlaskClient, store: Store) -> None:
    editor, _ = make_token(store, Scope.EDITORIAL, name="editor")
    wire, _ = make_token(store, Scope.INGEST, source="Wire", name="wire")

    response = post(client, editor)
    refused(response, 403)
    assert 'error="insufficient_scope", scope="ingest"' in response.headers["WWW-Authenticate"]
    refused(post(client, wire, query="?source=Other"), 403)
    assert [report["source"] for report in post(client, wire).get_json()] == ["Wire"]


def test_wrong_tokens_are_not_heard_after_ten_in_a_minute(client: FlaskClient, token: str) -> None:
    assert [post(client, f"wrong.{number}").status_code for number in range(11)] == [401] * 10 + [429]

    response = post(client, token)
    refused(response, 429)
    assert 0 < int(response.headers["Retry-After"]) <= 60
    elsewhere = client.post("/ingest", data=LISTING, headers=bearer(token), environ_base={"REMOTE_ADDR": "192.0.2.9"})
    assert elsewhere.status_code == 200


def test_proxies_name_the_client_that_failed(settings: Settings, token: str) -> None:
    client = create_app(Settings(database=settings.database, proxies=1), clock=lambda: NOW).test_client()
    for number in range(10):
        post(client, f"wrong.{number}", X_Forwarded_For="192.0.2.1")

    assert post(client, token, X_Forwarded_For="192.0.2.1").status_code == 429
    assert post(client, token, X_Forwarded_For="192.0.2.2").status_code != 429


def test_size_must_be_announced_and_small_enough(refusing: Refusing) -> None:
    unknown = refusing.client.post(
        "/ingest", headers={**bearer(refusing.token), "Transfer-Encoding": "chunked"}, input_stream=None
    )
    refused(unknown, 411)
    announced = refusing.client.post(
        "/ingest", headers=bearer(refusing.token), environ_overrides={"CONTENT_LENGTH": str(SIZE_LIMIT + 1)}
    )
    refused(announced, 413)
    bomb = post(refusing.client, refusing.token, gzip.compress(bytes(SIZE_LIMIT + 1), 1))
    assert "unpacked" in refused(bomb, 413)["detail"]


@pytest.mark.parametrize("terminated", [True, False], ids=["the server ends the body", "the length does"])
def test_half_a_body_is_not_taken_for_a_whole_one(refusing: Refusing, *, terminated: bool) -> None:
    announced = {"CONTENT_LENGTH": str(len(LISTING) + 1), "wsgi.input_terminated": terminated}
    fields = bearer(refusing.token)
    response = refusing.client.post("/ingest", data=LISTING, headers=fields, environ_overrides=announced)

    refused(response, 400)
    assert rows(refusing.database)["article"] == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"Content_Type": "image/png"}, "Accept-Post"),
        ({"Content_Type": "multipart/form-data; boundary=x"}, "Accept-Post"),
        ({"Content_Type": "text/plain; charset=koi8-r"}, ""),
        ({"Content_Encoding": "br"}, "Accept-Encoding"),
        ({"Content_Encoding": "gzip, gzip"}, "Accept-Encoding"),
    ],
)
def test_kind_that_cannot_be_read_is_415(refusing: Refusing, fields: dict[str, str], told: str) -> None:
    response = post(refusing.client, refusing.token, **fields)

    refused(response, 415)
    assert not told or told in response.headers


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (b" ", None),
        (b" " * 10_000_000, None),
        (gzip.compress(LISTING.encode())[:-9], None),
        (b"\x1f\x8bnothing", None),
        ("Ferry\nPublishing date: 4 июля".encode("koi8-r"), 2),
        (LISTING.encode().replace(b"Ferry", b"Fe\0ry"), None),
        (b"<a>" * 100_000, None),
        (b"[" * 100_000, None),
        (b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss><channel>&e;</channel></rss>', None),
        (make_listing([Entry(date="32 July 2025")]).encode(), None),
    ],
    ids=["empty", "spaces", "cut gzip", "no gzip", "koi8", "NUL", "deep XML", "deep JSON", "entity", "no good record"],
)
def test_body_that_cannot_be_used_is_refused_whole(refusing: Refusing, body: bytes, line: int | None) -> None:
    before = rows(refusing.database)
    document = refused(post(refusing.client, refusing.token, body), 422)

    assert document["document"] == "the request"
    assert document["detail"]
    assert line is None or document["line"] == line
    assert before == rows(refusing.database)


def test_run_that_looks_like_a_redesign_wants_a_persons_word(client: FlaskClient, token: str) -> None:
    long = make_listing([Entry(headline=f"Number {number}", summary="") for number in range(9)])
    post(client, token, long, "?source=Wire")

    assert "--accept-shrink" in refused(post(client, token, query="?source=Wire"), 422)["detail"]
    assert post(client, token, query="?source=Wire&accept-shrink").status_code == 200


def test_same_key_and_document_is_answered_alike_and_taken_once(client: FlaskClient, token: str, database: str) -> None:
    first = post(client, token, Idempotency_Key='"a-1"')
    stored = rows(database)
    again = post(client, token, Idempotency_Key="a-1")

    assert first.data == again.data
    assert stored == rows(database)
    for query, body in (("", LISTING + " "), ("?note=why", LISTING)):
        assert "a-1" in refused(post(client, token, body, query, Idempotency_Key="a-1"), 422)["detail"]
    assert stored == rows(database)


def test_key_is_its_senders_and_over_after_a_day(settings: Settings, store: Store, token: str) -> None:
    now = NOW
    client = create_app(settings, clock=lambda: now).test_client()
    other, _ = make_token(store, name="other", days=9)
    post(client, token, Idempotency_Key="k")
    assert post(client, other, "Two\n" + LISTING, Idempotency_Key="k").status_code != 409

    now = NOW + timedelta(days=1)
    (report,) = post(client, other, Idempotency_Key="k").get_json()
    assert report["unchanged"] == 2
    assert len(rows(settings.database)["request"]) == 1


def test_refused_document_leaves_its_key_free(client: FlaskClient, token: str) -> None:
    refused(post(client, token, b" ", Idempotency_Key="k"), 422)

    assert post(client, token, Idempotency_Key="k").status_code == 200


@pytest.mark.parametrize("key", ["", '""', "é", "x" * 300])
def test_key_that_is_none_is_400(refusing: Refusing, key: str) -> None:
    assert refused(post(refusing.client, refusing.token, Idempotency_Key=key), 400)["parameter"] == "Idempotency-Key"


def test_second_request_under_a_key_that_is_being_answered_is_409(
    app: Flask, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = Event(), Event()

    def slowly(*arguments: Any) -> Any:
        begun.set()
        assert go_on.wait(10)
        return take(*arguments)

    monkeypatch.setattr(view, "ingest", slowly)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(post, app.test_client(), token, Idempotency_Key="k")
        assert begun.wait(10)
        second = post(app.test_client(), token, Idempotency_Key="k")
        go_on.set()

    refused(second, 409)
    assert int(second.headers["Retry-After"]) > 0
    assert first.result().status_code == 200


@pytest.mark.parametrize("keys", [("", ""), ("k", "k")], ids=["without keys", "under one key, in two workers"])
def test_one_document_posted_twice_at_once_is_stored_once(
    settings: Settings, token: str, keys: tuple[str, str]
) -> None:
    apps = [create_app(settings, clock=lambda: NOW) for _ in keys]
    together = Barrier(len(apps))

    def send(app: Flask, key: str) -> TestResponse:
        together.wait(10)
        return post(app.test_client(), token, **({"Idempotency_Key": key} if key else {}))

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, apps, keys))

    assert [answer.status_code for answer in answers] == [200, 200]
    new = sorted(report["new"] for answer in answers for report in answer.get_json())
    assert new == ([2, 2] if keys[0] else [0, 2])
    assert len(rows(settings.database)["article"]) == 2


def test_store_that_is_gone_is_503(settings: Settings, app: Flask, token: str) -> None:
    Path(settings.database).write_bytes(b"nothing of the kind" * 999)
    response = post(app.test_client(), token)

    refused(response, 503)
    assert response.headers["Retry-After"] == "5"


def test_other_methods_are_405(refusing: Refusing) -> None:
    response = refusing.client.get("/ingest")

    refused(response, 405)
    check_private(response)
    assert "POST" in response.headers["Allow"]


def test_no_secret_is_logged(client: FlaskClient, token: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = token.partition(".")[2]
    for given in (token, f"{token}x", "wrong.secret"):
        post(client, given)

    assert secret not in caplog.text
    assert "wrong.secret" not in caplog.text
