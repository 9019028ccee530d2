"""The service as it is really run: its own command, gunicorn, and Flask's."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import feedparser
import pytest
from tests.conftest import ROOT
from tests.conftest import Feed
from tests.listings import environment
from tests.listings import make_entries
from tests.listings import make_listing
from tests.servers import Server
from tests.servers import free_port
from tests.servers import running

from osce_feeds.formats import FORMATS
from osce_feeds.settings import Settings

PYTHON = [sys.executable, "-m"]


@pytest.fixture
def env(settings: Settings, feed: Feed, sample: bytes) -> dict[str, str]:
    """The environment of a service that holds the sample."""
    feed(sample)
    return environment(settings.database)


@pytest.fixture
def server(env: dict[str, str], tmp_path: Path) -> Iterator[Server]:
    port = free_port()
    command = [*PYTHON, "osce_feeds", "serve", "--port", str(port)]
    with running(command, port, env, tmp_path / "log") as server:
        yield server


def check_service(server: Server) -> None:
    """Ask for every kind of thing once."""
    assert server.get("/healthz").body == b'{"status":"ok"}\n'
    page = server.get("/en/")
    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    for form in FORMATS:
        reply = server.get(f"/en/{form.file}")
        assert (reply.status, reply.headers["Content-Type"]) == (200, form.media_type)
        assert server.get(f"/en/{form.file}", If_None_Match=reply.headers["ETag"]).status == 304
        head = server.get(f"/en/{form.file}", method="HEAD")
        assert (head.status, head.body) == (200, b"")
        assert head.headers["ETag"] == reply.headers["ETag"]
    assert server.get("/en/nothing").headers["Content-Type"] == "application/problem+json"


def test_serve_answers_until_it_is_told_to_end(server: Server, settings: Settings) -> None:
    check_service(server)
    lines = server.output.splitlines()
    assert lines[0] == f"OSCE Feeds, from sqlite:///{settings.database}"
    assert [line.split()[0] for line in lines[1:-1]] == [
        f"{server.base}{path}" for path in ("/en/", "/en/feed.atom", "/en/articles.xml", "/healthz")
    ]
    assert lines[-1] == "Stop with Ctrl-C."

    assert server.stop(signal.SIGTERM) == 0
    assert "Traceback" not in server.output


def test_served_feeds_are_read_by_a_reader(server: Server) -> None:
    for name in ("feed.rss", "feed.atom"):
        reply = server.get(f"/en/{name}")
        parsed = feedparser.parse(reply.body, response_headers={"content-type": reply.headers["Content-Type"]})
        assert parsed.bozo is False
        assert parsed.feed.title == "OSCE Feeds"
        assert len(parsed.entries) == 24
        assert parsed.entries[0].link.startswith(f"{server.base}/en/articles/")


def test_links_of_served_pages_begin_with_the_address_listened_on(server: Server) -> None:
    page = server.get("/en/", Host="evil.test").body.decode()

    assert f'href="{server.base}/en/feed.atom"' in page
    assert "evil.test" not in page
    assert server.get("/").headers["Location"] == f"{server.base}/en/"


def test_serve_answers_many_at_once_while_articles_come_in(server: Server, feed: Feed) -> None:
    with ThreadPoolExecutor(8) as threads:
        files = [FORMATS[number % len(FORMATS)] for number in range(60)]
        asked = [threads.submit(server.get, f"/en/{form.file}") for form in files]
        for about in ("Voss", "Oslo", "Bergen"):
            feed(make_listing(make_entries(5, about)))
        replies = [one.result() for one in asked]

    assert {reply.status for form, reply in zip(files, replies, strict=True) if form.feed} == {200}
    waiting = [reply for reply in replies if reply.status != 200]
    assert all(reply.status == 503 and reply.headers["Retry-After"] for reply in waiting), (
        "few exports are sent at once"
    )
    for form in FORMATS:
        assert server.get(f"/en/{form.file}").status == 200
    assert server.get("/en/articles.jsonl").body.count(b"\n") == 39


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_serve_with_two_workers_migrates_an_empty_store_and_ends(tmp_path: Path, how: signal.Signals) -> None:
    port = free_port()
    env = environment(tmp_path / "new" / "store.db")
    command = [*PYTHON, "osce_feeds", "serve", "--port", str(port), "--workers", "2"]
    with running(command, port, env, tmp_path / "log") as server:
        assert server.get("/en/").status == 200
        assert server.stop(how) == 0


def test_serve_says_when_its_port_is_taken(server: Server, env: dict[str, str]) -> None:
    """Two services on one port would answer in turns."""
    command = [*PYTHON, "osce_feeds", "serve", "--port", str(server.port)]
    second = subprocess.run(command, env=env, capture_output=True, text=True, timeout=20, check=False)

    assert second.returncode not in {0, 1}
    assert str(server.port) in second.stderr
    assert "Traceback" not in second.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["gunicorn", "--bind", "127.0.0.1:{port}", "--workers", "2", "--preload", "wsgi:app"],
        ["gunicorn", "--bind", "127.0.0.1:{port}", "--threads", "4", "wsgi:app"],
        ["flask", "--app", "wsgi", "run", "--port", "{port}"],
    ],
    ids=["gunicorn, forked after loading", "gunicorn with threads", "flask"],
)
def test_other_servers_serve_it_from_the_clone(arguments: list[str], env: dict[str, str], tmp_path: Path) -> None:
    port = free_port()
    command = [*PYTHON, *(argument.format(port=port) for argument in arguments)]
    with running(command, port, env, tmp_path / "log", ROOT) as server:
        check_service(server)
