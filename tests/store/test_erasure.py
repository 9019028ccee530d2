"""What reports quote of an erased article, and what they quote of others."""

from contextlib import closing
from pathlib import Path

import pytest
from tests.conftest import NOW

from osce_feeds.errors import StoreUnavailable
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store import sqlite
from osce_feeds.store.erasure import GONE
from osce_feeds.store.erasure import redacted
from osce_feeds.text import shorten

HEADLINE = "Unselfconsciousnesses, counterrevolutionaries, uncharacteristically: a ferryman’s dictionary"
"""Only a few words are left of it when it is shortened."""

SPACED = "L’école «\xa0du bac\xa0»"
"""With spaces that Python writes as codes where it quotes."""


def remark(detail: str, url: str = "") -> Problem:
    return Problem("entry.twin", detail, "listing.txt", 7, url=url)


def told(detail: str, entry: RawEntry, url: str = "") -> tuple[str, str]:
    (problem,) = redacted([remark(detail, url)], [entry])
    assert (problem.code, problem.line, problem.source) == ("entry.twin", 7, "listing.txt")
    return problem.detail, problem.url


@pytest.mark.parametrize(
    ("entry", "detail"),
    [
        (RawEntry(document="d", headline="Lamp lit"), "'Lamp lit' stands twice on one day: taken as one article"),
        (RawEntry(document="d", headline="Voss"), "'VOSS' has no content type"),
        (RawEntry(document="d", headline=HEADLINE), f"{shorten(HEADLINE, 60)!r} has no office"),
        (RawEntry(document="d", headline=HEADLINE), f"{HEADLINE!r} is known as several articles"),
        (RawEntry(document="d", headline=SPACED), f"{SPACED!r} has no office"),
        (RawEntry(document="d", summary="One lamp and a pier of oak were lit."), "the line 'a pier of oak were' ends"),
        (RawEntry(document="d", content="<p>One lamp and a pier</p>"), "'<p>One lamp and a pier</p>' was cut"),
    ],
)
def test_remark_that_quotes_the_text_loses_it(entry: RawEntry, detail: str) -> None:
    assert told(detail, entry, "https://news.example.org/x") == (GONE, "")


def test_remark_about_the_page_of_the_article_loses_both() -> None:
    page = "https://news.example.org/lamp"
    assert told("it has no office", RawEntry(document="d", headline="Lamp lit", link=page), page) == (GONE, "")


@pytest.mark.parametrize(
    "detail",
    [
        "'Lamp out' stands twice on one day: taken as one article",
        "unknown office 'Lamp Office in Voss'",
        "'A lamp' has no content type and no office",
        "",
    ],
)
def test_remark_about_another_article_stays(detail: str) -> None:
    entry = RawEntry(document="d", headline="Lamp lit in Voss by a pupil", summary="A lamp is lit, they say.")
    assert told(detail, entry, "https://news.example.org/x") == (detail, "https://news.example.org/x")


def test_nothing_erased_leaves_every_remark() -> None:
    assert redacted([remark("x")], []) == (remark("x"),)


@pytest.mark.sqlite
def test_writer_elsewhere_keeps_the_store_from_being_scrubbed(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0)
    with closing(Store(settings.database)) as own, store.write(NOW):
        assert not own.scrub()
    assert store.scrub()


@pytest.mark.sqlite
def test_store_that_cannot_be_written_anew_is_told(store: Store, settings: Settings) -> None:
    """On a full disk, say: here, the file has turned into something else."""
    store.close()
    path = Path(settings.database)
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 5000)
    with pytest.raises(StoreUnavailable, match="remains of erased text may be left in the store"):
        store.scrub()
