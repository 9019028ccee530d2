"""Services that are fed once: one with the sample, and one with half of it that is walked through to its end."""

from contextlib import closing
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.conftest import NOW
from tests.web.crawler import Answer
from tests.web.crawler import crawl

from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import Report
from osce_feeds.ingest import ingest
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.web import create_app
from osce_feeds.web.front import Front


@pytest.fixture(params=["fast layer", "Flask alone"])
def layer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a test with the fast layer in front of Flask, and once more without it."""
    if request.param == "Flask alone":
        monkeypatch.setattr(Front, "__call__", lambda self, environ, start_response: self._app(environ, start_response))


@pytest.fixture(scope="session")
def full_app(tmp_path_factory: pytest.TempPathFactory, sample: bytes, vocabulary: Vocabulary) -> Flask:
    """A service that holds the sample, for tests that leave it as it is."""
    settings = Settings(
        database=str(tmp_path_factory.mktemp("full") / "store.db"),
        base_url="https://feeds.example.org",
        site_name="Test Newsroom",
        authority="feeds.example.org,2026",
    )
    app = create_app(settings, clock=lambda: NOW)
    feed_sample(settings, sample, vocabulary)
    return app


@pytest.fixture
def full_client(full_app: Flask) -> FlaskClient:
    return full_app.test_client()


SITE_LANGUAGES = ("en", "ar")
"""Enough to switch between: each further one makes the same pages, a thousand of them."""


@dataclass(frozen=True)
class Site:
    """A service with the twelve oldest articles of the sample, and its answers wherever its links lead to."""

    app: Flask
    settings: Settings
    sample: bytes
    vocabulary: Vocabulary
    answers: dict[str, Answer]

    def feed(self) -> Report:
        return feed_sample(self.settings, self.sample, self.vocabulary)


def feed_sample(settings: Settings, sample: bytes, vocabulary: Vocabulary) -> Report:
    with closing(Store(settings.database)) as store:
        return ingest(Document("sample.txt", sample), store, settings, vocabulary, Order(), NOW)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, sample: bytes, vocabulary: Vocabulary) -> Site:
    settings = Settings(
        database=str(tmp_path_factory.mktemp("site") / "store.db"),
        base_url="https://feeds.example.org/news",
        authority="feeds.example.org,2026",
        languages=SITE_LANGUAGES,
    )
    app = create_app(settings, clock=lambda: NOW)
    half = sample[sample.index(b"Village orchestra") :]
    feed_sample(settings, half, vocabulary)
    return Site(app, settings, half, vocabulary, crawl(app, settings.base_url))
