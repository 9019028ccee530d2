"""Atom 1.0 (RFC 4287) of other publishers, with the tombstones of RFC 6721."""

from collections.abc import Iterator
from html import escape
from urllib.parse import urljoin

from lxml import etree

from osce_feeds.errors import DocumentRefused
from osce_feeds.model.article import Enclosure
from osce_feeds.model.article import Status
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.wire import ATOM_NS
from osce_feeds.model.wire import GENERATOR
from osce_feeds.model.wire import TOMBSTONE_NS
from osce_feeds.model.wire import XML_LANG
from osce_feeds.sources.base import Source
from osce_feeds.sources.feed_entries import enclosure
from osce_feeds.sources.feed_entries import original
from osce_feeds.sources.feed_entries import sort_categories
from osce_feeds.sources.feed_entries import told_apart
from osce_feeds.sources.language_tags import tidy_tag
from osce_feeds.sources.markup import to_text
from osce_feeds.sources.xml import line_of
from osce_feeds.sources.xml import name
from osce_feeds.sources.xml import parse
from osce_feeds.sources.xml import starts_with
from osce_feeds.sources.xml import text_of

_A = f"{{{ATOM_NS}}}"
_TOMBSTONES = f"{{{TOMBSTONE_NS}}}"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


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
    entries = [root] if root.tag == f"{_A}entry" else root.findall(f"{_A}entry")
    gone = root.findall(f"{_TOMBSTONES}deleted-entry")
    if not entries and not gone:
        detail = "the feed has no entries"
        raise DocumentRefused(detail, document)
    yield from told_apart(_entry(entry, root, document) for entry in entries)
    yield from (_tombstone(element, document) for element in gone)


def _entry(entry: etree._Element, feed: etree._Element, document: str) -> RawEntry:
    ours = text_of(feed.find(f"{_A}generator")) == GENERATOR
    content = entry.find(f"{_A}content")
    # Our own summaries hold more than the summary; JSON lines and JSON Feed hold it alone.
    summary = "" if ours else _plain(entry.find(f"{_A}summary"))
    sorts = sort_categories(
        (category.get("scheme", ""), category.get("label") or category.get("term") or "")
        for category in entry.findall(f"{_A}category")
    )
    published = text_of(entry.find(f"{_A}published")) or text_of(entry.find(f"{_A}updated"))
    author = entry.find(f"{_A}author/{_A}name")
    identifier = text_of(entry.find(f"{_A}id"))
    return RawEntry(
        document=document,
        line=line_of(entry),
        id=identifier,
        headline=_plain(entry.find(f"{_A}title")),
        byline=text_of(author),
        date=published,
        summary=summary,
        content=_html(content) if content is not None else "",
        language=tidy_tag(_inherited(entry, XML_LANG)),
        link=original(_link(entry), identifier),
        base=_base(entry, feed),
        enclosures=_enclosures(entry),
        rights=_plain(entry.find(f"{_A}rights")) or _plain(feed.find(f"{_A}rights")),
        **sorts,  # type: ignore[arg-type] # their names are those of text fields
    )


def _tombstone(element: etree._Element, document: str) -> RawEntry:
    """Return the entry that takes another back (RFC 6721 section 3)."""
    return RawEntry(
        document=document,
        line=line_of(element),
        id=element.get("ref", "").strip(),
        date=element.get("when", ""),
        status=Status.CANCELED,
        note=_plain(element.find(f"{_TOMBSTONES}comment")),
    )


def _plain(element: etree._Element | None) -> str:
    """Return the text of a Text construct (RFC 4287 section 3.1)."""
    if element is None:
        return ""
    kind = element.get("type", "text")
    if kind == "html":
        return to_text(text_of(element))
    return to_text(_inner(element)) if kind == "xhtml" else text_of(element)


def _html(element: etree._Element) -> str:
    """Return the HTML of a Content construct (RFC 4287 section 4.1.3); other kinds of content are no text."""
    kind = element.get("type", "text")
    if element.get("src") or kind not in {"text", "html", "xhtml", "text/html", "text/plain"}:
        return ""
    if kind == "xhtml":
        return _inner(element)
    text = text_of(element)
    return text if kind in {"html", "text/html"} else "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n"))


def _inner(element: etree._Element) -> str:
    """Return what stands in the ``div`` of an XHTML construct, as HTML."""
    parts = [escape(element.text or "", quote=False)]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in element]
    return "".join(parts)


def _link(entry: etree._Element) -> str:
    """Return the alternate link, one to a page before any other (RFC 4287 section 4.2.7.2)."""
    links = [link for link in entry.findall(f"{_A}link") if link.get("rel", "alternate") == "alternate"]
    pages = [link for link in links if link.get("type", "text/html") in {"text/html", "application/xhtml+xml"}]
    return next((href for link in (*pages, *links) if (href := link.get("href", "").strip())), "")


def _enclosures(entry: etree._Element) -> tuple[Enclosure, ...]:
    return tuple(
        enclosure(href, link.get("type", ""), link.get("length", ""), link.get("title", ""))
        for link in entry.findall(f"{_A}link")
        if link.get("rel") == "enclosure" and (href := link.get("href", "").strip())
    )


def _inherited(element: etree._Element, attribute: str) -> str:
    """Return an attribute of *element* or of the nearest one around it that has it."""
    return next(
        (value for around in (element, *element.iterancestors()) if (value := around.get(attribute)) is not None), ""
    )


def _base(entry: etree._Element, feed: etree._Element) -> str:
    """Return the address against which those of *entry* hold (RFC 3986 section 5.1): ``xml:base``, else the feed's."""
    own = (link.get("href", "") for link in feed.findall(f"{_A}link") if link.get("rel") == "self")
    base = next(own, "").strip()
    for around in (*reversed([*entry.iterancestors()]), entry):
        try:
            base = urljoin(base, around.get(_XML_BASE, "").strip())
        except ValueError:  # an address that is none: the one around it stays
            continue
    return base


ATOM = Source("atom", sniff, read)
