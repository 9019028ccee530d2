"""RSS 2.0 and its ancestors, RSS 1.0 (RDF) among them, of other publishers.

Titles are plain text and descriptions HTML, as the RSS Advisory Board's profile
has it; ``content:encoded`` is the full text. Dublin Core fills what RSS has no
element for.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from osce_feeds.errors import DocumentRefused
from osce_feeds.model.article import Enclosure
from osce_feeds.model.article import Status
from osce_feeds.model.language_tags import tidy_tag
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.raw import make_entry
from osce_feeds.model.wire import ATOM_NS
from osce_feeds.model.wire import DC_NS
from osce_feeds.model.wire import GENERATOR
from osce_feeds.sources.base import Source
from osce_feeds.sources.feed_entries import enclosure
from osce_feeds.sources.feed_entries import original
from osce_feeds.sources.feed_entries import sort_categories
from osce_feeds.sources.feed_entries import term_scheme
from osce_feeds.sources.feed_entries import told_apart
from osce_feeds.sources.markup import to_text
from osce_feeds.sources.own_items import OwnItem
from osce_feeds.sources.own_items import read_own
from osce_feeds.sources.xml import against
from osce_feeds.sources.xml import base_of
from osce_feeds.sources.xml import line_of
from osce_feeds.sources.xml import markup_of
from osce_feeds.sources.xml import name
from osce_feeds.sources.xml import parse
from osce_feeds.sources.xml import starts_with
from osce_feeds.sources.xml import text_of

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_DC = f"{{{DC_NS}}}"
_ATOM_LINK = f"{{{ATOM_NS}}}link"
_MEDIA = "{http://search.yahoo.com/mrss/}"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"

Fields = dict[str, list[etree._Element]]  # noqa: SLF001 - lxml has no public name for it


@dataclass(frozen=True, slots=True)
class _Channel:
    """What a channel says for all of its items; ``ours`` is one of a service like this one."""

    document: str
    language: str
    base: str
    ours: bool


def sniff(data: bytes) -> bool:
    """Say whether *data* begins as RSS does."""
    return starts_with(data, "rss", "RDF")


def read(data: bytes, document: str) -> Iterator[RawEntry | Problem]:
    """Yield the items of a feed in its order.

    Raises:
        DocumentRefused: when it is not well-formed, no RSS, or has no item.
    """
    root = parse(data, document)
    channels = [child for child in root if name(child) == "channel"]
    if name(root) not in {"rss", "RDF"} or not channels:
        detail = "this is no RSS: there is no channel in it"
        raise DocumentRefused(detail, document)
    # RSS 1.0 has its items beside the channel.
    items = [child for parent in (*channels, root) for child in parent if name(child) == "item"]
    if not items:
        detail = "the feed has no items"
        raise DocumentRefused(detail, document)
    about = _fields(channels[0])
    channel = _Channel(
        document,
        tidy_tag(_first(about, "language", f"{_DC}language")),
        base_of(channels[0], base_of(root, _address(about))),
        _first(about, "generator") == GENERATOR,
    )
    yield from told_apart(_entry(item, channel) for item in items)


def _entry(item: etree._Element, channel: _Channel) -> RawEntry:
    fields = _fields(item)
    guid = next(iter(fields.get("guid", ())), None)
    identifier = text_of(guid) or item.get(_ABOUT, "").strip()
    description, content = _markup(fields, "description"), _markup(fields, _CONTENT)
    own = read_own(description, content) if channel.ours else OwnItem(to_text(description), content)
    base = base_of(item, channel.base)
    encoded = fields.get(_CONTENT)
    return make_entry(
        document=channel.document,
        line=line_of(item),
        id=identifier,
        headline=_first(fields, "title"),
        byline=_first(fields, f"{_DC}creator"),
        date=_first(fields, "pubDate", f"{_DC}date"),
        summary=own.summary,
        content=own.content,
        language=tidy_tag(_first(fields, f"{_DC}language")) or channel.language,
        link=original(_link(fields, guid, identifier, base), identifier),
        base=base_of(encoded[0], base) if encoded else base,
        enclosures=_enclosures(fields, base),
        rights=_first(fields, f"{_DC}rights"),
        status=Status.CANCELED if own.withdrawn else "",
        note=own.note,
        **sort_categories(_categories(fields, channel)),
    )


def _fields(parent: etree._Element) -> Fields:
    """Return the children of *parent* by name: those of RSS, in whose namespace *parent* is, without that."""
    space = str(parent.tag).rpartition("}")[0]
    cut = len(space) + 1 if space else 0
    found: Fields = {}
    for child in parent:
        tag = str(child.tag)
        found.setdefault(tag[cut:] if tag.rpartition("}")[0] == space else tag, []).append(child)
    return found


def _first(fields: Fields, *names: str) -> str:
    return next((text for wanted in names for element in fields.get(wanted, ()) if (text := text_of(element))), "")


def _markup(fields: Fields, wanted: str) -> str:
    return next((html for element in fields.get(wanted, ()) if (html := markup_of(element))), "")


def _address(about: Fields) -> str:
    """Return the channel's own address, against which relative ones hold."""
    links = (link.get("href", "") for link in about.get(_ATOM_LINK, ()) if link.get("rel") == "self")
    return next(links, "").strip() or _first(about, "link")


def _link(fields: Fields, guid: etree._Element | None, identifier: str, base: str) -> str:
    """Return the address of an item's page: its link, or else a guid that is one (RSS 2.0, ``isPermaLink``)."""
    if link := _first(fields, "link"):
        return against(base, link)
    permanent = guid is not None and guid.get("isPermaLink", "true").strip().lower() == "true"
    return identifier if permanent and identifier.startswith(("http://", "https://")) else ""


def _categories(fields: Fields, channel: _Channel) -> Iterator[tuple[str, str]]:
    for category in fields.get("category", ()):
        scheme = category.get("domain", "")
        # Our terms stand here by their names in the feed's language, which are known everywhere in English only.
        if not (channel.ours and channel.language != "en" and term_scheme(scheme)):
            yield scheme, text_of(category)


def _enclosures(fields: Fields, base: str) -> tuple[Enclosure, ...]:
    """Return the files of an item, whether RSS or Media RSS names them, once each."""
    grouped = (media for group in fields.get(f"{_MEDIA}group", ()) for media in group.iterchildren(f"{_MEDIA}content"))
    files: dict[str, Enclosure] = {}
    for element in (*fields.get("enclosure", ()), *fields.get(f"{_MEDIA}content", ()), *grouped):
        if url := element.get("url", "").strip():
            length = element.get("length") or element.get("fileSize") or ""
            files.setdefault(url, enclosure(against(base, url), element.get("type", ""), length))
    return tuple(files.values())


RSS = Source("rss", sniff, read)
