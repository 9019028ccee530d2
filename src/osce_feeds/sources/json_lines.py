"""JSON lines: whole records as this service exports them, or the plain fields that somebody's script wrote.

A line that says its ``key`` and ``id`` is a record of ours and must be a whole one.
Any other line needs a headline and a date; offices, topics and type may be
names, or terms with a label. The JSON Schema of both is published
(``model.record_schema``).
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta
from typing import Any

import msgspec

from osce_feeds.errors import DocumentRefused
from osce_feeds.model.article import Article
from osce_feeds.model.article import Dateline
from osce_feeds.model.article import Enclosure
from osce_feeds.model.article import Origin
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.model.language_tags import tidy_tag
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.raw import Severity
from osce_feeds.model.record_schema import PlainRecord
from osce_feeds.model.record_schema import label_of
from osce_feeds.sources.base import Source
from osce_feeds.sources.base import decode
from osce_feeds.sources.feed_entries import as_lines
from osce_feeds.sources.json_text import decode_json

_FIRST = re.compile(rb'(?:\xef\xbb\xbf)?\s{0,999}\{(?!\s{0,99}"version"\s{0,9}:\s{0,9}"http)')
_TELLING = (b'"headline"', b'"date"')
_LINE_LIMIT = 1024 * 1024
"""Bytes of a line; a record holds a text of 256 KiB at most."""
_A_DAY = timedelta(days=1)
"""How far a moment of a day may be from the day in UTC."""
_VERSIONS = range(1, 1_000_000)
_YEARS = range(1970, 3000)
_RECORD = frozenset(Article.__dataclass_fields__)
_PLAIN = frozenset(field.encode_name for field in msgspec.structs.fields(PlainRecord))
_TERM = frozenset(Term.__dataclass_fields__)
_PARTS = {
    "collections": _TERM,
    "dateline": frozenset(Dateline.__dataclass_fields__),
    "enclosures": frozenset(Enclosure.__dataclass_fields__),
    "genre": _TERM,
    "offices": _TERM,
    "source": frozenset(Origin.__dataclass_fields__),
    "topics": _TERM,
}
"""What the objects in a field, or in its list, may hold."""


def sniff(data: bytes) -> bool:
    """Say whether the first line of *data* that is not blank begins an object with a headline and a date."""
    if not _FIRST.match(data[:2048]):
        return False
    line = data.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")[0]
    return all(telling in line for telling in _TELLING)


def read(data: bytes, document: str) -> Iterator[RawEntry | Problem]:
    """Yield an entry for each line, and a problem for each one that is no record; blank lines are left out.

    Raises:
        DocumentRefused: when the document is not UTF-8 or has no line that begins an object.
    """
    text = decode(data, document)
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if not any(line.lstrip().startswith("{") for _, line in lines):
        detail = "no line of it is a JSON object" if lines else "the file is empty"
        raise DocumentRefused(detail, document)
    for number, line in lines:
        try:
            yield from _read_line(line, document, number)
        except (DocumentRefused, msgspec.ValidationError) as error:
            why = error.detail if isinstance(error, DocumentRefused) else str(error)
            broken = isinstance(error.__cause__, json.JSONDecodeError)
            cut = broken and number == lines[-1][0] and not text.endswith("\n")
            code, what = ("record.cut_off", "ends inside a record") if cut else ("record.unreadable", "is no record")
            yield Problem(code, f"the line {what}: {why}", document, number, Severity.ERROR)


def _read_line(line: str, document: str, number: int) -> Iterator[RawEntry | Problem]:
    if len(line.encode()) > _LINE_LIMIT:
        detail = f"it has more than {_LINE_LIMIT // 1024} KiB"
        raise DocumentRefused(detail, document, number)
    value = decode_json(line, document, number)
    whole = isinstance(value, dict) and "key" in value and "id" in value
    if isinstance(value, dict) and (unknown := _unknown(value, _RECORD if whole else _PLAIN)):
        names = ", ".join(repr(name[:40]) for name in unknown[:5])
        detail = f"fields that no record has were left out: {names}"
        yield Problem("record.unknown_field", detail, document, number)
    if whole:
        record = msgspec.convert(value, Article)
        if fault := _fault(record):
            raise DocumentRefused(fault, document, number)
        yield _whole(record, document, number)
    else:
        yield _plain(msgspec.convert(value, PlainRecord), document, number)


def _unknown(record: dict[str, Any], fields: frozenset[str]) -> list[str]:
    """Return the names in *record* that are none of its *fields*, and those in its parts, once each."""
    names = dict.fromkeys(sorted(record.keys() - fields))
    for field in sorted(fields & record.keys() & _PARTS.keys()):
        value = record[field]
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                names |= dict.fromkeys(f"{field}.{name}" for name in sorted(part.keys() - _PARTS[field]))
    return [*names]


def _fault(record: Article) -> str:
    """Return why *record* cannot be one of ours although its fields are of the right kinds, or empty."""
    if record.version not in _VERSIONS:
        return f"its version is {record.version}; versions count from 1"
    for name in ("received", "published", "updated"):
        moment: datetime = getattr(record, name)
        if moment.tzinfo is None or moment.year not in _YEARS:
            return f"{name!r} is {moment.isoformat()}, and has to be a moment of our days with its offset from UTC"
    if abs(record.published.date() - record.date) > _A_DAY:
        return f"'published' is {record.published.isoformat()}, which is not on the publishing day {record.date}"
    return ""


def _whole(record: Article, document: str, number: int) -> RawEntry:
    return RawEntry(
        document=document,
        line=number,
        id=record.id,
        headline=record.headline,
        byline=record.byline,
        date=record.date.isoformat(),
        genre=as_lines([record.genre.label] if record.genre else []),
        offices=as_lines(term.label for term in record.offices),
        topics=as_lines(term.label for term in record.topics),
        collections=as_lines(record.collections),
        summary=record.summary,
        content=record.content,
        language=record.language,
        link=record.link,
        enclosures=record.enclosures,
        rights=record.rights,
        status=Status.CANCELED if record.status is Status.CANCELED else "",
        note=record.note,
        record=record,
    )


def _plain(record: PlainRecord, document: str, number: int) -> RawEntry:
    lists: dict[str, Any] = {
        name: as_lines(map(label_of, getattr(record, name))) for name in ("offices", "topics", "collections")
    }
    return RawEntry(
        document=document,
        line=number,
        id=record.id,
        headline=record.headline,
        byline=record.byline,
        date=record.date,
        genre=as_lines([label_of(record.genre)] if record.genre else []),
        summary=record.summary,
        content=record.content,
        language=tidy_tag(record.language),
        link=record.link,
        enclosures=record.enclosures,
        rights=record.rights,
        **lists,
    )


JSON_LINES = Source("json-lines", sniff, read, by_line=True)
