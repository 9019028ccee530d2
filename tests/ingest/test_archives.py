"""An archive that was exported fills an empty store with the very articles that it was made from."""

import io
from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.conftest import NOW

from osce_feeds.cli import sample as sample_newsroom
from osce_feeds.deliver import Newsroom
from osce_feeds.deliver import deliver
from osce_feeds.formats import Format
from osce_feeds.formats.json_lines import JSON_LINES
from osce_feeds.formats.newsml_g2 import NEWSML_G2
from osce_feeds.ingest import Order
from osce_feeds.ingest import Report
from osce_feeds.ingest import ingest_stream
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.settings import Settings
from osce_feeds.store import Store

pytestmark = pytest.mark.sqlite

LATER = NOW + timedelta(days=30)
"""When the archive is taken in: nothing in an article may tell."""

WRITTEN = ("en", "fr", "de", "it", "ru", "es", "uk")
"""The languages of the sample."""


@contextmanager
def empty(settings: Settings, path: Path) -> Iterator[tuple[Settings, Store]]:
    """Give a store without articles, with the settings of the first one."""
    other = replace(settings, database=str(path))
    with closing(Store(other.database)) as store:
        store.prepare(LATER)
        yield other, store


def export(settings: Settings, store: Store, tag: str = "en", form: Format = JSON_LINES) -> bytes:
    newsroom = Newsroom.open(settings)
    language = newsroom.language(tag)
    assert language is not None
    with closing(deliver(newsroom, store, language, EVERYTHING, form, LATER)) as rendition:
        return b"".join(rendition.body())


def take(data: bytes, settings: Settings, store: Store, vocabulary: Vocabulary) -> Report:
    return ingest_stream(io.BytesIO(data), "archive", store, settings, vocabulary, Order(), lambda: LATER)


def stored(store: Store, tag: str) -> list[Article]:
    with store.read() as reader:
        return list(reader.stream(EVERYTHING, tag))


@pytest.fixture
def filled(store: Store, settings: Settings) -> Store:
    """The sample newsroom: in seven languages, with corrections, linked editions and a withdrawal."""
    sample_newsroom.fill(store, settings, NOW)
    return store


def test_there_is_something_to_lose(filled: Store) -> None:
    """Else an archive that comes back whole would prove little."""
    articles = stored(filled, "en")

    assert len(articles) > 150
    assert any(article.version > 1 for article in articles)
    assert any(article.dateline for article in articles)
    assert any(article.summary_cut for article in articles)
    assert any(article.work != article.key for tag in ("fr", "uk") for article in stored(filled, tag))
    assert {article.status for article in articles} == {Status.USABLE}


@pytest.mark.parametrize("tag", ["en", "ru"])
def test_export_of_what_an_export_filled_has_equal_bytes(
    filled: Store, settings: Settings, vocabulary: Vocabulary, tmp_path: Path, tag: str
) -> None:
    archive = export(settings, filled, tag)
    with empty(settings, tmp_path / "again.db") as (other, store):
        report = take(archive, other, store, vocabulary)

        assert (report.new, report.refused, report.problems) == (archive.count(b"\n"), 0, ())
        assert archive == export(other, store, tag)


def test_exports_in_every_language_make_the_whole_newsroom_again(
    filled: Store, settings: Settings, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    """A list shows each work once, so only all of them together hold every edition."""
    tags = WRITTEN
    archives = {tag: export(settings, filled, tag) for tag in tags}
    with empty(settings, tmp_path / "again.db") as (other, store):
        for archive in archives.values():
            take(archive, other, store, vocabulary)

        assert archives == {tag: export(other, store, tag) for tag in tags}


def test_languages_may_come_in_any_order(
    filled: Store, settings: Settings, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    tags = WRITTEN
    archives = {tag: export(settings, filled, tag) for tag in tags}
    with empty(settings, tmp_path / "again.db") as (other, store):
        for tag in reversed(tags):
            take(archives[tag], other, store, vocabulary)

        assert archives == {tag: export(other, store, tag) for tag in tags}


def test_archive_taken_again_changes_nothing(
    filled: Store, settings: Settings, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    archive = export(settings, filled)
    with empty(settings, tmp_path / "again.db") as (other, store):
        take(archive, other, store, vocabulary)
        report = take(archive, other, store, vocabulary)

        assert (report.new, report.changed, report.unchanged) == (0, 0, archive.count(b"\n"))
        assert archive == export(other, store)


def test_archive_taken_into_the_store_that_it_came_from_changes_nothing(
    filled: Store, settings: Settings, vocabulary: Vocabulary
) -> None:
    archive = export(settings, filled)
    report = take(archive, settings, filled, vocabulary)

    assert (report.new, report.changed, report.refused) == (0, 0, 0)
    assert archive == export(settings, filled)


def test_newer_versions_of_an_archive_are_adopted(
    filled: Store, settings: Settings, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    """An archive of an hour before the corrections, then today's."""
    archive = export(settings, filled)
    newest = archive.splitlines(keepends=True)
    (corrected,) = [line for line in newest if b'"version":2' in line][:1]
    old = corrected.replace(b'"version":2', b'"version":1').replace(b'"headline":"', b'"headline":"Wrongly: ')
    with empty(settings, tmp_path / "again.db") as (other, store):
        assert take(old, other, store, vocabulary).new == 1
        report = take(archive, other, store, vocabulary)

        assert (report.changed, report.new) == (1, len(newest) - 1)
        assert archive == export(other, store)


def test_newsml_fills_a_store_with_the_same_articles_under_the_same_keys(
    filled: Store, settings: Settings, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    """NewsML-G2 says less than the record, but no article becomes another or is lost."""
    told = ("key", "id", "language", "headline", "date", "summary", "summary_cut", "dateline", "offices", "topics")
    before = {article.key: article for article in stored(filled, "en")}
    with empty(settings, tmp_path / "again.db") as (other, store):
        report = take(export(settings, filled, form=NEWSML_G2), other, store, vocabulary)
        assert (report.new, report.refused) == (len(before), 0)
        with store.read() as reader:
            after = {article.key: article for key in before if (article := reader.article(key))}

    differing = {
        (name, getattr(before[key], name), getattr(after[key], name))
        for key in before
        for name in told
        if key not in after or getattr(before[key], name) != getattr(after[key], name)
    }
    assert differing == set()
