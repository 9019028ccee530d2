"""The index of words: which articles have words, or terms that are called so.

The most recent ones are found first, whatever else they are about: a list is in the
order of its days, and no word weighs more than another.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from types import ModuleType

import sqlalchemy as sa

from osce_feeds.model.search import Phrase
from osce_feeds.model.term_names import TermNames
from osce_feeds.store import schema
from osce_feeds.store import words_postgresql
from osce_feeds.store import words_sqlite
from osce_feeds.store.dialect import is_postgresql
from osce_feeds.store.sought import Clause
from osce_feeds.store.sought import clauses


class WordIndex:
    """The index as the engine of a connection has it."""

    def __init__(self, connection: sa.Connection) -> None:
        """Use *connection*, whose transaction the caller owns."""
        self._connection = connection
        self._engine: ModuleType = words_postgresql if is_postgresql(connection) else words_sqlite

    @property
    def table(self) -> sa.TableClause:
        """The table, for joins."""
        table: sa.TableClause = self._engine.TABLE
        return table

    @property
    def published(self) -> sa.ColumnElement[int]:
        """The moments of the articles, in seconds since 1970."""
        published: sa.ColumnElement[int] = self._engine.PUBLISHED
        return published

    def create(self) -> None:
        """Make the table, with nothing in it."""
        for statement in self._engine.CREATE:
            self._connection.exec_driver_sql(statement)

    def drop(self) -> None:
        """Remove the table."""
        self._connection.exec_driver_sql("DROP TABLE words")

    def replace(self, old: Mapping[int, str], new: Mapping[int, str]) -> None:
        """Have the index hold the texts of *new*, by moment, in the place of those of *old*."""
        gone = [published for published, text in sorted(old.items()) if new.get(published) != text]
        if gone:
            self._engine.delete(self._connection, gone)
        added = [(published, text) for published, text in sorted(new.items()) if old.get(published) != text]
        if added:
            self._engine.insert(self._connection, added)

    def differing(self, texts: Mapping[int, str]) -> list[int]:
        """Return the moments, in order, of those of *texts* that the index does not hold as they are."""
        found: list[int] = self._engine.differing(self._connection, texts)
        return sorted(found)

    def matches(self, wanted: Sequence[Clause], excluded: Clause = ()) -> sa.ColumnElement[bool]:
        """Return the condition that a row of the table has one phrase of each clause, and none that is *excluded*."""
        condition: sa.ColumnElement[bool] = self._engine.matches(wanted, excluded)
        return condition

    def holds(self, wanted: Sequence[Clause], published: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
        """Return the condition that the article at *published* has one phrase of each clause."""
        condition: sa.ColumnElement[bool] = self._engine.holds(wanted)
        one = sa.select(sa.literal(1)).select_from(self.table).where(self.published == published, condition)
        return sa.exists(one.correlate_except(self.table))

    def found(self, wanted: Sequence[Clause], excluded: Clause = ()) -> sa.Select[int]:
        """Return the question for the moments of the articles that match."""
        return (
            sa.select(self.published.label("published")).select_from(self.table).where(self.matches(wanted, excluded))
        )

    def clauses(self, phrases: Iterable[Phrase], names: TermNames) -> tuple[Clause, ...]:
        """Return what must be found for *phrases*, terms by their *names* among it."""
        table = schema.term
        rows = self._connection.execute(sa.select(table.c.scheme, table.c.code, table.c.id, table.c.label))
        known = {(row.scheme, row.code): (row.id, row.label) for row in rows}
        return tuple(clauses(phrases, names, known))
