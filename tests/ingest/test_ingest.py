"""What listings become when they are fed once, again, corrected, early, or side by side."""

import sqlite3
import unicodedata
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC
from datetime import date
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
from tests.listings import SKOPJE
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
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser import Evidence
from osce_feeds.settings import Settings
from osce_feeds.store import Store

LATER = NOW + timedelta(hours=3)
FILTERED = Order(Evidence(offices=(SKOPJE,)))


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


@pytest.fixture
def database(settings: Settings) -> Path:
    return Path(settings.database)


def test_real_listing_is_new_once_and_unchanged_ever_after(seed: bytes, feed: Feed, database: Path) -> None:
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


def test_correction_makes_exactly_one_version(feed: Feed, store: Store) -> None:
    feed(make_listing([Entry(topics="Youth"), Entry(headline="Heron reads aloud", summary="It did.")]))
    before = stored(store)
    corrected = make_listing([Entry(topics="Youth, Elections"), Entry(headline="Heron reads aloud", summary="It did.")])
    for times in range(3):
        expected = (0, 1, 1, 0) if times == 0 else (0, 0, 2, 0)
        assert expected == counts(feed(corrected, now=LATER + timedelta(hours=times)))

    after = stored(store)
    assert before[1:] == after[1:]
    assert after[0] == replace(before[0], version=2, topics=after[0].topics, received=LATER, updated=LATER)
    assert [term.code for term in after[0].topics] == ["youth", "elections"]
    assert [before[0], after[0]] == versions(store, after[0].key)


def test_corrected_day_moves_the_article_to_it(feed: Feed, store: Store) -> None:
    feed(make_listing([Entry(date="4 July 2025")]))
    before = only(store)
    report = feed(make_listing([Entry(date="5 July 2025")]), now=LATER)

    # Day and headline are all that a listing identifies by: another day is another article.
    assert counts(report) == (1, 0, 0, 0)
    assert [date(2025, 7, 5), date(2025, 7, 4)] == [article.date for article in stored(store)]
    assert before == stored(store)[1]


def test_corrected_headline_is_recognised_by_its_long_summary(feed: Feed, store: Store) -> None:
    feed(make_listing([Entry(headline="Fery school opens in Vos")]))
    before = only(store)
    report = feed(make_listing([Entry(headline="Ferry school opens in Voss")]), now=LATER)

    assert counts(report) == (0, 1, 0, 0)
    assert replace(before, version=2, headline="Ferry school opens in Voss", received=LATER, updated=LATER) == only(
        store
    )


def test_headline_that_returns_after_a_correction_is_an_article_of_its_own(feed: Feed, store: Store) -> None:
    feed(make_listing([Entry(headline="Old")]))
    key = only(store).key
    feed(make_listing([Entry(headline="New")]), now=LATER)
    other = Entry(headline="Old", summary="Quite another summary.")
    report = feed(make_listing([Entry(headline="New"), other]), now=LATER)

    assert counts(report) == (1, 0, 1, 0)
    assert {key: "New", f"{key}-2": "Old"} == {article.key: article.headline for article in stored(store)}


def test_entry_that_resembles_several_articles_is_kept_as_new(feed: Feed, store: Store) -> None:
    feed(make_listing([Entry(headline="Ferry one"), Entry(headline="Ferry two")]))
    report = feed(make_listing([Entry(headline="Ferry three")]))

    keys = ", ".join(sorted(article.key for article in stored(store) if article.headline != "Ferry three"))
    assert counts(report) == (1, 0, 0, 0)
    assert codes(report) == ["identity.ambiguous"]
    assert f"'Ferry three' is known as several articles ({keys}): kept as a new one" == report.problems[0].detail
    assert report.problems[0].line == 4


def test_filtered_copy_adds_its_evidence_once(feed: Feed, store: Store) -> None:
    bare = make_listing([Entry(offices="", topics="")])
    feed(bare)
    for hours in range(1, 11):
        feed(bare, FILTERED if hours % 2 else Order(), now=NOW + timedelta(hours=hours))

    article = only(store)
    assert [office.label for office in article.offices] == [SKOPJE]
    assert article.provenance == {"offices": "inferred: the listing was filtered by it"}
    assert [version.version for version in versions(store, article.key)] == [1, 2]
    assert NOW + timedelta(hours=1) == article.updated


def test_office_that_a_source_confirms_is_inferred_no_longer(feed: Feed, store: Store) -> None:
    """Nobody sees the difference, so it is no version."""
    feed(make_listing([Entry(offices="")]), FILTERED)
    before = only(store)
    report = feed(make_listing([Entry()]), now=LATER)

    assert counts(report) == (0, 0, 1, 0)
    assert replace(before, provenance={}) == only(store)
    assert [only(store)] == versions(store, before.key)


def test_filter_never_overrides_what_was_read(feed: Feed, store: Store) -> None:
    feed(make_listing([Entry()]))
    before = only(store)
    report = feed(make_listing([Entry()]), Order(Evidence(offices=("odihr",), topics=("elections",))), now=LATER)

    assert counts(report) == (0, 0, 1, 0)
    assert before == only(store)


def test_twins_of_a_document_are_one_article_completed_from_both(feed: Feed, store: Store) -> None:
    report = feed(make_listing([Entry(topics="Youth"), Entry(topics="Elections", genre="")]))

    assert counts(report) == (1, 0, 0, 0)
    assert codes(report) == ["entry.twin"]
    assert [term.code for term in only(store).topics] == ["youth", "elections"]


def test_one_headline_in_two_years_is_two_articles(feed: Feed, store: Store) -> None:
    report = feed(make_listing([Entry(date="4 July 2025"), Entry(date="4 July 2024")]))

    assert counts(report) == (2, 0, 0, 0)
    assert [article.date.year for article in stored(store)] == [2025, 2024]


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
def test_other_spelling_of_a_listing_changes_nothing(how: str, feed: Feed, sample: bytes, database: Path) -> None:
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
def test_other_order_or_fewer_entries_change_nothing(order: list[int], few: int, feed: Feed, database: Path) -> None:
    """Absence from a listing means nothing."""
    entries = make_entries(24)
    feed(make_listing(entries))
    before = rows(database)
    assert counts(feed(make_listing(entries[number] for number in order[:few]), now=LATER)) == (0, 0, few, 0)

    after = rows(database)
    assert before.pop("report") != after.pop("report")
    assert before == after


def test_future_day_is_held_back_and_published_when_it_comes(feed: Feed, store: Store) -> None:
    listing = make_listing([Entry(headline="Tomorrow", date="2 July 2026", summary=""), Entry()])
    report = feed(listing)

    assert counts(report) == (2, 0, 0, 0)
    assert report.withheld == 1
    assert [Entry().headline] == [article.headline for article in stored(store)]

    still = NOW + timedelta(hours=9, minutes=59)  # 23:59 in Vienna
    assert counts(feed(listing, now=still)) == (0, 0, 2, 0)
    assert len(stored(store)) == 1

    midnight = NOW + timedelta(hours=10)
    assert counts(feed(listing, now=midnight)) == (0, 0, 2, 0)
    released = stored(store)[0]
    assert released.headline == "Tomorrow"
    assert (1, midnight, midnight) == (released.version, released.published, released.updated)


def test_dry_run_publishes_nothing_that_is_due(feed: Feed, store: Store) -> None:
    feed(make_listing([Entry(date="2 July 2026")]))
    feed(make_listing([Entry(date="2 July 2026")]), Order(dry_run=True), now=NOW + timedelta(days=1))

    assert stored(store) == []


def test_moments_are_unique_and_follow_the_listing(feed: Feed, store: Store) -> None:
    entries = [
        Entry(headline=f"Ferry {number}", date=f"{30 - number // 4} June 2026", summary="") for number in range(40)
    ]
    feed(make_listing(entries))

    articles = stored(store)
    assert [entry.headline for entry in entries] == [article.headline for article in articles]
    assert len({article.published for article in articles}) == 40
    assert all(article.published.date() == article.date for article in articles)
    assert {10} == {article.published.hour for article in articles}


def test_moments_of_today_end_now(feed: Feed, store: Store) -> None:
    now = NOW.replace(microsecond=999_999)
    today = [Entry(headline=f"Ferry {number}", date="1 July 2026", summary="") for number in range(3)]
    feed(make_listing(today), now=now)

    expected = [NOW, NOW - timedelta(seconds=1), NOW - timedelta(seconds=2)]
    assert expected == [article.published for article in stored(store)]
    assert {NOW} == {article.received for article in stored(store)}


def test_moments_that_are_taken_are_passed_over(feed: Feed, store: Store) -> None:
    for about in ("Voss", "Oslo", "Bergen"):
        feed(make_listing([Entry(headline=f"Ferry leaves {about}", summary="")]))

    assert [article.published.second for article in stored(store)] == [2, 1, 0]
    assert stored(store)[0].headline == "Ferry leaves Bergen"


@pytest.mark.parametrize("count", [1, 7])
def test_moments_are_never_later_than_now(count: int, feed: Feed, store: Store) -> None:
    """A minute after midnight in Vienna is still the day before in UTC."""
    now = datetime(2026, 7, 1, 22, 0, 1, tzinfo=UTC)
    for about in ("Voss", "Oslo"):
        entries = [Entry(headline=f"{about} {n}", date="2 July 2026", summary="") for n in range(count)]
        feed(make_listing(entries), now=now)

    moments = [article.published for article in stored(store)]
    assert len(set(moments)) == 2 * count
    assert now == max(moments)


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


def test_strict_refuses_a_document_for_one_bad_record(feed: Feed, database: Path) -> None:
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


def test_dry_run_reports_and_stores_nothing(feed: Feed, sample: bytes, database: Path) -> None:
    before = rows(database)
    dry = feed(sample, Order(dry_run=True))

    assert before == rows(database)
    assert replace(dry, dry_run=False) == feed(sample)


def test_report_is_stored_in_the_transaction_of_its_articles(feed: Feed, sample: bytes, database: Path) -> None:
    report = feed(sample, Order(source="voss-listing"), name="june.txt")
    again = feed(sample, Order(source="voss-listing"), now=LATER, name="june.txt")

    found = rows(database)["report"]
    assert [row[2:4] for row in found] == [("voss-listing", "june.txt")] * 2
    assert [int(NOW.timestamp()), int(LATER.timestamp())] == [row[1] for row in found]
    assert [report, again] == [msgspec.json.decode(row[4], type=Report) for row in found if isinstance(row[4], bytes)]


def test_nothing_of_a_document_is_kept_when_its_report_cannot_be(feed: Feed, sample: bytes, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "CREATE TRIGGER no_reports BEFORE INSERT ON report BEGIN SELECT RAISE(ABORT, 'no reports today'); END"
        )
    before = rows(database)
    with pytest.raises(sa.exc.IntegrityError, match="no reports today"):
        feed(sample)

    assert before == rows(database)


def test_authority_of_the_first_ingest_holds(
    feed: Feed, store: Store, settings: Settings, vocabulary: Vocabulary, database: Path
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


def test_withdrawn_article_is_never_revived(feed: Feed, store: Store) -> None:
    feed(make_listing([Entry()]))
    article = only(store)
    withdrawn = replace(article, status=Status.CANCELED, version=2, summary="", note="Sent too early")
    with store.write(NOW) as writer:
        writer.put(withdrawn, ())

    changed = make_listing([Entry(topics="Youth, Elections")])
    report = feed(changed, now=LATER)
    assert counts(report) == (0, 0, 1, 0)
    assert codes(report) == ["article.withdrawn"]
    detail = f"{article.headline!r} was withdrawn and stays so; `osce-feeds restore {article.key}` brings it back"
    assert detail == report.problems[0].detail
    assert counts(feed(changed, now=LATER)) == (0, 0, 1, 0)
    assert codes(feed(changed, now=LATER)) == []
    with store.read() as reader:
        assert withdrawn == reader.article(article.key)
        assert stored(store) == []


def test_sources_are_read_side_by_side(feed: Feed, store: Store) -> None:
    """What one source says differently the first time only adds; each is compared with itself."""
    feed(make_listing([Entry(topics="Youth")]), Order(source="listing"))
    assert counts(feed(make_listing([Entry(topics="Elections")]), Order(source="mirror"), now=LATER)) == (0, 1, 0, 0)
    assert [term.code for term in only(store).topics] == ["youth", "elections"]
    for _ in range(3):
        assert counts(feed(make_listing([Entry(topics="Youth")]), Order(source="listing"))) == (0, 0, 1, 0)
        assert counts(feed(make_listing([Entry(topics="Elections")]), Order(source="mirror"))) == (0, 0, 1, 0)


def test_kind_of_document_can_be_named(feed: Feed) -> None:
    assert feed(make_listing([Entry(summary=SUMMARY)]), Order(form="text-listing")).form == "text-listing"
