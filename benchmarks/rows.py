"""What stands in a SQLite file, and the least that it takes to write it once more."""

import sqlite3
from contextlib import closing
from pathlib import Path

_BUSY = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON")
"""How the store speaks to SQLite."""


class Rows:
    """Everything in a database: what makes its tables and what stands in them, for as many transactions."""

    def __init__(self, database: Path, transactions: int) -> None:
        """Read it all."""
        with closing(sqlite3.connect(database)) as connection:
            made = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC"
            kinds = dict(connection.execute("SELECT name, type FROM pragma_table_list WHERE schema = 'main'"))
            # The parts of a virtual table are made by SQLite with it.
            schema = [row for row in connection.execute(made) if kinds.get(row[0]) != "shadow"]
            columns = {name: _columns(connection, name, kinds[name]) for name, _ in schema if name in kinds}
            tables = {
                f'"{name}" ({names})': connection.execute(f'SELECT {names} FROM "{name}"').fetchall()  # noqa: S608
                for name, names in columns.items()
            }
        self._schema = [sql for _, sql in schema]
        self._parts = [
            [(name, rows[part::transactions]) for name, rows in tables.items() if rows[part::transactions]]
            for part in range(transactions)
        ]

    def write(self, database: Path) -> None:
        """Write it all into a new *database*, indexes kept from the first row on."""
        with closing(sqlite3.connect(database, isolation_level=None)) as connection:
            for pragma in _BUSY:
                connection.execute(f"PRAGMA {pragma}")
            for sql in self._schema:
                connection.execute(sql)
            for part in self._parts:
                connection.execute("BEGIN IMMEDIATE")
                for name, rows in part:
                    places = ", ".join("?" * len(rows[0]))
                    connection.executemany(f"INSERT INTO {name} VALUES ({places})", rows)  # noqa: S608
                connection.execute("COMMIT")


def _columns(connection: sqlite3.Connection, name: str, kind: str) -> str:
    """Return the names of the columns of a table, as they stand in a statement; rows of virtual ones are numbered."""
    found = [f'"{column}"' for (column,) in connection.execute("SELECT name FROM pragma_table_info(?)", (name,))]
    return ", ".join(["rowid", *found] if kind == "virtual" else found)
