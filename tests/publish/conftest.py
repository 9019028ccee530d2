"""A newsroom that was published once: half of the sample, one article corrected and one withdrawn."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from osce_feeds import edit
from osce_feeds.deliver import Newsroom
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import ingest
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.publish import Folder
from osce_feeds.publish import Job
from osce_feeds.publish import Published
from osce_feeds.publish import Scope
from osce_feeds.publish import Target
from osce_feeds.publish import plan
from osce_feeds.publish import publish
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store.inventory import articles
from osce_feeds.web import create_app
from osce_feeds.web.published import InProcess
from osce_feeds.web.published import fixed_addresses

FED = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)

EMPTY, FEW = re.compile(r"\.0(\.|$)"), re.compile("/vocabulary/.+/[^e-g][^/]+$")
"""Lists that nothing was ever in, and most codes, are left out: they are like others, and many."""


@dataclass(frozen=True)
class Site:
    """A store with the service over it, and the folder to which it was published."""

    settings: Settings
    folder: Path
    moment: datetime
    corrected: str
    withdrawn: str

    @property
    def app(self) -> Flask:
        return create_app(self.settings, lambda: self.moment, front=False)

    @property
    def store(self) -> Store:
        return Store(self.settings.database)

    def jobs(self) -> list[Job]:
        newsroom = Newsroom.open(self.settings)
        fixed = fixed_addresses(("en",))
        scope = Scope(self.settings, newsroom.vocabulary, newsroom.languages[:1], newsroom.epoch, fixed)
        found = plan(scope, self.store, self.moment)
        return [job for job in found if not EMPTY.search(job.mark) and not FEW.search(job.path)]

    def publish(self, target: Target | None = None, jobs: Sequence[Job] | None = None) -> Published:
        return publish(jobs or self.jobs(), InProcess(self.app), target or Folder(self.folder))

    def moved(self, place: Path) -> "Site":
        """Return a copy of all of it, to be changed."""
        shutil.copytree(self.folder, place / "site")
        shutil.copyfile(self.settings.database, place / "store.db")
        return replace(self, settings=replace(self.settings, database=str(place / "store.db")), folder=place / "site")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, sample: bytes, vocabulary: Vocabulary) -> Site:
    place = tmp_path_factory.mktemp("published")
    settings = Settings(
        database=str(place / "store.db"),
        base_url="https://feeds.example.org",
        site_name="Test Newsroom",
        authority="feeds.example.org,2026",
        languages=("en", "fr"),
        contact="mailto:feeds@example.org",
    )
    store = Store(settings.database)
    store.prepare(FED)
    half = sample[sample.index(b"Village orchestra") :]
    ingest(Document("sample.txt", half), store, settings, vocabulary, Order(), FED)
    with store.read() as reader:
        first, *_, last = (article.key for article in articles(reader))
    correction = edit.Correction(summary="The choir was larger than was said, and sang for longer.")
    edit.correct(store, first, correction, "The choir.", settings, vocabulary, FED + timedelta(minutes=1))
    edit.withdraw(store, last, "It did not take place.", FED + timedelta(minutes=2))
    store.close()
    made = Site(settings, place / "site", datetime.now(UTC), first, last)
    made.publish()
    return made
