"""Text that must be gone: from versions, readings and reports, and from the bytes of the database's files."""

import sqlite3
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import msgspec
import sqlalchemy as sa

from osce_feeds.errors import StoreUnavailable
from osce_feeds.model.article import Article
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.store import schema
from osce_feeds.store.dialect import is_postgresql
from osce_feeds.store.vacuum import REMAINS
from osce_feeds.store.vacuum import scrub_server
from osce_feeds.store.words_sqlite import REBUILD
from osce_feeds.store.writer import Writer
from osce_feeds.text import words

GONE = "(erased)"
_IN_USE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_RUN = 5
"""Words in a row that two texts share only if one quotes the other."""
_SHORTENED = 60
"""Characters to which reports shorten what they quote."""


def forget(writer: Writer, tombstone: Article) -> int:
    """Put *tombstone* in the place of all that is known of its article, and return how many remarks it was taken from.

    Versions and readings go, and what reports quote of them. The identities stay:
    they are digests, and by them the article is known when a source brings it again.
    """
    versions, readings = writer.versions(tombstone.key), writer.readings(tombstone.key)
    writer.put(tombstone, ())
    table, kept = schema.version, schema.reading
    writer.connection.execute(table.delete().where(table.c.key == tombstone.key, table.c.version != tombstone.version))
    writer.connection.execute(kept.delete().where(kept.c.key == tombstone.key))
    quotes = _Quotes(_texts(versions, [reading.entry for reading in readings]))
    quotes.links |= {version.link for version in versions} | {reading.entry.link for reading in readings}
    return _redact(writer, quotes)


def redacted(problems: Iterable[Problem], entries: Iterable[RawEntry]) -> tuple[Problem, ...]:
    """Return *problems* without what they quote of *entries*, for a report on entries whose article was erased."""
    entries = list(entries)
    quotes = _Quotes(_texts((), entries))
    quotes.links |= {entry.link for entry in entries}
    return tuple(
        replace(problem, detail=GONE, url="") if quotes.are_in(problem.detail, problem.url) else problem
        for problem in problems
    )


def scrub(engine: sa.Engine) -> bool:
    """Write the database anew without the remains of what was deleted, and empty its log; False where it is in use.

    SQLite overwrites what is deleted (``secure_delete``), but not the copies that it
    leaves behind when it moves rows between pages, and the index of words keeps
    what it has of deleted texts until it happens to tidy up. PostgreSQL overwrites
    nothing: there, the tables are written anew, and its log (WAL), archives of that and
    replicas are the operator's to look after.

    Raises:
        StoreUnavailable: when the database cannot be written anew, for want of space perhaps.
    """
    return scrub_server(engine) if is_postgresql(engine) else _scrub_file(engine)


def _scrub_file(engine: sa.Engine) -> bool:
    try:
        with closing(engine.raw_connection()) as connection:  # VACUUM runs in no transaction
            cursor = connection.cursor()
            cursor.execute(REBUILD)
            cursor.execute("VACUUM")
            busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) in _IN_USE:
            return False
        message = f"{REMAINS}: {error}"
        raise StoreUnavailable(message) from error


class _Quotes:
    """Recognises in a remark the text of an article."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._runs: set[tuple[str, ...]] = set()
        self.links: set[str] = set()
        for text in texts:
            self._add(words(text))
            self._add(words(repr(text)))  # remarks quote as Python does
            if len(text) > _SHORTENED:
                self._add(words(text[: _SHORTENED - 1])[:-1])
        self._lengths = sorted({len(run) for run in self._runs})

    def are_in(self, remark: str, url: str = "") -> bool:
        """Say whether *remark*, or the address it is about, belongs to the article."""
        said = words(remark.replace("_", " "))
        return bool(url and url in self.links) or any(
            tuple(said[start : start + length]) in self._runs
            for length in self._lengths
            for start in range(len(said) - length + 1)
        )

    def _add(self, said: list[str]) -> None:
        ends = range(min(_RUN, len(said)), len(said) + 1)
        self._runs.update(tuple(said[max(0, end - _RUN) : end]) for end in ends if end)


def _texts(versions: Iterable[Article], entries: Iterable[RawEntry]) -> Iterator[str]:
    for version in versions:
        yield from (version.headline, version.summary, version.content)
        yield version.dateline.text if version.dateline else ""
    for entry in entries:
        yield from (entry.headline, entry.summary, entry.content)


def _redact(writer: Writer, quotes: _Quotes) -> int:
    table = schema.report
    redacted = 0
    for row in writer.connection.execute(sa.select(table.c.id, table.c.document, table.c.report)).all():
        report: dict[str, Any] = msgspec.json.decode(row.report)
        problems = report.get("problems", [])
        about = [problem for problem in problems if quotes.are_in(problem["detail"], problem.get("url", ""))]
        for problem in about:
            problem.update(detail=GONE, url="")
        document = GONE if quotes.are_in(row.document) else row.document
        for holder in (*problems, report):
            for name in ("source", "document"):
                if holder.get(name) == row.document:
                    holder[name] = document
        if about or document != row.document:
            values = {"document": document, "report": msgspec.json.encode(report)}
            writer.connection.execute(table.update().where(table.c.id == row.id).values(**values))
            redacted += len(about)
    # Whoever feeds the document again is told that something of it was erased, so it is read again.
    writer.connection.execute(table.update().values(digest=""))
    return redacted
