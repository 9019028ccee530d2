"""JSON Feed 1.0 and 1.1 of other publishers; of a service like this one, with what its extension says."""

import re
from collections.abc import Iterable
from collections.abc import Iterator
from html import escape
from typing import Any

import msgspec

from osce_feeds.errors import DocumentRefused
from osce_feeds.model.article import Enclosure
from osce_feeds.model.article import Status
from osce_feeds.model.language_tags import tidy_tag
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.raw import Severity
from osce_feeds.model.raw import make_entry
from osce_feeds.sources.base import Source
from osce_feeds.sources.base import decode
from osce_feeds.sources.feed_entries import as_lines
from osce_feeds.sources.feed_entries import enclosure
from osce_feeds.sources.feed_entries import original
from osce_feeds.sources.feed_entries import told_apart
from osce_feeds.sources.json_text import decode_json
from osce_feeds.sources.own_items import own_label

_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,999}\{")
_VERSION = re.compile(rb'"version"\s{0,9}:\s{0,9}"https?:(?:\\?/){2}jsonfeed\.org')


class _Author(msgspec.Struct):
    name: str | None = None


class _Attachment(msgspec.Struct):
    url: str
    mime_type: str = ""
    title: str | None = None
    size_in_bytes: int | float | None = None


class _Term(msgspec.Struct):
    scheme: str
    code: str
    label: str


class _Extension(msgspec.Struct):
    """What a service like this one says of an item beyond JSON Feed; see ``wire.JsonItemExtension``."""

    date: str
    version: int = 1
    type: _Term | None = None
    offices: list[_Term] = []
    topics: list[_Term] = []
    note: str = ""
    status: str = ""


class _Item(msgspec.Struct):
    """An item as JSON Feed 1.1 defines it; ids of version 1.0 may be numbers."""

    id: str | int | float
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    authors: list[_Author] | None = None
    author: _Author | None = None
    tags: list[str] | None = None
    language: str | None = None
    attachments: list[_Attachment] | None = None
    osce_feeds: _Extension | None = msgspec.field(default=None, name="_osce_feeds")


def sniff(data: bytes) -> bool:
    """Say whether *data* is an object that names a version of JSON Feed; its members have no order."""
    return _OBJECT.match(data) is not None and _VERSION.search(data) is not None


def read(data: bytes, document: str) -> Iterator[RawEntry | Problem]:
    """Yield the items of a feed in its order; one that is no item is a problem.

    Raises:
        DocumentRefused: when it is not JSON, no JSON Feed, or has no item.
    """
    feed = decode_json(decode(data, document), document)
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(feed, dict) or not isinstance(items, list) or not items:
        detail = "this is no JSON Feed with items"
        raise DocumentRefused(detail, document)
    language = tidy_tag(_text(feed.get("language")))
    base = _text(feed.get("feed_url")) or _text(feed.get("home_page_url"))
    entries: list[RawEntry] = []
    for number, item in enumerate(items, start=1):
        try:
            entries.append(_entry(msgspec.convert(item, _Item), document, language, base))
        except msgspec.ValidationError as error:
            detail = f"item {number} of the feed is none: {error}"
            yield Problem("entry.unreadable", detail, document, severity=Severity.ERROR)
    yield from told_apart(entries)


def _entry(item: _Item, document: str, language: str, base: str) -> RawEntry:
    authors = item.authors or ([item.author] if item.author else [])
    fields: dict[str, Any] = {
        "document": document,
        "id": str(item.id),
        "headline": item.title or "",
        "byline": ", ".join(author.name for author in authors if author.name),
        "language": tidy_tag(item.language or "") or language,
        "base": base,
        "link": original(item.url or item.external_url or "", str(item.id)),
        "enclosures": tuple(_enclosure(attachment) for attachment in item.attachments or ()),
    }
    if item.osce_feeds:
        return make_entry(**fields, **_ours(item, item.osce_feeds))
    return make_entry(
        **fields,
        date=item.date_published or item.date_modified or "",
        categories=as_lines(item.tags or ()),
        summary=item.summary or "",
        content=item.content_html or _paragraphs(item.content_text or ""),
    )


def _ours(item: _Item, extension: _Extension) -> dict[str, Any]:
    """Return the fields of an item of a service like this one; without a full text, it repeats its summary in HTML."""
    lines = (item.content_html or "").split("\n")
    canceled = extension.status == Status.CANCELED
    noted = bool(extension.note) and extension.version > 1  # then the first line is the note
    return {
        "date": extension.date,
        "genre": _labels([extension.type] if extension.type else []),
        "offices": _labels(extension.offices),
        "topics": _labels(extension.topics),
        "summary": item.summary or "",
        "content": lines[-1] if len(lines) == 1 + noted and not canceled else "",
        "status": Status.CANCELED if canceled else "",
        "note": extension.note,
    }


def _labels(terms: Iterable[_Term]) -> str:
    return as_lines(own_label(term.scheme, term.code, term.label) for term in terms)


def _enclosure(attachment: _Attachment) -> Enclosure:
    return enclosure(
        attachment.url, attachment.mime_type, str(int(attachment.size_in_bytes or 0)), attachment.title or ""
    )


def _paragraphs(text: str) -> str:
    parts = (part.strip() for part in text.split("\n\n"))
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in parts if part)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


JSON_FEED = Source("json-feed", sniff, read)
