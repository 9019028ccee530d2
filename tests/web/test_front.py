"""The fast layer: the same answers as Flask's, kept while they are right, and old ones rather than none."""

import gzip
import sqlite3
import sys
import threading
import time
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from subprocess import PIPE
from subprocess import Popen
from typing import Any

import brotli
import pytest
from flask import Flask
from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import Entry
from tests.listings import make_listing
from werkzeug.http import http_date
from werkzeug.test import TestResponse

from osce_feeds.formats import FEEDS
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store.reader import Reader
from osce_feeds.web import create_app
from osce_feeds.web import front as front_module
from osce_feeds.web.front import Front

PATH = "/en/feed.atom"
TOWN = Entry(headline="Ferry school opens in Voss", offices="", summary="Nineteen pupils learned to tie a bowline.")
CODINGS: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


class Clock:
    def __init__(self) -> None:
        self.now = NOW + timedelta(seconds=10)

    def __call__(self) -> Any:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def layer_of(app: Flask) -> Front | None:
    """Return the fast layer of *app*, which may stand behind others, or None where there is none."""
    layer: Any = app.wsgi_app
    while layer is not None and not isinstance(layer, Front):
        layer = getattr(layer, "_app", None)
    return layer


class Counted:
    """A service, how often Flask was asked, and what each request looked like when it was."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.app = create_app(settings, clock)
        front = layer_of(self.app)
        assert front is not None
        self.front, self.asked = front, []
        self.inner, front._app = front._app, self

    asked: list[dict[str, Any]]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.asked.append(environ)
        return self.inner(environ, start_response)

    def get(self, path: str = PATH, method: str = "GET", **fields: str) -> TestResponse:
        headers = {name.replace("_", "-"): value for name, value in fields.items()}
        return self.app.test_client().open(path, method=method, headers=headers)


@pytest.fixture
def service(settings: Settings, clock: Clock, feed: Feed) -> Counted:
    feed(make_listing([TOWN]))
    return Counted(settings, clock)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front_module, "PATIENCE", 0.05)
    monkeypatch.setattr(front_module, "PAUSE", 0.2)


def test_second_request_does_not_reach_flask(service: Counted) -> None:
    first, second = service.get(), service.get()

    assert (first.status, first.data, list(first.headers)) == (second.status, second.data, list(second.headers))
    assert len(service.asked) == 1


@pytest.mark.parametrize("form", FEEDS, ids=[form.name for form in FEEDS])
@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_layer_answers_as_flask_alone(
    settings: Settings, service: Counted, form: Any, coding: str, method: str
) -> None:
    """Status, header fields in their order, and bytes: asked for the first time, again, and by those who have it."""
    path = f"/en/{form.file}"
    alone = create_app(settings, service.front._days._clock, front=False).test_client()
    fields = {"Accept-Encoding": coding}
    whole = alone.get(path, headers=fields)
    tag, date = whole.headers["ETag"], whole.last_modified
    assert date
    conditions: list[dict[str, str]] = [
        {},
        {},
        {"If-None-Match": tag},
        {"If-None-Match": f'"other", W/{tag}'},
        {"If-None-Match": '"other"'},
        {"If-Modified-Since": http_date(date)},
        {"If-Modified-Since": http_date(date - timedelta(seconds=1))},
    ]
    statuses = []
    for condition in conditions:
        expected = alone.open(path, method=method, headers=fields | condition)
        found = service.app.test_client().open(path, method=method, headers=fields | condition)
        assert list(expected.headers) == list(found.headers)
        assert (expected.status, expected.data) == (found.status, found.data)
        statuses.append(found.status_code)

    assert statuses == [200, 200, 304, 304, 200, 304, 200]
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    "path", ["/en/nothing/feed.atom", "/en/offices/Skopje/feed.rss", "/xx/feed.atom", "/en/feed.rss?limit=x"]
)
def test_what_is_no_feed_is_answered_by_flask_and_not_kept(settings: Settings, service: Counted, path: str) -> None:
    expected = create_app(settings, service.front._days._clock, front=False).test_client().get(path)
    for _ in range(2):
        found = service.get(path)
        assert (expected.status, expected.data, list(expected.headers)) == (
            found.status,
            found.data,
            list(found.headers),
        )

    assert len(service.front) == 0


def test_other_methods_and_people_reach_flask(service: Counted) -> None:
    service.get()
    service.get(method="POST")
    service.get(Sec_Fetch_Dest="document")

    assert len(service.asked) == 3


def test_codings_are_the_same_bytes_under_tags_of_their_own(service: Counted) -> None:
    plain = service.get()
    for coding, decode in CODINGS.items():
        found = service.get(Accept_Encoding=coding)
        assert plain.data == decode(found.data)
        assert found.headers.get("Content-Encoding", "") == coding
        assert found.headers["Vary"] == "Accept-Encoding"
        assert int(found.headers["Content-Length"]) == len(found.data)

    assert len({service.get(Accept_Encoding=coding).headers["ETag"] for coding in CODINGS}) == len(CODINGS)
    assert len(service.front) == len(CODINGS)


def test_nothing_else_of_a_request_shapes_or_multiplies_answers(service: Counted) -> None:
    """Unknown parameters, other spellings of what is accepted, hosts and cookies: one entry, and clean."""
    for number in range(50):
        found = service.get(
            f"{PATH}?utm_source={number}&fbclid=x",
            Accept_Encoding=f"gzip;q=0.{number + 1:03}, deflate",
            Host=f"evil{number}.test",
            X_Forwarded_Host="evil.test",
            Cookie=f"a={number}",
            If_None_Match=f'"{number}"',
            Range="bytes=0-1",
        )
        assert found.status_code == 200

    assert len(service.front) == 1
    (asked,) = service.asked
    assert not {name for name in asked if name.startswith("HTTP_")} - {"HTTP_ACCEPT_ENCODING", "HTTP_HOST"}


def test_change_is_seen_by_the_next_request(service: Counted, feed: Feed, clock: Clock) -> None:
    before = service.get()
    clock.now += timedelta(minutes=1)
    feed(make_listing([Entry(headline="Heron reads aloud", offices="", summary="")]), now=clock.now)
    clock.now += timedelta(seconds=5)
    after = service.get()

    assert b"Heron" not in before.data
    assert b"Heron" in after.data
    assert before.headers["ETag"] != after.headers["ETag"]


def test_feed_that_did_not_change_is_only_asked_about(service: Counted, feed: Feed, clock: Clock) -> None:
    path = "/en/offices/mission-to-skopje/feed.atom"
    before = service.get(path)
    clock.now += timedelta(minutes=1)
    feed(make_listing([Entry(headline="Heron", offices="", topics="", summary="")]), now=clock.now)
    after = service.get(path)

    assert (before.data, list(before.headers)) == (after.data, list(after.headers))
    assert service.asked[1]["HTTP_IF_NONE_MATCH"] == before.headers["ETag"]


@pytest.mark.parametrize("seconds", [10 * 3600, 12 * 3600], ids=["midnight in Vienna", "midnight UTC"])
def test_each_kind_of_day_is_a_new_state(service: Counted, clock: Clock, seconds: int) -> None:
    service.get()
    clock.now = NOW + timedelta(seconds=seconds - 1)
    service.get()
    asked = len(service.asked)
    clock.now = NOW + timedelta(seconds=seconds)
    service.get()

    assert asked + 1 == len(service.asked)


def test_withheld_article_appears_when_its_day_begins(service: Counted, feed: Feed, clock: Clock) -> None:
    feed(make_listing([Entry(headline="Tomorrow's ferry", date="2 July 2026", summary="")]))
    assert b"Tomorrow" not in service.get().data
    clock.now = NOW + timedelta(hours=10, seconds=1)
    service.get()
    clock.now += timedelta(seconds=2)

    assert b"Tomorrow" in service.get().data


def test_young_answer_without_date_is_not_kept(service: Counted, feed: Feed, clock: Clock) -> None:
    clock.now = NOW
    feed(make_listing([Entry(headline="Heron", offices="", summary="")]))
    feed(make_listing([Entry(headline="Egret", offices="", summary="")]))
    young = service.get()

    assert "Last-Modified" not in young.headers
    assert service.get(If_None_Match=young.headers["ETag"]).status_code == 304
    assert len(service.front) == 0


def test_answers_are_bounded_by_number_and_bytes(service: Counted) -> None:
    service.front._most = 3
    paths = [f"/{tag}/feed.{name}" for tag in ("en", "fr", "de") for name in ("atom", "rss")]
    for path in paths:
        service.get(path)
        assert len(service.front) <= 3
    assert [key[0] for key in service.front._kept] == paths[-3:]
    service.get(paths[-3])
    service.front._most_bytes = service.front._bytes - 1
    service.get(paths[0])

    assert service.front._bytes == sum(len(found.body) for found in service.front._kept.values())
    assert service.front._bytes <= service.front._most_bytes
    assert paths[-3] in [key[0] for key in service.front._kept]


def test_many_who_ask_at_once_have_it_made_once(service: Counted) -> None:
    begin, inner, replies = threading.Event(), service.inner, []

    def slow(environ: dict[str, Any], start_response: Any) -> Any:
        begin.wait(10)
        return inner(environ, start_response)

    service.inner = slow
    threads = [threading.Thread(target=lambda: replies.append(service.get().data)) for _ in range(8)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    begin.set()
    for thread in threads:
        thread.join()

    assert len(service.asked) == 1
    assert len(replies) == 8
    assert len(set(replies)) == 1


def touch(settings: Settings) -> None:
    """Commit something that shows nowhere."""
    with closing(sqlite3.connect(settings.database)) as connection, connection:
        connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('touched', hex(randomblob(8)))")


HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(settings: Settings) -> Iterator[Callable[[], None]]:
    """Begin to hold the store exclusively in another process."""
    held: list[Popen[bytes]] = []

    def hold() -> None:
        process = Popen([sys.executable, "-c", HOLD, settings.database], stdin=PIPE, stdout=PIPE)
        held.append(process)
        assert process.stdout
        assert process.stdout.readline() == b"held\n"

    yield hold
    for process in held:
        process.communicate()


def test_store_that_another_process_holds_is_read(
    service: Counted, settings: Settings, holder: Callable[[], None]
) -> None:
    service.get()
    touch(settings)
    holder()
    answers = [service.get(path) for path in (PATH, "/fr/feed.rss") for _ in range(20)]

    assert {answer.status_code for answer in answers} == {200}
    assert not [answer for answer in answers if "X-OSCE-Feeds-Stale" in answer.headers]


def test_old_answer_is_given_while_the_store_is_gone(service: Counted, settings: Settings, tmp_path: Path) -> None:
    before = service.get()
    file = Path(settings.database)
    away = [path for path in tmp_path.iterdir() if path.name.startswith(file.name)]
    for path in away:
        path.rename(tmp_path / f"away-{path.name}")
    answers = [service.get() for _ in range(100)]
    unchanged = service.get(If_None_Match=before.headers["ETag"])
    service.app.extensions["osce_feeds"].store.close()  # what it has open, it could go on reading
    other = service.get("/fr/feed.rss")

    assert {answer.status_code for answer in answers} == {200}
    assert {answer.data for answer in answers} == {before.data}
    assert {answer.headers["X-OSCE-Feeds-Stale"] for answer in answers} <= {"0", "1", "2"}
    assert {answer.headers["Cache-Control"] for answer in answers} == {"public, max-age=5, stale-if-error=86400"}
    assert (unchanged.status_code, "X-OSCE-Feeds-Stale" in unchanged.headers) == (304, True)
    assert other.status_code == 503
    assert other.headers["Retry-After"]

    for path in tmp_path.glob(f"{file.name}*"):
        path.unlink()
    for path in away:
        (tmp_path / f"away-{path.name}").rename(path)
    back = service.get()
    assert (back.status_code, back.data) == (200, before.data)
    assert "X-OSCE-Feeds-Stale" not in back.headers
    assert service.get("/fr/feed.rss").status_code == 200


def test_store_in_the_place_of_another_is_seen(
    service: Counted, settings: Settings, tmp_path: Path, store: Store
) -> None:
    service.get()
    store.back_up(tmp_path / "backup.db")
    with closing(sqlite3.connect(tmp_path / "backup.db")) as connection, connection:
        connection.execute("INSERT INTO meta (name, value) VALUES ('sample', '1')")
    store.close()
    for path in tmp_path.glob("store.db-*"):
        path.unlink()
    (tmp_path / "backup.db").rename(settings.database)

    assert b"(sample)" in service.get().data


@pytest.mark.usefixtures("impatient")
def test_old_answer_is_given_while_the_store_is_slow(
    service: Counted, feed: Feed, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = service.get()
    clock.now += timedelta(minutes=1)
    feed(make_listing([Entry(headline="Heron", offices="", summary="")]), now=clock.now)
    clock.now += timedelta(seconds=5)
    touched = Reader.touched

    def slow(self: Reader, *arguments: Any) -> Any:
        time.sleep(0.2)
        return touched(self, *arguments)

    monkeypatch.setattr(Reader, "touched", slow)
    during = [service.get() for _ in range(20)]
    monkeypatch.undo()
    end = time.monotonic() + 5
    while b"Heron" not in (after := service.get()).data and time.monotonic() < end:
        time.sleep(0.05)

    assert {answer.data for answer in during} == {before.data}
    assert all("X-OSCE-Feeds-Stale" in answer.headers for answer in during)
    assert b"Heron" in after.data
    assert "X-OSCE-Feeds-Stale" not in after.headers


@pytest.mark.usefixtures("impatient")
def test_old_answer_is_given_when_flask_fails_and_not_for_ever(
    service: Counted, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = service.get()
    inner = service.inner

    def broken(_environ: dict[str, Any], start_response: Any) -> Any:
        start_response("503 SERVICE UNAVAILABLE", [("Retry-After", "5")])
        return [b"no"]

    service.inner = broken
    touch(settings)
    assert service.get().data == before.data
    assert service.get("/fr/feed.atom").status_code == 503
    monkeypatch.setattr(front_module, "OLDEST", -1)
    assert service.get().status_code == 503
    service.inner = inner
    assert service.get().status_code == 200


def test_layer_is_removable(settings: Settings) -> None:
    assert layer_of(create_app(settings)) is not None
    assert layer_of(create_app(settings, front=False)) is None


def test_kept_answers_grow_no_further_than_what_is_asked_for(service: Counted) -> None:
    """A thousand requests in every way of asking: one entry a coding."""
    for number in range(1000):
        service.get(f"{PATH}?n={number}", Accept_Encoding=("br", "gzip", "")[number % 3])

    assert len(service.front) == 3
    assert len(service.asked) == 3
