"""Listings of invented articles, the store as rows, and the command as its users run it."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC
from datetime import date
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.settings import PREFIX
from osce_feeds.store import Store

_TABLES = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
    "SELECT name FROM sqlite_master WHERE type = 'table'",
)
HEADING = "Newsroom\nNews and press releases\nNews from invented places.\n"
SKOPJE = "OSCE Mission to Skopje"
SUMMARY = "The ferry school in Voss opened its doors today, and nineteen pupils learned to tie a bowline before lunch."
"""Long enough to be recognised by."""
FERRY = Term("office", "mission-to-skopje", SKOPJE)
YOUTH = Term("topic", "youth", "Youth")
PUBLISHED = datetime(2026, 6, 1, 10, 0, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An entry of a listing; what is empty has no line."""

    headline: str = "Ferry school opens in Voss"
    date: str = "4 July 2025"
    genre: str = "News"
    offices: str = SKOPJE
    topics: str = "Youth"
    summary: str = SUMMARY

    def __str__(self) -> str:
        lines = (
            self.headline,
            f"Publishing date: {self.date}" if self.date else "",
            f"Content type: {self.genre}" if self.genre else "",
            f"Where we are: {self.offices}" if self.offices else "",
            f"What we do: {self.topics}" if self.topics else "",
            self.summary,
        )
        return "".join(f"{line}\n" for line in lines if line)


def make_listing(entries: Iterable[Entry]) -> str:
    """Return the text of a listing page with *entries*, as the newsroom prints it."""
    return HEADING + "".join(map(str, entries))


def make_entries(count: int, about: str = "Voss") -> list[Entry]:
    """Return *count* different entries of one page, two a day, the newest first."""
    days = [date.fromordinal(date(2025, 7, 4).toordinal() - number // 2) for number in range(count)]
    return [
        Entry(
            headline=f"Ferry {number} of {count} leaves {about}",
            date=f"{day.day} {day:%B %Y}",
            summary=f"The ferry with number {number} left {about} with a cargo of {number + 2} harps and one goat."
            " Nobody on the quay could say who had ordered them, and the goat did not tell.",
        )
        for number, day in enumerate(days)
    ]


def make_article(number: int = 0, **overrides: Any) -> Article:
    """Return a valid article; *number* gives it a key, a moment and a headline of its own."""
    key = overrides.get("key") or f"voss{number:08d}".translate(str.maketrans("0189", "oabc"))
    published = overrides.get("published") or PUBLISHED.replace(minute=number // 60, second=number % 60)
    fields: dict[str, Any] = {
        "key": key,
        "id": f"tag:feeds.example.org,2026:{key}",
        "version": 1,
        "status": Status.USABLE,
        "work": key,
        "language": "en",
        "headline": f"Ferry {number} leaves Voss",
        "date": published.date(),
        "received": published,
        "published": published,
        "updated": published,
    }
    return Article(**(fields | overrides))


def rows(database: str | Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table of a store, in no way that depends on how it got there."""
    with closing(_connect(str(database))) as connection:
        cursor = connection.cursor()
        names = [name for (name,) in cursor.execute(_TABLES[type(connection) is sqlite3.Connection]).fetchall()]
        return {
            name: sorted(cursor.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)  # noqa: S608 - names of our own tables
            for name in sorted(names)
        }


def address_of(store: Store) -> str:
    """Return the setting DATABASE with which *store* was opened."""
    return store.address.removeprefix("sqlite:///").replace("postgresql+psycopg://", "postgresql://")


def select(database: str | Path, query: str) -> list[tuple[Any, ...]]:
    """Return what a store answers to *query*."""
    with closing(_connect(str(database))) as connection:
        found: list[tuple[Any, ...]] = connection.cursor().execute(query).fetchall()
        return found


def _connect(database: str) -> Any:
    if database.startswith("postgresql://"):
        return psycopg.connect(database)
    return sqlite3.connect(f"file:{database}?mode=ro", uri=True)


def environment(database: str | Path, **settings: str) -> dict[str, str]:
    """Return the environment of a process that works on *database*."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    ours = {"DATABASE": str(database), "AUTHORITY": "feeds.example.org,2026"} | settings
    return others | {"PYTHONUNBUFFERED": "1"} | {f"{PREFIX}{name}": value for name, value in ours.items()}


def unmeasured(env: Mapping[str, str]) -> dict[str, str]:
    """Return *env* for a process that ends too hard to write down its coverage."""
    return {name: value for name, value in env.items() if not name.startswith("COVERAGE_")}


def run(
    *arguments: str | Path, env: dict[str, str], stdin: bytes = b"", timeout: float = 60
) -> subprocess.CompletedProcess[bytes]:
    """Run ``osce-feeds`` as a process of its own and return how it ended."""
    command = [sys.executable, "-m", "osce_feeds", *map(str, arguments)]
    return subprocess.run(command, env=env, input=stdin, capture_output=True, timeout=timeout, check=False)
