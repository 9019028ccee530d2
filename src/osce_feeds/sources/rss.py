"""RSS 2.0 and its ancestors, RSS 1.0 (RDF) among them, of other publishers.

Titles are plain text and descriptions HTML, as the RSS Advisory Board's profile
has it; ``content:encoded`` is the full text. Dublin Core fills what RSS has no
element for.
"""

from collections.abc import Iterator

from lxml import etree

from osce_feeds.errors import DocumentRefused
from osce_feeds.model.article import Enclosure
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.wire import ATOM_NS
from osce_feeds.model.wire import DC_NS
from osce_feeds.model.wire import GENERATOR
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

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_DC = f"{{{DC_NS}}}"
_ATOM_LINK = f"{{{ATOM_NS}}}link"
_MEDIA = "{http://search.yahoo.com/mrss/}content"

Fields = dict[str, list[etree._Element]]  # noqa: SLF001 - lxml has no public name for it


def sniff(data: bytes) -> bool:
    """Say whether *data* begins as RSS does."""
    return starts_with(data, "rss", "RDF")


def read(data: bytes, document: str) -> Iterator[RawEntry | Problem]:
    """Yield the items of a feed in its order.

    Raises:
        DocumentRefused: when it is not well-formed, no RSS, or has no item.
    """
    root = parse(data, document)
    channel = next((child for child in root if name(child) == "channel"), None)
    items = [item for item in root.iter("{*}item") if item.getparent() in (root, channel)]
    if name(root) not in {"rss", "RDF"} or channel is None:
        detail = "this is no RSS: there is no channel in it"
        raise DocumentRefused(detail, document)
    if not items:
        detail = "the feed has no items"
        raise DocumentRefused(detail, document)
    about = _fields(channel)
    language = tidy_tag(_first(about, "language", f"{_DC}language"))
    base = _address(about)
    ours = _first(about, "generator") == GENERATOR
    yield from told_apart(_entry(item, document, language, base, ours=ours) for item in items)


def _entry(item: etree._Element, document: str, language: str, base: str, *, ours: bool) -> RawEntry:
    fields = _fields(item)
    guid = next(iter(fields.get("guid", ())), None)
    identifier = text_of(guid) or item.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about", "").strip()
    link = _first(fields, "link")
    if not link and guid is not None and guid.get("isPermaLink", "true").strip() == "true":
        link = identifier if identifier.startswith(("http://", "https://")) else ""
    # Our own descriptions hold more than the summary; its JSON lines and JSON Feed hold it alone.
    summary = "" if ours else to_text(_first(fields, "description"))
    sorts = sort_categories((category.get("domain", ""), text_of(category)) for category in fields.get("category", ()))
    return RawEntry(
        document=document,
        line=line_of(item),
        id=identifier,
        headline=_first(fields, "title"),
        byline=_first(fields, f"{_DC}creator"),
        date=_first(fields, "pubDate", f"{_DC}date"),
        summary=summary,
        content=_first(fields, _CONTENT),
        language=tidy_tag(_first(fields, f"{_DC}language")) or language,
        link=original(link, identifier),
        base=base,
        enclosures=_enclosures(fields),
        rights=_first(fields, f"{_DC}rights"),
        **sorts,  # type: ignore[arg-type] # their names are those of text fields
    )


def _fields(parent: etree._Element) -> Fields:
    """Return the children of *parent* by name; those of RSS without a namespace, whichever of them it is in."""
    found: Fields = {}
    for child in parent:
        tag = str(child.tag)
        found.setdefault(tag if tag.startswith((_DC, _CONTENT, _MEDIA, _ATOM_LINK)) else name(child), []).append(child)
    return found


def _first(fields: Fields, *names: str) -> str:
    return next((text for wanted in names for element in fields.get(wanted, ()) if (text := text_of(element))), "")


def _address(about: Fields) -> str:
    """Return the channel's own address, against which relative ones hold."""
    links = (link.get("href", "") for link in about.get(_ATOM_LINK, ()) if link.get("rel") == "self")
    return next(links, "").strip() or _first(about, "link")


def _enclosures(fields: Fields) -> tuple[Enclosure, ...]:
    files: dict[str, Enclosure] = {}
    for element in (*fields.get("enclosure", ()), *fields.get(_MEDIA, ())):
        if url := element.get("url", "").strip():
            length = element.get("length") or element.get("fileSize") or ""
            files.setdefault(url, enclosure(url, element.get("type", ""), length))
    return tuple(files.values())


RSS = Source("rss", sniff, read)
