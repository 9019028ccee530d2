"""What the feed validator of the W3C says of RSS, Atom and OPML, rule by rule, under its names of messages.

Written from RFC 4287, RFC 5005, RSS 2.0 with the profile of the RSS Advisory Board, OPML 2.0 and
the list of the validator's messages; warnings count as errors. Tombstones (RFC 6721) are
the one thing that it does not know and that is allowed.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta

from lxml import etree
from tests.rules.values import LANGUAGE
from tests.rules.values import MEDIA_TYPE
from tests.rules.values import has_markup
from tests.rules.values import html_faults
from tests.rules.values import is_id
from tests.rules.values import is_uri
from tests.rules.values import rfc822
from tests.rules.values import rfc3339

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PREFIXES = {None: ATOM, "atom": ATOM, "dc": DC, "content": CONTENT, "fh": HISTORY, "at": TOMBSTONE}

_RELATIONS = {
    *("alternate", "self", "enclosure", "related", "via", "hub", "license"),
    *("current", "prev-archive", "next-archive"),
}
_ATOM_ONCE = {
    *("id", "title", "updated", "published", "rights", "summary", "content"),
    *("generator", "icon", "logo", "subtitle"),
}
_ATOM_FEED = _ATOM_ONCE - {"published", "summary", "content"} | {"author", "contributor", "category", "link"}
_ATOM_ENTRY = _ATOM_ONCE - {"generator", "icon", "logo", "subtitle"} | {
    *("author", "contributor", "category", "link", "source"),
}
_RSS_CHANNEL = {
    *("title", "link", "description", "language", "copyright", "managingEditor", "webMaster", "pubDate"),
    *("lastBuildDate", "category", "generator", "docs", "cloud", "ttl", "image", "skipHours", "skipDays", "item"),
}
_RSS_ITEM = {
    *("title", "link", "description", "author", "category", "comments", "enclosure", "guid", "pubDate", "source"),
}
_OUTLINE = {
    *("text", "title", "type", "xmlUrl", "htmlUrl", "language", "category", "description", "version", "created"),
}

Element = etree._Element


def atom_faults(body: bytes, address: str, now: datetime) -> list[str]:
    """Return what is wrong with an Atom document that stands at *address*."""
    root = etree.fromstring(body)
    return [*_prefixes(root), *(_atom(root, address, now) if root.tag == f"{ATOM}feed" else ["UndefinedElement: root"])]


def _atom(root: Element, address: str, now: datetime) -> Iterator[str]:
    entries = root.findall(f"{ATOM}entry")
    known = {f"{ATOM}{name}" for name in (*_ATOM_FEED, "entry")}
    yield from _elements(root, known | {f"{HISTORY}archive", f"{TOMBSTONE}deleted-entry"}, ATOM, _ATOM_ONCE)
    yield from _atom_common(root, now)
    yield from _links(root, ATOM)
    if not root.findall(f"{ATOM}author") and not all(entry.findall(f"{ATOM}author") for entry in entries):
        yield "MissingElement: author"
    own = [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if own != [address]:
        yield f"SelfDoesntMatchLocation: {own}" if own else "MissingSelf"
    for name in ("id", "updated"):
        values = Counter(entry.findtext(f"{ATOM}{name}") for entry in entries)
        message = {"id": "DuplicateEntries", "updated": "DuplicateUpdated"}[name]
        yield from (f"{message}: {value}" for value, count in values.items() if count > 1)
    for entry in entries:
        yield from _elements(entry, {f"{ATOM}{name}" for name in _ATOM_ENTRY}, ATOM, _ATOM_ONCE)
        yield from _atom_common(entry, now)
        yield from _links(entry, ATOM)
        relations = [link.get("rel") for link in entry.findall(f"{ATOM}link")]
        if entry.find(f"{ATOM}content") is None and "alternate" not in relations:
            yield "MissingContentOrAlternate"
    for tombstone in root.findall(f"{TOMBSTONE}deleted-entry"):
        if not is_id(tombstone.get("ref", "")) or not rfc3339(tombstone.get("when", "")):
            yield "InvalidValue: deleted-entry"


def _atom_common(parent: Element, now: datetime) -> Iterator[str]:
    """Yield what is wrong with elements that feeds and entries share."""
    identifier, icon = parent.findtext(f"{ATOM}id") or "", parent.findtext(f"{ATOM}icon")
    missing = [name for name in ("id", "title", "updated") if not (parent.findtext(f"{ATOM}{name}") or "").strip()]
    yield from (f"MissingElement: {name}" for name in missing)
    yield from _broken(
        (is_id(identifier), f"InvalidFullLink: {identifier}"),
        (icon is None or is_uri(icon), f"InvalidURI: {icon}"),
        (bool(LANGUAGE.fullmatch(parent.get(LANG, ""))), f"InvalidLanguage: {parent.get(LANG)}"),
        (all(person.findtext(f"{ATOM}name") for person in parent.findall(f"{ATOM}author")), "MissingElement: name"),
    )
    for element in _all(parent, "updated", "published"):
        yield from _moment(rfc3339(element.text or ""), element.text, now, "InvalidRFC3339Date")
    for element in _all(parent, "title", "subtitle", "summary", "content", "rights"):
        yield from _construct(element)
    for category in _all(parent, "category"):
        yield from _broken(
            (bool(category.get("term")), "MissingAttribute: term"),
            (is_uri(category.get("scheme", "http://x.example")), f"InvalidURI: {category.get('scheme')}"),
            (not has_markup(category.get("label", "")), "ContainsHTML: label"),
        )


def _all(parent: Element, *names: str) -> list[Element]:
    return [element for name in names for element in parent.findall(f"{ATOM}{name}")]


def _broken(*rules: tuple[bool, str]) -> Iterator[str]:
    """Yield the messages of rules that do not hold."""
    return (message for holds, message in rules if not holds)


def _construct(element: Element) -> Iterator[str]:
    kind, text = element.get("type", "text"), element.text or ""
    if kind not in ("text", "html") or len(element):
        yield f"InvalidMIMEType: {kind}"
    if kind == "html":
        yield from html_faults(text)
    elif has_markup(text):
        yield f"ContainsUndeclaredHTML: {text}"


def _links(parent: Element, namespace: str) -> Iterator[str]:
    """Yield what is wrong with links of Atom, wherever they stand."""
    alternates: Counter[tuple[str | None, str | None]] = Counter()
    for link in parent.findall(f"{namespace}link"):
        if link.get("rel", "alternate") not in _RELATIONS:
            yield f"UnregisteredAtomLinkRel: {link.get('rel')}"
        if not is_uri(link.get("href", "")):
            yield f"InvalidURI: {link.get('href')}"
        if link.get("type") and not MEDIA_TYPE.fullmatch(link.get("type", "")):
            yield f"InvalidMIMEType: {link.get('type')}"
        if link.get("hreflang") and not LANGUAGE.fullmatch(link.get("hreflang", "")):
            yield f"InvalidLanguage: {link.get('hreflang')}"
        if link.get("length") and not link.get("length", "").isdecimal():
            yield f"InvalidNonNegativeInteger: {link.get('length')}"
        if link.text or len(link):
            yield "AtomLinkNotEmpty"
        if link.get("rel", "alternate") == "alternate":
            alternates[link.get("type"), link.get("hreflang")] += 1
    yield from (f"DuplicateAtomLink: {key}" for key, count in alternates.items() if count > 1)


def rss_faults(body: bytes, address: str, now: datetime) -> list[str]:
    """Return what is wrong with an RSS document that stands at *address*."""
    root = etree.fromstring(body)
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        return ["UndefinedElement: root"]
    return [*_prefixes(root), *_rss(channel, address, now)]


def _rss(channel: Element, address: str, now: datetime) -> Iterator[str]:
    items = channel.findall("item")
    yield from _elements(channel, _RSS_CHANNEL | {f"{ATOM}link", f"{HISTORY}archive"}, "", _RSS_CHANNEL - {"item"})
    for name in ("title", "link", "description"):
        if not channel.findtext(name):
            yield f"MissingElement: {name}"
    if not is_uri(channel.findtext("link") or ""):
        yield f"InvalidLink: {channel.findtext('link')}"
    if not LANGUAGE.fullmatch(channel.findtext("language") or ""):
        yield f"InvalidLanguage: {channel.findtext('language')}"
    built = channel.findtext("lastBuildDate")
    yield from _moment(rfc822(built or ""), built, now, "InvalidRFC2822Date")
    own = [link.get("href") for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if own != [address]:
        yield f"SelfDoesntMatchLocation: {own}" if own else "MissingAtomSelfLink"
    yield from _links(channel, ATOM)
    ids = Counter(item.findtext("guid") for item in items)
    yield from (f"DuplicateGuid: {guid}" for guid, count in ids.items() if count > 1)
    for item in items:
        yield from _rss_item(item, now)


def _rss_item(item: Element, now: datetime) -> Iterator[str]:
    known = _RSS_ITEM | {f"{DC}creator", f"{DC}language", f"{CONTENT}encoded", f"{ATOM}link"}
    yield from _elements(item, known, "", _RSS_ITEM - {"category"})
    title, link, author = (item.findtext(name) or "" for name in ("title", "link", "author"))
    guid, names = item.find("guid"), [child.tag for child in item]
    text = "" if guid is None else guid.text or ""
    permanent = guid is not None and guid.get("isPermaLink") != "false"
    yield from _broken(
        (bool(title), "ItemMustContainTitleOrDescription"),
        (not has_markup(title), f"ContainsHTML: {title}"),
        (is_uri(link), f"InvalidLink: {link}"),
        (bool(text), "MissingGuid"),
        (is_uri(text) or not permanent, f"InvalidHttpGUID: {text}"),
        ("@" in author or not author, "InvalidContact"),
        (all(category.text for category in item.findall("category")), "NotBlank: category"),
        (f"{CONTENT}encoded" not in names[: names.index("description")], "ContentBeforeDescription"),
    )
    yield from _moment(rfc822(item.findtext("pubDate") or ""), item.findtext("pubDate"), now, "InvalidRFC2822Date")
    for name in ("description", f"{CONTENT}encoded"):
        yield from html_faults(item.findtext(name) or "")
    for enclosure in item.findall("enclosure"):
        address, length, kind = (enclosure.get(name, "") for name in ("url", "length", "type"))
        yield from _broken(
            (is_uri(address), f"InvalidURLAttribute: {address}"),
            (length.isdecimal(), f"InvalidNonNegativeInteger: {length}"),
            (bool(MEDIA_TYPE.fullmatch(kind)), f"InvalidMIMEType: {kind}"),
        )
    yield from _links(item, ATOM)


def opml_faults(body: bytes) -> list[str]:
    """Return what is wrong with an OPML subscription list."""
    root = etree.fromstring(body)
    return list(_opml(root))


def _opml(root: Element) -> Iterator[str]:
    owner = root.findtext("head/ownerId")
    yield from _broken(
        (root.tag == "opml" and root.get("version") == "2.0", "UndefinedElement: root"),
        (bool(root.findtext("head/title")), "MissingElement: title"),
        (bool(rfc822(root.findtext("head/dateModified") or "")), "InvalidRFC2822Date: dateModified"),
        (not owner or is_uri(owner), "InvalidURI: ownerId"),
    )
    for outline in root.iter("outline"):
        kind, language = outline.get("type"), outline.get("language", "en")
        yield from (f"UnexpectedAttribute: {name}" for name in map(str, outline.attrib) if name not in _OUTLINE)
        needed = ("text", "title", "xmlUrl") if kind == "rss" else ("text",)
        yield from (f"MissingAttribute: {name}" for name in needed if not outline.get(name))
        yield from _broken(
            (kind == "rss" or (not kind and len(outline) > 0), f"InvalidOutlineType: {kind}"),
            (not has_markup(outline.get("text", "")), "ContainsHTML: text"),
            (bool(LANGUAGE.fullmatch(language)), f"InvalidLanguage: {language}"),
            (all(path.startswith("/") for path in outline.get("category", "/").split(",")), "InvalidCategory"),
        )
        addresses = (outline.get(name, "") for name in ("xmlUrl", "htmlUrl"))
        yield from (f"InvalidURI: {address}" for address in addresses if address and not is_uri(address))


def _elements(parent: Element, known: set[str], namespace: str, once: set[str]) -> Iterator[str]:
    """Yield children that do not belong there, or not twice."""
    counted = Counter(str(child.tag) for child in parent.iterchildren("*"))
    yield from (f"UndefinedElement: {tag}" for tag in counted if tag not in known)
    yield from (f"DuplicateElement: {name}" for name in once if counted[f"{namespace}{name}"] > 1)


def _moment(moment: datetime | None, text: str | None, now: datetime, message: str) -> Iterator[str]:
    if moment is None:
        yield f"{message}: {text}"
    elif moment > now + timedelta(minutes=1) or moment.year < 1970:
        yield f"ImplausibleDate: {text}"


def _prefixes(root: Element) -> Iterator[str]:
    for element in root.iter(etree.Element):
        for prefix, uri in element.nsmap.items():
            if f"{{{uri}}}" != PREFIXES.get(prefix):
                yield f"NonstdPrefix: {prefix}"
