"""The service that holds the sample, walked through once for all tests that look at everything."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
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


@dataclass(frozen=True)
class Site:
    """A service, and what it answered at every address that links lead to."""

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
        database=str(Path(tmp_path_factory.mktemp("site")) / "store.db"),
        base_url="https://feeds.example.org/news",
        authority="feeds.example.org,2026",
    )
    app = create_app(settings, clock=lambda: NOW)
    feed_sample(settings, sample, vocabulary)
    return Site(app, settings, sample, vocabulary, crawl(app, settings.base_url))
