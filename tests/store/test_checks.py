"""What ``db check`` finds: every rule is broken once, and said in words with the key."""

import sqlite3
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from pathlib import Path

import pytest
from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import FERRY
from tests.listings import YOUTH
from tests.listings import make_article
from tests.renditions import renditions

from osce_feeds import edit
from osce_feeds.errors import StoreError
from osce_feeds.errors import StoreUnavailable
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import ingest
from osce_feeds.model.article import Status
from osce_feeds.model.revisions import next_version
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser import Evidence
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store.article_checks import Violation

pytestmark = pytest.mark.sqlite

ARTICLE = make_article(offices=(FERRY,), topics=(YOUTH,))
OTHER = make_article(1)
WITHHELD = make_article(2, status=Status.WITHHELD, offices=(FERRY,))
KEY, MOMENT = ARTICLE.key, int(ARTICLE.published.timestamp())


@pytest.fixture
def stored(store: Store) -> Store:
    """A store with an article of two versions, another one, and one whose day has not come."""
    with store.write(NOW) as writer:
        writer.put(ARTICLE, ("headline:x",))
        writer.put(OTHER, ())
        writer.put(WITHHELD, ())
    with store.write(NOW) as writer:
        writer.put(next_version(ARTICLE, NOW, {"headline": "Ferry 0 stays in Voss"}), ())
    return store


@pytest.fixture
def sql(stored: Store, settings: Settings) -> Iterator[Callable[..., None]]:
    """Do something to the store that the program never does."""
    assert list(stored.check()) == []
    with closing(sqlite3.connect(settings.database, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")

        def sql(statement: str, *values: object) -> None:
            connection.execute(statement, values)

        yield sql


def test_sound_store_breaks_no_rule(stored: Store) -> None:
    told: list[float] = []

    assert list(stored.check(told.append)) == []
    assert told[-1] == 1


def test_empty_store_breaks_no_rule(store: Store) -> None:
    assert list(store.check()) == []


UNWANTED = "has, but should not have, the row of the article at"
# The office has the number 1, the topic 2, English 1.
BROKEN = [
    ("DELETE FROM version WHERE key = 'vossoooooooo'", [("version", KEY, "there is no version 1")]),
    (
        "INSERT INTO version SELECT key, 2, record FROM version",
        [("version", KEY, f"version 2 calls itself version 1 of {KEY}")],
    ),
    (
        """INSERT INTO version SELECT key, 2, replace(record, '"version":1', '"version":2') FROM version""",
        [("version", KEY, "version 2 is kept as an earlier one, but the current one is number 2")],
    ),
    (
        "UPDATE article SET language = 'fr', date = '2026-05-31' WHERE version = 2",
        [
            ("column", KEY, "the column language says 'fr', the record 'en'"),
            ("column", KEY, "the column date says '2026-05-31', the record '2026-06-01'"),
        ],
    ),
    (
        "UPDATE article SET change = 9 WHERE version = 2",
        [("change", KEY, "its last change is number 9, but only 3 were made")],
    ),
    (
        "UPDATE article SET change = NULL WHERE change = 3",
        [
            ("change", "", "3 changes were made, but the last one kept is number 2"),
            ("change", KEY, "it is public, but its publication has no number"),
        ],
    ),
    ("DELETE FROM counter", [("change", "", "the counter of changes is not there")]),
    (
        "DELETE FROM article_term WHERE term = 2",
        [("term", KEY, "lists of the topic 'youth' do not find it, though it has that term")],
    ),
    (
        "INSERT INTO article_term SELECT 2, published FROM article WHERE status = 'withheld'",
        [
            (
                "term",
                WITHHELD.key,
                f"lists of the topic 'youth' at {MOMENT + 2} find it, though it has no such term or moment",
            )
        ],
    ),
    (
        "INSERT INTO article_term VALUES (2, 5)",
        [("term", "", "lists of terms find an article at 5, where there is none")],
    ),
    (
        "DELETE FROM listing WHERE term = 1 AND topic > 0 AND edition = 0",
        [
            (
                "list",
                "",
                f"the list of office 'mission-to-skopje' and topic 'youth' lacks the row of the article at {MOMENT}",
            )
        ],
    ),
    (
        "INSERT INTO listing SELECT 1, 0, 1, published, 1, 1, 0, 1 FROM article WHERE key = 'vossoooooooa'",
        [
            (
                "list",
                "",
                f"the list of office 'mission-to-skopje' in en {UNWANTED} {MOMENT + 1}",
            )
        ],
    ),
    (
        "UPDATE selection SET works = 3 WHERE topic = 2 AND office = 0",
        [("count", "", "of topic 'youth' 1 articles and 3 works are counted, there are 1 and 1")],
    ),
    (
        "INSERT INTO difference VALUES (0, 0, 0, 1, 2)",
        [("count", "", "of everything in en 2 works more than leads are counted, there are 0")],
    ),
    (
        "UPDATE selection SET touched = 0 WHERE office > 0 AND topic > 0",
        [
            (
                "touched",
                KEY,
                "its selection offices/mission-to-skopje/topics/youth has no date of its last change",
            )
        ],
    ),
    (
        "UPDATE selection SET touched = 0 WHERE office = 0 AND topic = 0",
        [
            ("touched", KEY, "its selection of everything has no date of its last change"),
            ("touched", OTHER.key, "its selection of everything has no date of its last change"),
        ],
    ),
    (
        "UPDATE words SET text = 'pier' WHERE rowid = (SELECT published FROM article WHERE version = 2)",
        [("words", KEY, "searches do not find it by the words and terms that it has")],
    ),
    (
        "DELETE FROM words WHERE rowid = (SELECT published FROM article WHERE version = 2)",
        [("words", KEY, "searches do not find it by the words and terms that it has")],
    ),
    (
        "INSERT INTO words (rowid, text) SELECT published, 'pier' FROM article WHERE status = 'withheld'",
        [("words", "", f"searches find an article at {MOMENT + 2}, where lists show none")],
    ),
    (
        "INSERT INTO identity VALUES ('headline:y', 'nobody')",
        [("pointer", "nobody", "a row of identity belongs to this article, which is not there")],
    ),
    (
        "INSERT INTO reading VALUES ('nobody', 's', 'f', '', '', '', '')",
        [("pointer", "nobody", "a row of reading belongs to this article, which is not there")],
    ),
    ("DELETE FROM meta", [("meta", "created", "the moment at which the store was made is None")]),
    ("UPDATE meta SET value = 'today'", [("meta", "created", "the moment at which the store was made is 'today'")]),
]


@pytest.mark.parametrize(("statement", "expected"), BROKEN, ids=[statement for statement, _ in BROKEN])
def test_broken_rule_is_said_in_words_with_the_key(
    statement: str, expected: list[tuple[str, str, str]], stored: Store, sql: Callable[..., None]
) -> None:
    sql(statement)

    assert list(stored.check()) == [Violation(*one) for one in expected]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "UPDATE article SET lead = 0 WHERE version = 2",
            Violation("lead", KEY, "0 editions of this work stand for the others; it must be one"),
        ),
        (
            "DELETE FROM term WHERE scheme = 'topic'",
            Violation("term", KEY, "its topic 'youth' is not among the terms"),
        ),
        (
            "DELETE FROM selection WHERE office = 0 AND topic > 0",
            Violation("touched", KEY, "its selection topics/youth has no date of its last change"),
        ),
    ],
)
def test_broken_rule_that_others_hang_on_is_said_beside_them(
    statement: str, expected: Violation, stored: Store, sql: Callable[..., None]
) -> None:
    sql(statement)

    assert expected in list(stored.check())


def test_lists_that_are_wrong_all_over_are_named_a_few_times(stored: Store, sql: Callable[..., None]) -> None:
    with stored.write(NOW) as writer:
        for number in range(10, 50):
            writer.put(make_article(number), ())
    sql("DELETE FROM listing WHERE edition = 0 AND term = 0 AND topic = 0")
    found = list(stored.check())

    assert len(found) == 21
    assert found[-1].detail == "so it is with 22 more rows of lists"


@pytest.mark.parametrize("data", [b"", b"{", b'{"key":1}', b"\xff", b'{"headline":"\xff"}'])
def test_record_that_cannot_be_read_is_named(data: bytes, stored: Store, sql: Callable[..., None]) -> None:
    sql("UPDATE version SET record = ? WHERE key = ?", data, KEY)
    (violation,) = stored.check()
    assert (violation.rule, violation.key) == ("record", KEY)
    assert violation.detail.startswith("version 1 cannot be read: ")

    sql("UPDATE article SET record = ? WHERE key = ?", data, OTHER.key)
    _, violation = stored.check()
    assert (violation.rule, violation.key) == ("record", OTHER.key)
    assert violation.detail.startswith("the article cannot be read: ")


@pytest.mark.parametrize("part", ["entry", "evidence", "reading"])
def test_reading_that_cannot_be_read_is_named(
    part: str, store: Store, feed: Feed, sample: bytes, settings: Settings
) -> None:
    feed(sample)
    with closing(sqlite3.connect(settings.database)) as connection, connection:
        (key,) = connection.execute("SELECT min(key) FROM reading").fetchone()
        connection.execute(f"UPDATE reading SET {part} = '[' WHERE key = ?", [key])  # noqa: S608 - one of three columns
    (violation,) = store.check()

    assert (violation.rule, violation.key) == ("record", key)
    assert violation.detail.startswith(f"the {part} of 'text-listing' (text-listing) cannot be read: ")


def test_report_that_cannot_be_read_is_named(store: Store, feed: Feed, sample: bytes, settings: Settings) -> None:
    feed(sample)
    with closing(sqlite3.connect(settings.database)) as connection, connection:
        connection.execute("UPDATE report SET report = '['")
    (violation,) = store.check()

    assert (violation.rule, violation.key) == ("record", "")
    assert violation.detail.startswith("report 1 cannot be read: ")


def test_articles_that_are_looked_at_in_several_goes_are_all_looked_at(store: Store, settings: Settings) -> None:
    with store.write(NOW) as writer:
        for number in range(1200):
            writer.put(make_article(number), ())
    with closing(sqlite3.connect(settings.database)) as connection, connection:
        connection.execute("UPDATE article SET language = 'fr'")
    told: list[float] = []

    assert len(list(store.check(told.append))) == 1200
    assert told == [500 / 1200, 1000 / 1200, 1, 1]


def test_damaged_file_is_said_to_be_so_and_nothing_else(stored: Store, settings: Settings) -> None:
    stored.close()
    database = Path(settings.database)
    with closing(sqlite3.connect(database)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'version'").fetchone()
    with database.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)
    found = list(stored.check())

    assert {violation.rule for violation in found} == {"file"}
    assert all(violation.detail for violation in found)


def test_file_that_is_no_database_is_named(stored: Store, settings: Settings) -> None:
    stored.close()
    Path(settings.database).write_bytes(b"Dear operator, this is no database.\n" * 300)
    with pytest.raises(StoreUnavailable, match="cannot be used now: file is not a database"):
        list(stored.check())


def test_check_makes_no_store(tmp_path: Path) -> None:
    with closing(Store(str(tmp_path / "nothing.db"))) as store, pytest.raises(StoreError, match="there is no store"):
        list(store.check())

    assert not (tmp_path / "nothing.db").exists()


def test_check_looks_at_one_state_while_others_write(stored: Store) -> None:
    found = stored.check()

    def write(_done: float) -> None:
        with stored.write(NOW + timedelta(hours=1)) as writer:
            writer.put(make_article(7), ())

    assert list(stored.check(write)) == []
    assert list(found) == []


def later(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


@pytest.fixture
def keys(store: Store, feed: Feed, sample: bytes) -> list[str]:
    """Articles of a store that was fed, corrected by its source, and is waiting for a day to come; oldest first."""
    feed(sample + b"Lamp lit\nPublishing date: 30 June 2026\nWhere we are: Lamp Office in Voss\nIt shone.\n")
    feed(sample.replace(b"painted", b"repainted"), Order(note="Corrected."), later(1))
    feed("Harbour\nPublishing date: 5 July 2026\nContent type: News\nOpen.\n")
    with store.read() as reader:
        return [article.key for article in reader.stream(EVERYTHING, "en")][::-1]


def test_every_decision_keeps_the_rules(
    keys: list[str], store: Store, settings: Settings, vocabulary: Vocabulary
) -> None:
    correction = edit.Correction(headline="Corrected", topics=("Elections",), date="7 July 2026")
    lamp, day = ("office", "lamp-office-in-voss"), edit.Correction(date="1 July 2026")
    decisions: list[Callable[[], object]] = [
        lambda: edit.correct(store, keys[0], correction, "Why.", settings, vocabulary, later(2)),
        lambda: edit.correct(store, keys[0], day, "Why.", settings, vocabulary, later(3)),
        lambda: edit.withdraw(store, keys[0], "Why.", later(4)),
        lambda: edit.restore(store, keys[0], "Why.", settings, vocabulary, later(5)),
        lambda: edit.erase(store, keys[1], "Why.", later(6)),
        lambda: edit.accept(store, vocabulary, *lamp, later(7)),
        lambda: edit.merge(store, vocabulary, *lamp, "mission-to-skopje", later(8)),
        lambda: edit.renormalise(store, edit.renormalisable(store), settings, vocabulary, lambda: later(9)),
    ]
    for decide in decisions:
        decide()
        assert list(store.check()) == []
    with store.read() as reader:
        assert [version.version for version in reader.versions(keys[1])] == [2]


def test_linked_editions_keep_the_rules(store: Store, feed: Feed) -> None:
    feed("Pier\nPublishing date: 5 June 2026\nContent type: News\nOpen.\n")
    feed("Quai\nPublishing date: 5 June 2026\nContent type: News\nOuvert.\n", Order(Evidence("fr")))
    with store.read() as reader:
        keys = [article.key for article in reader.stream(EVERYTHING, "en")]
    edit.link(store, keys, later(1))
    assert list(store.check()) == []

    edit.withdraw(store, keys[0], "Why.", later(2))
    assert list(store.check()) == []


def test_adopted_records_keep_the_rules(
    keys: list[str], store: Store, settings: Settings, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    """They come with the version that they have elsewhere, and nothing is known of those before."""
    with store.write(later(3)) as writer:
        article = writer.article(keys[1])
        assert article is not None
        for number in range(3):
            article = next_version(article, later(3), {"headline": f"Said {number} times"})
            writer.put(article, ())
    archive = next(data for url, data in renditions(store, settings).items() if url.endswith("/en/articles.jsonl"))
    other = replace(settings, database=str(tmp_path / "other.db"))
    with closing(Store(other.database)) as adopting:
        adopting.prepare(NOW)
        ingest(Document("archive", archive), adopting, other, vocabulary, Order(), later(4))
        with adopting.read() as reader:
            assert [version.version for version in reader.versions(keys[1])] == [article.version]
        assert list(adopting.check()) == []
