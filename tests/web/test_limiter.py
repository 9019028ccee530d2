"""Clients that hammer, and those that share a way with them."""

from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from osce_feeds.errors import SettingsRefused
from osce_feeds.settings import Settings
from osce_feeds.settings import load
from osce_feeds.web import create_app
from osce_feeds.web.limiter import Limiter
from osce_feeds.web.limiter import client_of


class Clock:
    """Seconds that pass when somebody says so."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def fine(_environ: object, start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    return [b"fine"]


def ask(limiter: Limiter, client: str = "192.0.2.1", path: str = "/en/feed.atom", **fields: str) -> dict[str, str]:
    """Return the fields of an answer, the status under ""."""
    answers: list[dict[str, str]] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "REMOTE_ADDR": client, **fields}
    list(limiter(environ, lambda status, given: answers.append({"": status[:3], **dict(given)})))  # type: ignore[arg-type]
    return answers[0]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.mark.parametrize("rate", [1, 7, 60, 600])
def test_client_has_a_minute_of_requests_and_is_then_told_when_to_come_again(clock: Clock, rate: int) -> None:
    limiter = Limiter(fine, rate, clock=clock)
    statuses = [ask(limiter)[""] for _ in range(rate)]
    refused = ask(limiter)
    clock.now += int(refused["Retry-After"])

    assert statuses == ["200"] * rate
    assert refused[""] == "429"
    assert ask(limiter)[""] == "200"


def test_who_asks_evenly_is_never_refused(clock: Clock) -> None:
    limiter = Limiter(fine, 60, clock=clock)
    for _ in range(500):
        assert ask(limiter)[""] == "200"
        clock.now += 1.0


def test_asking_while_refused_makes_nobody_wait_longer(clock: Clock) -> None:
    limiter = Limiter(fine, 60, clock=clock)
    answers = [ask(limiter) for _ in range(1000)]
    clock.now += 1.0

    assert [answer[""] for answer in answers] == ["200"] * 60 + ["429"] * 940
    assert ask(limiter)[""] == "200"


def test_other_clients_and_monitors_are_answered(clock: Clock) -> None:
    limiter = Limiter(fine, 1, clock=clock)
    ask(limiter)

    assert ask(limiter)[""] == "429"
    assert ask(limiter, client="192.0.2.2")[""] == "200"
    assert ask(limiter, path="/healthz")[""] == "200"


def test_few_clients_are_remembered_however_many_come(clock: Clock) -> None:
    limiter = Limiter(fine, 1, most=100, clock=clock)
    for number in range(1000):
        ask(limiter, client=f"192.0.{number // 250}.{number % 250}")

    assert len(limiter) == 100


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "client"),
    [
        ("192.0.2.1", "198.51.100.7", 0, "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", 1, "198.51.100.7"),
        ("192.0.2.1", "203.0.113.9, 198.51.100.7", 1, "198.51.100.7"),
        ("192.0.2.1", "203.0.113.9, 198.51.100.7", 2, "203.0.113.9"),
        ("192.0.2.1", "198.51.100.7", 2, "192.0.2.1"),
        ("192.0.2.1", "", 1, "192.0.2.1"),
        ("192.0.2.1", "unknown", 1, "192.0.2.1"),
        ("192.0.2.1", "," * 100_000, 1, "192.0.2.1"),
        ("2001:db8::1", "", 0, "2001:db8::/64"),
        ("2001:db8::2", "", 0, "2001:db8::/64"),
        ("::ffff:192.0.2.1", "", 0, "192.0.2.1"),
        ("", "", 0, ""),
    ],
)
def test_client_is_who_trusted_proxies_name_and_nobody_else(
    peer: str, forwarded: str, proxies: int, client: str
) -> None:
    assert client_of({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}, proxies) == client


def limited(settings: Settings, **changes: int) -> FlaskClient:
    return create_app(replace(settings, **changes)).test_client()  # type: ignore[arg-type]


def test_refusal_is_a_problem_document_that_no_cache_keeps(settings: Settings) -> None:
    client = limited(settings, rate=2)
    for _ in range(2):
        assert client.get("/en/feed.atom").status_code == 200
    response = client.get("/en/feed.atom")

    assert (response.status_code, response.mimetype) == (429, "application/problem+json")
    assert 0 < int(response.headers["Retry-After"]) <= 30
    assert response.headers["Cache-Control"] == "no-store"
    assert client.head("/en/feed.atom").data == b""


def test_nobody_is_refused_where_no_rate_is_set(settings: Settings) -> None:
    client = limited(settings)

    assert {client.get("/healthz").status_code for _ in range(200)} == {200}


@pytest.mark.parametrize("name", ["RATE", "PROXIES"])
@pytest.mark.parametrize("value", ["-1", "many", "1.5", "10000000"])
def test_rate_and_proxies_are_small_whole_numbers(name: str, value: str) -> None:
    with pytest.raises(SettingsRefused, match="a number"):
        load({f"OSCE_FEEDS_{name}": value})
