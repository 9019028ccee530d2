"""What an ingest reports, and what it leaves in the store."""

from datetime import timedelta

from tests.conftest import NOW

from osce_feeds.ingest import Report
from osce_feeds.model.article import Article
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.store import Store

LATER = NOW + timedelta(hours=3)


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.unchanged, report.refused


def codes(report: Report) -> list[str]:
    return [problem.code for problem in report.problems]


def stored(store: Store) -> list[Article]:
    """Return the public articles, newest first."""
    with store.read() as reader:
        return list(reader.stream(EVERYTHING, "en"))


def only(store: Store) -> Article:
    (article,) = stored(store)
    return article


def versions(store: Store, key: str) -> list[Article]:
    with store.read() as reader:
        return reader.versions(key)
