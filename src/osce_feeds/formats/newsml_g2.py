"""NewsML-G2 2.35, power conformance: articles as ``newsItem``, selections as ``newsMessage``.

A ``newsItem`` is one version of one article and says the same under every page
language: all names that have a source stand in it, and the publishing day in
words of every language. The source knows days, so ``contentCreated`` is a day;
``versionCreated`` is the moment at which *we* made the version.
"""

import hashlib
from collections.abc import Iterator
from datetime import date
from datetime import datetime
from functools import cache
from functools import lru_cache

from lxml import etree
from lxml import html

from osce_feeds import __version__
from osce_feeds.formats.base import Format
from osce_feeds.formats.body import NOTE_LANGUAGE
from osce_feeds.formats.body import item_title
from osce_feeds.formats.body import rfc3339
from osce_feeds.formats.newsml_terms import MEMBERS
from osce_feeds.formats.newsml_terms import RELATION
from osce_feeds.formats.newsml_terms import SERVICE
from osce_feeds.formats.newsml_terms import TRANSLATED
from osce_feeds.formats.newsml_terms import add
from osce_feeds.formats.newsml_terms import add_term
from osce_feeds.formats.newsml_terms import item_root
from osce_feeds.formats.newsml_terms import qcode
from osce_feeds.formats.newsml_terms import root
from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.i18n.localiser import localiser as localiser_of
from osce_feeds.i18n.places import geoname
from osce_feeds.model import wire
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.channel import Channel

MESSAGE_TYPE = "application/vnd.iptc.g2.newsmessage+xml; charset=utf-8"
ITEM_TYPE = "application/vnd.iptc.g2.newsitem+xml; charset=utf-8"
PROFILE = "osce-feeds-text"
"""The structure of our items; its number rises when a receiver has to change."""
PROFILE_VERSION = "1"

_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_XHTML = "http://www.w3.org/1999/xhtml"
_END = b"</itemSet></newsMessage>"


def render(channel: Channel, localiser: Localiser) -> Iterator[bytes]:  # noqa: ARG001 - the same in every language
    """Yield a ``newsMessage`` with one ``newsItem`` for each article, one at a time.

    ``sent`` and ``transmitId`` are those of the last change in the selection, so
    an unchanged selection gives unchanged bytes. The standard wants an item in each
    message, so an empty selection is told by a ``packageItem`` without members.
    """
    message = root("newsMessage")
    header = add(message, "header")
    add(header, "sent", rfc3339(channel.updated))
    add(header, "sender", channel.addresses.base)
    add(header, "transmitId", str(channel.change))
    add(header, "priority", "5")
    add(message, "itemSet").text = ""
    document = etree.tostring(message, encoding="UTF-8", xml_declaration=True)
    yield document.removesuffix(_END)
    empty = True
    for item in channel.kept(channel.articles, lambda article: _line(article, channel)):
        yield item
        empty = False
    if empty:
        yield etree.tostring(_nothing(channel), encoding="UTF-8") + b"\n"
    yield _END + b"\n"


def _line(article: Article, channel: Channel) -> bytes:
    return etree.tostring(news_item(article, channel), encoding="UTF-8") + b"\n"


def item_document(article: Article, channel: Channel) -> bytes:
    """Return the ``newsItem`` of *article* as a document of its own."""
    return etree.tostring(news_item(article, channel), encoding="UTF-8", xml_declaration=True) + b"\n"


def news_item(article: Article, channel: Channel) -> etree._Element:
    """Return the ``newsItem`` of the current version of *article*; a canceled one has no text."""
    item = item_root("newsItem", article.id, article.version, article.language, channel.addresses.base)
    content = _content_set(article)
    _rights(item, article, channel)
    _item_meta(item, article, channel, checksum(content))
    _content_meta(item, article, channel)
    item.append(content)
    return item


def checksum(content_set: etree._Element) -> str:
    """Return the SHA-256 of a ``contentSet`` in Exclusive XML Canonicalization 1.0, in hexadecimal."""
    canonical: bytes = etree.tostring(content_set, method="c14n", exclusive=True, with_tail=False)
    return hashlib.sha256(canonical).hexdigest()


def _nothing(channel: Channel) -> etree._Element:
    """Return a package without members: with all that readers look for in one, so that none refuses the message."""
    item = item_root("packageItem", channel.id, 1, channel.language, channel.addresses.base)
    meta = add(item, "itemMeta")
    add(meta, "itemClass", qcode="ninat:composite")
    add(add(meta, "provider", uri=f"{channel.addresses.base}/"), "name", channel.site)
    add(meta, "versionCreated", rfc3339(channel.updated))
    add(meta, "pubStatus", qcode="stat:usable")
    add(meta, "title", channel.title)
    add(add(item, "contentMeta"), "headline", channel.title)
    add(add(item, "groupSet", root="members"), "group", id="members", role=qcode(RELATION, MEMBERS))
    return item


def _rights(item: etree._Element, article: Article, channel: Channel) -> None:
    rights = add(item, "rightsInfo")
    if article.source.name:
        holder = add(rights, "copyrightHolder", **({"uri": article.source.url} if article.source.url else {}))
        add(holder, "name", article.source.name)
    if notice := article.rights or channel.rights:
        add(rights, "copyrightNotice", notice)
    if channel.notice:
        for tag, terms in _usage_terms():
            add(rights, "usageTerms", terms, lang=tag)
    if not len(rights):
        item.remove(rights)


def _item_meta(item: etree._Element, article: Article, channel: Channel, content_hash: str) -> None:
    meta = add(item, "itemMeta")
    add(meta, "itemClass", qcode="ninat:text")
    provider = add(meta, "provider", uri=f"{channel.addresses.base}/")
    add(provider, "name", channel.site)
    add(meta, "versionCreated", rfc3339(article.received))
    if first := first_received(article, channel):
        add(meta, "firstCreated", rfc3339(first))
    add(meta, "pubStatus", qcode=f"stat:{article.status}")
    add(meta, "fileName", file_name(article))
    add(meta, "generator", wire.GENERATOR, versioninfo=__version__)
    add(meta, "profile", PROFILE, versioninfo=PROFILE_VERSION)
    add(add(meta, "service", qcode=qcode(SERVICE, "newsroom")), "name", "Newsroom", lang="en")
    if article.headline:
        add(meta, "title", article.headline)
    else:  # erased: no element may be empty
        for language in LANGUAGES:
            add(meta, "title", item_title(article, localiser_of(language)), lang=language.tag)
    for note in notes(article, channel):
        add(meta, "edNote", note, lang=NOTE_LANGUAGE)
    if article.version > 1 and article.status is Status.USABLE:
        corrected = article.note and not channel.is_restored(article)
        add(meta, "signal", qcode="sig:correction" if corrected else "sig:update")
    add(meta, "hash", content_hash, hashtypeuri=_SHA256)
    if article.link:
        add(meta, "link", rel="irel:seeAlso", href=article.link, contenttype="text/html")
    if original := channel.original_of(article):
        for relation in ("irel:derivedFrom", qcode(RELATION, TRANSLATED)):
            add(meta, "link", rel=relation, residref=original.id, version=str(original.version))


def first_received(article: Article, channel: Channel) -> datetime | None:
    """Return when the first version was made, or None where the channel does not know."""
    if article.version == 1:
        return article.received
    return next((version.received for version in channel.versions(article.key)), None)


def notes(article: Article, channel: Channel) -> Iterator[str]:
    """Yield what editors are told: invented, what a version corrects, why it was withdrawn, that a summary was cut."""
    if channel.sample:
        yield wire.SAMPLE_NOTE
    if article.note:
        yield article.note
    elif article.status is Status.CANCELED:
        yield wire.WITHDRAWN_NOTE
    if article.summary_cut and article.status is not Status.CANCELED:
        yield wire.CUT_NOTE


def _content_meta(item: etree._Element, article: Article, channel: Channel) -> None:
    meta = add(item, "contentMeta")
    add(meta, "contentCreated", article.date.isoformat())
    _origins(meta, article)
    add(meta, "language", tag=article.language)
    if article.genre:
        add_term(meta, "genre", article.genre)
    for topic in article.topics:
        add_term(meta, "subject", topic, type="cpnat:abstract")
        if media_topic := channel.media_topics.get(topic.code):
            add(meta, "subject", type="cpnat:abstract", qcode=f"medtop:{media_topic}", why="why:inferred")
    if article.headline:
        add(meta, "headline", article.headline)
    if article.dateline:
        add(meta, "dateline", article.dateline.text)
    for tag, day in _in_words(article.date):
        add(meta, "dateline", day, lang=tag)
    if article.byline:
        add(meta, "by", article.byline)
    if article.summary and article.status is not Status.CANCELED:
        add(meta, "description", article.summary, role="drol:summary")


@cache
def _usage_terms() -> tuple[tuple[str, str], ...]:
    return tuple((language.tag, localiser_of(language).unofficial()) for language in LANGUAGES)


@lru_cache(maxsize=4096)
def _in_words(day: date) -> tuple[tuple[str, str], ...]:
    """Return *day* in words of every language, each with its tag."""
    return tuple((language.tag, localiser_of(language).date(day)) for language in LANGUAGES)


def _origins(meta: etree._Element, article: Article) -> None:
    """Append where the text was written, the offices, and last the source that it was taken from."""
    for place, address in located(article):
        add(add(meta, "located", type="cpnat:geoArea", uri=address), "name", place)
    for office in article.offices:
        add_term(meta, "infoSource", office)
    if article.source.name:
        source = add(meta, "infoSource", **({"uri": article.source.url} if article.source.url else {}))
        add(source, "name", article.source.name)


def located(article: Article) -> Iterator[tuple[str, str]]:
    """Yield the places of the dateline that GeoNames certainly knows, as printed, each with its address, once."""
    seen: set[str] = set()
    for place in article.dateline.places if article.dateline else ():
        address = geoname(place)
        if address and address not in seen:
            seen.add(address)
            yield place, address


def file_name(article: Article, ending: str = "xml") -> str:
    """Return the name under which an item is served and saved."""
    return f"{article.key}_{article.version}.{ending}"


def word_count(article: Article) -> int:
    """Return the words of the full text."""
    return len(" ".join(html.fragment_fromstring(article.content, create_parent="div").itertext()).split())


def _content_set(article: Article) -> etree._Element:
    """Return the text; without any, an empty set with an id: without it, some readers refuse the whole message."""
    if not article.content or article.status is Status.CANCELED:
        return root("contentSet", {"id": f"text-{article.key}"})
    content = root("contentSet")
    words = str(word_count(article))
    inline = add(content, "inlineXML", contenttype="application/xhtml+xml", wordcount=words, lang=article.language)
    inline.append(_xhtml(article))
    return content


def _xhtml(article: Article) -> etree._Element:
    """Return the full text as an XHTML document."""
    document = html.document_fromstring(f"<html><head><title></title></head><body>{article.content}</body></html>")
    title = document.find("head/title")
    assert title is not None  # noqa: S101 - written above
    title.text = article.headline
    html.html_to_xhtml(document)
    etree.cleanup_namespaces(document, top_nsmap={None: _XHTML})  # type: ignore[dict-item]
    return document


NEWSML_G2 = Format("newsml", "NewsML-G2", "newsml.xml", MESSAGE_TYPE, feed=False, render=render)
