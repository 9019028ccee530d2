"""What most tests stand on: a fixed moment, a newsroom, a store, the sample, and the way to feed it."""

import json
import os
from collections.abc import Callable
from collections.abc import Iterator
from datetime import UTC
from datetime import datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.postgres import Server
from tests.postgres import serving

from osce_feeds.deliver import Newsroom
from osce_feeds.i18n import packaged
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import Report
from osce_feeds.ingest import ingest
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.settings import PREFIX
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.web import create_app

NOW = datetime(2026, 7, 1, 12, 0, 0, tzinfo=UTC)
"""The moment at which tests happen: after every article of the sample."""

Feed = Callable[..., Report]

ENGINES = ("sqlite", "postgresql")
ON_BOTH = ("store/", "ingest/test_ingest", "edit/test_erase", "deliver/test_pages", "deliver/test_streams")
"""The tests that run on every engine."""

hypothesis.settings.register_profile("project", deadline=None)
hypothesis.settings.load_profile("project")  # how long an example takes depends on what else the machine does

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("OSCE_FEEDS_SHARED", ROOT.parent / "shared"))
"""Where real listings are looked for; they are not ours to ship."""
SCHEMAS = Path(os.environ.get("OSCE_FEEDS_SCHEMAS", SHARED / "schemas"))
"""Where the standards' schemas are looked for, likewise."""


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings of whoever runs the tests out of them."""
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for another user of a SQLite file for a moment only, where a test wants the wait to end in vain."""
    for module in ("sqlite", "sqlite_file", "vacuum"):
        monkeypatch.setattr(f"osce_feeds.store.{module}.BUSY_SECONDS", 1)


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return packaged.vocabulary()


@pytest.fixture(scope="session")
def sample() -> bytes:
    """A listing of 24 invented articles with the irregularities of real ones."""
    return (ROOT / "tests" / "data" / "newsroom-listing.txt").read_bytes()


@pytest.fixture(scope="session")
def seed() -> bytes:
    """A real listing page of 7 articles, which is not ours to ship: looked for beside the project."""
    path = SHARED / "seed" / "newsroom-listing.txt"
    if not path.is_file():
        pytest.skip(f"needs the real listing {path}; OSCE_FEEDS_SHARED names another folder")
    return path.read_bytes()


@pytest.fixture(scope="session")
def vocabulary_facts() -> Any:
    """What was found out about the vocabulary, with sources: looked for beside the project."""
    path = SHARED / "domain" / "vocabulary.json"
    if not path.is_file():
        pytest.skip(f"needs the vocabulary facts {path}; OSCE_FEEDS_SHARED names another folder")
    return json.loads(path.read_text(encoding="utf-8"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what is about the store on both engines."""
    if "database_address" in metafunc.fixturenames:
        path = Path(metafunc.module.__file__ or "").relative_to(ROOT / "tests").as_posix()
        alone = any(metafunc.definition.iter_markers("sqlite"))
        engines = ENGINES if path.startswith(ON_BOTH) and not alone else ENGINES[:1]
        metafunc.parametrize("database_address", engines, indirect=True, ids=engines if len(engines) > 1 else [""])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server of PostgreSQL with a database ``newsroom`` that is migrated, to be copied."""
    with serving() as server:
        server.sql("CREATE DATABASE newsroom")
        store = Store(server.address("newsroom"))
        store.prepare(NOW)
        store.close()
        yield server


@pytest.fixture
def database_address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The setting DATABASE of a test: nothing there yet on SQLite, an empty store on PostgreSQL."""
    if request.param == "sqlite":
        yield str(tmp_path / "store.db")
        return
    server: Server = request.getfixturevalue("postgres")
    with server.store() as name:
        yield server.address(name)


@pytest.fixture
def settings(database_address: str) -> Settings:
    return Settings(
        database=database_address,
        base_url="https://feeds.example.org",
        site_name="Test Newsroom",
        authority="feeds.example.org,2026",
    )


@pytest.fixture
def newsroom(settings: Settings) -> Newsroom:
    return Newsroom.open(settings)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    store = Store(settings.database)
    store.prepare(NOW)
    yield store
    store.close()


@pytest.fixture
def feed(store: Store, settings: Settings, vocabulary: Vocabulary) -> Feed:
    """Ingest bytes or text, by default at NOW, and return the report."""

    def feed(data: bytes | str, order: Order | None = None, now: datetime = NOW, name: str = "listing.txt") -> Report:
        document = Document(name, data.encode() if isinstance(data, str) else data)
        return ingest(document, store, settings, vocabulary, order or Order(), now)

    return feed


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings, clock=lambda: NOW)
    yield app
    app.extensions["osce_feeds"].store.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def full_client(feed: Feed, sample: bytes, app: Flask) -> FlaskClient:
    """A client of a service that holds the sample."""
    feed(sample)
    return app.test_client()
