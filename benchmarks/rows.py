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
            made = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC"
            schema = connection.execute(made).fetchall()
            tables = {
                name: connection.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 - names of our own tables
                for kind, name, _ in schema
                if kind == "table"
            }
        self._schema = [sql for _, _, sql in schema]
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
                    connection.executemany(f'INSERT INTO "{name}" VALUES ({places})', rows)  # noqa: S608
                connection.execute("COMMIT")
