"""Entries of invented sources, taken into a store without a document around them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from tests.conftest import NOW
from tests.listings import SUMMARY

from osce_feeds.i18n.packaged import vocabulary
from osce_feeds.ingest.intake import Intake
from osce_feeds.model.raw import RawEntry
from osce_feeds.normaliser import Evidence
from osce_feeds.normaliser.batch import make_batch
from osce_feeds.settings import Settings
from osce_feeds.store import Store

PAGE = "https://news.example.org/ferry-school"
NODE = "https://www.osce.org/mission-to-skopje/47110"


def make_raw(**fields: Any) -> RawEntry:
    """Return an entry with a headline, a day and a summary, and what *fields* say."""
    plain = {
        "document": "feed.rss",
        "headline": "Ferry school opens in Voss",
        "date": "4 July 2025",
        "summary": SUMMARY,
    }
    return RawEntry(**(plain | fields))


class Desk:
    """Takes entries into one store, each call in a transaction of its own."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._settings = store, settings

    def take(
        self, *entries: RawEntry, source: str = "harbour", form: str = "rss", now: datetime = NOW, note: str = ""
    ) -> Intake:
        words = vocabulary()
        batch = make_batch(entries, words, Evidence(), source)
        with self._store.write(now) as writer:
            intake = Intake(writer, words, source, form, self._settings, now, note)
            intake.take(batch)
        return intake


def counts(intake: Intake) -> tuple[int, int, int]:
    return intake.new, intake.changed, intake.unchanged


def codes(intake: Intake) -> list[str]:
    return [problem.code for problem in intake.problems]


def numbered(entries: Sequence[RawEntry], prefix: str) -> list[RawEntry]:
    """Return *entries* with ids that begin with *prefix*."""
    return [replace(entry, id=f"{prefix}{number}") for number, entry in enumerate(entries)]
