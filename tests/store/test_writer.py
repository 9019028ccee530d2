from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from datetime import timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa
from tests.conftest import NOW
from tests.listings import make_article
from tests.listings import rows
from tests.listings import select

from osce_feeds.errors import AuthorityChanged
from osce_feeds.model.article import Article
from osce_feeds.model.article import Reading
from osce_feeds.model.article import Term
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.normaliser import Evidence
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store import Writer
from osce_feeds.store.writer import StoredReading

OSLO = Term("office", "oslo", "Oslo Office")
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def put(store: Store, *articles: Article, identities: Sequence[str] = ()) -> None:
    with store.write(NOW) as writer:
        for article in articles:
            writer.put(article, identities)


@pytest.fixture
def database(settings: Settings) -> str:
    return settings.database


def changes(database: str) -> dict[str, int | None]:
    """Return the number of each article's last change."""
    return dict(select(database, "SELECT key, change FROM article"))


def keys(*numbers: int) -> list[str]:
    return [make_article(number).key for number in numbers]


def test_changes_are_numbered_in_the_order_in_which_they_were_made(store: Store, database: str) -> None:
    put(store, make_article(3), make_article(1))
    put(store, make_article(2))

    assert dict(zip(keys(3, 1, 2), (1, 2, 3), strict=True)) == changes(database)
    with store.read() as reader:
        assert reader.generation() == 3
        assert reader.last_change(EVERYTHING) == 3


def test_changed_article_takes_a_new_number_and_leaves_its_old_one(store: Store, database: str) -> None:
    put(store, make_article(1), make_article(2))
    put(store, make_article(1, version=2))

    assert dict(zip(keys(1, 2), (3, 2), strict=True)) == changes(database)


def test_article_changed_twice_in_one_transaction_takes_one_number(store: Store, database: str) -> None:
    put(store, make_article(1), make_article(2), make_article(1, version=2))

    assert dict(zip(keys(2, 1), (1, 2), strict=True)) == changes(database)


def put_twice(writer: Writer, published: datetime) -> None:
    """Break the rule that no two articles have one moment."""
    for number in (3, 4):
        writer.put(make_article(number, published=published), ())


def test_undone_writes_use_no_numbers(store: Store, database: str) -> None:
    put(store, make_article(1))
    with store.write(NOW, keep=False) as writer:
        writer.put(make_article(2), ())
    with pytest.raises(sa.exc.IntegrityError), store.write(NOW) as writer:
        put_twice(writer, make_article(3).published)
    put(store, make_article(4))

    assert dict(zip(keys(1, 4), (1, 2), strict=True)) == changes(database)


def test_write_without_changes_leaves_the_store_as_it_is(store: Store, database: str) -> None:
    before = rows(database)
    put(store)

    assert before == rows(database)


@pytest.mark.usefixtures("store")
def test_writers_at_once_leave_no_gap_and_no_double(database: str) -> None:
    writers, rounds = 4, 5
    barrier = Barrier(writers)

    def write(writer: int) -> list[tuple[int, str]]:
        done: list[tuple[int, str]] = []
        with closing(Store(str(database))) as own:
            barrier.wait()
            for number in range(writers * rounds):
                if number % writers == writer:
                    with own.write(NOW) as open_writer:
                        open_writer.put(make_article(number), ())
                    with own.read() as reader:
                        done.append((reader.generation(), make_article(number).key))
        return done

    with ThreadPoolExecutor(writers) as threads:
        acknowledged = [one for done in threads.map(write, range(writers)) for one in done]

    numbers = changes(database)
    assert list(range(1, writers * rounds + 1)) == sorted(filter(None, numbers.values()))
    for generation, key in acknowledged:
        number = numbers[key]
        assert number is not None
        assert number <= generation, "an acknowledged change was not in the store yet"


def test_every_version_is_kept_and_the_last_one_is_current(store: Store) -> None:
    versions = [make_article(1, version=number, note=f"note {number}") for number in (1, 2, 3)]
    for article in versions:
        put(store, article)
    with store.read() as reader:
        assert versions == reader.versions(versions[0].key)
        assert versions[-1] == reader.article(versions[0].key)


def test_article_is_recognised_by_everything_it_was_ever_known_by(store: Store) -> None:
    put(store, make_article(1), identities=("headline:a", "summary:a"))
    put(store, make_article(1, version=2), identities=("headline:b", "summary:a"))
    put(store, make_article(2), identities=("summary:a",))
    with store.read() as reader:
        assert keys(1) == reader.find(["headline:a"])
        assert keys(1) == reader.find(["headline:b"])
        assert sorted(keys(1, 2)) == reader.find(["summary:a"])
        assert reader.find([]) == []


def test_authority_is_fixed_once(store: Store) -> None:
    with store.write(NOW) as writer:
        assert writer.fix_authority("voss.example,2026", "default.example,2026") == "voss.example,2026"
    with store.write(NOW) as writer:
        assert writer.fix_authority("", "other.example,2027") == "voss.example,2026"
        with pytest.raises(AuthorityChanged) as refused:
            writer.fix_authority("oslo.example,2026", "other.example,2027")

    expected = (
        "AUTHORITY is 'oslo.example,2026', but the ids in this store were made under 'voss.example,2026'; set it back"
    )
    assert expected == str(refused.value)


def test_authority_is_the_default_where_none_is_wanted(store: Store) -> None:
    with store.write(NOW) as writer:
        assert writer.fix_authority("", "default.example,2026") == "default.example,2026"
    with store.read() as reader:
        assert reader.fact("authority") == "default.example,2026"


def test_epoch_keeps_the_moment_of_its_first_sight(store: Store) -> None:
    for hours in (0, 1):
        with store.write(NOW + hours * HOUR) as writer:
            writer.note_epoch("abc", NOW + hours * HOUR)
    with store.read() as reader:
        assert reader.epoch_since("abc") == NOW - SECOND


def test_fact_can_be_stated_anew(store: Store) -> None:
    for value in ("green", "blue"):
        with store.write(NOW) as writer:
            writer.state_fact("colour", value)
    with store.read() as reader:
        assert reader.fact("colour") == "blue"


def test_each_source_has_one_reading_of_an_article_in_each_kind_of_document(store: Store) -> None:
    article = make_article(1)
    said = Reading(language="en", headline="Voss", date=article.date)

    def reading(source: str, form: str, number: int) -> StoredReading:
        entry = RawEntry(document=f"document {number}", headline="Voss", lines={"date": 2})
        return StoredReading(
            article.key, source, form, f"digest {number}", entry, Evidence("fr", offices=("odihr",)), said
        )

    put(store, article)
    with store.write(NOW) as writer:
        writer.keep_reading(reading("listing", "text", 1))
        writer.keep_reading(reading("listing", "html", 1))
        writer.keep_reading(reading("other", "text", 1))
        writer.keep_reading(reading("listing", "text", 2))
    with store.write(NOW) as writer:
        assert reading("listing", "text", 2) == writer.reading(article.key, "listing", "text")
        assert reading("other", "text", 1) == writer.reading(article.key, "other", "text")
        assert writer.reading(article.key, "third", "text") is None
        assert [(found.source, found.form) for found in writer.readings(article.key)] == [
            ("listing", "html"),
            ("listing", "text"),
            ("other", "text"),
        ]
        assert writer.seen("listing", "html", ["digest 1", "digest 2"]) == {"digest 1": article.key}
        assert writer.seen("listing", "text", ["digest 1", "digest 2"]) == {"digest 2": article.key}


def test_report_is_kept_with_its_document(store: Store, database: str) -> None:
    with store.write(NOW) as writer:
        writer.keep_report("listing", "text", "page.txt", 9, {"new": 7}, NOW)

    assert [(1, int(NOW.timestamp()), "listing", "text", "page.txt", 9, "", b'{"new":7}')] == rows(database)["report"]


def test_recent_runs_are_those_of_a_source_and_a_kind_of_document_newest_first(store: Store) -> None:
    for records in (3, 4, 5):
        with store.write(NOW) as writer:
            writer.keep_report("listing", "text", "page.txt", records, {}, NOW)
            writer.keep_report("listing", "html", "page.html", 50, {}, NOW)

    with store.write(NOW) as writer:
        assert writer.recent_runs("listing", "text", 2) == [5, 4]
        assert writer.recent_runs("other", "text", 2) == []
