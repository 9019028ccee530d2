"""Atom 1.0 (RFC 4287) of other publishers, with the tombstones of RFC 6721."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape

from lxml import etree

from osce_feeds.errors import DocumentRefused
from osce_feeds.model.article import Enclosure
from osce_feeds.model.article import Status
from osce_feeds.model.language_tags import tidy_tag
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.raw import make_entry
from osce_feeds.model.wire import ATOM_NS
from osce_feeds.model.wire import GENERATOR
from osce_feeds.model.wire import TOMBSTONE_NS
from osce_feeds.model.wire import XML_LANG
from osce_feeds.sources.base import Source
from osce_feeds.sources.feed_entries import enclosure
from osce_feeds.sources.feed_entries import original
from osce_feeds.sources.feed_entries import sort_categories
from osce_feeds.sources.feed_entries import term_scheme
from osce_feeds.sources.feed_entries import told_apart
from osce_feeds.sources.markup import to_text
from osce_feeds.sources.own_items import OwnItem
from osce_feeds.sources.own_items import own_label
from osce_feeds.sources.own_items import read_own
from osce_feeds.sources.xml import against
from osce_feeds.sources.xml import base_of
from osce_feeds.sources.xml import line_of
from osce_feeds.sources.xml import markup_of
from osce_feeds.sources.xml import name
from osce_feeds.sources.xml import parse
from osce_feeds.sources.xml import starts_with
from osce_feeds.sources.xml import text_of

_A = f"{{{ATOM_NS}}}"
_DELETED = f"{{{TOMBSTONE_NS}}}deleted-entry"
_COMMENT = f"{{{TOMBSTONE_NS}}}comment"
_REGISTRY = "http://www.iana.org/assignments/relation/"
"""Before the name of a relation, it means the same (RFC 4287 section 4.2.7.2)."""
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_TEXTS = frozenset({"text", "text/plain"})
_HTML = frozenset({"html", "text/html"})
_XHTML = frozenset({"xhtml", "application/xhtml+xml"})

Fields = dict[str, list[etree._Element]]  # noqa: SLF001 - lxml has no public name for it


@dataclass(frozen=True, slots=True)
class _Feed:
    """What a feed says for all of its entries; ``ours`` is one of a service like this one."""

    document: str
    language: str
    base: str
    rights: str
    ours: bool


def sniff(data: bytes) -> bool:
    """Say whether *data* begins as Atom does."""
    return starts_with(data, "feed", "entry")


def read(data: bytes, document: str) -> Iterator[RawEntry | Problem]:
    """Yield the entries of a feed, or of an entry document, in its order; then what it took back.

    Raises:
        DocumentRefused: when it is not well-formed, no Atom, or has no entry.
    """
    root = parse(data, document)
    if root.tag not in {f"{_A}feed", f"{_A}entry"}:
        detail = f"this is no Atom 1.0: its root element is {name(root)!r} in another namespace"
        raise DocumentRefused(detail, document)
    fields = _fields(root)
    alone = root.tag == f"{_A}entry"
    entries = [root] if alone else fields.get("entry", [])
    gone = fields.get(_DELETED, [])
    if not entries and not gone:
        detail = "the feed has no entries"
        raise DocumentRefused(detail, document)
    own = next((href for link in fields.get("link", ()) if _relation(link) == "self" and (href := _href(link))), "")
    ours = _first(fields, "generator") == GENERATOR
    feed = _Feed(
        document,
        root.get(XML_LANG, ""),
        base_of(root, own),
        "" if ours or alone else _plain(fields, "rights"),  # ours are those of the service
        ours,
    )
    yield from told_apart(_entry(entry, feed) for entry in entries)
    newest = _newest(entries) if gone else {}
    for element in gone:
        tombstone = _tombstone(element, document)
        if not _is_later(newest.get(tombstone.id, ""), tombstone.date):
            yield tombstone


def _entry(entry: etree._Element, feed: _Feed) -> RawEntry:
    fields = _fields(entry)
    base = base_of(entry, feed.base)
    content = next(iter(fields.get("content", ())), None)
    html = _html(content) if content is not None else ""
    own = read_own(_first(fields, "summary"), html) if feed.ours else OwnItem(_plain(fields, "summary"), html)
    identifier = _first(fields, "id")
    return make_entry(
        document=feed.document,
        line=line_of(entry),
        id=identifier,
        headline=_plain(fields, "title"),
        byline=", ".join(filter(None, map(_author, fields.get("author", ())))),
        date=_first(fields, "published", "updated"),
        summary=own.summary,
        content=own.content,
        language=tidy_tag(_language(entry, fields, feed)),
        link=original(_link(fields, base), identifier),
        base=base_of(content, base) if content is not None else base,
        enclosures=_enclosures(fields, base),
        rights=_plain(fields, "rights") or feed.rights,
        note=own.note,
        **sort_categories(_category(category, feed) for category in fields.get("category", ())),
    )


def _tombstone(element: etree._Element, document: str) -> RawEntry:
    """Return the entry that takes another back (RFC 6721 section 3)."""
    return make_entry(
        document=document,
        line=line_of(element),
        id=element.get("ref", "").strip(),
        date=element.get("when", "").strip(),
        status=Status.CANCELED,
        note=_plain(_fields(element), _COMMENT),
    )


def _newest(entries: Iterable[etree._Element]) -> dict[str, str]:
    """Return when entries were last updated, by id."""
    return {_first(fields, "id"): _first(fields, "updated") for fields in map(_fields, entries)}


def _is_later(updated: str, deleted: str) -> bool:
    """Say whether an entry came back after it had been deleted (RFC 6721 section 3)."""
    moments = (_moment(updated), _moment(deleted))
    return moments[0] is not None and moments[1] is not None and moments[0] > moments[1]


def _moment(text: str) -> datetime | None:
    """Return the moment that RFC 3339 text means, or None."""
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _fields(parent: etree._Element) -> Fields:
    """Return the children of *parent* by name: those of Atom without the namespace."""
    found: Fields = {}
    for child in parent:
        found.setdefault(str(child.tag).removeprefix(_A), []).append(child)
    return found


def _first(fields: Fields, *names: str) -> str:
    return next((text for wanted in names for element in fields.get(wanted, ()) if (text := text_of(element))), "")


def _plain(fields: Fields, wanted: str) -> str:
    """Return the text of a Text construct (RFC 4287 section 3.1)."""
    for element in fields.get(wanted, ()):
        kind = _kind(element)
        return to_text(markup_of(element)) if kind in _HTML | _XHTML else text_of(element)
    return ""


def _html(element: etree._Element) -> str:
    """Return the HTML of a Content construct (RFC 4287 section 4.1.3); other kinds of content are no text."""
    kind = _kind(element)
    if element.get("src"):
        return ""
    if kind in _HTML | _XHTML:
        return markup_of(element)
    parts = text_of(element).split("\n\n") if kind in _TEXTS else ()
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in parts if part)


def _kind(element: etree._Element) -> str:
    return element.get("type", "text").partition(";")[0].strip().lower()


def _author(author: etree._Element) -> str:
    return text_of(author.find(f"{_A}name"))


def _language(entry: etree._Element, fields: Fields, feed: _Feed) -> str:
    """Return the language of an entry: what its title says, else the entry, else the feed."""
    titles = (title.get(XML_LANG, "") for title in fields.get("title", ()))
    return next(titles, "") or entry.get(XML_LANG, "") or feed.language


def _category(category: etree._Element, feed: _Feed) -> tuple[str, str]:
    scheme, term, label = (category.get(attribute, "") for attribute in ("scheme", "term", "label"))
    if feed.ours and label and (known := term_scheme(scheme)):
        return scheme, own_label(known, term, label)  # the label is in the feed's language
    return scheme, label or term


def _relation(link: etree._Element) -> str:
    return link.get("rel", "alternate").strip().removeprefix(_REGISTRY)


def _href(link: etree._Element) -> str:
    return link.get("href", "").strip()


def _link(fields: Fields, base: str) -> str:
    """Return the alternate link, one to a page before any other (RFC 4287 section 4.2.7.2)."""
    links = [link for link in fields.get("link", ()) if _relation(link) == "alternate" and _href(link)]
    pages = (link for link in links if link.get("type", "text/html").partition(";")[0].strip().lower() in _PAGES)
    return next((against(base_of(link, base), _href(link)) for link in (*pages, *links)), "")


def _enclosures(fields: Fields, base: str) -> tuple[Enclosure, ...]:
    return tuple(
        enclosure(
            against(base_of(link, base), href), link.get("type", ""), link.get("length", ""), link.get("title", "")
        )
        for link in fields.get("link", ())
        if _relation(link) == "enclosure" and (href := _href(link))
    )


ATOM = Source("atom", sniff, read)
