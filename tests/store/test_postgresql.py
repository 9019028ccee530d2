"""What only a server can do to a store, and what only a store on a server can bear."""

import multiprocessing
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic
from time import sleep

import psycopg
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from tests.conftest import NOW
from tests.listings import environment
from tests.listings import make_article
from tests.listings import make_entries
from tests.listings import make_listing
from tests.listings import rows
from tests.listings import select
from tests.listings import unmeasured
from tests.postgres import Server
from tests.postgres import serving

from osce_feeds.errors import StoreUnavailable
from osce_feeds.i18n import packaged
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import ingest
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store import dialect
from osce_feeds.store import generation
from osce_feeds.store.engine import make_engine
from osce_feeds.store.engine import transaction
from osce_feeds.web import create_app

fork = multiprocessing.get_context("fork")
AT_ONCE, EACH = 8, 20
PLACES = ("Voss", "Oslo", "Bergen", "Narvik", "Hamar")


@pytest.fixture
def address(postgres: Server) -> Iterator[str]:
    """A store on a server."""
    with postgres.store() as name:
        yield postgres.address(name)


@pytest.fixture
def empty(postgres: Server) -> Iterator[str]:
    """A database without tables."""
    with postgres.database() as name:
        yield postgres.address(name)


def feed(database: str, data: str, name: str = "listing.txt") -> None:
    settings = Settings(database=database, authority="feeds.example.org,2026")
    with closing(Store(database)) as store:
        store.prepare(NOW)
        ingest(Document(name, data.encode()), store, settings, packaged.vocabulary(), Order(), NOW)


def serve(settings: Settings) -> FlaskClient:
    """Return a client of a service of its own."""
    return create_app(settings, clock=lambda: NOW).test_client()


def run_at_once(processes: list["multiprocessing.context.ForkProcess"]) -> list[int | None]:
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    return [process.exitcode for process in processes]


@pytest.mark.parametrize(
    ("name", "value"),
    [("synchronous_commit", "on"), ("lock_timeout", "5s"), ("statement_timeout", "1min"), ("client_encoding", "UTF8")],
)
def test_connections_are_durable_and_patient_within_bounds(name: str, value: str, address: str) -> None:
    engine = make_engine(address)
    with transaction(engine, write=False) as connection:
        assert connection.scalar(sa.select(sa.func.current_setting(name))) == value
    engine.dispose()


def test_read_can_change_nothing(address: str) -> None:
    engine = make_engine(address)
    with (
        pytest.raises(StoreUnavailable, match="read-only transaction"),
        transaction(engine, write=False) as connection,
    ):
        connection.exec_driver_sql("DELETE FROM meta")
    engine.dispose()


def test_write_gives_up_in_words_when_another_one_stays(address: str) -> None:
    with closing(Store(address)) as store, closing(Store(address)) as other, store.write(NOW):
        start = monotonic()
        with pytest.raises(StoreUnavailable, match=r"lock timeout \(somebody else writes to it"), other.write(NOW):
            pass
        assert dialect.BUSY_SECONDS - 0.5 < monotonic() - start < dialect.BUSY_SECONDS + 5


def test_eight_ingests_at_once_leave_the_store_of_one(address: str, tmp_path: Path) -> None:
    alone = str(tmp_path / "alone.db")
    listing = make_listing(make_entries(EACH))
    feed(alone, listing)
    exits = run_at_once([fork.Process(target=feed, args=(address, listing)) for _ in range(AT_ONCE)])

    ours, theirs = rows(address), rows(alone)
    assert exits == [0] * AT_ONCE
    assert len(ours["report"]) == AT_ONCE
    for table in ("article", "article_term", "listing", "selection", "identity", "reading"):
        assert theirs[table] == ours[table], table
    with closing(Store(address)) as store:
        assert list(store.check()) == []


def test_empty_database_is_migrated_once_by_many_at_once(empty: str) -> None:
    def prepare() -> None:
        with closing(Store(empty)) as store:
            store.prepare(NOW)

    assert run_at_once([fork.Process(target=prepare) for _ in range(4)]) == [0] * 4
    assert len(rows(empty)["counter"]) == 1


@pytest.mark.parametrize("place", [0, 2, 4])
def test_killed_ingest_keeps_whole_documents_and_leaves_no_gap(place: int, address: str, tmp_path: Path) -> None:
    folder = tmp_path / "listings"
    folder.mkdir()
    for number, name in enumerate(PLACES):
        (folder / f"{number}.txt").write_text(make_listing(make_entries(EACH, name)), encoding="utf-8")
    command = [sys.executable, "-m", "osce_feeds", "ingest", str(folder)]
    with subprocess.Popen(command, env=unmeasured(environment(address)), stdout=subprocess.PIPE) as process:
        while len(select(address, "SELECT id FROM report")) < place:
            sleep(0.002)
        process.kill()
    changes = [change for (change,) in select(address, "SELECT change FROM article ORDER BY change")]

    assert changes == list(range(1, len(changes) + 1))
    assert len(changes) % EACH == 0
    assert len(select(address, "SELECT id FROM report")) == len(changes) // EACH
    for path in sorted(folder.iterdir()):
        feed(address, path.read_text(encoding="utf-8"), str(path))
    with closing(Store(address)) as store, store.read() as reader:
        assert reader.generation() == EACH * len(PLACES)
        assert list(store.check()) == []


def test_replicas_see_what_each_of_them_and_an_ingest_change(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generation, "SECONDS", 0)
    settings = Settings(database=address, base_url="https://feeds.example.org", authority="feeds.example.org,2026")
    one, two = (serve(settings) for _ in range(2))
    assert one.get("/en/feed.atom").data == two.get("/en/feed.atom").data
    for number in range(1, 3):
        feed(address, make_listing(make_entries(number)))
        seen = {client.get("/en/feed.atom").data.count(b"<entry") for client in (one, two)}
        tags = {client.get("/en/feed.atom").headers["ETag"] for client in (one, two)}
        assert len(select(address, "SELECT key FROM article")) in seen
        assert (len(seen), len(tags)) == (1, 1)
    for client in (one, two):
        client.application.extensions["osce_feeds"].store.close()


def test_service_shows_what_it_has_while_the_server_is_gone_and_recovers_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(generation, "SECONDS", 0)
    with serving() as server:
        settings = Settings(database=server.address(), authority="feeds.example.org,2026")
        client = serve(settings)
        with client.get("/en/feed.atom") as answer:
            assert answer.status_code == 200

        server.stop()
        with client.get("/en/feed.atom") as kept:
            assert kept.status_code == 200
            assert int(kept.headers["X-OSCE-Feeds-Stale"]) >= 0
        with client.get("/fr/feed.atom") as gone:
            assert gone.status_code == 503
            assert gone.headers["Retry-After"]
        server.start()
        start = monotonic()
        for path in ("/en/feed.atom", "/fr/feed.atom"):
            with client.get(path) as again:
                assert again.status_code == 200
                assert "X-OSCE-Feeds-Stale" not in again.headers
        client.application.extensions["osce_feeds"].store.close()
    assert monotonic() - start < 5


def test_connection_that_the_server_cut_is_replaced_unnoticed(address: str) -> None:
    with closing(Store(address)) as store:
        with store.write(NOW) as writer:
            writer.put(make_article(), ())
        with psycopg.connect(address, autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'osce-feeds'"
            )
        with store.read() as reader:
            assert reader.generation() == 1


def refusal(database: str) -> str:
    """Return in which words the store *database* is refused."""
    with pytest.raises(StoreUnavailable) as refused, closing(Store(database)) as store:
        store.prepare(NOW)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_database_that_is_not_there_is_told_with_what_makes_it(postgres: Server) -> None:
    assert refusal(postgres.address("nothing")).endswith(
        'database "nothing" does not exist (make it with'
        " `createdb --encoding=UTF8 --locale=C.UTF-8 --template=template0 nothing`)"
    )


def test_database_that_cannot_hold_every_text_is_refused(postgres: Server) -> None:
    with postgres.database("ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0") as name:
        assert f"the database {name} holds LATIN1 and cannot hold every text" in refusal(postgres.address(name))


@pytest.mark.parametrize(
    "database",
    [
        "postgresql://reader:secret@127.0.0.1:1/news",
        "postgres://127.0.0.1:1/news?user=reader&password=secret",
        "postgresql+psycopg://reader:secret@127.0.0.1:port/news",
    ],
)
def test_server_that_does_not_answer_is_told_without_the_password(database: str) -> None:
    assert "secret" not in refusal(database)


def test_store_without_tables_is_unavailable_and_no_mistake(empty: str) -> None:
    with (
        closing(Store(empty)) as store,
        pytest.raises(StoreUnavailable, match="`osce-feeds db upgrade` makes the tables"),
        store.read(),
    ):
        pass


def test_missing_driver_is_told_with_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "install osce-feeds[postgres]" in refusal("postgresql://reader:secret@db.example.org/news")
