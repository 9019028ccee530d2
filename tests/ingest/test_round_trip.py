"""What leaves the service comes back: into an empty store as it was, into its own store as nothing new."""

import io
import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from tests.builders import REPRESENTATIVES
from tests.builders import language as language_of
from tests.conftest import NOW
from tests.ingest.results import LATER
from tests.ingest.results import codes
from tests.ingest.results import counts
from tests.ingest.results import stored
from tests.ingest.results import versions
from tests.listings import environment
from tests.listings import make_article
from tests.listings import unmeasured

from osce_feeds import edit
from osce_feeds.cli import sample
from osce_feeds.deliver import Newsroom
from osce_feeds.deliver import deliver
from osce_feeds.formats import FORMATS
from osce_feeds.formats import Format
from osce_feeds.formats.json_feed import JSON_FEED
from osce_feeds.formats.json_lines import JSON_LINES
from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.i18n.languages import Language
from osce_feeds.i18n.packaged import vocabulary
from osce_feeds.ingest import Order
from osce_feeds.ingest import Report
from osce_feeds.ingest import ingest_stream
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.normaliser import Evidence
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store.records import encode

pytestmark = pytest.mark.sqlite

ENGLISH = LANGUAGES[0]
SPOKEN = tuple(map(language_of, REPRESENTATIVES))
AUTHORITY = "feeds.example.org,2026"
READ = {"atom", "rss", "json", "newsml", "jsonl"}
"""Formats that are also sources."""


class House:
    """A store and its settings; nobody has set an authority unless *fields* do."""

    def __init__(self, path: Path, **fields: Any) -> None:
        self.settings = Settings(database=str(path), base_url="https://feeds.example.org", **fields)
        self.store = Store(self.settings.database)
        self.store.prepare(NOW)

    def export(self, form: Format = JSON_LINES, language: Language = ENGLISH) -> bytes:
        rendition = deliver(Newsroom.open(self.settings), self.store, language, EVERYTHING, form, LATER)
        body = b"".join(rendition.body())
        rendition.close()
        return body

    def feed(self, data: bytes, source: str = "", language: str = "en", now: datetime = LATER) -> Report:
        order = Order(Evidence(language, timezone=self.settings.timezone), source=source, accept_shrink=True)
        return ingest_stream(io.BytesIO(data), "export", self.store, self.settings, vocabulary(), order, lambda: now)

    def feed_records(self, *records: Article, now: datetime = LATER) -> Report:
        return self.feed(b"".join(encode(record) + b"\n" for record in records), now=now)

    def all(self) -> list[Article]:
        """Return every article, in whatever state, in the order of their changes."""
        with closing(sqlite3.connect(self.settings.database)) as connection:
            keys = [key for (key,) in connection.execute("SELECT key FROM article ORDER BY change, key")]
        with self.store.read() as reader:
            return [article for key in keys if (article := reader.article(key))]

    def article(self, key: str) -> Article:
        with self.store.read() as reader:
            article = reader.article(key)
        assert article is not None
        return article


@pytest.fixture
def make_house(tmp_path: Path) -> Iterator[Callable[..., House]]:
    houses: list[House] = []

    def make_house(**fields: Any) -> House:
        houses.append(House(tmp_path / f"{len(houses)}.db", **fields))
        return houses[-1]

    yield make_house
    for house in houses:
        house.store.close()


@pytest.fixture
def full(make_house: Callable[..., House]) -> House:
    """The sample newsroom: corrected, translated, and with an article withdrawn."""
    house = make_house()
    sample.fill(house.store, house.settings, NOW)
    return house


@pytest.fixture
def empty(make_house: Callable[..., House]) -> House:
    return make_house()


def test_export_fills_an_empty_store_with_what_it_was_made_from(full: House, empty: House) -> None:
    data = full.export()
    report = empty.feed(data)
    assert counts(report) == (data.count(b"\n"), 0, 0, 0)
    assert report.problems == ()
    assert data.count(b"\n") > 50
    assert data == empty.export()


def test_exports_in_all_languages_fill_an_empty_store_with_lists_that_are_the_same(full: House, empty: House) -> None:
    written = tuple(map(language_of, ("en", "fr", "ru")))  # what the sample has editions in
    exports = {language: full.export(language=language) for language in written}
    for language in reversed(written):
        report = empty.feed(exports[language])
        assert report.changed == 0
    for language, data in exports.items():
        assert data == empty.export(language=language), language.tag
    assert len(set(exports.values())) == len(written)


def test_export_says_nothing_new_to_the_store_it_came_from(full: House) -> None:
    before = full.all()
    for language in SPOKEN:
        data = full.export(language=language)
        report = full.feed(data)
        assert counts(report) == (0, 0, data.count(b"\n"), 0)
        assert report.problems == ()
        assert data == full.export(language=language)
    assert before == full.all()


@pytest.mark.parametrize("language", SPOKEN, ids=REPRESENTATIVES)
@pytest.mark.parametrize("form", [form for form in FORMATS if form.name in READ], ids=lambda form: form.name)
def test_no_rendition_says_anything_new_to_the_store_it_came_from(
    full: House, form: Format, language: Language
) -> None:
    before = full.all()
    report = full.feed(full.export(form, language), source="mirror", language=language.tag)
    assert (report.new, report.changed, report.refused) == (0, 0, 0)
    assert report.unchanged > 10
    assert before == full.all()


def test_newer_version_is_adopted_as_it_is(empty: House) -> None:
    old = make_article(1, received=NOW, summary="It leaves.")
    new = replace(
        old,
        version=4,
        headline="Ferry 1 stays in Voss",
        received=LATER,
        updated=LATER,
        note="It did not leave.",
        summary="",
    )
    empty.feed_records(old)
    assert counts(empty.feed_records(new)) == (0, 1, 0, 0)
    assert [new] == empty.all()
    assert [old, new] == versions(empty.store, old.key)


def test_older_version_changes_nothing(empty: House) -> None:
    old = make_article(1, received=NOW, summary="It leaves.", byline="The harbour")
    new = replace(
        old, version=2, headline="Ferry 1 stays in Voss", received=LATER, updated=LATER, summary="", byline=""
    )
    empty.feed_records(new)
    assert counts(empty.feed_records(old)) == (0, 0, 1, 0)
    assert [new] == empty.all()


def test_versions_in_one_file_are_the_latest_one_in_whatever_order(
    empty: House, make_house: Callable[..., House]
) -> None:
    first = make_article(1)
    history = [
        first,
        *(replace(first, version=n, headline=f"Ferry {n}", received=LATER, updated=LATER) for n in (2, 3)),
    ]
    other = make_house()
    empty.feed_records(*history)
    other.feed_records(*reversed(history))
    assert [history[-1]] == empty.all() == other.all()


def test_articles_with_one_headline_stay_two(empty: House) -> None:
    twins = [make_article(number, headline="Ferry leaves Voss") for number in (1, 2)]
    assert counts(empty.feed_records(*twins)) == (2, 0, 0, 0)
    assert {twin.key for twin in twins} == {article.key for article in empty.all()}


def test_record_of_another_authority_is_a_new_article_with_a_key_of_its_own(make_house: Callable[..., House]) -> None:
    house = make_house(authority=AUTHORITY)
    foreign = make_article(
        1, id="tag:other.example.org,2025:vossaaaaaaab", version=7, note="Theirs", work="vossaaaaaaac"
    )
    assert counts(house.feed_records(foreign)) == (1, 0, 0, 0)
    (article,) = house.all()
    assert article.key != foreign.key
    assert (article.id, article.version, article.work) == (f"tag:{AUTHORITY}:{article.key}", 1, article.key)
    assert (article.headline, article.date, article.note) == (foreign.headline, foreign.date, "")

    corrected = replace(foreign, version=8, headline="Ferry 1 stays in Voss")
    assert counts(house.feed_records(corrected)) == (0, 1, 0, 0)
    assert house.article(article.key).headline == "Ferry 1 stays in Voss"


def test_record_that_another_service_withdrew_takes_the_article_back(make_house: Callable[..., House]) -> None:
    house = make_house(authority=AUTHORITY)
    foreign = make_article(1, id="tag:other.example.org,2025:vossaaaaaaab")
    house.feed_records(foreign)
    gone = replace(foreign, version=2, status=Status.CANCELED, note="By mistake")
    assert counts(house.feed_records(gone)) == (0, 1, 0, 0)
    (article,) = house.all()
    assert (article.status, article.note) == (Status.CANCELED, "By mistake")
    assert counts(house.feed_records(gone)) == (0, 0, 1, 0)

    unknown = replace(gone, id="tag:other.example.org,2025:vossaaaaaaac", headline="Never seen")
    assert codes(house.feed_records(unknown)) == ["article.unknown"]
    assert len(house.all()) == 1


def test_our_own_withdrawal_comes_back_as_one(empty: House) -> None:
    article = make_article(1, received=NOW)
    gone = replace(article, version=2, status=Status.CANCELED, note="By mistake", received=LATER, updated=LATER)
    empty.feed_records(article)
    assert counts(empty.feed_records(gone)) == (0, 1, 0, 0)
    assert [gone] == empty.all()
    again = empty.feed_records(gone)
    assert (counts(again), codes(again)) == ((0, 0, 1, 0), [])
    usable = empty.feed_records(replace(article, version=3))
    assert (counts(usable), codes(usable)) == ((0, 0, 1, 0), ["article.withdrawn"])
    assert stored(empty.store) == []


def test_withdrawal_of_what_was_withdrawn_here_is_no_news(empty: House) -> None:
    article = make_article(1, received=NOW)
    empty.feed_records(article)
    edit.withdraw(empty.store, article.key, "By mistake", NOW)
    report = empty.feed_records(replace(article, version=2, status=Status.CANCELED, note="Another reason"))
    assert (counts(report), codes(report)) == ((0, 0, 1, 0), [])
    assert empty.article(article.key).note == "By mistake"


def test_our_own_feed_fills_an_empty_store_under_its_own_keys(full: House, make_house: Callable[..., House]) -> None:
    with full.store.read() as reader:
        house = make_house(authority=reader.fact("authority"))
    report = house.feed(full.export(JSON_FEED))
    assert report.new == len(house.all()) > 40
    for article in house.all():
        theirs = full.article(article.key)
        assert (theirs.id, theirs.headline, theirs.date) == (article.id, article.headline, article.date)
        assert (theirs.summary, theirs.topics, theirs.offices) == (article.summary, article.topics, article.offices)


def test_withdrawn_record_fills_an_empty_store_with_a_withdrawn_article(empty: House) -> None:
    gone = make_article(1, version=2, status=Status.CANCELED, note="By mistake")
    assert counts(empty.feed_records(gone)) == (1, 0, 0, 0)
    assert [gone] == empty.all()
    assert empty.export() == b""


def test_moment_that_is_taken_is_passed_over(empty: House) -> None:
    moment = datetime(2025, 7, 4, 10, tzinfo=UTC)
    same = [make_article(number, published=moment, updated=moment) for number in (1, 2, 3)]
    corrected = replace(same[0], version=2, updated=LATER, received=LATER)
    empty.feed_records(corrected, *same[1:])
    seconds = {article.key: (article.published - moment).seconds for article in empty.all()}
    assert sorted(seconds.values()) == [0, 1, 2]
    for article in empty.all():
        assert article.updated == (LATER if article.key == corrected.key else article.published)
    assert counts(empty.feed_records(replace(corrected, version=3))) == (0, 1, 0, 0)
    assert seconds[corrected.key] == (empty.article(corrected.key).published - moment).seconds


def test_editions_keep_their_work_and_its_lead(full: House, empty: House) -> None:
    for language in SPOKEN:
        empty.feed(full.export(language=language))
    works = {article.key: article.work for article in empty.all()}
    assert works == {key: full.article(key).work for key in works}
    assert any(key != work for key, work in works.items())
    leads = "SELECT key FROM article WHERE lead AND status = 'usable' ORDER BY key"
    found = []
    for house in (full, empty):
        with closing(sqlite3.connect(house.settings.database)) as connection:
            found.append(connection.execute(leads).fetchall())
    assert found[0] == found[1]


def test_edition_that_joins_another_work_leaves_the_first_one_with_a_lead(empty: House) -> None:
    first, second = (make_article(number, work="vossaaaaaaab", language=tag) for number, tag in ((1, "en"), (2, "fr")))
    empty.feed_records(first, second)
    empty.feed_records(replace(first, version=2, work=first.key, received=LATER, updated=LATER))
    french = next(language for language in LANGUAGES if language.tag == "fr")
    assert empty.export(language=french).count(b"\n") == 2


def test_day_that_has_not_come_is_withheld_whatever_the_record_says(empty: House) -> None:
    day = LATER.date() + timedelta(days=2)
    moment = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    report = empty.feed_records(make_article(1, date=day, published=moment, status=Status.USABLE))
    assert (report.new, report.withheld) == (1, 1)
    assert empty.export() == b""

    come = make_article(2, status=Status.WITHHELD)
    assert empty.feed_records(come).withheld == 0
    assert empty.article(come.key).status is Status.USABLE


def test_moments_are_kept_in_utc_and_whole_seconds_and_texts_clean(empty: House) -> None:
    record = json.loads(encode(make_article(1, date=date(2025, 7, 4), note="Late\u202e \nbut good", work="../../etc")))
    record |= dict.fromkeys(("received", "published", "updated"), "2025-07-04T12:00:00.75+02:00")
    empty.feed(json.dumps(record).encode() + b"\n")
    (article,) = empty.all()
    assert article.received == article.published == article.updated == datetime(2025, 7, 4, 10, tzinfo=UTC)
    assert article.received.utcoffset() == timedelta(0)
    assert (article.note, article.work) == ("Late but good", article.key)


@pytest.mark.parametrize(
    ("authority", "made_under", "expected"),
    [
        ("", "feeds.example.org,2019", "feeds.example.org,2019"),
        ("", "feeds.example.org,2019-05", "feeds.example.org,2019-05"),
        ("", "other.example.org,2019", "feeds.example.org,2026"),
        (AUTHORITY, "feeds.example.org,2019", AUTHORITY),
    ],
)
def test_empty_store_takes_over_the_authority_of_our_own_archive(
    make_house: Callable[..., House], authority: str, made_under: str, expected: str
) -> None:
    house = make_house(authority=authority)
    house.feed_records(make_article(1, id=f"tag:{made_under}:vossaaaaaaab", key="vossaaaaaaab"))
    with house.store.read() as reader:
        assert reader.fact("authority") == expected
    assert (house.all()[0].key == "vossaaaaaaab") == (made_under == expected)


def test_authority_that_is_fixed_stays(empty: House) -> None:
    empty.feed_records(make_article(1))
    report = empty.feed_records(make_article(2, id="tag:feeds.example.org,2019:vossaaaaaaad", key="vossaaaaaaad"))
    assert report.new == 1
    with empty.store.read() as reader:
        assert reader.fact("authority") == AUTHORITY


def test_record_of_an_article_that_was_withdrawn_here_stays_withdrawn(full: House) -> None:
    data = full.export()
    key = json.loads(data.splitlines()[0])["key"]
    edit.withdraw(full.store, key, "By mistake", NOW)
    report = full.feed(data)
    assert (report.new, report.changed) == (0, 0)
    assert codes(report) == ["article.withdrawn"]
    assert full.article(key).status is Status.CANCELED


PART = 1000
LINES = 3 * PART + 500


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Records in four parts."""
    path = tmp_path / "articles.jsonl"
    days = [date(2025, 7, 4) - timedelta(days=number // 4) for number in range(LINES)]
    moments = [
        datetime(day.year, day.month, day.day, 10, 0, 3 - number % 4, tzinfo=UTC) for number, day in enumerate(days)
    ]
    records = (make_article(number, published=moment) for number, moment in enumerate(moments))
    path.write_bytes(b"".join(encode(record) + b"\n" for record in records))
    return path


def found_in(database: Path) -> tuple[int, int]:
    """Return how many articles and how many reports there are in a store that may not be there yet."""
    if not database.exists():
        return 0, 0
    with closing(sqlite3.connect(database)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if not tables >= {"article", "report"}:
            return 0, 0
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        number = "SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM report)"
        articles, reports = connection.execute(number).fetchone()
        return articles, reports


@pytest.mark.parametrize("parts", [0, 1, 2])
def test_ingest_killed_in_the_middle_of_its_parts_keeps_whole_parts_and_is_completed_by_another(
    parts: int, archive: Path, tmp_path: Path
) -> None:
    database = tmp_path / "killed.db"
    command = [sys.executable, "-m", "osce_feeds", "ingest", str(archive)]
    env = unmeasured(environment(database))
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        while process.poll() is None and found_in(database)[1] < parts:
            sleep(0.01)
        sleep(0.05)
        process.send_signal(signal.SIGKILL)
        assert process.stdout is not None
        assert b"3500 new" not in process.stdout.read()

    articles, reports = found_in(database)
    assert articles == reports * PART
    assert parts <= reports < 4

    again = subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=100)
    assert f"{LINES - articles} new, 0 changed, {articles} unchanged, 0 refused" in again.stdout
    with closing(Store(str(database))) as store:
        assert sorted(article.key for article in stored(store)) == sorted(
            json.loads(line)["key"] for line in archive.read_bytes().splitlines()
        )
