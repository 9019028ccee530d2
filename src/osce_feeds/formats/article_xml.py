"""Plain XML of whole selections: every field under its own name, dates for machines and for people.

Without a namespace, so that an XPath is as short as the names.
"""

from collections.abc import Iterator

from lxml import etree

from osce_feeds.formats.base import Format
from osce_feeds.formats.body import NOTE_LANGUAGE
from osce_feeds.formats.body import rfc3339
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.model import wire
from osce_feeds.model.article import Article
from osce_feeds.model.channel import Channel

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = f"{{{_XSI}}}noNamespaceSchemaLocation"
_END = b"</articles>"


def render(channel: Channel, localiser: Localiser) -> Iterator[bytes]:
    """Yield the document: the selection's description, then one ``article`` a time.

    Elements without a value are left out. ``date`` carries the ISO day in ``iso``
    and the day in words of the requested language as text.
    """
    document = etree.tostring(_head(channel), encoding="UTF-8", xml_declaration=True)
    yield document.removesuffix(_END)
    for article in channel.articles:
        yield etree.tostring(_article(article, channel, localiser), encoding="UTF-8") + b"\n"
    yield _END + b"\n"


def item_document(article: Article, channel: Channel, localiser: Localiser) -> bytes:
    """Return the ``article`` of *article* as a document of its own, in the language of *localiser*."""
    schema = {_SCHEMA: channel.addresses.xml_schema("articles")}
    element = etree.Element("article", schema, nsmap={"xsi": _XSI})
    _fill(element, article, channel, localiser)
    return etree.tostring(element, encoding="UTF-8", xml_declaration=True) + b"\n"


def _head(channel: Channel) -> etree._Element:
    schema = {_SCHEMA: channel.addresses.xml_schema("articles")}
    root = etree.Element("articles", {wire.XML_LANG: channel.language, **schema}, nsmap={"xsi": _XSI})
    root.text = "\n"
    for name, text in (
        ("title", channel.title),
        ("subtitle", channel.subtitle),
        ("notice", channel.notice),
        ("rights", channel.rights),
        ("self", channel.self_url),
        ("page", channel.page_url),
        ("updated", rfc3339(channel.updated)),
    ):
        _add(root, name, text, tail="\n")
    return root


def _article(article: Article, channel: Channel, localiser: Localiser) -> etree._Element:
    element = etree.Element("article")
    _fill(element, article, channel, localiser)
    return element


def _fill(element: etree._Element, article: Article, channel: Channel, localiser: Localiser) -> None:
    element.set(wire.XML_LANG, article.language)
    for name, value in (
        ("key", article.key),
        ("id", article.id),
        ("version", str(article.version)),
        ("status", article.status),
        *((("left", "true"),) if article.key in channel.left else ()),
    ):
        element.set(name, value)
    _add(element, "headline", article.headline)
    _add(element, "byline", article.byline)
    spoken = _spoken(localiser.language.tag, article)
    _add(element, "date", localiser.date(article.date), iso=article.date.isoformat(), **spoken)
    _add(element, "published", rfc3339(article.published))
    _add(element, "updated", rfc3339(article.updated))
    for term in (*((article.genre,) if article.genre else ()), *article.offices, *article.topics):
        _add(
            element,
            term.scheme,
            localiser.name(term),
            code=term.code,
            **_spoken(localiser.name_language(term), article),
        )
    _add_dateline(element, article, localiser)
    _add(element, "summary", article.summary, **({"cut": "true"} if article.summary_cut else {}))
    _add(element, "content", article.content)
    _add(element, "link", article.link)
    _add(element, "page", channel.addresses.article(channel.language, article.key))
    for enclosure in article.enclosures:
        attributes = {"type": enclosure.media_type, "length": str(enclosure.length), "title": enclosure.title}
        _add(element, "enclosure", enclosure.url, **attributes)
    for collection in article.collections:
        _add(element, "collection", collection)
    _add(element, "source", article.source.name, **({"url": article.source.url} if article.source.url else {}))
    _add(element, "rights", article.rights)
    if article.note:
        _add(element, "note", article.note, **_spoken(NOTE_LANGUAGE, article))


def _spoken(language: str, article: Article) -> dict[str, str]:
    """Return the attribute that marks text which is not in the article's own language."""
    return {} if language == article.language else {wire.XML_LANG: language}


def _add_dateline(parent: etree._Element, article: Article, localiser: Localiser) -> None:
    if not article.dateline:
        return
    day = article.dateline.date
    element = etree.SubElement(parent, "dateline")
    _add(element, "text", article.dateline.text)
    for place in article.dateline.places:
        _add(element, "place", place)
    if day:
        spoken = _spoken(localiser.language.tag, article)
        _add(element, "date", localiser.date(day), iso=day.isoformat(), **spoken)


def _add(parent: etree._Element, name: str, text: str, tail: str | None = None, **attributes: str) -> None:
    if text or attributes:
        element = etree.SubElement(parent, name, attributes)
        element.text = text
        element.tail = tail


ARTICLE_XML = Format("xml", "XML", "articles.xml", wire.XML, feed=False, render=render)
