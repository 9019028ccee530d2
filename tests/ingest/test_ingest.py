"""What listings become when they are fed once, and again, and what is reported."""

import sqlite3
import unicodedata
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from tests.conftest import NOW
from tests.conftest import Feed
from tests.ingest.results import LATER
from tests.ingest.results import codes
from tests.ingest.results import counts
from tests.ingest.results import only
from tests.ingest.results import stored
from tests.listings import SUMMARY
from tests.listings import Entry
from tests.listings import make_entries
from tests.listings import make_listing
from tests.listings import rows

from osce_feeds.errors import AuthorityChanged
from osce_feeds.errors import DocumentRefused
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import Report
from osce_feeds.ingest import ingest
from osce_feeds.model.article import Status
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.settings import Settings
from osce_feeds.store import Store


@pytest.fixture
def database(settings: Settings) -> str:
    return settings.database


def test_real_listing_is_new_once_and_unchanged_ever_after(seed: bytes, feed: Feed, database: str) -> None:
    assert counts(feed(seed)) == (7, 0, 0, 0)
    first = rows(database)
    for days in range(1, 4):
        assert counts(feed(seed, now=NOW + timedelta(days=days))) == (0, 0, 7, 0)

    again = rows(database)
    assert len(again.pop("report")) == len(first.pop("report")) + 3
    assert first == again


def test_sample_is_new_once_and_unchanged_ever_after(sample: bytes, feed: Feed, store: Store) -> None:
    assert counts(feed(sample)) == (24, 0, 0, 0)
    assert counts(feed(sample, now=LATER)) == (0, 0, 24, 0)
    assert len(stored(store)) == 24


def test_article_has_what_ingest_gives_it(feed: Feed, store: Store) -> None:
    report = feed(make_listing([Entry()]))

    article = only(store)
    assert (
        Report(
            document="listing.txt",
            form="text-listing",
            source="text-listing",
            new=1,
            changed=0,
            unchanged=0,
            withheld=0,
            refused=0,
            dry_run=False,
            problems=(),
        )
        == report
    )
    assert article.id == f"tag:feeds.example.org,2026:{article.key}"
    assert (1, article.key, Status.USABLE) == (article.version, article.work, article.status)
    assert article.received == NOW
    assert datetime(2025, 7, 4, 10, tzinfo=UTC) == article.published
    assert article.updated == article.published


SAME: dict[str, Callable[[str], str]] = {
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "old line ends": lambda text: text.replace("\n", "\r"),
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "byte order mark": lambda text: f"\ufeff{text}",
    "blank lines": lambda text: text.replace("\n", "\n\n \n"),
    "spaces around and inside": lambda text: text.replace("\n", "  \n\t").replace(" the ", "  the "),
    "another heading": lambda text: text.removeprefix("Newsroom\n"),
    "no end of line": lambda text: text.rstrip("\n"),
}


@pytest.mark.parametrize("how", SAME)
def test_other_spelling_of_a_listing_changes_nothing(how: str, feed: Feed, sample: bytes, database: str) -> None:
    text = sample.decode()
    feed(text)
    before = rows(database)
    assert text != SAME[how](text)
    assert counts(feed(SAME[how](text), now=LATER)) == (0, 0, 24, 0)

    after = rows(database)
    assert len(after.pop("report")) == len(before.pop("report")) + 1
    assert before == after


@examples(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(24)), few=st.integers(1, 24))
def test_other_order_or_fewer_entries_change_nothing(order: list[int], few: int, feed: Feed, database: str) -> None:
    """Absence from a listing means nothing."""
    entries = make_entries(24)
    feed(make_listing(entries))
    before = rows(database)
    assert counts(feed(make_listing(entries[number] for number in order[:few]), now=LATER)) == (0, 0, few, 0)

    after = rows(database)
    assert before.pop("report") != after.pop("report")
    assert before == after


def test_two_stores_fed_alike_agree_on_every_key(
    feed: Feed, sample: bytes, store: Store, settings: Settings, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    feed(sample)
    with closing(Store(str(tmp_path / "other.db"))) as other:
        other.prepare(NOW)
        ingest(Document("copy.txt", sample), other, settings, vocabulary, Order(), LATER)

        assert [article.key for article in stored(store)] == [article.key for article in stored(other)]
        assert [article.id for article in stored(store)] == [article.id for article in stored(other)]


def test_bad_records_are_reported_and_the_others_kept(feed: Feed, store: Store) -> None:
    report = feed(make_listing([Entry(date="32 July 2025"), Entry(headline="Good")]))

    assert counts(report) == (1, 0, 0, 1)
    assert codes(report) == ["date.unreadable"]
    assert [problem.line for problem in report.problems] == [5]
    assert only(store).headline == "Good"


def test_strict_refuses_a_document_for_one_bad_record(feed: Feed, database: str) -> None:
    before = rows(database)
    with pytest.raises(DocumentRefused) as refused:
        feed(make_listing([Entry(date="32 July 2025"), Entry(headline="Good")]), Order(strict=True))

    expected = (
        "listing.txt, line 5: 1 of 2 records cannot be used (--strict); the first: 'Ferry school opens in Voss' was"
        " refused: '32 July 2025' is not a date such as '4 July 2025'"
    )
    assert expected == str(refused.value)
    assert before == rows(database)


def test_strict_takes_a_document_that_only_warns(feed: Feed, store: Store) -> None:
    report = feed(make_listing([Entry(genre="", offices="")]), Order(strict=True))

    assert codes(report) == ["metadata.missing"]
    assert only(store).genre is None


def test_dry_run_reports_and_stores_nothing(feed: Feed, sample: bytes, database: str) -> None:
    before = rows(database)
    dry = feed(sample, Order(dry_run=True))

    assert before == rows(database)
    assert replace(dry, dry_run=False) == feed(sample)


def test_report_is_stored_in_the_transaction_of_its_articles(feed: Feed, sample: bytes, database: str) -> None:
    report = feed(sample, Order(source="voss-listing"), name="june.txt")
    again = feed(sample, Order(source="voss-listing"), now=LATER, name="june.txt")

    found = rows(database)["report"]
    assert [row[2:6] for row in found] == [("voss-listing", "text-listing", "june.txt", 24)] * 2
    assert [int(NOW.timestamp()), int(LATER.timestamp())] == [row[1] for row in found]
    assert [report, again] == [msgspec.json.decode(row[7], type=Report) for row in found]


@pytest.mark.sqlite
def test_nothing_of_a_document_is_kept_when_its_report_cannot_be(feed: Feed, sample: bytes, database: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "CREATE TRIGGER no_reports BEFORE INSERT ON report BEGIN SELECT RAISE(ABORT, 'no reports today'); END"
        )
    before = rows(database)
    with pytest.raises(sa.exc.IntegrityError, match="no reports today"):
        feed(sample)

    assert before == rows(database)


def test_authority_of_the_first_ingest_holds(
    feed: Feed, store: Store, settings: Settings, vocabulary: Vocabulary, database: str
) -> None:
    feed(make_listing([Entry()]))
    before = rows(database)
    document = Document("listing.txt", make_listing([Entry(headline="Other", summary="")]).encode())
    moved = replace(settings, authority="oslo.example,2027")
    with pytest.raises(AuthorityChanged, match=r"set it back$"):
        ingest(document, store, moved, vocabulary, Order(), NOW)
    assert before == rows(database)

    silent = replace(settings, authority="", base_url="https://oslo.example")
    ingest(document, store, silent, vocabulary, Order(), NOW)
    assert {"tag:feeds.example.org,2026"} == {article.id.rpartition(":")[0] for article in stored(store)}


@pytest.mark.parametrize(
    ("base_url", "authority"),
    [
        ("https://news.example.org:8443/path", "news.example.org,2026"),
        ("http://[::1]:8080", "--1,2026"),
        ("http://127.0.0.1", "127.0.0.1,2026"),
    ],
)
def test_authority_is_host_and_year_where_none_is_set(
    base_url: str, authority: str, store: Store, settings: Settings, vocabulary: Vocabulary
) -> None:
    silent = replace(settings, authority="", base_url=base_url)
    ingest(Document("listing.txt", make_listing([Entry()]).encode()), store, silent, vocabulary, Order(), NOW)

    assert f"tag:{authority}:{only(store).key}" == only(store).id


def test_kind_of_document_can_be_named(feed: Feed) -> None:
    assert feed(make_listing([Entry(summary=SUMMARY)]), Order(form="text-listing")).form == "text-listing"
