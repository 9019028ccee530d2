import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.conftest import NOW
from tests.listings import make_article
from tests.listings import rows

from osce_feeds.errors import StoreUnavailable
from osce_feeds.store import Store
from osce_feeds.store.engine import make_engine
from osce_feeds.store.engine import transaction

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000)]
)
@pytest.mark.parametrize("write", [True, False])
def test_connections_are_durable_and_strict(pragma: str, value: object, write: bool, store: Store) -> None:
    """``synchronous`` 2 is FULL: what was acknowledged survives a power cut."""
    engine = make_engine(store.address)
    with transaction(engine, write=write) as connection:
        assert value == connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
    engine.dispose()


def test_rows_need_the_article_they_point_to(store: Store) -> None:
    engine = make_engine(store.address)
    with pytest.raises(sa.exc.IntegrityError, match="FOREIGN KEY"), transaction(engine, write=True) as connection:
        connection.exec_driver_sql("INSERT INTO identity VALUES ('headline:x', 'nobody')")
    engine.dispose()


def test_reads_see_one_state_while_others_write(store: Store) -> None:
    article = make_article()
    with store.read() as reader:
        assert reader.generation() == 0
        with store.write(NOW) as writer:
            writer.put(article, ())

        assert reader.generation() == 0
        assert reader.article(article.key) is None
    with store.read() as reader:
        assert reader.generation() == 1
        assert article == reader.article(article.key)


def test_reads_wait_for_nobody(store: Store) -> None:
    with store.write(NOW) as writer:
        writer.put(make_article(), ())
        with store.read() as reader:
            assert reader.generation() == 0


def test_writers_exclude_each_other_from_their_start(store: Store, tmp_path: Path) -> None:
    with (
        store.write(NOW),
        closing(sqlite3.connect(tmp_path / "store.db", timeout=0)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")


@pytest.mark.usefixtures("impatient")
def test_write_gives_up_in_words_when_another_one_stays(store: Store, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "store.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable) as refused, store.write(NOW):
            pass
        other.execute("ROLLBACK")

    assert f"the store sqlite:///{tmp_path}/store.db cannot be used now: database is locked" == str(refused.value)
    with store.write(NOW) as writer:
        writer.put(make_article(), ())


def test_write_keeps_nothing_after_an_error(store: Store, tmp_path: Path) -> None:
    before = rows(tmp_path / "store.db")

    def fail() -> None:
        with store.write(NOW) as writer:
            writer.put(make_article(), ("headline:x",))
            raise KeyError

    with pytest.raises(KeyError):
        fail()

    assert before == rows(tmp_path / "store.db")


def test_write_keeps_nothing_when_told_so(store: Store, tmp_path: Path) -> None:
    before = rows(tmp_path / "store.db")
    with store.write(NOW, keep=False) as writer:
        writer.put(make_article(), ("headline:x",))
        assert writer.is_taken(make_article().key)

    assert before == rows(tmp_path / "store.db")


def test_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    database = tmp_path / "letter.db"
    database.write_bytes(b"Dear operator, this is not a database.\n" * 100)
    with closing(Store(str(database))) as store, pytest.raises(StoreUnavailable) as refused:
        store.prepare(NOW)

    assert f"the store sqlite:///{database} cannot be used now: file is not a database" == str(refused.value)
    assert database.read_bytes() == b"Dear operator, this is not a database.\n" * 100


def test_folder_that_is_no_store_is_named(tmp_path: Path) -> None:
    with closing(Store(str(tmp_path))) as store, pytest.raises(StoreUnavailable) as refused:
        store.prepare(NOW)

    reason = "unable to open database file (it is a folder)"
    assert f"the store sqlite:///{tmp_path} cannot be used now: {reason}" == str(refused.value)


def test_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    database = tmp_path / "file" / "folder" / "store.db"
    with closing(Store(str(database))) as store, pytest.raises(StoreUnavailable, match=str(database)):
        store.prepare(NOW)


@pytest.mark.parametrize(
    ("database", "scheme"),
    [
        ("postgresql+psycopg2://reader:secret@db.example.org/news", "postgresql+psycopg2"),
        ("mysql+pymysql://db/news", "mysql+pymysql"),
        ("sqlite://", "sqlite"),
        ("://", ""),
    ],
)
def test_unknown_kind_of_database_is_refused_without_its_password(database: str, scheme: str) -> None:
    with pytest.raises(StoreUnavailable) as refused:
        Store(database)

    assert f"DATABASE {scheme!r} is not known: give a path, sqlite:///path, or postgresql://user@host/name" == str(
        refused.value
    )


def test_path_and_address_mean_one_store(store: Store, tmp_path: Path) -> None:
    with store.write(NOW) as writer:
        writer.put(make_article(), ())
    with closing(Store(f"sqlite:///{tmp_path}/store.db")) as other, other.read() as reader:
        assert store.address == other.address
        assert reader.generation() == 1


def test_tilde_means_the_home_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    with closing(Store("~/data/store.db")) as store:
        store.prepare(NOW)

    assert (tmp_path / "home" / "data" / "store.db").is_file()
