"""A server of PostgreSQL for the tests of one process: thrown away at their end, and not afraid of power cuts."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from itertools import count
from pathlib import Path
from signal import SIGINT
from time import monotonic
from time import sleep
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL
from psycopg.sql import Identifier
from psycopg.sql import Placeholder
from tests.listings import address_of

from osce_feeds.store import Store

_SWIFT = {
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "max_wal_senders": "0",
    "wal_level": "minimal",
    "shared_buffers": "64MB",
}
_PATIENCE = 30
_USER = "postgres"


_SHAPE = """
SELECT table_name || column_name || data_type || is_nullable FROM information_schema.columns
WHERE table_schema = 'public' UNION SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1
"""
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@dataclass
class _Copy:
    """A database that tests use in turn, with what it held at first; to make one for each test takes longer."""

    name: str
    _shape: list[Any] = field(default_factory=list)
    _rows: dict[str, list[Any]] = field(default_factory=dict)

    def look(self, connection: "psycopg.Connection[Any]") -> None:
        """Remember what is there."""
        self._shape = connection.execute(_SHAPE).fetchall()
        for (table,) in connection.execute(_TABLES).fetchall():
            self._rows[table] = connection.execute(SQL("SELECT * FROM {}").format(Identifier(table))).fetchall()

    def empty(self, connection: "psycopg.Connection[Any]") -> bool:
        """Bring back what was there at first; False where the tables are others."""
        connection.execute(_OTHERS)
        if connection.execute(_SHAPE).fetchall() != self._shape:
            return False
        tables = SQL(", ").join(map(Identifier, self._rows))
        connection.execute(SQL("TRUNCATE {} RESTART IDENTITY").format(tables))
        for table, rows in self._rows.items():
            for row in rows:
                values = SQL(", ").join(Placeholder() * len(row))
                connection.execute(SQL("INSERT INTO {} VALUES ({})").format(Identifier(table), values), row)
        return True


@dataclass
class Server:
    """A server whose files lie in ``folder``."""

    folder: Path
    binaries: Path
    _process: "subprocess.Popen[bytes] | None" = None
    _store: "_Copy | None" = None
    _numbers: Iterator[int] = field(default_factory=count)

    @property
    def log(self) -> Path:
        """What it says; beside its folder, in which only it may write."""
        return self.folder.with_suffix(".log")

    def address(self, name: str = _USER) -> str:
        """Return the address of the database *name*."""
        return f"postgresql://{_USER}@/{name}?host={self.folder}"

    def start(self) -> None:
        """Start it; it answers from then on."""
        options = [part for name, value in _SWIFT.items() for part in ("-c", f"{name}={value}")]
        command = [self.binaries / "postgres", "-D", self.folder / "data", "-k", self.folder]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(_as_user(*map(str, command), *options), stdout=log, stderr=log)
        end = monotonic() + _PATIENCE
        while not self._answers():
            if self._process.poll() is not None or monotonic() > end:
                raise AssertionError(self.log.read_text(encoding="utf-8"))
            sleep(0.05)

    def stop(self) -> None:
        """End it at once, whoever is connected."""
        if self._process is not None:
            self._process.send_signal(SIGINT)
            self._process.wait(_PATIENCE)
            self._process = None

    def sql(self, statement: str, name: str = _USER) -> None:
        """Say *statement* to the database *name*."""
        with psycopg.connect(self.address(name), autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def admin(self, store: Store) -> Iterator["psycopg.Connection[Any]"]:
        """Yield a connection to the database of *store* that is in no transaction."""
        with psycopg.connect(address_of(store), autocommit=True) as connection:
            yield connection

    @contextmanager
    def store(self) -> Iterator[str]:
        """Yield the name of a copy of the database ``newsroom``: the last one, emptied, where that can be done."""
        if self._store is None:
            self._store = _Copy(f"store{next(self._numbers)}")
            self.sql(f"CREATE DATABASE {self._store.name} TEMPLATE newsroom")
            with psycopg.connect(self.address(self._store.name)) as connection:
                self._store.look(connection)
        copy = self._store
        yield copy.name
        with psycopg.connect(self.address(copy.name)) as connection:
            if not copy.empty(connection):
                self._store = None

    @contextmanager
    def database(self, options: str = "") -> Iterator[str]:
        """Yield the name of a new database, made with *options*, which is gone at the end."""
        name = f"store{next(self._numbers)}"
        self.sql(f"CREATE DATABASE {name} {options}")
        yield name
        self.sql(f"DROP DATABASE {name} WITH (FORCE)")

    def _answers(self) -> bool:
        command = [str(self.binaries / "pg_isready"), "-q", "-h", str(self.folder)]
        return subprocess.run(command, check=False).returncode == 0


@contextmanager
def serving() -> Iterator[Server]:
    """Yield a running server, or skip the test where PostgreSQL is not installed."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip("needs a server of PostgreSQL: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="osce-pg-"))  # short, for the name of a socket may not be long
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, _USER, _USER)
        command = [binaries / "initdb", "-D", folder / "data", "-U", _USER, "-A", "trust", "-E", "UTF8"]
        options = ["--no-sync", "--locale=C.UTF-8"]
        subprocess.run(_as_user(*map(str, command), *options), check=True, capture_output=True)
        server = Server(folder, binaries)
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".log").unlink(missing_ok=True)


def _binaries() -> Path | None:
    """Return the folder of the newest server that is installed: Debian keeps it off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    program = str(found[-1]) if found else shutil.which("initdb")
    return Path(program).resolve().parent if program else None


def _as_user(*command: str | Path) -> list[str]:
    """Return *command* as somebody else than root runs it, for whom the server does not start."""
    as_user = ["setpriv", f"--reuid={_USER}", f"--regid={_USER}", "--init-groups"] if os.geteuid() == 0 else []
    return [*as_user, *map(str, command)]
