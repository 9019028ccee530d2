from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from tests.conftest import NOW
from tests.listings import make_article
from tests.listings import rows

from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store.engine import make_engine
from osce_feeds.store.engine import transaction
from osce_feeds.store.migrate import config
from osce_feeds.store.records import seconds
from osce_feeds.store.revision import REVISION
from osce_feeds.store.schema import metadata


@pytest.fixture
def connection(store: Store) -> Iterator[sa.Connection]:
    """A connection to a migrated store, in a transaction that is kept."""
    engine = make_engine(store.address)
    with transaction(engine, write=True) as connection:
        yield connection
    engine.dispose()


def differences(connection: sa.Connection) -> list[object]:
    """Return what autogeneration would put into a further migration."""
    # The index of words is a virtual table, which metadata cannot say.
    options = {"include_name": lambda name, kind, _: kind != "table" or not str(name).startswith("words")}
    found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    return [each for each in found if "comment" not in str(each[0])]  # ours are for readers of the program


def test_migrated_database_is_what_the_schema_says(connection: sa.Connection) -> None:
    assert differences(connection) == []


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "defect",
    [
        "ALTER TABLE article ADD COLUMN colour VARCHAR",
        "ALTER TABLE selection DROP COLUMN touched",
        "DROP TABLE counter",
        "DROP INDEX ix_article_work_language_status",
        "CREATE TABLE other (x INTEGER PRIMARY KEY)",
    ],
)
def test_planted_difference_is_found(connection: sa.Connection, defect: str) -> None:
    connection.exec_driver_sql(defect)

    assert len(differences(connection)) == 1


@pytest.mark.sqlite
def test_names_of_keys_and_indexes_follow_the_convention(connection: sa.Connection) -> None:
    """Comparison does not look at names, but later migrations on SQLite need them."""
    found = sa.inspect(connection)
    expected: dict[str, set[str | None]] = {}
    actual: dict[str, set[str | None]] = {}
    for name, table in metadata.tables.items():
        expected[name] = {str(table.primary_key.name), *(str(one.name) for one in table.foreign_key_constraints)}
        expected[name] |= {str(index.name) for index in table.indexes}
        actual[name] = {
            found.get_pk_constraint(name)["name"],
            *(one["name"] for one in found.get_foreign_keys(name)),
            *(index["name"] for index in found.get_indexes(name)),
        }

    assert expected == actual


def test_program_knows_the_newest_migration(connection: sa.Connection) -> None:
    scripts = ScriptDirectory.from_config(config(connection, seconds(NOW)))

    assert scripts.get_heads() == [REVISION]
    assert len(scripts.get_bases()) == 1


def test_revisions_sort_as_they_follow_each_other(connection: sa.Connection) -> None:
    """The store compares them as texts."""
    scripts = ScriptDirectory.from_config(config(connection, seconds(NOW)))
    revisions = [script.revision for script in scripts.walk_revisions("base", "heads")]

    assert sorted(revisions, reverse=True) == revisions


def test_downgrade_leaves_nothing_and_upgrade_makes_it_again(store: Store, settings: Settings) -> None:
    fresh = rows(settings.database)
    with store.write(NOW) as writer:
        writer.put(make_article(), ("headline:x",))
    engine = make_engine(store.address)
    with transaction(engine, write=True) as connection:
        command.downgrade(config(connection, seconds(NOW)), "base")
    engine.dispose()

    assert rows(settings.database) == {"alembic_version": []}
    assert store.revision() is None

    store.prepare(NOW)
    assert fresh == rows(settings.database)
